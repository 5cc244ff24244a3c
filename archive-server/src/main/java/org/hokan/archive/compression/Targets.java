package org.hokan.archive.compression;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.contract.Compression;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.image.transcode.BoundedLoss;

/** Which transfer syntax something becomes, of those that this machine has the libraries for. */
final class Targets {
  /** Best first, as measured; see the performance document. */
  private static final List<TransferSyntax> BY_SIZE =
      List.of(
          TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION,
          TransferSyntax.JPEG_LS_LOSSLESS,
          TransferSyntax.JPEG_LOSSLESS_SV1,
          TransferSyntax.JPEG_2000_LOSSLESS,
          TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION,
          TransferSyntax.RLE_LOSSLESS);

  private final Recompression recompression;

  Targets(Recompression recompression) {
    this.recompression = recompression;
  }

  /**
   * The transfer syntax for something that came in another, and of which every bit is to come back.
   *
   * @return empty when nothing is to be done, or cannot be on this machine
   */
  Optional<TransferSyntax> of(Compression form, Uid original) {
    Optional<TransferSyntax> came = TransferSyntax.of(original);
    return wanted(form)
        .filter(target -> came.filter(from -> Recompression.takes(from, target)).isPresent())
        .filter(target -> recompression.unavailable(target).isEmpty())
        .findFirst();
  }

  /** Whether anything can be made on this machine of what came so. */
  boolean canBe(Uid original) {
    return of(Compression.LOSSLESS, original).isPresent() || canLose(original);
  }

  /** Whether what came so may lose something, where a contract allows it. */
  static boolean canLose(Uid original) {
    return TransferSyntax.of(original).filter(BoundedLoss::takes).isPresent();
  }

  private static Stream<TransferSyntax> wanted(Compression form) {
    return switch (form) {
      case NONE -> Stream.empty();
      case LOSSLESS, LOSSY -> BY_SIZE.stream();
      case JPEG_XL -> Stream.of(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION);
      case JPEG_LOSSLESS -> Stream.of(TransferSyntax.JPEG_LOSSLESS_SV1);
      case JPEG_LS_LOSSLESS -> Stream.of(TransferSyntax.JPEG_LS_LOSSLESS);
      case JPEG_2000_LOSSLESS -> Stream.of(TransferSyntax.JPEG_2000_LOSSLESS);
      case HTJ2K_LOSSLESS -> Stream.of(TransferSyntax.HTJ2K_LOSSLESS);
      case RLE -> Stream.of(TransferSyntax.RLE_LOSSLESS);
      case DEFLATE -> Stream.of(TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION);
    };
  }

  /** What can be made, and why the others cannot. */
  List<CompressionForm> forms() {
    return BY_SIZE.stream()
        .map(syntax -> new CompressionForm(syntax, recompression.unavailable(syntax)))
        .toList();
  }
}
