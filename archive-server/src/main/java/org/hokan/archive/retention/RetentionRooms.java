package org.hokan.archive.retention;

import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;

/** What deletion goes through. */
public record RetentionRooms(
    Database database,
    ApplicationEntities entities,
    Contracts contracts,
    Index index,
    Ingest ingest,
    JobQueue jobs,
    Audit audit,
    LegalHolds holds) {}
