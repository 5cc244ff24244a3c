package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.net.association.AssociationLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReceiverTest {
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  @TempDir private Path folder;

  private FileReceiver receiver() throws IOException {
    return FileReceiver.start(
        FileReceiver.Settings.local("VIEWER1", 0, folder.resolve("out")), received::add);
  }

  private SendReport send(FileReceiver receiver, Path files) throws IOException {
    PeerAddress peer = new PeerAddress("VIEWER1", "127.0.0.1", receiver.port());
    return new FolderSender(peer, "ENDO1").send(List.of(files), SendListener.NONE);
  }

  @Test
  void writesPart10FilesThatSayWhoSentThem() throws IOException {
    Samples.exam(folder.resolve("exam"));
    try (FileReceiver receiver = receiver()) {
      assertThat(send(receiver, folder.resolve("exam")).complete()).isTrue();
    }
    try (Part10File file = Part10.open(folder.resolve("out/" + Samples.instance(2) + ".dcm"))) {
      assertThat(file.leniencies()).isEmpty();
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      assertThat(file.metaInformation().orElseThrow().sourceApplicationEntityTitle())
          .hasValue("ENDO1");
      assertThat(file.metaInformation().orElseThrow().mediaStorageSopInstanceUid())
          .hasValue(Samples.instance(2));
    }
  }

  @Test
  void putsAnObjectThatComesAgainInThePlaceOfTheFirst() throws IOException {
    Path exam = folder.resolve("exam");
    Samples.write(exam, "a.dcm", Samples.ct(1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet again = Samples.ct(1).toBuilder().string(Tag.PatientID, "other").build();
    Path second = Samples.write(exam, "b.dcm", again, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (FileReceiver receiver = receiver()) {
      assertThat(send(receiver, exam).sent()).isEqualTo(2);
    }
    assertThat(received).hasSize(2);
    assertThat(Samples.dataSetBytes(folder.resolve("out/" + Samples.instance(1) + ".dcm")))
        .isEqualTo(Samples.dataSetBytes(second));
  }

  @Test
  void knowsWhenNobodyIsConnectedAnyMore() throws Exception {
    try (FileReceiver receiver = receiver()) {
      PeerAddress peer = new PeerAddress("VIEWER1", "127.0.0.1", receiver.port());
      try (Call call =
          Call.to(
              PeerOptions.proposal(peer, "X").propose(Uids.Verification, Syntaxes.PLAIN).build(),
              AssociationLimits.DEFAULT)) {
        assertThat(call.association().echo().status().isSuccess()).isTrue();
        assertThat(receiver.awaitNoAssociation(Duration.ofMillis(50))).isFalse();
      }
      assertThat(receiver.awaitNoAssociation(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void saysWhichPortItCouldNotHave() throws IOException {
    try (FileReceiver first = receiver()) {
      Cli second = Cli.run("serve", "--host", "127.0.0.1", "--port", first.port(), "--discard");
      assertThat(second.status()).isEqualTo(Main.FAILED);
      assertThat(second.err()).contains(Integer.toString(first.port()));
    }
  }

  @Test
  void refusesAFolderThatCannotBeMade() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    FileReceiver.Settings settings =
        FileReceiver.Settings.local("VIEWER1", 0, file.resolve("below"));
    assertThatThrownBy(() -> FileReceiver.start(settings, received::add))
        .isInstanceOf(IOException.class);
  }
}
