package org.hokan.archive.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.net.association.AssociationProposal;

/** A whole node in this process, in a folder of its own, worked by the commands that users type. */
final class LiveNode implements AutoCloseable {
  static final String TITLE = "HOKAN";

  private final Path folder;
  private Node node;

  private LiveNode(Path folder, Node node) {
    this.folder = folder;
    this.node = node;
  }

  /** What a command printed, and how it ended. */
  record Answer(int status, String out, String err) {
    /** What it printed; fails unless it ended well. */
    String done() {
      if (status != 0) {
        throw new AssertionError("status %d (expected: 0)%n%s%s".formatted(status, out, err));
      }
      return out;
    }
  }

  static LiveNode start(String... settings) throws IOException {
    Path folder = Files.createTempDirectory("hokan-node-");
    return new LiveNode(folder, Node.start(configuration(folder, settings)));
  }

  /** One on a database of its own, of this kind. */
  static LiveNode start(TestDatabase on, String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of(settings));
    if (on == TestDatabase.POSTGRESQL) { // the embedded one is the node's own
      DatabaseSettings database = on.fresh();
      all.add("database.url=" + database.url());
      all.add("database.user=" + database.user());
      all.add("database.password=" + database.password());
    }
    return start(all.toArray(new String[0]));
  }

  /** One that takes its time from a clock that the test sets. */
  static LiveNode start(Clock clock, String... settings) throws IOException {
    Path folder = Files.createTempDirectory("hokan-node-");
    return new LiveNode(folder, Node.start(configuration(folder, settings), clock));
  }

  private static Configuration configuration(Path folder, String... settings) {
    List<String> all = new ArrayList<>(List.of("dicom.port=0", "http.port=0"));
    all.addAll(List.of(settings));
    return Demo.configuration(folder.resolve("data"), all);
  }

  /** What is done to the files of a node that is stopped. */
  interface Change {
    void apply(Path data) throws IOException;
  }

  /** Stops it and starts it again, on its settings of now; its port may be another one. */
  void restartAfter(Change change, String... settings) throws IOException {
    node.close();
    change.apply(folder.resolve("data"));
    node = Node.start(configuration(folder, settings));
  }

  /** Where a test may put files; gone when the node is closed. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  int port() {
    return node.dicomPort();
  }

  /** The node as {@code bin/dicom} is told of it. */
  String call() {
    return TITLE + "@127.0.0.1:" + port();
  }

  AssociationProposal.Builder proposal(String callingAe) {
    return AssociationProposal.to(TITLE, "127.0.0.1", port()).from(callingAe);
  }

  /** {@code bin/hokan} with these arguments, about this node. */
  Answer hokan(String... args) {
    String[] about = Arrays.copyOf(args, args.length + 2);
    about[args.length] = "--data";
    about[args.length + 1] = folder.resolve("data").toString();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), about);
    return new Answer(status, out.toString(), err.toString());
  }

  /** {@code bin/dicom} with these arguments. */
  static Answer dicom(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = org.hokan.dicom.cli.Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Answer(status, out.toString(), err.toString());
  }

  /** Admits a facility and agrees a contract that holds on every day of these years. */
  void admit(String facility) {
    hokan("facility", "add", facility, "--name", facility + " hospital", "--issuer", facility)
        .done();
    String[] contract = {
      "contract",
      "add",
      "--facility",
      facility,
      "--from",
      "2020-01-01",
      "--until",
      "2099-12-31",
      "--course",
      "ANNUAL",
      "--unit-rate",
      "1000",
      "--currency",
      "JPY",
      "--unit",
      "FACILITY",
      "--capacity",
      "500GB"
    };
    hokan(contract).done();
  }

  /** Admits a facility {@code h}, with a contract of these terms. */
  void admitUnder(String terms) throws IOException {
    hokan("facility", "add", "h", "--name", "Hospital", "--issuer", "H").done();
    Path file = folder("terms").resolve("terms.json");
    Files.writeString(file, terms);
    hokan("contract", "add", "--facility", "h", "--file", file.toString()).done();
  }

  void addAe(String title, String facility, String may) {
    hokan("ae", "add", title, "--facility", facility, "--may", may).done();
  }

  /** One that the node can send to. */
  void addAe(String title, String facility, String may, int port) {
    String[] command = {
      "ae",
      "add",
      title,
      "--facility",
      facility,
      "--may",
      may,
      "--host",
      "127.0.0.1",
      "--port",
      Integer.toString(port)
    };
    hokan(command).done();
  }

  @Override
  public void close() throws IOException {
    node.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
