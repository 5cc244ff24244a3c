package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.ENDOSCOPIC;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.bytes;
import static org.hokan.dicom.net.service.Loopback.instance;
import static org.hokan.dicom.net.service.Loopback.object;

import java.util.List;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoAndStoreTest {
  private final KeepingStorage storage = new KeepingStorage();
  private DicomServer server;
  private DicomClient client;

  @BeforeEach
  void start() throws Exception {
    Services services = Services.builder().storage(List.of(CT, ENDOSCOPIC), storage).build();
    server = Loopback.server(services).start();
    client = DicomClient.builder().build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void answersAnEcho() throws Exception {
    try (ClientAssociation association = Loopback.connect(client, server)) {
      assertThat(association.echo()).isEqualTo(Outcome.SUCCESS);
      assertThat(association.echo()).isEqualTo(Outcome.SUCCESS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_130, 262_138, 262_139, 262_144, 524_276, 3_000_001})
  void storesEveryByteWhateverTheLength(int length) throws Exception {
    byte[] dataSet = bytes(length, length);
    try (ClientAssociation association = Loopback.connect(client, server)) {
      Outcome outcome = association.store(object(length, dataSet));
      assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
    }
    assertThat(storage.objects.get(instance(length))).isEqualTo(dataSet);
    assertThat(storage.contexts.get(instance(length)).presentationContext().transferSyntax())
        .isEqualTo(EXPLICIT);
  }
}
