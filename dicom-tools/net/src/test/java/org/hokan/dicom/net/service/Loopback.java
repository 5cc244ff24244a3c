package org.hokan.dicom.net.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationProposal;

/** What tests over real sockets share. */
final class Loopback {
  static final Uid CT = Uid.of("1.2.840.10008.5.1.4.1.1.2");
  static final Uid ENDOSCOPIC = Uid.of("1.2.840.10008.5.1.4.1.1.77.1.1");
  static final Uid STUDY_ROOT_FIND = Uid.of("1.2.840.10008.5.1.4.1.2.2.1");
  static final Uid STUDY_ROOT_MOVE = Uid.of("1.2.840.10008.5.1.4.1.2.2.2");
  static final Uid STUDY_ROOT_GET = Uid.of("1.2.840.10008.5.1.4.1.2.2.3");
  static final Uid EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  static final Uid IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  static final Uid JPEG = TransferSyntax.JPEG_BASELINE_8BIT.uid();

  private Loopback() {}

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static DicomServer.Builder server(Services services) {
    return DicomServer.builder().address(anyPort()).services(services);
  }

  static AssociationProposal.Builder to(DicomServer server) {
    return AssociationProposal.to("SERVER", "127.0.0.1", server.port()).from("CLIENT");
  }

  static AssociationProposal storing(DicomServer server) {
    return to(server)
        .propose(Services.VERIFICATION, List.of(IMPLICIT))
        .propose(CT, List.of(EXPLICIT, IMPLICIT))
        .propose(ENDOSCOPIC, List.of(JPEG))
        .build();
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static OutgoingObject object(int number, byte[] dataSet) {
    return new OutgoingObject(CT, instance(number), EXPLICIT, StoreSource.of(dataSet));
  }

  static Uid instance(int number) {
    return Uid.of("1.2.3." + number);
  }

  static ClientAssociation connect(DicomClient client, DicomServer server) throws IOException {
    return client.connect(storing(server));
  }
}
