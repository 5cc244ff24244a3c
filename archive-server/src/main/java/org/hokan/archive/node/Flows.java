package org.hokan.archive.node;

import java.util.List;
import java.util.Set;
import org.hokan.archive.commitment.CommitmentRooms;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.followup.FollowUpWork;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.procedure.ProcedureRooms;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.retention.RetentionRooms;
import org.hokan.archive.retrieve.Charges;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.archive.scp.DicomServices;
import org.hokan.archive.scp.SopClasses;
import org.hokan.archive.trial.RefusedArrivals;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.service.DicomClient;

/** The flows of a node and the durable work that they share. */
record Flows(
    Ingest ingest,
    Retrieve retrieve,
    JobQueue jobs,
    Commitments commitments,
    PerformedProcedures procedures,
    Closes closes,
    Compressions compressions,
    LegalHolds holds,
    Deletions deletions,
    FollowUpWork followUps,
    RefusedArrivals refused) {

  /** What was made before the index was brought up to date. */
  record Begun(
      Ingest ingest,
      Retrieve retrieve,
      JobQueue jobs,
      Compressions compressions,
      FollowUpWork followUps,
      RefusedArrivals refused) {}

  /** Builds what stands above ingest; the jobs begin when they are started. */
  static Flows of(Configuration configuration, Rooms rooms, DicomClient client, Begun begun) {
    Ingest ingest = begun.ingest();
    JobQueue jobs = begun.jobs();
    Set<Uid> storable = SopClasses.storage(privateStorage(configuration));
    Commitments commitments =
        new Commitments(
            Settings.commitment(configuration),
            new CommitmentRooms(
                rooms.database(),
                rooms.entities(),
                rooms.index(),
                ingest,
                rooms.store(),
                jobs,
                rooms.audit(),
                client,
                storable),
            rooms.clock());
    PerformedProcedures procedures =
        new PerformedProcedures(
            new ProcedureRooms(rooms.database(), rooms.index(), ingest, jobs, rooms.audit()),
            configuration.billing().endOfExam().byMpps(),
            rooms.clock());
    LegalHolds holds = DicomSide.holds(rooms);
    Deletions deletions = deletions(configuration, rooms, ingest, jobs, holds);
    deletions.whenDestroyed(begun.compressions()::forget);
    return new Flows(
        ingest,
        begun.retrieve(),
        jobs,
        commitments,
        procedures,
        new Closes(rooms.ledger(), jobs),
        begun.compressions(),
        holds,
        deletions,
        begun.followUps(),
        begun.refused());
  }

  private static Deletions deletions(
      Configuration configuration, Rooms rooms, Ingest ingest, JobQueue jobs, LegalHolds holds) {
    ingest.whenRemoving(
        (tx, entry) ->
            holds.refuseRemoval(tx, entry.facility(), entry.studyInstanceUid(), entry.patientId()));
    return new Deletions(
        Settings.retention(configuration.retention()),
        new RetentionRooms(
            rooms.database(),
            rooms.entities(),
            rooms.contracts(),
            rooms.index(),
            ingest,
            jobs,
            rooms.audit(),
            holds),
        rooms.clock());
  }

  static Retrieve retrieve(Configuration configuration, Rooms rooms, DicomClient client) {
    return new Retrieve(
        Settings.retrieve(configuration),
        rooms.store(),
        rooms.index(),
        client,
        new Charges(rooms.ledger(), rooms.clock()));
  }

  /** What they offer over DICOM. */
  DicomServices services(Configuration configuration, Rooms rooms) {
    return new DicomServices(
        configuration.dicom().aeTitle(),
        privateStorage(configuration),
        Settings.query(configuration),
        new DicomServices.Rooms(
            rooms.entities(),
            ingest,
            retrieve,
            commitments,
            procedures,
            rooms.index(),
            rooms.audit()),
        rooms.clock());
  }

  private static List<Uid> privateStorage(Configuration configuration) {
    return configuration.dicom().privateStorageSopClasses().stream().map(Uid::new).toList();
  }
}
