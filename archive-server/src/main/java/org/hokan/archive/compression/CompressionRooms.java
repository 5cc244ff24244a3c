package org.hokan.archive.compression;

import org.hokan.archive.audit.Audit;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.storage.PackStore;
import org.hokan.dicom.image.recompress.Recompression;

/** What compression goes through. */
public record CompressionRooms(
    PackStore store,
    Database database,
    Index index,
    Ingest ingest,
    StorageRules rules,
    UsageLedger ledger,
    JobQueue jobs,
    Audit audit,
    Recompression recompression,
    Held holds) {}
