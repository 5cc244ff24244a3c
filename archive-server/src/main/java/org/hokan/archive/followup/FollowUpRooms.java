package org.hokan.archive.followup;

import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.retrieve.Retrieve;

/** What follow-ups go through. */
public record FollowUpRooms(
    Database database,
    ApplicationEntities entities,
    StorageRules rules,
    Contracts contracts,
    Index index,
    Ingest ingest,
    Retrieve retrieve,
    UsageLedger ledger,
    JobQueue jobs,
    Audit audit) {}
