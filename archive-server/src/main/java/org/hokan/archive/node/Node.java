package org.hokan.archive.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.billing.Simulator;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.db.Database;
import org.hokan.archive.ingest.IndexAheadException;
import org.hokan.archive.trial.RuleTrial;
import org.hokan.archive.trial.TrialRooms;
import org.hokan.archive.web.AdminRooms;
import org.hokan.archive.web.AdminServer;
import org.hokan.archive.web.WebSettings;
import org.hokan.dicom.image.codec.external.ScratchFolders;
import org.hokan.dicom.net.service.DicomServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node. {@link #start} returns when it listens; {@link #close} ends it in order: doors
 * first, then what is under way, then the rooms.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Configuration configuration;
  private final Closing parts;
  private final Database database;
  private final List<String> warnings;
  private final DicomServer dicom;
  private final AdminServer admin;

  private Node(
      Configuration configuration,
      Closing parts,
      Rooms rooms,
      DicomServer dicom,
      AdminServer admin) {
    this.configuration = configuration;
    this.parts = parts;
    this.database = rooms.database();
    this.warnings = StartWarnings.of(rooms);
    this.dicom = dicom;
    this.admin = admin;
  }

  /**
   * Starts a node.
   *
   * @throws NodeException when it cannot be started; nothing of it is left running
   */
  public static Node start(Configuration configuration) {
    return start(configuration, clockOf(configuration), false, Milestones.NONE);
  }

  /** Starts a node that takes its time from this clock, in the time zone of the billing. */
  static Node start(Configuration configuration, Clock clock) {
    return start(configuration, clock, false, Milestones.NONE);
  }

  private static Clock clockOf(Configuration configuration) {
    return Clock.system(configuration.billing().timeZone());
  }

  /**
   * Starts a node, on demand with an index made anew from the packs: the way out when the index is
   * so damaged that a start fails.
   *
   * @param milestones is told how far it is
   * @throws NodeException when it cannot be started; nothing of it is left running
   */
  static Node start(Configuration configuration, boolean rebuildIndex, Milestones milestones) {
    return start(configuration, clockOf(configuration), rebuildIndex, milestones);
  }

  private static Node start(
      Configuration configuration, Clock clock, boolean rebuildIndex, Milestones milestones) {
    try {
      return DatabaseStart.retrying(
          configuration, () -> attempt(configuration, clock, rebuildIndex, milestones));
    } catch (IOException e) {
      throw new NodeException(StartProblem.of(e, configuration), e);
    }
  }

  private static Node attempt(
      Configuration configuration, Clock clock, boolean rebuildIndex, Milestones milestones)
      throws IOException {
    Closing parts = new Closing();
    try {
      return started(configuration, clock, rebuildIndex, milestones, parts);
    } catch (IOException e) {
      parts.close();
      throw e;
    } catch (RuntimeException e) {
      parts.close(e);
      if (e instanceof IndexAheadException) {
        throw new NodeException(e.getMessage(), e);
      }
      if (StartProblem.isForPeople(e)) {
        throw new NodeException(StartProblem.of(e, configuration), e);
      }
      throw e;
    }
  }

  private static Node started(
      Configuration configuration,
      Clock clock,
      boolean rebuildIndex,
      Milestones milestones,
      Closing parts)
      throws IOException {
    Instant begin = clock.instant();
    Files.createDirectories(configuration.dataDirectory());
    removeWhatCodecsLeft(begin);
    FileDescriptors.shortage(
            configuration.dicom().peers(),
            configuration.http().maxConnections(),
            FileDescriptors.most())
        .ifPresent(text -> LOG.warn("node: {}", text));
    Rooms rooms = parts.add(Rooms.open(configuration, RestoreChoice.NONE, clock));
    milestones.opened();
    removeWhatASimulationLeft(configuration);
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add(metrics::close);
    Associations associations = new Associations(metrics, milestones);
    boolean anew = rebuildIndex || rooms.indexIsStale();
    DicomSide side = DicomSide.start(configuration, rooms, associations, anew, parts);
    DicomServer dicom = side.server();
    rooms.unknownFacilities().ifPresent(problem -> LOG.error("database: {}", problem));
    Flows flows = side.flows();
    Metrics.bind(metrics, rooms, flows, dicom);
    Metrics.bind(metrics, side.compaction());
    NodeOperations operations =
        new NodeOperations(
            configuration, rooms, flows.ingest(), side.compaction(), flows, dicom, begin);
    AdminServer admin = parts.add(web(configuration, rooms, flows, operations, metrics));
    LOG.info("node: listens for DICOM at {} and for HTTP at {}", dicom.address(), admin.address());
    return new Node(configuration, parts, rooms, dicom, admin);
  }

  /** Pictures of programs that ran when a node was killed; no run takes as long as an hour. */
  private static void removeWhatCodecsLeft(Instant now) {
    try {
      int removed = ScratchFolders.removeStale(now.minus(Duration.ofHours(1)));
      if (removed > 0) {
        LOG.info("node: removed {} folders of codecs that a former process left", removed);
      }
    } catch (IOException failed) {
      LOG.warn("node: folders of codecs that a former process left remain: {}", failed.toString());
    }
  }

  private static void removeWhatASimulationLeft(Configuration configuration) {
    Path folder = Simulator.folder(configuration.dataDirectory());
    try {
      Simulator.clear(folder);
    } catch (IOException failed) {
      LOG.warn(
          "node: {}, of a simulation that did not end, remains: {}", folder, failed.toString());
    }
  }

  private static AdminServer web(
      Configuration configuration,
      Rooms rooms,
      Flows flows,
      NodeOperations operations,
      PrometheusMeterRegistry metrics)
      throws IOException {
    WebSettings settings =
        new WebSettings(
            configuration.http().host(),
            configuration.http().port(),
            configuration.http().maxConnections(),
            configuration.dataDirectory());
    AdminRooms doors =
        new AdminRooms(
            rooms.entities(),
            rooms.contracts(),
            rooms.rules(),
            rooms.index(),
            rooms.ledger(),
            rooms.store(),
            rooms.audit(),
            flows.commitments(),
            flows.procedures(),
            flows.compressions(),
            flows.holds(),
            flows.deletions(),
            flows.followUps(),
            flows.jobs(),
            new RuleTrial(
                new TrialRooms(
                    rooms.database(),
                    rooms.index(),
                    flows.ingest(),
                    rooms.rules(),
                    rooms.contracts(),
                    flows.refused())),
            operations,
            rooms.clock());
    return AdminServer.start(settings, doors, metrics);
  }

  /** To be run when the database has closed itself, see {@link Database#whenSelfClosed}. */
  void whenDatabaseGone(Runnable action) {
    database.whenSelfClosed(action);
  }

  /** The port on which it listens for associations. */
  public int dicomPort() {
    return dicom.port();
  }

  /** The port on which it listens for admin commands. */
  public int httpPort() {
    return admin.port();
  }

  /** Where it listens, and what to type next. */
  List<String> welcome() {
    Path data = configuration.dataDirectory();
    String title = configuration.dicom().aeTitle();
    String where = data.equals(Path.of("hokan-data")) ? "" : " --data " + data;
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "",
            "Hokan listens",
            "  for DICOM  as %s on port %d".formatted(title, dicom.port()),
            "  for admin  at %s (token in %s)"
                .formatted(admin.address(), data.resolve("admin-token")),
            "  data in    %s".formatted(data.toAbsolutePath()),
            ""));
    warnings.forEach(warning -> lines.addAll(List.of("WARNING: " + warning, "")));
    lines.addAll(
        List.of(
            "Next, in another terminal:",
            "  bin/hokan facility add demo --name \"Demo Hospital\" --issuer DEMO" + where,
            "  bin/hokan ae add ENDO1 --facility demo --may store" + where,
            "  bin/hokan status" + where,
            "  bin/dicom echo --call %s@127.0.0.1:%d --as ENDO1".formatted(title, dicom.port()),
            "Ctrl-C ends the node in order."));
    return lines;
  }

  @Override
  public void close() {
    parts.close();
    if (parts.isInOrder()) {
      LOG.info("node: stopped in order");
    }
  }
}
