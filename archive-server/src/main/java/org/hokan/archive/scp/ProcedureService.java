package org.hokan.archive.scp;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.procedure.Performer;
import org.hokan.archive.procedure.StepRefusedException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.dimse.DimseRequest.NCreateRq;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.NSetRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.NCreateScp;
import org.hokan.dicom.net.service.NGetScp;
import org.hokan.dicom.net.service.NResult;
import org.hokan.dicom.net.service.NSetScp;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modality Performed Procedure Step (N-CREATE, N-SET; PS3.4 F.7) and its Retrieve SOP Class (N-GET;
 * PS3.4 F.8).
 */
final class ProcedureService implements NCreateScp, NSetScp, NGetScp {
  /** Error ID (0000,0903) of a step that has ended (PS3.4 Table F.7.2-2). */
  static final int MAY_NO_LONGER_BE_UPDATED = 0xA710;

  private static final Logger LOG = LoggerFactory.getLogger(ProcedureService.class);

  private final Callers callers;
  private final PerformedProcedures procedures;

  ProcedureService(Callers callers, PerformedProcedures procedures) {
    this.callers = callers;
    this.procedures = procedures;
  }

  @Override
  public NResult create(NCreateRq request, DataSet attributes, ServiceContext context) {
    Performer performer = performer(context);
    Uid uid = request.affectedSopInstanceUid().orElseGet(() -> Uid.of(UUID.randomUUID()));
    return taken(
        context,
        () -> {
          procedures.create(performer, uid, attributes);
          return NResult.created(uid);
        });
  }

  @Override
  public NResult set(NSetRq request, DataSet modifications, ServiceContext context) {
    Performer performer = performer(context);
    return taken(
        context,
        () -> {
          List<Integer> refused =
              procedures.set(performer, request.requestedSopInstanceUid(), modifications);
          // A warning: the others are set (PS3.7 §C.4.2).
          return refused.isEmpty()
              ? NResult.SUCCESS
              : NResult.of(
                  Outcome.of(Status.ATTRIBUTE_LIST_ERROR).withAttributeIdentifiers(refused));
        });
  }

  private Performer performer(ServiceContext context) {
    ApplicationEntity caller = callers.require(context, Permission.STORE);
    return new Performer(caller.facility(), caller.title(), Callers.address(context));
  }

  private static NResult taken(ServiceContext context, Supplier<NResult> work) {
    try {
      return work.get();
    } catch (StepRefusedException e) {
      LOG.info("{} step refused: {} {}", context.association().id(), e.reason(), e.getMessage());
      throw new ServiceException(outcome(e));
    }
  }

  /** How a refusal is answered (PS3.4 F.7.2.1.4, F.7.2.2.4; PS3.7 §10.1.3.1.9, §10.1.5.1.6). */
  private static Outcome outcome(StepRefusedException e) {
    Status status =
        switch (e.reason()) {
          case DUPLICATE -> Status.DUPLICATE_SOP_INSTANCE;
          case UNKNOWN -> Status.NO_SUCH_SOP_INSTANCE;
          case MAY_NOT_BE_UPDATED -> Status.PROCESSING_FAILURE;
          case MISSING_ATTRIBUTE -> Status.MISSING_ATTRIBUTE;
          case MISSING_VALUE -> Status.MISSING_ATTRIBUTE_VALUE;
          case INVALID_VALUE -> Status.INVALID_ATTRIBUTE_VALUE;
          case LIMIT -> Status.RESOURCE_LIMITATION;
        };
    Outcome outcome =
        Outcome.of(status, String.valueOf(e.getMessage())).withAttributeIdentifiers(e.tags());
    return e.reason() == StepRefusedException.Reason.MAY_NOT_BE_UPDATED
        ? outcome.withErrorId(MAY_NO_LONGER_BE_UPDATED)
        : outcome;
  }

  @Override
  public NResult get(NGetRq request, ServiceContext context) {
    ApplicationEntity caller = callers.require(context, Permission.QUERY);
    Optional<DataSet> found =
        procedures.attributes(caller.facility(), request.requestedSopInstanceUid());
    DataSet attributes =
        found.orElseThrow(
            () -> new ServiceException(Status.NO_SUCH_SOP_INSTANCE, "no step with this UID"));
    if (request.attributeIdentifiers().isEmpty()) {
      return NResult.with(attributes);
    }
    DataSet.Builder asked = DataSet.builder();
    attributes.element(Tag.SpecificCharacterSet).ifPresent(asked::put);
    request.attributeIdentifiers().forEach(tag -> attributes.element(tag).ifPresent(asked::put));
    return NResult.with(asked.build());
  }
}
