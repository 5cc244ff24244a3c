package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.hokan.fuzz.FuzzTarget;

/**
 * A key of a query, as a byte that chooses the attribute, and its value: it is refused, or narrows
 * and decides, and soon. A short value is also asked with again and again in one: what takes time
 * in proportion to its square takes too long then.
 */
public final class QueryKeysTarget implements FuzzTarget {
  /** Of the processor; what is looked for takes milliseconds, ten times as many when watched. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final int SHORT = 64;
  private static final int LONG = 60_000;
  private static final List<Integer> TAGS =
      List.of(
          Tag.PatientName,
          Tag.PatientID,
          Tag.StudyInstanceUID,
          Tag.StudyDate,
          Tag.StudyTime,
          Tag.StudyDescription,
          Tag.ModalitiesInStudy,
          Tag.AccessionNumber,
          Tag.SeriesNumber,
          Tag.AcquisitionDateTime);
  private static final DataSet ENTITY =
      DataSet.builder()
          .string(Tag.SpecificCharacterSet, "ISO_IR 192")
          .string(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
          .string(Tag.PatientID, "12345")
          .string(Tag.StudyInstanceUID, "1.2.3")
          .string(Tag.StudyDate, "20261128")
          .string(Tag.StudyTime, "101500")
          .string(Tag.StudyDescription, "a".repeat(64))
          .string(Tag.ModalitiesInStudy, "ES", "SR")
          .string(Tag.AccessionNumber, "A1")
          .string(Tag.SeriesNumber, "7")
          .string(Tag.AcquisitionDateTime, "20261128101500")
          .build();

  @Override
  public String name() {
    return "query-keys";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        seed(0, "yamada^tarou=山田*"),
        seed(0, "*a"),
        seed(1, "12*5\\?"),
        seed(2, "1.2.3\\1.2.4"),
        seed(3, "20261101-20261130"),
        seed(4, "-1015"),
        seed(5, "*scop?"),
        seed(6, "ES\\CT"),
        seed(8, "7.0e0"),
        seed(9, "20261128101500.5+0900-"));
  }

  private static byte[] seed(int tag, String value) {
    return ((char) tag + value).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void run(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int tag = TAGS.get((input[0] & 0xFF) % TAGS.size());
    byte[] value = Arrays.copyOfRange(input, 1, input.length);
    soon(() -> ask(tag, value));
    if (value.length <= SHORT) {
      byte[] many = new byte[LONG];
      for (int i = 0; i < LONG; i++) {
        many[i] = value[i % value.length];
      }
      soon(() -> ask(tag, many));
      soon(() -> compare(new String(many, StandardCharsets.UTF_8)));
    }
  }

  private static void ask(int tag, byte[] value) {
    DataSet keys =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .bytes(tag, ElementDictionary.vrOf(tag), value)
            .build();
    try {
      Identifiers.requireBounded(keys, Identifiers.LONGEST_PATTERN);
    } catch (IdentifierMismatchException e) {
      assertThat(e.getMessage()).contains("expected");
      return;
    }
    IndexQuery query = IndexQuery.builder("F1", QueryRoot.STUDY, keys).build();
    for (DatabaseKind kind : DatabaseKind.values()) {
      assertThat(Narrowing.of(query, QueryLevel.STUDY, kind).ids(0).text()).startsWith("select ");
    }
    KeyMatcher.of(keys, true, false).matches(ENTITY);
  }

  /** What a value that is longer than any that may be asked with is made of. */
  private static void compare(String value) {
    Wildcard.of(value).prefix();
    new NameKey(value).matches("Yamada^Tarou=山田^太郎");
  }

  private static void soon(Runnable task) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    task.run();
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    assertThat(Duration.ofNanos(nanos)).as("processor time").isLessThan(LONGEST);
  }
}
