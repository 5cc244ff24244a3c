package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tools against dcmtk. */
@Timeout(60)
class DcmtkToolsTest {
  @TempDir private Path folder;

  @Test
  void storesFindsMovesAndGetsAtAForeignArchive() throws IOException {
    Queue<Received> received = new ConcurrentLinkedQueue<>();
    Path exam = folder.resolve("exam");
    Samples.write(exam, "1.dcm", Samples.ct(1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Samples.write(exam, "2.dcm", Samples.ct(2), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    FileReceiver.Settings settings =
        FileReceiver.Settings.local("VIEWER1", 0, folder.resolve("viewer"));
    try (FileReceiver viewer = FileReceiver.start(settings, received::add);
        Dcmtk archive = Dcmtk.queryRetrieve(folder, "VIEWER1", viewer.port())) {
      String call = "QR@127.0.0.1:" + archive.port();
      String study = "StudyInstanceUID=" + Samples.STUDY;
      assertThat(Cli.run("echo", "--call", call, "--as", "VIEWER1").status()).isZero();
      assertThat(Cli.run("store", "--call", call, "--as", "VIEWER1", exam).out())
          .contains("sent 2 objects");
      Cli find = Cli.run("find", "--call", call, "--as", "VIEWER1", "-k", "PatientID=123*");
      assertThat(find.out()).contains(Samples.STUDY.value());
      Cli move = Cli.run("move", "--call", call, "--as", "VIEWER1", "--to", "VIEWER1", "-k", study);
      assertThat(move.out()).isEqualToIgnoringNewLines("moved 2 objects");
      assertThat(received).hasSize(2);
      Path got = folder.resolve("got");
      Cli get = Cli.run("get", "--call", call, "--as", "VIEWER1", "--out", got, "-k", study);
      assertThat(get.out()).isEqualToIgnoringNewLines("fetched 2 objects");
      assertThat(Samples.dataSetBytes(got.resolve(Samples.instance(1) + ".dcm")))
          .isEqualTo(Samples.dataSetBytes(exam.resolve("1.dcm")));
    }
  }

  @Test
  void servesToDcmtk() throws Exception {
    Dcmtk.require("storescu");
    Path file =
        Samples.write(folder, "e.dcm", Samples.endoscopy(7), TransferSyntax.JPEG_BASELINE_8BIT);
    Path out = folder.resolve("out");
    StringWriter lines = new StringWriter();
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () ->
                Main.run(
                    new PrintWriter(lines),
                    new PrintWriter(new Queued(said)),
                    "serve",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--ae-title",
                    "VIEWER1",
                    "--out",
                    out.toString(),
                    "--count",
                    "1"));
    Matcher where = Pattern.compile("listens at 127.0.0.1:(\\d+)").matcher(said.take());
    assertThat(where.find()).isTrue();
    String port = where.group(1);
    assertThat(Dcmtk.run("echoscu", "-aec", "VIEWER1", "127.0.0.1", port)).isZero();
    assertThat(
            Dcmtk.run(
                "storescu",
                "-xy",
                "-aet",
                "ENDO1",
                "-aec",
                "VIEWER1",
                "127.0.0.1",
                port,
                file.toString()))
        .isZero();
    assertThat(status.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(said.poll()).startsWith("received 1 object, ");
    assertThat(lines.toString())
        .startsWith("ENDO1  VL Endoscopic Image Storage, JPEG Baseline (Process 1), ")
        .contains(Samples.instance(7) + ".dcm");
    assertThat(Samples.dataSetBytes(out.resolve(Samples.instance(7) + ".dcm")))
        .isEqualTo(Samples.dataSetBytes(file));
  }

  /** Hands on what is written, once it is flushed. */
  private static final class Queued extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<String> to;

    Queued(BlockingQueue<String> to) {
      this.to = to;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
      text.append(characters, offset, length);
    }

    @Override
    public void flush() {
      if (text.length() > 0) {
        to.add(text.toString());
        text.setLength(0);
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
