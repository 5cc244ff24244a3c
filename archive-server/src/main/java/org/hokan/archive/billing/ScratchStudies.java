package org.hokan.archive.billing;

import java.util.Optional;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/** What a scratch ledger has of the studies of a facility. */
record ScratchStudies(Database scratch, String facility) {

  /** Images and bytes of a study. */
  record Kept(long images, long bytes) {}

  Kept kept(Tx tx, String study) {
    Object[] sums =
        tx.session()
            .createSelectionQuery(
                "select coalesce(sum(images), 0), coalesce(sum(bytes), 0) from LedgerRow"
                    + " where facility = :facility and study = :study",
                Object[].class)
            .setParameter("facility", facility)
            .setParameter("study", study)
            .getSingleResult();
    return new Kept(Ledger.whole(sums[0]), Ledger.whole(sums[1]));
  }

  boolean has(Tx tx, String study) {
    return kept(tx, study).images() > 0;
  }

  boolean has(String study) {
    return scratch.read(tx -> has(tx, study));
  }

  /** The clause under which it is there. */
  Optional<ContractClause> clauseOf(Tx tx, Appender appender, String study) {
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where facility = :facility and study = :study and type = :type"
                + " order by number",
            LedgerRow.class)
        .setParameter("facility", facility)
        .setParameter("study", study)
        .setParameter("type", RecordType.STUDY)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .map(row -> new ContractClause(row.contractId, row.contractVersion))
        .findFirst();
  }
}
