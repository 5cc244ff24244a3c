package org.hokan.archive.compaction;

import org.hokan.archive.audit.Audit;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.PackStore;

/** What compaction goes through. */
public record CompactionRooms(PackStore store, Database database, Index index, Audit audit) {}
