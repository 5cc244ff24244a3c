package org.hokan.archive.contract;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;

/** Facts of objects that arrive nowhere. */
final class TestFacts {
  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private TestFacts() {}

  /** A head with these texts, by tag. */
  static DataSet head(Map<Integer, String> texts) {
    DataSet.Builder head = DataSet.builder();
    texts.forEach(head::string);
    return head.build();
  }

  static DataSet head(int tag, String text) {
    return head(Map.of(tag, text));
  }

  /** Asked about in Tokyo, without a contract, on no holiday. */
  static RuleFacts asked(ArrivalFacts arrival) {
    return new RuleFacts(arrival, Optional.empty(), 0, TOKYO, false);
  }
}
