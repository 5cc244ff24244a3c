package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.hokan.dicom.dict.Tag;
import org.hokan.fuzz.FuzzTarget;

/** A storage rule's condition: it is refused with a place, or answers, or says why it cannot. */
public final class RuleTarget implements FuzzTarget {
  private static final ArrivalFacts STILL =
      ArrivalFacts.builder()
          .callingAe("ENDO1")
          .peer("192.0.2.7")
          .sizeBytes(300_000)
          .time(Instant.parse("2026-11-21T20:30:00Z"))
          .head(TestFacts.head(Tag.Modality, "ES"))
          .build();

  @Override
  public String name() {
    return "storage-rule";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
            "modality in ['ES', 'XC'] && size > 1024 * 1024",
            "patient_id.matches('^[0-9]{1,8}$') || !(time.getHours('Asia/Tokyo') == 5)",
            "attribute.Manufacturer == 'X' || attribute.exists(k, k == weekday)",
            "[1, 2, 3].all(x, x > 0) ? calling_ae.startsWith('E') : double(size) / 0.0 > 1.5",
            "time < timestamp('2026-12-01T00:00:00Z') && time - duration('1h') != time")
        .stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void run(byte[] input) {
    Condition condition;
    try {
      condition = CompiledRule.compile(new String(input, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("when: ");
      return;
    }
    try {
      condition.holds(TestFacts.asked(STILL));
    } catch (Condition.Failure e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("192.0.2.7");
    }
  }
}
