package org.hokan.dicom.image.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.jpeg2000.Jpeg2000Header;
import org.hokan.dicom.image.codec.jpegls.JpegLsHeader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;

/**
 * What a frame's own stream says of its picture, beside what the attributes say.
 *
 * @param text in words, for a person
 * @param colorModel what its decoded samples are
 * @param evidence what tells that
 * @param mismatches what the attributes say otherwise, each naming the attribute, what it says and
 *     what the stream says; never repaired in the original
 */
public record StreamFacts(
    String text, ColorModel colorModel, String evidence, List<String> mismatches) {

  public StreamFacts {
    mismatches = List.copyOf(mismatches);
  }

  /**
   * Reads the header of a frame's stream.
   *
   * @return empty where a stream of this syntax says nothing of itself that is read here: native
   *     and deflated cells, RLE, JPEG XL
   * @throws CodecException or {@link org.hokan.dicom.image.pixel.PixelDataException} when the
   *     stream is not what its transfer syntax says
   */
  public static Optional<StreamFacts> of(byte[] frame, ImagePixel image, TransferSyntax syntax) {
    return switch (family(syntax)) {
      case JPEG -> Optional.of(jpeg(JpegHeader.read(frame), image));
      case JPEG_LS -> Optional.of(jpegLs(JpegLsHeader.read(frame), image));
      case JPEG_2000 -> Optional.of(jpeg2000(frame, image));
      case SILENT -> Optional.empty();
    };
  }

  private enum Family {
    JPEG,
    JPEG_LS,
    JPEG_2000,
    SILENT
  }

  private static Family family(TransferSyntax syntax) {
    String uid = syntax.uid().value();
    if (uid.matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.[5-7]\\d")) {
      return Family.JPEG;
    }
    if (uid.matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.8[01]")) {
      return Family.JPEG_LS;
    }
    return uid.matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.(90|91|201|202|203)")
        ? Family.JPEG_2000
        : Family.SILENT;
  }

  private static StreamFacts jpeg(JpegHeader header, ImagePixel image) {
    ColorTruth truth = ColorTruth.of(header, image);
    Form form =
        new Form(header.height(), header.width(), header.components().size(), header.precision());
    List<String> mismatches = form.mismatches(image);
    truth.mismatch().ifPresent(mismatches::add);
    String sampling =
        header.components().stream()
            .map(each -> each.horizontalSampling() + "x" + each.verticalSampling())
            .collect(Collectors.joining(" "));
    String text =
        "JPEG %s, %s, sampled %s%s%s%s"
            .formatted(
                words(header.process().name()),
                form,
                sampling,
                header.jfif() ? ", JFIF" : "",
                header.adobeTransform().isPresent()
                    ? ", Adobe transform " + header.adobeTransform().getAsInt()
                    : "",
                header.isNamedRgb() ? ", named R G B" : "");
    return new StreamFacts(text, truth.colorModel(), words(truth.evidence().name()), mismatches);
  }

  private static StreamFacts jpegLs(JpegLsHeader header, ImagePixel image) {
    Form form = new Form(header.rows(), header.columns(), header.components(), header.bits());
    return new StreamFacts(
        "JPEG-LS, " + form,
        ColorModel.of(image.photometricInterpretation(), header.components()),
        "attributes",
        form.mismatches(image));
  }

  private static StreamFacts jpeg2000(byte[] frame, ImagePixel image) {
    byte[] stream = Jpeg2000Header.codestream(frame);
    Jpeg2000Header header = Jpeg2000Header.read(stream);
    Form form = new Form(header.rows(), header.columns(), header.components(), header.bits());
    List<String> mismatches = form.mismatches(image);
    if (stream.length != frame.length) {
      mismatches.add(
          "(7FE0,0010) Pixel Data: a JP2 file (expected: its codestream alone; PS3.5 §A.4.4)");
    }
    if (header.signed() != image.signed()) {
      mismatches.add(
          "(0028,0103) Pixel Representation: %d (expected: %d, by the stream)"
              .formatted(image.signed() ? 1 : 0, header.signed() ? 1 : 0));
    }
    String declared = image.photometricInterpretation();
    boolean transformDeclared = declared.equals("YBR_RCT") || declared.equals("YBR_ICT");
    if (header.components() == 3 && header.transformed() != transformDeclared) {
      mismatches.add(
          "(0028,0004) Photometric Interpretation: %s (expected: %s, by the stream)"
              .formatted(
                  declared,
                  header.transformed() ? "YBR_RCT or YBR_ICT" : "one without a transform"));
    }
    return new StreamFacts(
        "JPEG 2000, %s, %s%s"
            .formatted(
                form,
                header.signed() ? "signed" : "unsigned",
                header.transformed() ? ", component transform" : ""),
        header.colorModel(image),
        header.transformed() ? "component transform" : "attributes",
        mismatches);
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private record Form(long rows, long columns, int components, int bits) {

    List<String> mismatches(ImagePixel image) {
      List<String> found = new ArrayList<>();
      compare("(0028,0010) Rows", image.rows(), rows, found);
      compare("(0028,0011) Columns", image.columns(), columns, found);
      compare("(0028,0002) Samples per Pixel", image.samplesPerPixel(), components, found);
      compare("(0028,0101) Bits Stored", image.bitsStored(), bits, found);
      return found;
    }

    private static void compare(String attribute, long said, long is, List<String> found) {
      if (said != is) {
        found.add("%s: %d (expected: %d, by the stream)".formatted(attribute, said, is));
      }
    }

    @Override
    public String toString() {
      return "%d x %d, %d bits, %d component%s"
          .formatted(columns, rows, bits, components, components == 1 ? "" : "s");
    }
  }
}
