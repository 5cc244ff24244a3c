package org.hokan.archive.scp;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.commitment.CommitmentRequest;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.commitment.Reference;
import org.hokan.archive.commitment.TooMuchException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.EventReporter;
import org.hokan.dicom.net.service.NActionScp;
import org.hokan.dicom.net.service.NResult;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Request Storage Commitment (N-ACTION, PS3.4 J.3.2); the result follows as an event. */
final class CommitmentService implements NActionScp {
  private static final Logger LOG = LoggerFactory.getLogger(CommitmentService.class);
  private static final int REQUEST = 1;

  private final Callers callers;
  private final Commitments commitments;

  CommitmentService(Callers callers, Commitments commitments) {
    this.callers = callers;
    this.commitments = commitments;
  }

  @Override
  public NResult action(
      NActionRq request, DataSet information, ServiceContext context, EventReporter reporter) {
    ApplicationEntity caller = callers.require(context, Permission.COMMIT);
    if (!request.requestedSopInstanceUid().equals(Uids.StorageCommitmentPushModelInstance)) {
      throw new ServiceException(Status.NO_SUCH_SOP_INSTANCE, "not the well-known instance");
    }
    if (request.actionTypeId() != REQUEST) {
      throw new ServiceException(
          Status.NO_SUCH_ACTION, "action type %d".formatted(request.actionTypeId()));
    }
    CommitmentRequest asked =
        new CommitmentRequest(
            caller.facility(),
            caller.title(),
            Callers.address(context),
            uid(information, Tag.TransactionUID),
            references(information));
    try {
      commitments.request(asked, reporter);
    } catch (TooMuchException e) {
      LOG.warn("{} {}: {}", context.association().id(), caller.title(), e.getMessage());
      throw new ServiceException(Status.RESOURCE_LIMITATION, String.valueOf(e.getMessage()));
    }
    LOG.info(
        "{} {} asks for commitment of {} instances, transaction {}",
        context.association().id(),
        caller.title(),
        asked.references().size(),
        asked.transactionUid());
    return NResult.SUCCESS;
  }

  private static List<Reference> references(DataSet information) {
    List<Reference> references = new ArrayList<>();
    for (DataSet item : information.items(Tag.ReferencedSOPSequence)) {
      references.add(
          new Reference(
              uid(item, Tag.ReferencedSOPClassUID), uid(item, Tag.ReferencedSOPInstanceUID)));
    }
    if (references.isEmpty()) {
      throw lacking(Tag.ReferencedSOPSequence);
    }
    return references;
  }

  private static Uid uid(DataSet dataSet, int tag) {
    return dataSet.uid(tag).orElseThrow(() -> lacking(tag));
  }

  /** What Table J.3-1 wants is not there, or is no UID. */
  private static ServiceException lacking(int tag) {
    return new ServiceException(
        Status.INVALID_ARGUMENT_VALUE, Element.format(tag) + " missing or invalid");
  }
}
