package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.StreamFacts;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.PixelDataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom pixels}: facts of a file's frames. */
@Command(
    name = "pixels",
    description = {
      "Tells of the frames in DICOM files.",
      "Their form, how they are told apart, which codec reads them, and what their own streams say of",
      "size, depth and colours where the attributes say otherwise. A file is never changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom pixels picture.dcm",
      "  dicom pixels --decode exam/*.dcm",
      "  dicom pixels --json picture.dcm"
    })
final class PixelsTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--decode",
      description = "Decodes every frame and tells which are damaged or cannot be.")
  private boolean decode;

  @Option(names = "--json", description = "Prints a JSON object for each file, one on a line.")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to look into.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    int status = Main.DONE;
    for (Path file : files) {
      try {
        PixelFacts facts = PixelFacts.of(file, decode);
        print(facts);
        status = facts.well() ? status : Main.FAILED;
      } catch (IOException | DataSetException | PixelDataException | CodecException e) {
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("dicom pixels: " + file + ": " + Failures.text(e));
        status = Main.FAILED;
      }
    }
    return status;
  }

  private void print(PixelFacts facts) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(map(facts)));
      return;
    }
    out.println(facts.file());
    line(out, "transfer syntax", facts.syntax().name() + decoder(facts));
    line(out, "image", form(facts.image()));
    line(out, "samples", samples(facts.image()));
    line(out, "frames", frames(facts));
    facts.stream().ifPresent(stream -> print(out, stream));
    facts.decoded().ifPresent(decoded -> print(out, decoded));
  }

  private static void print(PrintWriter out, StreamFacts stream) {
    line(out, "stream", stream.text());
    line(out, "colours", "%s, by %s".formatted(stream.colorModel(), stream.evidence()));
    stream.mismatches().forEach(mismatch -> line(out, "mismatch", mismatch));
  }

  private static void print(PrintWriter out, PixelFacts.Decoded decoded) {
    line(
        out,
        "decoded",
        "%s in %.0f ms"
            .formatted(
                Texts.count(decoded.frames(), "frame"), decoded.time().toNanos() / 1_000_000.0));
    decoded.damages().forEach(damage -> line(out, "damaged", damage));
    decoded.failures().forEach(failure -> line(out, "failed", failure));
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("  %-15s  %s%n", name, Texts.printable(text));
  }

  private static String decoder(PixelFacts facts) {
    return facts
        .decoder()
        .map(codec -> ", read by %s".formatted(codec.library()))
        .orElse(", no codec for it here");
  }

  private static String form(ImagePixel image) {
    return "%d x %d, %s, %s"
        .formatted(
            image.columns(),
            image.rows(),
            Texts.count(image.frames(), "frame"),
            image.photometricInterpretation());
  }

  private static String samples(ImagePixel image) {
    String color = image.planar() ? ", color by plane" : ", color by pixel";
    return "%d per pixel, %d of %d bits, high bit %d, %s%s"
        .formatted(
            image.samplesPerPixel(),
            image.bitsStored(),
            image.bitsAllocated(),
            image.highBit(),
            kind(image),
            image.samplesPerPixel() == 1 ? "" : color);
  }

  private static String kind(ImagePixel image) {
    return switch (image.kind()) {
      case INTEGER -> image.signed() ? "signed" : "unsigned";
      case FLOAT -> "floating point";
      case DOUBLE -> "floating point, double";
    };
  }

  private static String frames(PixelFacts facts) {
    LongSummaryStatistics bytes = facts.frameBytes();
    String lengths =
        bytes.getMin() == bytes.getMax()
            ? Texts.size(bytes.getMax())
            : "%s to %s".formatted(Texts.size(bytes.getMin()), Texts.size(bytes.getMax()));
    String fragments =
        facts.fragments().map(count -> ", " + Texts.count(count, "fragment")).orElse("");
    return "told apart by %s%s; %s each, 1 : %.1f"
        .formatted(facts.separation().text(), fragments, lengths, facts.ratio());
  }

  private static Map<String, Object> map(PixelFacts facts) {
    ImagePixel image = facts.image();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", facts.file().toString());
    map.put("transferSyntax", facts.syntax().uid().value());
    map.put("transferSyntaxName", facts.syntax().name());
    map.put("rows", image.rows());
    map.put("columns", image.columns());
    map.put("frames", image.frames());
    map.put("samplesPerPixel", image.samplesPerPixel());
    map.put("photometricInterpretation", image.photometricInterpretation());
    map.put("bitsAllocated", image.bitsAllocated());
    map.put("bitsStored", image.bitsStored());
    map.put("highBit", image.highBit());
    map.put("signed", image.signed());
    map.put("planar", image.planar());
    map.put("kind", image.kind().name().toLowerCase(Locale.ROOT));
    map.put("separation", facts.separation().text());
    facts.fragments().ifPresent(count -> map.put("fragments", count));
    map.put("smallestFrameBytes", facts.frameBytes().getMin());
    map.put("largestFrameBytes", facts.frameBytes().getMax());
    facts.decoder().ifPresent(codec -> map.put("decoder", codec.library()));
    facts.stream()
        .ifPresent(
            stream -> {
              map.put("stream", stream.text());
              map.put("colorModel", stream.colorModel().name());
              map.put("colorEvidence", stream.evidence());
              map.put("mismatches", stream.mismatches());
            });
    facts
        .decoded()
        .ifPresent(
            decoded -> {
              map.put("decodedFrames", decoded.frames());
              map.put("decodeDamages", decoded.damages());
              map.put("decodeFailures", decoded.failures());
            });
    return map;
  }
}
