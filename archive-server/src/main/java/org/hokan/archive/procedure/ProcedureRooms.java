package org.hokan.archive.procedure;

import org.hokan.archive.audit.Audit;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;

/** What performed procedure steps go through. */
public record ProcedureRooms(
    Database database, Index index, Ingest ingest, JobQueue jobs, Audit audit) {}
