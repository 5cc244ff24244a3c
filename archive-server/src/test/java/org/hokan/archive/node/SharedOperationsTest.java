package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;
import org.junit.jupiter.api.Test;

/** Facilities share the threads of C-FIND, C-MOVE and C-GET. */
class SharedOperationsTest {
  private static final Uid FIND = Uids.StudyRootQueryRetrieveInformationModelFind;
  private static final Uid CLASS = Uids.VLEndoscopicImageStorage;

  /** More than sockets and the node hold for a peer that does not read. */
  private static final int OBJECT_BYTES = 24 << 20;

  private final DicomClient client =
      DicomClient.builder()
          .limits(AssociationLimits.builder().operationTimeout(Duration.ofSeconds(20)).build())
          .build();

  @Test
  void twoFacilitiesWhoseReadersStandStillLeaveThreadsForAThird() throws Exception {
    try (client;
        LiveNode node = LiveNode.start();
        StalledPeers first = stalled(node, "a");
        StalledPeers second = stalled(node, "b")) {
      node.admit("c");
      node.addAe("AE c", "c", "query");
      first.addReaders(20);
      second.addReaders(20);
      await().untilAsserted(() -> assertThat(first.served()).isEqualTo(8));
      await().untilAsserted(() -> assertThat(second.served()).isEqualTo(8));

      DataSet keys = DataSet.builder().string(Tag.QueryRetrieveLevel, "STUDY").build();
      try (ClientAssociation association = connect(node, "AE c", FIND)) {
        assertThat(association.find(FIND, keys, match -> true).status()).isEqualTo(Status.SUCCESS);
      }
    }
  }

  private StalledPeers stalled(LiveNode node, String facility) throws IOException {
    String title = "AE " + facility;
    Uid study = Uid.of("2.25.62" + (int) facility.charAt(0));
    node.admit(facility);
    node.addAe(title, facility, "store,retrieve");
    String instance = study + ".1.1";
    DataSet object =
        Objects.attributes(study.value(), "P", instance, 1)
            .uid(Tag.SOPClassUID, CLASS)
            .bytes(Tag.PixelData, VR.OB, new byte[OBJECT_BYTES])
            .build();
    try (ClientAssociation association = connect(node, title, CLASS)) {
      OutgoingObject sent =
          new OutgoingObject(
              CLASS,
              Uid.of(instance),
              Objects.SYNTAX.uid(),
              StoreSource.of(Objects.encoded(object)));
      assertThat(association.store(sent).status()).isEqualTo(Status.SUCCESS);
    }
    return new StalledPeers(node.port(), title, study);
  }

  private ClientAssociation connect(LiveNode node, String as, Uid sopClass) throws IOException {
    return client.connect(
        node.proposal(as).propose(sopClass, List.of(Objects.SYNTAX.uid())).build());
  }
}
