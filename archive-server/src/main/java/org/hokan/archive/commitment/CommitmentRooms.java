package org.hokan.archive.commitment;

import java.util.Set;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.storage.PackStore;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.service.DicomClient;

/**
 * What storage commitment goes through.
 *
 * @param storable SOP classes that the node stores
 */
public record CommitmentRooms(
    Database database,
    ApplicationEntities entities,
    Index index,
    Ingest ingest,
    PackStore store,
    JobQueue jobs,
    Audit audit,
    DicomClient client,
    Set<Uid> storable) {}
