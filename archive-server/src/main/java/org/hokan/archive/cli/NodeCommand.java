package org.hokan.archive.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What every admin command does: ask the node, print the answer, say what went wrong and what to
 * do.
 */
@Command(
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the node refused, or found something wrong",
      "2:the command line is wrong",
      "3:no node answers, or it does not know us",
      "4:the node failed"
    })
abstract class NodeCommand implements Callable<Integer> {
  @Mixin final NodeOptions node = new NodeOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  /** Does the work; answers the exit status. */
  abstract int run(NodeClient client) throws IOException;

  @Override
  public final Integer call() {
    try {
      return run(NodeClient.of(node.folder()));
    } catch (CliException e) {
      err().println("hokan: " + DisplayWidth.printable(String.valueOf(e.getMessage())));
      return e.exitCode();
    } catch (IOException e) {
      err().println("hokan: " + DisplayWidth.printable(String.valueOf(e.getMessage())));
      return CliException.FAILED;
    } finally {
      out().flush();
      err().flush();
    }
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints a list: a table for people, an array for machines. */
  int print(JsonNode items, List<Column> columns, String whenEmpty) {
    if (node.json) {
      printJson(items);
    } else if (items.isEmpty()) {
      err().println(whenEmpty);
    } else {
      table(items, columns);
    }
    return 0;
  }

  /** Prints a table for people, as wide as the terminal, or as it is where that is asked for. */
  void table(JsonNode items, List<Column> columns) {
    Table.print(out(), width(), items, columns);
  }

  /** How many columns the output has. */
  final int width() {
    return node.wide ? Terminal.UNLIMITED : Terminal.columns();
  }

  /** Prints one thing: lines for people, an object for machines. */
  int printOne(JsonNode object, List<Column> lines) {
    if (node.json) {
      printJson(object);
    } else {
      Table.printOne(out(), object, lines);
    }
    return 0;
  }

  /** Prints what was done: a sentence for people, the thing itself for machines. */
  int done(JsonNode object, String sentence) {
    if (node.json) {
      printJson(object);
    } else {
      out().println(DisplayWidth.printable(sentence));
    }
    return 0;
  }

  /** What is odd about something goes beside the answer. */
  void warn(JsonNode object) {
    object
        .path("warnings")
        .forEach(text -> err().println("Warning: " + DisplayWidth.printable(text.asText())));
  }

  void printJson(JsonNode json) {
    try {
      out().println(NodeClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode object() {
    return NodeClient.JSON.createObjectNode();
  }

  /** Sets a text that was given; leaves the object as it is otherwise. */
  static void put(ObjectNode object, String field, @Nullable Object value) {
    if (value != null) {
      object.put(field, value.toString());
    }
  }
}
