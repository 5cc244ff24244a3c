package org.hokan.archive.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.CompactionRooms;
import org.hokan.archive.compaction.Holds;
import org.hokan.archive.compression.CompressionRooms;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.config.DicomConfiguration;
import org.hokan.archive.followup.FollowUpRooms;
import org.hokan.archive.followup.FollowUpWork;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.ingest.IngestRooms;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.archive.scp.DicomServices;
import org.hokan.archive.trial.RefusedArrivals;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.DicomServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What listens for associations and all that serves them, built over open rooms; the same for a
 * node and for the scratch node of its {@link Rehearsal}.
 */
record DicomSide(Flows flows, Compaction compaction, DicomServer server) {
  private static final Logger LOG = LoggerFactory.getLogger(DicomSide.class);

  /**
   * Brings the index up to date, and listens.
   *
   * @param rebuildIndex makes it anew from the packs instead
   * @param parts takes what is to be closed
   */
  static DicomSide start(
      Configuration configuration,
      Rooms rooms,
      AssociationListener associations,
      boolean rebuildIndex,
      Closing parts)
      throws IOException {
    Ingest ingest = parts.add(ingest(configuration, rooms));
    Compaction compaction = parts.add(compaction(configuration, rooms, ingest));
    JobQueue jobs =
        new JobQueue(rooms.database(), Settings.jobs(configuration.job()), rooms.clock());
    Compressions compressions = compressions(configuration, rooms, ingest, jobs);
    AssociationLimits limits = Settings.limits(configuration.dicom());
    DicomClient client =
        parts.add(DicomClient.builder().limits(limits).listener(associations).build());
    Retrieve retrieve = parts.add(Flows.retrieve(configuration, rooms, client));
    FollowUpWork followUps = followUps(configuration, rooms, ingest, retrieve, jobs);
    RefusedArrivals refused =
        parts.add(
            new RefusedArrivals(
                rooms.database(), Settings.refusals(configuration.contract()), rooms.clock()));
    ingest.whenRefused(refused::note);
    compaction.recover();
    index(ingest, rebuildIndex);
    rooms.compareWithPacks();
    rooms.rules().warmUp();
    parts.add(jobs);
    parts.add(compressions);
    parts.add(followUps);
    Flows flows =
        Flows.of(
            configuration,
            rooms,
            client,
            new Flows.Begun(ingest, retrieve, jobs, compressions, followUps, refused));
    if (rebuildIndex || rooms.wasMadeAnew()) {
      PerformedProcedures.lookAgain(rooms.database(), jobs);
    }
    jobs.start();
    parts.add(new Schedule(configuration, rooms, flows, compaction));
    DicomServices services = flows.services(configuration, rooms);
    DicomServer server = parts.add(listen(configuration, limits, services, associations));
    return new DicomSide(flows, compaction, server);
  }

  /** Brings the index up to the packs. */
  static void index(Ingest ingest, boolean anew) {
    if (anew) {
      rebuild(ingest);
    } else {
      ingest.recover();
    }
  }

  private static void rebuild(Ingest ingest) {
    try {
      ingest.rebuild("node", objects -> LOG.info("index: {} objects so far", objects));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while the index was rebuilt", e);
    }
  }

  static Ingest ingest(Configuration configuration, Rooms rooms) {
    Ingest ingest =
        new Ingest(
            Settings.ingest(configuration.ingest()),
            new IngestRooms(
                rooms.store(),
                rooms.database(),
                rooms.index(),
                rooms.ledger(),
                rooms.audit(),
                rooms.rules()),
            rooms.clock());
    ingest.whenSuperseding(holds(rooms)::isHeldUntilEnd);
    return ingest;
  }

  /** It keeps nothing in memory. */
  static LegalHolds holds(Rooms rooms) {
    return new LegalHolds(rooms.database(), rooms.index(), rooms.audit(), rooms.clock());
  }

  static Compaction compaction(Configuration configuration, Rooms rooms, Ingest ingest) {
    LegalHolds holds = holds(rooms);
    return new Compaction(
        Settings.compaction(configuration.storage().compaction()),
        new CompactionRooms(rooms.store(), rooms.database(), rooms.index(), rooms.audit()),
        Holds.of(holds::keepsBytes, holds::unlessKeepsBytes),
        ingest::besidesRebuild,
        rooms.clock());
  }

  private static Compressions compressions(
      Configuration configuration, Rooms rooms, Ingest ingest, JobQueue jobs) {
    return new Compressions(
        Settings.compression(configuration),
        new CompressionRooms(
            rooms.store(),
            rooms.database(),
            rooms.index(),
            ingest,
            rooms.rules(),
            rooms.ledger(),
            jobs,
            rooms.audit(),
            new Recompression(),
            holds(rooms)::isHeld),
        rooms.clock());
  }

  private static FollowUpWork followUps(
      Configuration configuration, Rooms rooms, Ingest ingest, Retrieve retrieve, JobQueue jobs) {
    return new FollowUpWork(
        new FollowUpRooms(
            rooms.database(),
            rooms.entities(),
            rooms.rules(),
            rooms.contracts(),
            rooms.index(),
            ingest,
            retrieve,
            rooms.ledger(),
            jobs,
            rooms.audit()),
        configuration.forward().attempts(),
        configuration.forward().threads(),
        rooms.clock());
  }

  private static DicomServer listen(
      Configuration configuration,
      AssociationLimits limits,
      DicomServices services,
      AssociationListener associations)
      throws IOException {
    DicomConfiguration dicom = configuration.dicom();
    DicomServer.Builder server =
        services
            .offer(DicomServer.builder(), associations)
            .address(new InetSocketAddress(dicom.host(), dicom.port()))
            .limits(limits)
            .maxAssociations(dicom.peers().maxAssociations())
            .maxAssociationsPerPeer(dicom.peers().maxAssociationsPerPeer())
            .maxPendingConnections(dicom.peers().maxPendingConnections())
            .operations(Settings.operations(dicom))
            .closeTimeout(configuration.node().stopTimeout());
    if (dicom.eventLoopThreads() > 0) {
      server.eventLoopThreads(dicom.eventLoopThreads());
    }
    if (dicom.workerThreads() > 0) {
      server.workerThreads(dicom.workerThreads());
    }
    return server.start();
  }
}
