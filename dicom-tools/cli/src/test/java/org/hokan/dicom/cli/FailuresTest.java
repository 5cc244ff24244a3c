package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StoreReception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CALLING_AE_TITLE_NOT_RECOGNIZED|admit it there, or give another with --as",
        "CALLED_AE_TITLE_NOT_RECOGNIZED|another AE title than the one before the @",
        "LOCAL_LIMIT_EXCEEDED|try again later",
        "TEMPORARY_CONGESTION|try again later"
      })
  void saysWhatToDoAboutARejection(RejectReason reason, String advice) throws IOException {
    try (DicomServer server =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .policy(request -> Decision.reject(reason))
            .start()) {
      Cli echo = Cli.run("echo", "--call", "HOKAN@127.0.0.1:" + server.port());
      assertThat(echo.status()).isEqualTo(Main.FAILED);
      assertThat(echo.err()).contains("rejected by HOKAN").contains(advice);
      assertThat(echo.err()).doesNotContain("\tat ");
    }
  }

  /** An AE that is known, and has not the right: not the peer's want of a SOP class. */
  @Test
  void saysWhereTheRightIsGivenThatAnAeLacks(@TempDir Path folder) throws IOException {
    Samples.exam(folder);
    try (DicomServer server =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .policy(FailuresTest::rejectedByUser)
            .start()) {
      String call = "HOKAN@127.0.0.1:" + server.port();
      String advice = "rejected by user: may the AE do this? (ae change --may)";
      assertThat(Cli.run("store", "--call", call, folder).out()).contains(advice);
      assertThat(Cli.run("find", "--call", call, "-k", "PatientID=1").err()).contains(advice);
      Cli load = Cli.run("load", "--call", call, "--count", "1");
      assertThat(load.out() + load.err()).contains(advice);
    }
  }

  private static Decision rejectedByUser(AssociationRequest request) {
    return Decision.Accept.of(
        request.presentationContexts().stream()
            .map(one -> PresentationContextAc.rejected(one.id(), ContextResult.USER_REJECTION))
            .toList());
  }

  @Test
  void sendsOverTheAssociationsThatThePeerHasRoomFor(@TempDir Path folder) throws IOException {
    Samples.exam(folder);
    try (DicomServer server =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .services(
                Services.builder()
                    .storage(
                        StorageSopClasses.all(),
                        (request, context) -> StoreReception.refusing(Outcome.SUCCESS))
                    .build())
            .maxAssociations(1)
            .start()) {
      Cli store =
          Cli.run(
              "store", "--call", "HOKAN@127.0.0.1:" + server.port(), "--associations", 3, folder);
      assertThat(store.status()).as(store.out() + store.err()).isZero();
      assertThat(store.out()).contains("sent 3 objects");
    }
  }

  @Test
  void saysWhatToDoAboutTheNetwork() {
    assertThat(Failures.text(new IOException("x", new ConnectException("refused"))))
        .isEqualTo("x\n  Does the peer run, and listen at the host and port given with --call?");
    assertThat(Failures.text(new UnknownHostException("nowhere"))).contains("Is the host name");
  }

  @Test
  void saysWhatIsWrongWithAFile() {
    assertThat(Failures.text(new NoSuchFileException("/a"))).isEqualTo("/a: no such file");
    assertThat(Failures.text(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
    assertThat(Failures.text(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void tellsAnOutcomeWithItsComment() {
    assertThat(
            Failures.text(
                Outcome.of(Status.NOT_AUTHORIZED, "ask\u001b them"), CommandField.C_STORE_RQ))
        .isEqualTo("0124H refused: not authorized: ask  them");
  }
}
