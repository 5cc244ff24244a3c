package org.hokan.dicom.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.Leniency;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom dump}: what is in a file. */
@Command(
    name = "dump",
    description = {
      "Lists what is in DICOM files: tag, VR, keyword and value, one line an element.",
      "Long values are cut; what is not as the standard has it is told at the end."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom dump picture.dcm",
      "  dicom dump --width 0 report.dcm | less",
      "  dicom dump --json picture.dcm"
    })
final class DumpTool implements Callable<Integer> {
  private static final ReadLimits LIMITS =
      ReadLimits.builder().truncation(ReadLimits.Truncation.KEEP).build();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      description = "Cuts lines to so many columns; 0 cuts none (default: the terminal's, or 120).")
  private int width = terminalWidth();

  @Option(
      names = "--json",
      description = "Prints DICOM JSON, values over 1 kB left out (all of them: dicom json).")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to look into.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    int status = Main.DONE;
    for (Path file : files) {
      try {
        dump(file);
      } catch (IOException | DataSetException e) {
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("dicom dump: " + file + ": " + Failures.text(e));
        status = Main.FAILED;
      }
    }
    return status;
  }

  private static int terminalWidth() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 120;
  }

  private void dump(Path path) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonTool.print(path, out, new JsonTool.Form(0, 1000, true));
      return;
    }
    try (Part10File file = Part10.open(path)) {
      out.printf(
          "# %s: %s, %s%n",
          path, Texts.size(Files.size(path)), Texts.printable(file.transferSyntax().name()));
      file.metaInformation().ifPresent(meta -> dump(meta, out));
      DataSetParser parser = new DataSetParser(file.dataSet(), file.transferSyntax(), LIMITS);
      parser.parse(new DumpPrinter(out, width));
      Set<Leniency> notes = new TreeSet<>(file.leniencies());
      notes.addAll(parser.leniencies());
      if (!notes.isEmpty()) {
        out.println("# not as the standard has it: " + words(notes));
      }
    }
  }

  private void dump(FileMetaInformation meta, PrintWriter out) {
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    byte[] bytes = DataSetWriter.toBytes(meta.dataSet(), syntax);
    try {
      new DataSetParser(new ByteArrayInputStream(bytes), syntax, LIMITS)
          .parse(new DumpPrinter(out, width));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String words(Set<Leniency> notes) {
    return notes.stream()
        .map(note -> note.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }
}
