package org.hokan.dicom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The entry of {@code bin/dicom}. Only the class of the tool that is called is loaded. Exit status:
 * 0 done, 1 the work or a part of it failed, 2 the command line is wrong.
 */
@Command(
    name = "dicom",
    description = "DICOM tools: ask, send, find, fetch, receive, look into files.",
    synopsisSubcommandLabel = "TOOL",
    commandListHeading = "%nTools:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom echo --call HOKAN@127.0.0.1:11112 --as ENDO1",
      "  dicom store --call HOKAN@127.0.0.1:11112 --as ENDO1 exam/",
      "  dicom find --call HOKAN@127.0.0.1:11112 --as ENDO1 --level STUDY \\",
      "    -k PatientID=12345",
      "  dicom dump picture.dcm",
      "  dicom render picture.dcm --size 256 -o thumbnail.png",
      "",
      "Each tool has its own: dicom TOOL --help"
    })
public final class Main implements Runnable {
  /** Done. */
  public static final int DONE = 0;

  /** The work, or a part of it, failed. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int WRONG_USAGE = 2;

  private static final List<String> TOOLS =
      List.of(
          "echo",
          "store",
          "load",
          "find",
          "move",
          "get",
          "commit",
          "mpps",
          "serve",
          "dump",
          "json",
          "pixels",
          "render",
          "transcode");

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "dicom-tools-logback.xml");
    }
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int status = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(status);
  }

  /** Runs a tool as the command line does, and returns its exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine root = new CommandLine(new Main());
    List<String> tools = args.length > 0 && TOOLS.contains(args[0]) ? List.of(args[0]) : TOOLS;
    for (String tool : tools) {
      root.addSubcommand(tool, tool(tool));
    }
    root.getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Shows this help.")
                .build());
    root.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Failures::report)
        .setParameterExceptionHandler(Main::wrongUsage);
    int status = root.execute(args);
    out.flush();
    err.flush();
    return status;
  }

  private static Object tool(String name) {
    return switch (name) {
      case "echo" -> new EchoTool();
      case "store" -> new StoreTool();
      case "load" -> new LoadTool();
      case "find" -> new FindTool();
      case "move" -> new MoveTool();
      case "get" -> new GetTool();
      case "commit" -> new CommitTool();
      case "mpps" -> new MppsTool();
      case "serve" -> new ServeTool();
      case "dump" -> new DumpTool();
      case "json" -> new JsonTool();
      case "pixels" -> new PixelsTool();
      case "render" -> new RenderTool();
      case "transcode" -> new TranscodeTool();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + name + " --help");
    err.flush();
    return WRONG_USAGE;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no tool named (expected one of: " + String.join(", ", TOOLS) + ")");
  }
}
