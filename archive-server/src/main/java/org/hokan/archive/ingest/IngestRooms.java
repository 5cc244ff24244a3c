package org.hokan.archive.ingest;

import org.hokan.archive.audit.Audit;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.PackStore;

/** What the flow goes through. */
public record IngestRooms(
    PackStore store,
    Database database,
    Index index,
    UsageLedger ledger,
    Audit audit,
    StorageRules rules) {}
