package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.transcode.LossPolicy;
import org.hokan.dicom.image.transcode.Transcoded;
import org.hokan.dicom.image.transcode.Transcoder;
import org.hokan.dicom.image.transcode.TranscodingException;
import org.hokan.dicom.image.transcode.TranscodingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom transcode}: objects in another transfer syntax. */
@Command(
    name = "transcode",
    description = {
      "Writes objects in another transfer syntax, with the attributes that must follow.",
      "Nothing is lost unless asked for; what lost something gets a new SOP Instance UID."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom transcode picture.dcm plain.dcm --to explicit",
      "  dicom transcode exam/ compressed/ --to jpeg-ls",
      "  dicom transcode picture.dcm small.dcm --to jpeg-baseline --quality 85 \\",
      "    --allow-lossy",
      "  dicom transcode picture.dcm smaller.dcm --to jpeg-xl-recompression",
      "  dicom transcode picture.dcm copy.dcm --to 1.2.840.10008.1.2.4.90"
    })
final class TranscodeTool implements Callable<Integer> {
  private static final Map<String, TransferSyntax> NAMES = names();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SYNTAX",
      description = {
        "The transfer syntax, by UID or name: implicit, explicit, big-endian, deflated, jpeg-baseline,",
        "jpeg-lossless, jpeg-ls, jpeg-ls-near, jpeg-2000, jpeg-2000-lossy, rle, deflated-frames,",
        "encapsulated, jpeg-xl-recompression."
      })
  @SuppressWarnings("NullAway.Init")
  private String to;

  @Option(names = "--quality", paramLabel = "1-100", description = "Quality of JPEG (default: 90).")
  private @Nullable Integer quality;

  @Option(
      names = "--near",
      paramLabel = "N",
      description = "The largest error of a sample, for jpeg-ls-near.")
  private @Nullable Integer near;

  @Option(
      names = "--ratio",
      paramLabel = "R",
      description = "Uncompressed to compressed size, for jpeg-2000-lossy.")
  private @Nullable Double ratio;

  @Option(names = "--allow-lossy", description = "Lets pixels lose something.")
  private boolean lossy;

  @Option(
      names = "--allow-lossy-again",
      description = "Lets pixels lose something that lost something before.")
  private boolean lossyAgain;

  @Option(names = "--json", description = "Prints what was done as JSON, an object on a line.")
  private boolean json;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A file, or a folder with all below it.")
  @SuppressWarnings("NullAway.Init")
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "A file, or a folder; a file that is there is replaced.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  private static Map<String, TransferSyntax> names() {
    Map<String, TransferSyntax> names = new LinkedHashMap<>();
    names.put("implicit", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    names.put("explicit", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    names.put("big-endian", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    names.put("deflated", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    names.put("jpeg-baseline", TransferSyntax.JPEG_BASELINE_8BIT);
    names.put("jpeg-lossless", TransferSyntax.JPEG_LOSSLESS_SV1);
    names.put("jpeg-ls", TransferSyntax.JPEG_LS_LOSSLESS);
    names.put("jpeg-ls-near", TransferSyntax.JPEG_LS_NEAR_LOSSLESS);
    names.put("jpeg-2000", TransferSyntax.JPEG_2000_LOSSLESS);
    names.put("jpeg-2000-lossy", TransferSyntax.JPEG_2000);
    names.put("rle", TransferSyntax.RLE_LOSSLESS);
    names.put("deflated-frames", TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION);
    names.put("encapsulated", TransferSyntax.ENCAPSULATED_UNCOMPRESSED);
    names.put("jpeg-xl-recompression", TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION);
    return names;
  }

  @Override
  public Integer call() throws IOException {
    TransferSyntax target = target();
    TranscodingOptions options = options();
    if (!Files.exists(in)) {
      throw wrong(in + ": no such file or folder");
    }
    if (Files.isDirectory(in) && Files.exists(out) && !Files.isDirectory(out)) {
      throw wrong(out + ": a file (expected: a folder, as " + in + " is one)");
    }
    if (Files.isDirectory(in) && isBelow(out, in)) {
      throw wrong(out + ": in the folder that is read (expected: another place)");
    }
    Progress progress = Progress.onTerminal(spec.commandLine().getErr());
    int done = 0;
    int failed = 0;
    FileWalk walk = new FileWalk(List.of(in), this::failure);
    while (walk.hasNext()) {
      Path file = walk.next();
      if (transcoded(file, target, options)) {
        done++;
      } else {
        failed++;
      }
      progress.show("transcoded %s".formatted(Texts.count(done, "object")));
    }
    progress.clear();
    if (done + failed > 1 && !json) {
      spec.commandLine().getOut().printf("transcoded %d, failed %d%n", done, failed);
    }
    return failed == 0 ? Main.DONE : Main.FAILED;
  }

  private static boolean isBelow(Path file, Path folder) {
    Path absolute = file.toAbsolutePath().normalize();
    Path above = folder.toAbsolutePath().normalize();
    return absolute.startsWith(above) && !absolute.equals(above);
  }

  private boolean transcoded(Path file, TransferSyntax target, TranscodingOptions options) {
    try {
      Path result = result(file);
      Transcoded transcoded = transcode(file, result, target, options);
      report(file, result, transcoded);
      return true;
    } catch (TranscodingException | DataSetException | IOException e) {
      failure(file, e);
      return false;
    }
  }

  private Path result(Path file) {
    if (Files.isDirectory(in)) {
      return out.resolve(in.relativize(file));
    }
    return Files.isDirectory(out) ? out.resolve(file.getFileName()) : out;
  }

  private static Transcoded transcode(
      Path file, Path result, TransferSyntax target, TranscodingOptions options)
      throws IOException {
    try (InputStream object = Files.newInputStream(file)) {
      return WholeFile.write(
          result, out -> Transcoder.standard().transcode(object, out, target, options));
    }
  }

  private void report(Path file, Path result, Transcoded transcoded) throws IOException {
    long before = Files.size(file);
    long after = Files.size(result);
    if (json) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("file", file.toString());
      map.put("result", result.toString());
      map.put("from", transcoded.from().uid().value());
      map.put("to", transcoded.to().uid().value());
      map.put("frames", transcoded.frames());
      map.put("bytesBefore", before);
      map.put("bytesAfter", after);
      transcoded.derivedUid().map(Uid::value).ifPresent(uid -> map.put("derivedUid", uid));
      spec.commandLine().getOut().println(JsonText.of(map));
    } else {
      String derived =
          transcoded.derivedUid().map(uid -> ", lossy, now instance " + uid).orElse("");
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s to %s, %d to %d bytes%s%n",
              result, transcoded.from().name(), transcoded.to().name(), before, after, derived);
    }
  }

  private void failure(Path file, Exception why) {
    if (json) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("file", file.toString());
      map.put("failure", Failures.text(why));
      spec.commandLine().getOut().println(JsonText.of(map));
    } else {
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().printf("dicom transcode: %s: %s%n", file, Failures.text(why));
    }
  }

  private TransferSyntax target() {
    TransferSyntax named = NAMES.get(to);
    if (named != null) {
      return named;
    }
    if (!Uid.isUid(to)) {
      throw wrong("--to %s (expected: a UID, or one of %s)".formatted(to, NAMES.keySet()));
    }
    return TransferSyntax.of(new Uid(to))
        .orElseThrow(() -> wrong("--to %s: no transfer syntax (expected: one)".formatted(to)));
  }

  private TranscodingOptions options() {
    EncodingParameters parameters = EncodingParameters.LOSSLESS;
    try {
      parameters = quality == null ? parameters : parameters.withQuality(quality);
      parameters = near == null ? parameters : parameters.withMaxError(near);
      parameters = ratio == null ? parameters : parameters.withCompressionRatio(ratio);
    } catch (IllegalArgumentException outOfRange) {
      throw wrong(String.valueOf(outOfRange.getMessage()));
    }
    LossPolicy loss =
        lossyAgain ? LossPolicy.LOSSY_AGAIN : lossy ? LossPolicy.LOSSY : LossPolicy.LOSSLESS_ONLY;
    return TranscodingOptions.LOSSLESS.withParameters(parameters).withLoss(loss);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
