package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpStatus;
import java.time.Clock;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.followup.FollowUpWork;
import org.hokan.archive.index.Index;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.trial.RuleTrial;

/**
 * The doors that the administration works through.
 *
 * @param clock in the time zone of the billing
 */
public record AdminRooms(
    ApplicationEntities entities,
    Contracts contracts,
    StorageRules rules,
    Index index,
    UsageLedger ledger,
    PackStore store,
    Audit audit,
    Commitments commitments,
    PerformedProcedures procedures,
    Compressions compressions,
    LegalHolds holds,
    Deletions deletions,
    FollowUpWork followUps,
    JobQueue jobs,
    RuleTrial trial,
    Operations operations,
    Clock clock) {

  /** The index, once it has all that was acknowledged before; a list without it would mislead. */
  Index indexUpToDate() {
    if (!operations.awaitIndexed()) {
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE,
          "index: not up to date (expected: all that was received; try again later)");
    }
    return index;
  }
}
