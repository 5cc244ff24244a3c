package org.hokan.archive.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hokan.dicom.data.Uid;

/**
 * Dcmtk's storescp, which writes what comes exactly as it comes, and its storescu, which sends in
 * the objects' own transfer syntaxes.
 */
final class DcmtkStore implements AutoCloseable {
  private final Tool scp;
  private final Path sender;
  private final Path out;
  private final int port;

  private DcmtkStore(Tool scp, Path sender, Path out, int port) {
    this.scp = scp;
    this.sender = sender;
    this.out = out;
    this.port = port;
  }

  /** Starts one that takes objects like these. */
  static DcmtkStore start(Path folder, List<SentFile> like, int port) throws IOException {
    List<SentFile.Context> contexts = SentFile.distinct(like, SentFile::context);
    Path receiver = DcmtkProfile.ofReceiver(folder.resolve("scp.cfg"), contexts);
    Path sender = DcmtkProfile.ofSender(folder.resolve("scu.cfg"), contexts);
    Path out = Files.createDirectories(folder.resolve("out"));
    String[] command = {
      "storescp",
      "-xf",
      receiver.toString(),
      DcmtkProfile.NAME,
      "+B",
      "-od",
      out.toString(),
      Integer.toString(port)
    };
    return new DcmtkStore(
        Tool.listening(port, folder.resolve("log.txt"), command), sender, out, port);
  }

  int port() {
    return port;
  }

  /**
   * Sends files over one association, whatever becomes of each.
   *
   * @return what storescu said, by the name of the file
   */
  Map<String, String> send(List<SentFile> files, String from, String to, int toPort)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("storescu", "-v", "-nh", "-xf", sender.toString(), DcmtkProfile.NAME));
    command.addAll(List.of("-aet", from, "-aec", to, "127.0.0.1", Integer.toString(toPort)));
    files.forEach(file -> command.add(file.path().toString()));
    Map<String, String> answers = new TreeMap<>();
    String name = "";
    for (String line : Tool.run(command.toArray(String[]::new)).lines()) {
      int at = line.indexOf("Sending file: ");
      if (at >= 0) {
        name = String.valueOf(Path.of(line.substring(at + 14)).getFileName());
      }
      answers.merge(name, line, (a, b) -> a + "\n" + b);
    }
    answers.remove("");
    return answers;
  }

  /** What came since the last time. */
  Map<Uid, SentFile> drain() throws IOException {
    return drain(out);
  }

  /** What is in a folder, which is empty afterwards. */
  static Map<Uid, SentFile> drain(Path folder) throws IOException {
    List<SentFile> files = SentFile.in(folder);
    for (SentFile file : files) {
      Files.delete(file.path());
    }
    return SentFile.byInstance(files);
  }

  @Override
  public void close() {
    scp.close();
  }
}
