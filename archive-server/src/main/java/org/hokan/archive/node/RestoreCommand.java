package org.hokan.archive.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.config.ConfigurationException;
import org.hokan.archive.ingest.IndexAheadException;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.procedure.PerformedProcedures;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hokan restore}: makes a node whole again from its volumes, while it does not run. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a node whole again from its volumes.",
      "The database comes from the journal beside the packs, the index from the packs. The node must"
          + " not run.",
      "A start does the same by itself when the database is lost; this also tells what there is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan restore --data /srv/hokan",
      "  hokan restore --data /srv/hokan --from /mnt/copy/volume",
      "  hokan restore --data /srv/hokan --anew",
      "",
      "Exit status: 0 when all that the journal and the packs tell of is there, 1 when something is"
          + " missing or nothing could be done, 2 when the command line or the configuration is wrong."
    })
final class RestoreCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "The node's configuration file.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HOKAN_DATA}",
      description = "The data folder (default: hokan-data, or HOKAN_DATA).")
  private @Nullable Path data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the configuration; may be given many times.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "Copies this volume into the data folder first; for a node whose own volume is lost.")
  private @Nullable Path from;

  @Option(
      names = "--anew",
      description = "Makes the database anew though it is there; the present file is put aside.")
  private boolean anew;

  @Option(
      names = "--packs-only",
      description =
          "Begins an empty database, where neither database nor journal is left; facilities are to"
              + " be admitted again under the same codes.")
  private boolean packsOnly;

  @Option(
      names = "--database",
      paramLabel = "ID",
      description = "Whose journal to use, where the volumes have journals of several databases.")
  private @Nullable String database;

  @Option(names = "--json", description = "Print JSON, for machines.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      List<String> settings = new ArrayList<>();
      if (data != null) {
        settings.add("data-directory=" + data);
      }
      settings.addAll(overrides);
      Configuration configuration = Configuration.load(Optional.ofNullable(config), settings);
      LogLevels.set(configuration.logLevel().name());
      return restore(configuration);
    } catch (ConfigurationException | NodeException | IndexAheadException e) {
      spec.commandLine().getErr().println("hokan: " + e.getMessage());
      return e instanceof ConfigurationException ? 2 : 1;
    }
  }

  private int restore(Configuration configuration) throws IOException, InterruptedException {
    if (configuration.database().url().isPresent()) {
      throw new NodeException(
          "database.url is set (expected: the embedded database; restore another by its own means,"
              + " then start the node)",
          null);
    }
    if (from == null && !Files.isDirectory(configuration.dataDirectory())) {
      throw new NodeException(
          "data folder %s: not there (expected: a node's; or name its volume with --from)"
              .formatted(configuration.dataDirectory()),
          null);
    }
    if (from != null) {
      VolumeCopy.into(
          configuration.dataDirectory().resolve("volume"), from, spec.commandLine().getErr());
    }
    Clock clock = Clock.system(configuration.billing().timeZone());
    RestoreChoice choice = new RestoreChoice(anew, packsOnly, true, Optional.ofNullable(database));
    try (Rooms rooms = open(configuration, choice, clock);
        Ingest ingest = DicomSide.ingest(configuration, rooms);
        Compaction compaction = DicomSide.compaction(configuration, rooms, ingest)) {
      compaction.recover();
      DicomSide.index(ingest, rooms.indexIsStale());
      lookAtSteps(configuration, rooms);
      RestoreReport report = RestoreReport.of(rooms);
      print(report);
      return report.isComplete() ? 0 : 1;
    }
  }

  /** By the next start. */
  private static void lookAtSteps(Configuration configuration, Rooms rooms) {
    if (rooms.wasMadeAnew()) {
      try (JobQueue jobs =
          new JobQueue(rooms.database(), Settings.jobs(configuration.job()), rooms.clock())) {
        PerformedProcedures.lookAgain(rooms.database(), jobs);
      }
    }
  }

  private static Rooms open(Configuration configuration, RestoreChoice choice, Clock clock)
      throws IOException {
    try {
      return DatabaseStart.retrying(configuration, () -> Rooms.open(configuration, choice, clock));
    } catch (RuntimeException e) {
      if (e instanceof NodeException known) {
        throw known;
      }
      throw new NodeException(StartProblem.of(e, configuration), e);
    }
  }

  private void print(RestoreReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      try {
        out.println(
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(report.json()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("report: cannot be written as JSON", e);
      }
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
  }
}
