package org.hokan.archive.billing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hokan.archive.db.Database;

/**
 * Records that stand before the record of their study: what was saved or billed of it before the
 * quiet time was over. They wait for it, at most to the end of what is put in at once. For one
 * thread.
 */
final class EarlyRecords {
  private final Database source;
  private final OpenExams open;
  private final Map<String, List<BillingRecord>> waiting = new HashMap<>();

  /**
   * @param open studies that are not recorded yet, and will be put in
   */
  EarlyRecords(Database source, OpenExams open) {
    this.source = source;
    this.open = open;
  }

  /** Keeps it when its study is recorded later; otherwise its study is known, or never recorded. */
  boolean keeps(BillingRecord record) {
    String study = ((BillingEntry.Item) record.entry()).object();
    long first = firstRecord(record.facility(), study);
    boolean early = first == 0 ? open.has(study) : first > record.number();
    if (early) {
      waiting.computeIfAbsent(study, uid -> new ArrayList<>()).add(record);
    }
    return early;
  }

  /** 0: there is none. */
  private long firstRecord(String facility, String study) {
    return source.read(
        tx ->
            Ledger.whole(
                tx.session()
                    .createSelectionQuery(
                        "select coalesce(min(number), 0) from LedgerRow where facility = :facility"
                            + " and study = :study and type = :type",
                        Object.class)
                    .setParameter("facility", facility)
                    .setParameter("study", study)
                    .setParameter("type", RecordType.STUDY)
                    .getSingleResult()));
  }

  /** Those of a study, which wait no longer. */
  List<BillingRecord> of(String study) {
    List<BillingRecord> found = waiting.remove(study);
    return found == null ? List.of() : found;
  }

  /** All that wait still, which wait no longer. */
  List<BillingRecord> all() {
    List<BillingRecord> found = waiting.values().stream().flatMap(List::stream).toList();
    waiting.clear();
    return found;
  }
}
