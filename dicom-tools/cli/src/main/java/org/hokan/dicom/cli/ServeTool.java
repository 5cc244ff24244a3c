package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dicom serve}: receives objects as files. */
@Command(
    name = "serve",
    description = {
      "Receives objects (C-STORE) and writes them as files; answers C-ECHO. Ends with Ctrl-C.",
      "Anybody who reaches the port may send: use it to look at objects, not to keep them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom serve --port 11113 --ae-title VIEWER1 --out received/",
      "  dicom serve --port 11113 --discard",
      "  dicom serve --port 11113 --out received/ --count 10 --json"
    })
final class ServeTool implements Callable<Integer> {
  private static final int STOP_SECONDS = 10;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "11113",
      description = "The port to listen on; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "The address to listen at (default: all, ${DEFAULT-VALUE}).")
  private String host = "0.0.0.0";

  @Option(
      names = "--ae-title",
      paramLabel = "TITLE",
      converter = PeerOptions.TitleConverter.class,
      description = "The AE title that callers must use (default: any).")
  private @Nullable String title;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where files go, named by SOP Instance UID.")
  private @Nullable Path folder;

  @Option(names = "--discard", description = "Only counts what comes.")
  private boolean discard;

  @Option(names = "--count", paramLabel = "N", description = "Ends after so many objects.")
  private long count;

  @Option(
      names = "--sop-class",
      paramLabel = "UID",
      description = "Takes this SOP class, too; may be given many times.")
  private List<String> moreSopClasses = new ArrayList<>();

  @Option(names = "--json", description = "Prints each object as one line of JSON.")
  private boolean json;

  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private long objects;
  private long bytes;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (discard == (folder != null)) {
      throw wrong("give either --out FOLDER or --discard");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopInOrder, "stop"));
    try (FileReceiver receiver = FileReceiver.start(settings(), this::print)) {
      say(
          "%s listens at %s:%d, %s. Ctrl-C ends it."
              .formatted(
                  title == null ? "serve (any AE title)" : title,
                  host,
                  receiver.port(),
                  folder == null ? "discards what comes" : "writes to " + folder));
      end.await();
      if (enough()) {
        receiver.awaitNoAssociation(Duration.ofSeconds(STOP_SECONDS));
      }
    } finally {
      synchronized (this) {
        say("received %s, %s".formatted(Texts.count(objects, "object"), Texts.size(bytes)));
      }
      ended.countDown();
    }
    return Main.DONE;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  /** On Ctrl-C or SIGTERM: gives what is under way a moment to end. */
  private void stopInOrder() {
    end.countDown();
    try {
      boolean inTime = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        say("serve: did not end in %d s".formatted(STOP_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FileReceiver.Settings settings() {
    return new FileReceiver.Settings(
        Optional.ofNullable(title),
        host,
        port,
        Optional.ofNullable(folder),
        moreSopClasses.stream().map(this::uid).toList(),
        AssociationLimits.DEFAULT);
  }

  private Uid uid(String text) {
    if (!Uid.isUid(text)) {
      throw wrong("--sop-class %s (expected: a UID, digits and dots)".formatted(text));
    }
    return Uid.of(text);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private synchronized void print(Received object) {
    objects++;
    bytes += object.bytes();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? JsonText.of(map(object)) : line(object));
    out.flush();
    if (enough()) {
      end.countDown();
    }
  }

  private synchronized boolean enough() {
    return count > 0 && objects >= count;
  }

  private static String line(Received object) {
    return "%s  %s, %s, %s  %s"
        .formatted(
            Texts.printable(object.senderAeTitle()),
            FileScan.name(object.sopClassUid()),
            FileScan.name(object.transferSyntaxUid()),
            Texts.size(object.bytes()),
            object.file().map(Path::toString).orElse(object.sopInstanceUid().value()));
  }

  private static Map<String, Object> map(Received object) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("senderAeTitle", object.senderAeTitle());
    map.put("sopClassUid", object.sopClassUid().value());
    map.put("sopInstanceUid", object.sopInstanceUid().value());
    map.put("transferSyntaxUid", object.transferSyntaxUid().value());
    map.put("bytes", object.bytes());
    object.file().ifPresent(file -> map.put("file", file.toString()));
    return map;
  }
}
