package org.hokan.dicom.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.json.DicomJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom json}: DICOM files to DICOM JSON (PS3.18 Annex F) and back. */
@Command(
    name = "json",
    description = {
      "Prints a DICOM file as DICOM JSON (PS3.18 Annex F), or makes a file of such JSON.",
      "With --meta the JSON also has the transfer syntax, so that --reverse makes the same object."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom json picture.dcm",
      "  dicom json --bulk-over 1000 --indent 2 picture.dcm",
      "  dicom json --meta picture.dcm --out picture.json",
      "  dicom json --reverse picture.json --out copy.dcm"
    })
final class JsonTool implements Callable<Integer> {
  private static final int META_GROUP = 0x0002;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--reverse", description = "Makes a DICOM file of JSON.")
  private boolean reverse;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write (default: standard output; must be given with --reverse).")
  private @Nullable Path out;

  @Option(
      names = "--indent",
      paramLabel = "SPACES",
      defaultValue = "0",
      description = "Spaces for each level, with line breaks; 0 for one line.")
  private int indent;

  @Option(
      names = "--bulk-over",
      paramLabel = "BYTES",
      description = "Leaves longer values out and names them by a BulkDataURI instead.")
  private int bulkOver = Integer.MAX_VALUE;

  @Option(names = "--meta", description = "Prints the meta information (group 0002), too.")
  private boolean meta;

  @Option(
      names = "--syntax",
      paramLabel = "UID",
      description = "With --reverse: the transfer syntax where the JSON names none.")
  private @Nullable String syntax;

  @Parameters(paramLabel = "FILE", description = "What to convert.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  /**
   * How JSON is written.
   *
   * @param indent spaces for each level; 0 for one line
   * @param bulkOver values over so many bytes are left out
   * @param meta whether group 0002 is written, too
   */
  record Form(int indent, int bulkOver, boolean meta) {}

  @Override
  public Integer call() throws IOException {
    if (reverse) {
      back();
    } else if (out == null) {
      print(file, spec.commandLine().getOut(), new Form(indent, bulkOver, meta));
    } else {
      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(out))) {
        print(file, writer, new Form(indent, bulkOver, meta));
        if (writer.checkError()) {
          throw new ToolException(out + ": could not be written; is the disk full?");
        }
      }
    }
    return Main.DONE;
  }

  static void print(Path path, PrintWriter writer, Form form) throws IOException {
    DicomJson json =
        DicomJson.builder()
            .indent(Math.max(0, form.indent()))
            .bulkDataTarget((at, element) -> uri(path, at, element, form.bulkOver()))
            .build();
    try (Part10File opened = Part10.open(path)) {
      DataSet.Builder all = opened.read().toBuilder();
      if (form.meta()) {
        opened.metaInformation().ifPresent(meta -> all.putAll(meta.dataSet()));
        all.uid(Tag.TransferSyntaxUID, opened.transferSyntax().uid());
      }
      json.write(all.build(), writer);
      writer.println();
      writer.flush();
    }
  }

  private static Optional<String> uri(Path path, String at, Element element, int bulkOver) {
    return length(element) > bulkOver
        ? Optional.of(path.toAbsolutePath().toUri() + "#" + at)
        : Optional.empty();
  }

  private static long length(Element element) {
    if (element instanceof ValueElement value) {
      return value.length();
    }
    return element instanceof FragmentsElement fragments
        ? IntStream.range(0, fragments.count())
            .mapToLong(i -> fragments.fragment(i).remaining())
            .sum()
        : 0;
  }

  private void back() throws IOException {
    if (out == null) {
      throw wrong("--reverse needs --out FILE");
    }
    DataSet all;
    try (Reader reader = Files.newBufferedReader(file)) {
      all = DicomJson.INLINE.read(reader);
    }
    DataSet.Builder dataSet = DataSet.builder();
    for (Element element : all) {
      if (element.tag() >>> 16 != META_GROUP) {
        dataSet.put(element);
      }
    }
    write(dataSet.build(), syntaxOf(all), out);
  }

  private void write(DataSet dataSet, TransferSyntax chosen, Path to) throws IOException {
    FileMetaInformation information =
        FileMetaInformation.of(
            required(dataSet, Tag.SOPClassUID),
            required(dataSet, Tag.SOPInstanceUID),
            chosen.uid());
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(to))) {
      Part10.write(information, dataSet, stream);
    }
  }

  private TransferSyntax syntaxOf(DataSet all) {
    Optional<Uid> named = all.uid(Tag.TransferSyntaxUID);
    if (named.isEmpty() && syntax != null) {
      if (!Uid.isUid(syntax)) {
        throw wrong("--syntax %s (expected: a UID, digits and dots)".formatted(syntax));
      }
      named = Optional.of(Uid.of(syntax));
    }
    List<Element> encapsulated = new ArrayList<>();
    all.forEach(
        element -> {
          if (element instanceof FragmentsElement) {
            encapsulated.add(element);
          }
        });
    if (named.isEmpty() && !encapsulated.isEmpty()) {
      throw wrong("the pixels are compressed and the JSON does not say how: give --syntax UID");
    }
    return named.map(TransferSyntax::orUnknown).orElse(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private Uid required(DataSet dataSet, int tag) {
    return dataSet
        .uid(tag)
        .orElseThrow(
            () ->
                new ToolException(
                    "%s: %s is missing (expected: a UID; a file cannot be without)"
                        .formatted(file, Element.format(tag))));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
