package org.hokan.archive.scp;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.index.Index;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationPolicy;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.Services;

/**
 * What the node offers over DICOM: Verification, Storage, Query/Retrieve, Storage Commitment, MPPS.
 */
public final class DicomServices {
  private final Set<Uid> storage;
  private final AssociationPolicy policy;
  private final Callers callers;
  private final Services services;
  private final StoreLog log = new StoreLog();

  /** What the services go through. */
  public record Rooms(
      ApplicationEntities entities,
      Ingest ingest,
      Retrieve retrieve,
      Commitments commitments,
      PerformedProcedures procedures,
      Index index,
      Audit audit) {}

  /**
   * @param aeTitle as which the node is called
   * @param privateStorage private storage SOP classes to take besides the standard ones
   * @param limits what a C-FIND may take
   */
  public DicomServices(
      String aeTitle, List<Uid> privateStorage, QueryLimits limits, Rooms rooms, Clock clock) {
    this.storage = SopClasses.storage(privateStorage);
    this.policy = new Admittance(aeTitle, rooms.entities(), rooms.audit(), clock, storage);
    this.callers = new Callers(rooms.entities());
    this.services = services(rooms, limits, clock);
  }

  /**
   * Gives a server its policy, its providers, and who hears of its associations.
   *
   * @param listener hears of them, too
   */
  public DicomServer.Builder offer(DicomServer.Builder server, AssociationListener listener) {
    return server
        .policy(policy)
        .services(services)
        .party(callers::facility)
        .retrievable(storage)
        .listener(new Listeners(log, listener));
  }

  private Services services(Rooms rooms, QueryLimits limits, Clock clock) {
    StorageService store = new StorageService(callers, rooms.ingest(), rooms.audit(), log, clock);
    QueryService query = new QueryService(callers, rooms, limits, clock);
    RetrieveService retrieve =
        new RetrieveService(callers, rooms.ingest(), rooms.retrieve(), rooms.audit(), clock);
    ProcedureService procedures = new ProcedureService(callers, rooms.procedures());
    return Services.builder()
        .storage(storage, store)
        .query(SopClasses.FIND, query)
        .move(SopClasses.MOVE, retrieve)
        .get(SopClasses.GET, retrieve)
        .action(
            Uids.StorageCommitmentPushModel, new CommitmentService(callers, rooms.commitments()))
        .create(Uids.ModalityPerformedProcedureStep, procedures)
        .set(Uids.ModalityPerformedProcedureStep, procedures)
        .attributes(Uids.ModalityPerformedProcedureStepRetrieve, procedures)
        .build();
  }
}
