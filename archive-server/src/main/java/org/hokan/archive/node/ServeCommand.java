package org.hokan.archive.node;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.config.ConfigurationException;
import org.hokan.archive.config.EffectiveSetting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hokan serve}: runs a node in the foreground. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a node in the foreground until Ctrl-C or SIGTERM, which end it in order.",
      "Without a configuration: AE title HOKAN, DICOM port 11112, admin HTTP on loopback port 8080,"
          + " data in hokan-data/."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan serve",
      "  hokan serve --data /srv/hokan --set dicom.port=104 --set storage.pack-size=4GB",
      "  hokan serve --config /etc/hokan.yaml",
      "",
      "Exit status: 1 when it cannot start, or ends because its database could not be written any more"
          + " (start it again: all that was acknowledged is there), 2 when the command line or the configuration is wrong."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration file; conf/hokan.yaml is one with all keys and defaults.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HOKAN_DATA}",
      description =
          "The data folder, made when it is not there (default: hokan-data, or HOKAN_DATA).")
  private @Nullable Path data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the configuration; may be given many times.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--rebuild-index",
      description = "Makes the index anew from the packs first; for an index that is damaged.")
  private boolean rebuildIndex;

  @Option(
      names = "--show-configuration",
      description = "Lists every key with its value, also those that nobody set.")
  private boolean showConfiguration;

  @Override
  public Integer call() throws InterruptedException {
    try {
      return serve();
    } catch (ConfigurationException | NodeException e) {
      spec.commandLine().getErr().println("hokan: " + e.getMessage());
      return e instanceof ConfigurationException ? 2 : 1;
    }
  }

  private void tell(Configuration configuration, PrintWriter out) {
    List<EffectiveSetting> some =
        configuration.effective().stream()
            .filter(setting -> showConfiguration || !setting.isDefault())
            .toList();
    int others = configuration.effective().size() - some.size();
    out.println("Configuration:");
    some.forEach(setting -> out.println("  " + setting));
    if (others > 0) {
      out.printf("  %d other keys by default (--show-configuration lists them)%n", others);
    }
    out.flush();
  }

  private int serve() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<String> settings = new ArrayList<>();
    if (data != null) {
      settings.add("data-directory=" + data);
    }
    settings.addAll(overrides);
    Configuration configuration = Configuration.load(Optional.ofNullable(config), settings);
    LogLevels.set(configuration.logLevel().name());
    FreePorts.require(configuration);
    tell(configuration, out);
    try (Rehearsal rehearsal = new Rehearsal(configuration);
        RunningNode running = RunningNode.start(configuration, rebuildIndex, rehearsal)) {
      running.node().welcome().forEach(out::println);
      out.flush();
      running.await();
      rehearsal.stop();
      out.println("Stopping in order ...");
      out.flush();
    }
    return 0;
  }
}
