package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreReception;

/** Asks the node for exams, over one association. */
final class Viewer implements AutoCloseable {
  static final String TITLE = "VIEWER1";

  private final ClientAssociation association;

  Viewer(DicomClient client, int port) throws IOException {
    List<Uid> syntaxes = List.of(Exam.SYNTAX.uid());
    association =
        client.connect(
            AssociationProposal.to("HOKAN", "127.0.0.1", port)
                .from(TITLE)
                .propose(Uids.StudyRootQueryRetrieveInformationModelFind, syntaxes)
                .propose(Uids.StudyRootQueryRetrieveInformationModelGet, syntaxes)
                .proposeAsScp(Uids.VLEndoscopicImageStorage, syntaxes)
                .build());
  }

  /** C-FIND at image level: how often each instance is answered. */
  Map<Uid, Integer> find(Exam exam) throws IOException {
    Map<Uid, Integer> found = new ConcurrentHashMap<>();
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "IMAGE")
            .uid(Tag.StudyInstanceUID, exam.study())
            .uid(Tag.SeriesInstanceUID, exam.series())
            .empty(Tag.SOPInstanceUID)
            .build();
    Outcome outcome =
        association.find(
            Uids.StudyRootQueryRetrieveInformationModelFind,
            keys,
            match -> {
              found.merge(match.uid(Tag.SOPInstanceUID).orElseThrow(), 1, Integer::sum);
              return true;
            });
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(Status.SUCCESS);
    return found;
  }

  /** C-GET of the whole exam: the digest of each data set. */
  Map<Uid, String> get(Exam exam) throws IOException {
    Map<Uid, String> digests = new ConcurrentHashMap<>();
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .uid(Tag.StudyInstanceUID, exam.study())
            .build();
    RetrieveResult result =
        association.get(
            Uids.StudyRootQueryRetrieveInformationModelGet,
            keys,
            (request, context) -> new Digesting(request.affectedSopInstanceUid(), digests),
            progress -> true);
    assertThat(result.outcome().status()).as("%s", result).isEqualTo(Status.SUCCESS);
    assertThat(result.completed()).isEqualTo(digests.size());
    return digests;
  }

  private static final class Digesting implements StoreReception {
    private final Uid instance;
    private final Map<Uid, String> digests;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Digesting(Uid instance, Map<Uid, String> digests) {
      this.instance = instance;
      this.digests = digests;
    }

    @Override
    public void data(ByteBuffer chunk) {
      byte[] copy = new byte[chunk.remaining()];
      chunk.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public CompletionStage<Outcome> end() {
      digests.put(instance, Exam.sha256(bytes.toByteArray()));
      return CompletableFuture.completedStage(Outcome.SUCCESS);
    }

    @Override
    public void aborted(Throwable cause) {
      // The number of completed sub-operations tells.
    }
  }

  @Override
  public void close() {
    association.close();
  }
}
