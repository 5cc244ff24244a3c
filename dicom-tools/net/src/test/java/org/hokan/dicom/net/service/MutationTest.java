package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.RawPeer.FIND_ID;
import static org.hokan.dicom.net.RawPeer.VERIFICATION;
import static org.hokan.dicom.net.RawPeer.VERIFICATION_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, the connection ends in time and the server serves the next. */
@Timeout(60)
class MutationTest {
  private static final byte[] SESSION = session();
  private static DicomServer server;
  private static DicomClient client;

  private static byte[] session() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] identifier =
        DataSetWriter.toBytes(
            DataSet.builder().string(0x00100020, "P1").build(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    bytes.writeBytes(RawPeer.bytes(RawPeer.request(UserInformation.builder())));
    bytes.writeBytes(RawPeer.command(VERIFICATION_ID, new CEchoRq(1, VERIFICATION)));
    bytes.writeBytes(RawPeer.command(CT_ID, new CStoreRq(2, CT, instance(1))));
    bytes.writeBytes(RawPeer.value(CT_ID, false, false, new byte[50]));
    bytes.writeBytes(RawPeer.value(CT_ID, false, true, new byte[50]));
    bytes.writeBytes(RawPeer.command(FIND_ID, new CFindRq(3, STUDY_ROOT_FIND, Priority.MEDIUM)));
    bytes.writeBytes(RawPeer.value(FIND_ID, false, true, identifier));
    bytes.writeBytes(RawPeer.bytes(new Pdu.AReleaseRq()));
    return bytes.toByteArray();
  }

  @BeforeAll
  static void start() throws Exception {
    QueryScp echoing =
        (request, identifier, context, responder) -> {
          responder.pending(identifier);
          return Outcome.SUCCESS;
        };
    Duration soon = Duration.ofMillis(60);
    server =
        Loopback.server(
                Services.builder()
                    .storage(List.of(CT), new KeepingStorage())
                    .query(List.of(STUDY_ROOT_FIND), echoing)
                    .build())
            .limits(
                AssociationLimits.builder()
                    .artimTimeout(soon)
                    .readTimeout(soon)
                    .idleTimeout(soon)
                    .build())
            .start();
    client = DicomClient.builder().build();
  }

  @AfterAll
  static void stop() {
    await().until(() -> server.associations() == 0);
    client.close();
    server.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, 80);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theServerOutlivesDamagedBytes(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] damaged = SESSION.clone();
    for (int i = 0; i <= random.nextInt(5); i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length;
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(java.util.Arrays.copyOf(damaged, length));
      assertThat(ends(peer)).as("seed %d", seed).isTrue();
    }
    if (seed % 10 == 0) {
      // On a busy machine the short idle timeout may hit a good peer, too.
      await().ignoreExceptions().until(MutationTest::echoes);
    }
  }

  private static boolean echoes() throws IOException {
    try (ClientAssociation association = Loopback.connect(client, server)) {
      return association.echo().equals(Outcome.SUCCESS);
    }
  }

  private static boolean ends(RawPeer peer) throws IOException {
    byte[] sink = new byte[4096];
    try {
      while (peer.socket().getInputStream().read(sink) >= 0) {
        // Whatever it answers.
      }
    } catch (java.net.SocketException e) {
      return true; // reset: it closed before it had read all
    }
    return true;
  }
}
