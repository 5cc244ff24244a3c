package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a command printed and how it ended. */
record CommandRun(int status, String out, String err) {
  static CommandRun of(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine hokan = hokan();
    hokan.setOut(new PrintWriter(out));
    hokan.setErr(new PrintWriter(err));
    int status = hokan.execute(words);
    return new CommandRun(status, out.toString(), err.toString());
  }

  static CommandLine hokan() {
    CommandLine hokan = new CommandLine(new Hokan());
    AdminCommands.all().forEach(hokan::addSubcommand);
    return hokan;
  }

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }

  @Command(name = "hokan")
  private static final class Hokan implements Callable<Integer> {
    @Override
    public Integer call() {
      return 0;
    }
  }
}
