package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client against dcmtk's server. */
class DcmtkScpTest {
  @TempDir private Path folder;

  @Test
  void storescpKeepsWhatWeSend() throws Exception {
    int port = Dcmtk.freePort();
    Path out = Files.createDirectory(folder.resolve("out"));
    Process scp =
        Dcmtk.start(
            folder, List.of("storescp", "-v", "+B", "-od", out.toString(), String.valueOf(port)));
    try (DicomClient client = DicomClient.builder().build()) {
      await().until(() -> listens(port));
      send(client, port);
    } finally {
      scp.destroy();
      scp.waitFor();
    }
    assertReceived(out);
  }

  private void send(DicomClient client, int port) throws IOException {
    AssociationProposal proposal =
        AssociationProposal.to("STORESCP", "127.0.0.1", port)
            .propose(Services.VERIFICATION, List.of(IMPLICIT))
            .propose(CT, List.of(EXPLICIT))
            .build();
    try (ClientAssociation association = client.connect(proposal)) {
      assertThat(association.echo()).isEqualTo(Outcome.SUCCESS);
      assertThat(association.accepted(CT)).containsExactly(EXPLICIT);
      for (int i = 1; i <= 3; i++) {
        Path file = Dcmtk.file(folder, i);
        long offset;
        try (Part10File part10 = Part10.open(file)) {
          offset = part10.dataSetOffset();
        }
        StoreSource source = StoreSource.of(file, offset);
        Outcome outcome = association.store(new OutgoingObject(CT, instance(i), EXPLICIT, source));
        assertThat(outcome).isEqualTo(Outcome.SUCCESS);
      }
      association.release();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void assertReceived(Path out) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(out)) {
      files = found.sorted().toList();
    }
    assertThat(files).hasSize(3);
    for (int i = 1; i <= 3; i++) {
      try (Part10File sent = Part10.open(Dcmtk.file(folder, i));
          Part10File kept = Part10.open(files.get(i - 1))) {
        assertThat(kept.dataSet().readAllBytes()).isEqualTo(sent.dataSet().readAllBytes());
      }
    }
  }
}
