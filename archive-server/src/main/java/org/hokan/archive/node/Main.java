package org.hokan.archive.node;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.cli.AdminCommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry of {@code bin/hokan}: the node, the demo, and the admin commands. */
@Command(
    name = "hokan",
    description = "Hokan, a DICOM archive node that hospitals rent.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan demo                        the whole main job, shown step by step",
      "  hokan serve                       a node on defaults, data in hokan-data/",
      "  hokan facility add demo --name \"Demo Hospital\" --issuer DEMO",
      "  hokan study list --facility demo --patient 12345",
      "",
      "Each command has its own: hokan COMMAND --help"
    })
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS =
      Stream.concat(
              Stream.of(
                  ServeCommand.class, RestoreCommand.class, DemoCommand.class, WarmUpCommand.class),
              AdminCommands.all().stream())
          .toList();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int status = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(status);
  }

  /** Runs a command as the command line does, and returns its exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine hokan = commands(args);
    hokan.setOut(out).setErr(err).setUsageHelpAutoWidth(true);
    hokan.setCaseInsensitiveEnumValuesAllowed(true);
    return hokan.execute(args);
  }

  /**
   * The command that the first word names, or all where it names none: to read the annotations of
   * all of them takes a fifth of a second.
   */
  static CommandLine commands(String... words) {
    CommandLine hokan = new CommandLine(new Main());
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(command -> words.length > 0 && name(command).equals(words[0]))
            .toList();
    (named.isEmpty() ? COMMANDS : named).forEach(hokan::addSubcommand);
    hokan.setHelpFactory(
        (spec, colors) -> {
          spec.usageMessage().footer(Examples.broken(spec.usageMessage().footer()));
          return new CommandLine.Help(spec, colors);
        });
    return hokan;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(built from sources)" : version;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command named");
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /** The version of the distribution. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hokan " + Main.version()};
    }
  }
}
