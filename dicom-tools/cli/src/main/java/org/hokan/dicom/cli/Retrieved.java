package org.hokan.dicom.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.SubOperations;
import org.hokan.dicom.net.service.RetrieveResult;
import picocli.CommandLine;

/** Prints how a move or get went. */
final class Retrieved {
  private static final int FAILED_SHOWN = 20;

  private final CommandLine command;
  private final String done;
  private final CommandField operation;

  /**
   * @param done what happened to the objects, in one word
   */
  Retrieved(CommandLine command, String done, CommandField operation) {
    this.command = command;
    this.done = done;
    this.operation = operation;
  }

  static String progress(SubOperations counts) {
    return "done %,d, failed %,d, to do %,d"
        .formatted(
            counts.completed().orElse(0) + counts.warning().orElse(0),
            counts.failed().orElse(0),
            counts.remaining().orElse(0));
  }

  /** Prints the result; the exit status that it calls for. */
  int report(RetrieveResult result, boolean json) {
    PrintWriter out = command.getOut();
    if (json) {
      out.println(JsonText.of(map(result)));
    } else {
      print(out, result);
    }
    return result.outcome().status().isSuccess() ? Main.DONE : Main.FAILED;
  }

  private void print(PrintWriter out, RetrieveResult result) {
    int whole = result.completed() + result.warning();
    out.printf("%s %s", done, Texts.count(whole, "object"));
    out.print(result.failed() > 0 ? ", failed " + result.failed() : "");
    out.println(result.warning() > 0 ? ", with a warning " + result.warning() : "");
    List<Uid> failed = result.failedSopInstanceUids();
    failed.stream().limit(FAILED_SHOWN).forEach(uid -> out.println("  failed: " + uid));
    if (failed.size() > FAILED_SHOWN) {
      out.printf("  and %d more (--json lists them)%n", failed.size() - FAILED_SHOWN);
    }
    if (!result.outcome().status().isSuccess()) {
      out.println("the peer says: " + Failures.text(result.outcome(), operation));
    } else if (whole == 0 && result.failed() == 0) {
      out.println("nothing matches these keys: `dicom find` shows what there is");
    }
  }

  private static Map<String, Object> map(RetrieveResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("status", result.outcome().status().toString());
    result.outcome().errorComment().ifPresent(comment -> map.put("errorComment", comment));
    map.put("completed", result.completed());
    map.put("warning", result.warning());
    map.put("failed", result.failed());
    map.put("remaining", result.remaining());
    map.put(
        "failedSopInstanceUids", result.failedSopInstanceUids().stream().map(Uid::value).toList());
    return map;
  }
}
