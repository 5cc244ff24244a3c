package org.hokan.archive.commitment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.EventReporter;
import org.hokan.dicom.net.service.NResult;

/**
 * Tells an asker what became of its request: Storage Commitment Result (PS3.4 J.3.3), on the
 * association of the request if that is kept open, else on one to the AE's own address, as SCP.
 */
final class Report {
  private static final int ALL_COMMITTED = 1;
  private static final int FAILURES_EXIST = 2;
  private static final List<Uid> SYNTAXES =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  private final ApplicationEntities entities;
  private final DicomClient client;
  private final CommitmentSettings settings;
  private final SilentPeers silent = new SilentPeers(System::nanoTime);

  Report(ApplicationEntities entities, DicomClient client, CommitmentSettings settings) {
    this.entities = entities;
    this.client = client;
    this.settings = settings;
  }

  /**
   * Sends it and awaits the answer.
   *
   * @param same the association of the request, if this process has it
   * @throws IOException when the asker could not be told; the message says why
   */
  void send(CommitmentEntity row, Optional<EventReporter> same)
      throws IOException, InterruptedException {
    DataSet information = information(row);
    int event = information.contains(Tag.FailedSOPSequence) ? FAILURES_EXIST : ALL_COMMITTED;
    Optional<IOException> lost = Optional.empty();
    if (same.isPresent() && !same.get().awaitEnd(settings.sameAssociation())) {
      try {
        taken(same.get().report(Uids.StorageCommitmentPushModelInstance, event, information));
        return;
      } catch (IOException e) {
        lost = Optional.of(e);
      }
    }
    taken(
        over(
            proposal(row, lost),
            association ->
                association.report(
                    Uids.StorageCommitmentPushModel,
                    Uids.StorageCommitmentPushModelInstance,
                    event,
                    information)));
  }

  /**
   * Opens an association as for a report, and releases it.
   *
   * @throws IOException when the asker cannot be reached; the message says why
   */
  void reach(CommitmentEntity row) throws IOException {
    over(proposal(row, Optional.empty()), association -> true);
  }

  private interface Exchange<T> {
    T on(ClientAssociation association) throws IOException;
  }

  private <T> T over(AssociationProposal proposal, Exchange<T> exchange) throws IOException {
    String asker = proposal.calledAeTitle();
    silent.check(asker);
    long begin = silent.begin();
    T answer;
    try (ClientAssociation association = client.connect(proposal)) {
      answer = exchange.on(association);
    } catch (IOException e) {
      silent.failed(asker, begin);
      throw e;
    }
    silent.answered(asker);
    return answer;
  }

  /** The asker's own words are left out: they may name a patient. */
  private static void taken(NResult answer) throws IOException {
    if (answer.status().isFailure()) {
      throw new IOException("report answered with %s (expected: 0000H)".formatted(answer.status()));
    }
  }

  private AssociationProposal proposal(CommitmentEntity row, Optional<IOException> lost)
      throws IOException {
    Optional<ApplicationEntity> asker =
        entities
            .find(row.aeTitle)
            .filter(entity -> entity.facility().equals(row.facility))
            .filter(entity -> entity.host().isPresent());
    if (asker.isEmpty()) {
      throw new IOException(
          "AE %s: no address known, and its association %s (expected: host and port of the AE)"
              .formatted(
                  row.aeTitle, lost.map(e -> "failed: " + e.getMessage()).orElse("has ended")),
          lost.orElse(null));
    }
    return AssociationProposal.to(
            row.aeTitle, asker.get().host().orElseThrow(), asker.get().port().orElseThrow())
        .from(settings.aeTitle())
        .proposeAsScp(Uids.StorageCommitmentPushModel, SYNTAXES)
        .build();
  }

  /** Event Information (PS3.4 Table J.3-2). */
  static DataSet information(CommitmentEntity row) {
    List<DataSet> committed = new ArrayList<>();
    List<DataSet> failed = new ArrayList<>();
    for (CheckedReference checked : ReferenceLines.checked(row.result)) {
      DataSet.Builder item =
          DataSet.builder()
              .uid(Tag.ReferencedSOPClassUID, checked.reference().sopClassUid())
              .uid(Tag.ReferencedSOPInstanceUID, checked.reference().sopInstanceUid());
      checked
          .failure()
          .ifPresentOrElse(
              reason -> failed.add(item.integer(Tag.FailureReason, reason.code()).build()),
              () -> committed.add(item.build()));
    }
    DataSet.Builder information =
        DataSet.builder().uid(Tag.TransactionUID, Uid.of(row.transactionUid));
    if (!failed.isEmpty()) {
      information.sequence(Tag.FailedSOPSequence, failed);
    }
    if (!committed.isEmpty()) {
      information.sequence(Tag.ReferencedSOPSequence, committed);
    }
    return information.build();
  }
}
