package org.hokan.archive.trial;

import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;

/** What a trial reads. */
public record TrialRooms(
    Database database,
    Index index,
    Ingest ingest,
    StorageRules rules,
    Contracts contracts,
    RefusedArrivals refused) {}
