package org.hokan.dicom.encoding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;

/**
 * How a data set is encoded (PS3.5 §10, Annex A; the registered ones of PS3.6 Annex A).
 *
 * @param uid the UID
 * @param name the name of PS3.6
 * @param explicitVr whether each element names its VR
 * @param bigEndian whether the high byte comes first
 * @param deflated whether the whole data set is a deflate stream
 * @param encapsulated whether Pixel Data is a sequence of fragments
 * @param canBeStored whether a stored object can have it: false for those of streams, references
 *     and retired wrappers
 */
public record TransferSyntax(
    Uid uid,
    String name,
    boolean explicitVr,
    boolean bigEndian,
    boolean deflated,
    boolean encapsulated,
    boolean canBeStored) {

  /** Implicit VR Little Endian. */
  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      of("1.2", "Implicit VR Little Endian", Encoding.IMPLICIT, true);

  /** Explicit VR Little Endian. */
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      of("1.2.1", "Explicit VR Little Endian", Encoding.EXPLICIT, true);

  /** Encapsulated Uncompressed Explicit VR Little Endian. */
  public static final TransferSyntax ENCAPSULATED_UNCOMPRESSED =
      of(
          "1.2.1.98",
          "Encapsulated Uncompressed Explicit VR Little Endian",
          Encoding.ENCAPSULATED,
          true);

  /** Deflated Explicit VR Little Endian. */
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      of("1.2.1.99", "Deflated Explicit VR Little Endian", Encoding.DEFLATED, true);

  /** Explicit VR Big Endian. */
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      of("1.2.2", "Explicit VR Big Endian", Encoding.BIG_ENDIAN, true);

  /** JPEG Baseline (Process 1). */
  public static final TransferSyntax JPEG_BASELINE_8BIT =
      of("1.2.4.50", "JPEG Baseline (Process 1)", Encoding.ENCAPSULATED, true);

  /** JPEG Extended (Process 2 and 4). */
  public static final TransferSyntax JPEG_EXTENDED_12BIT =
      of("1.2.4.51", "JPEG Extended (Process 2 and 4)", Encoding.ENCAPSULATED, true);

  /** JPEG Lossless, Non-Hierarchical (Process 14). */
  public static final TransferSyntax JPEG_LOSSLESS =
      of("1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", Encoding.ENCAPSULATED, true);

  /** JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1]). */
  public static final TransferSyntax JPEG_LOSSLESS_SV1 =
      of(
          "1.2.4.70",
          "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])",
          Encoding.ENCAPSULATED,
          true);

  /** JPEG-LS Lossless Image Compression. */
  public static final TransferSyntax JPEG_LS_LOSSLESS =
      of("1.2.4.80", "JPEG-LS Lossless Image Compression", Encoding.ENCAPSULATED, true);

  /** JPEG-LS Lossy (Near-Lossless) Image Compression. */
  public static final TransferSyntax JPEG_LS_NEAR_LOSSLESS =
      of(
          "1.2.4.81",
          "JPEG-LS Lossy (Near-Lossless) Image Compression",
          Encoding.ENCAPSULATED,
          true);

  /** JPEG 2000 Image Compression (Lossless Only). */
  public static final TransferSyntax JPEG_2000_LOSSLESS =
      of("1.2.4.90", "JPEG 2000 Image Compression (Lossless Only)", Encoding.ENCAPSULATED, true);

  /** JPEG 2000 Image Compression. */
  public static final TransferSyntax JPEG_2000 =
      of("1.2.4.91", "JPEG 2000 Image Compression", Encoding.ENCAPSULATED, true);

  /** MPEG2 Main Profile / Main Level. */
  public static final TransferSyntax MPEG2_MPML =
      of("1.2.4.100", "MPEG2 Main Profile / Main Level", Encoding.ENCAPSULATED, true);

  /** MPEG2 Main Profile / High Level. */
  public static final TransferSyntax MPEG2_MPHL =
      of("1.2.4.101", "MPEG2 Main Profile / High Level", Encoding.ENCAPSULATED, true);

  /** MPEG-4 AVC/H.264 High Profile / Level 4.1. */
  public static final TransferSyntax MPEG4_HP41 =
      of("1.2.4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1", Encoding.ENCAPSULATED, true);

  /** MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1. */
  public static final TransferSyntax MPEG4_HP41BD =
      of(
          "1.2.4.103",
          "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1",
          Encoding.ENCAPSULATED,
          true);

  /** HEVC/H.265 Main Profile / Level 5.1. */
  public static final TransferSyntax HEVC_MP51 =
      of("1.2.4.107", "HEVC/H.265 Main Profile / Level 5.1", Encoding.ENCAPSULATED, true);

  /** HEVC/H.265 Main 10 Profile / Level 5.1. */
  public static final TransferSyntax HEVC_M10P51 =
      of("1.2.4.108", "HEVC/H.265 Main 10 Profile / Level 5.1", Encoding.ENCAPSULATED, true);

  /** JPEG XL Lossless. */
  public static final TransferSyntax JPEG_XL_LOSSLESS =
      of("1.2.4.110", "JPEG XL Lossless", Encoding.ENCAPSULATED, true);

  /** JPEG XL JPEG Recompression. */
  public static final TransferSyntax JPEG_XL_JPEG_RECOMPRESSION =
      of("1.2.4.111", "JPEG XL JPEG Recompression", Encoding.ENCAPSULATED, true);

  /** JPEG XL. */
  public static final TransferSyntax JPEG_XL =
      of("1.2.4.112", "JPEG XL", Encoding.ENCAPSULATED, true);

  /** High-Throughput JPEG 2000 Image Compression (Lossless Only). */
  public static final TransferSyntax HTJ2K_LOSSLESS =
      of(
          "1.2.4.201",
          "High-Throughput JPEG 2000 Image Compression (Lossless Only)",
          Encoding.ENCAPSULATED,
          true);

  /** High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only). */
  public static final TransferSyntax HTJ2K_LOSSLESS_RPCL =
      of(
          "1.2.4.202",
          "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)",
          Encoding.ENCAPSULATED,
          true);

  /** High-Throughput JPEG 2000 Image Compression. */
  public static final TransferSyntax HTJ2K =
      of("1.2.4.203", "High-Throughput JPEG 2000 Image Compression", Encoding.ENCAPSULATED, true);

  /** RLE Lossless. */
  public static final TransferSyntax RLE_LOSSLESS =
      of("1.2.5", "RLE Lossless", Encoding.ENCAPSULATED, true);

  /** Deflated Image Frame Compression. */
  public static final TransferSyntax DEFLATED_IMAGE_FRAME_COMPRESSION =
      of("1.2.8.1", "Deflated Image Frame Compression", Encoding.ENCAPSULATED, true);

  private static final Map<Uid, TransferSyntax> REGISTERED = registered();

  private enum Encoding {
    IMPLICIT,
    EXPLICIT,
    BIG_ENDIAN,
    DEFLATED,
    ENCAPSULATED
  }

  /** The registered transfer syntax with this UID. */
  public static Optional<TransferSyntax> of(Uid uid) {
    return Optional.ofNullable(REGISTERED.get(uid));
  }

  /**
   * The registered transfer syntax with this UID, or else one that reads as PS3.5 §10.1 lets
   * private ones be guessed: Explicit VR Little Endian, perhaps encapsulated.
   */
  public static TransferSyntax orUnknown(Uid uid) {
    TransferSyntax known = REGISTERED.get(uid);
    return known != null
        ? known
        : new TransferSyntax(uid, "Unknown " + uid, true, false, false, true, false);
  }

  /** All that are registered, in the order of PS3.6 Annex A. */
  public static List<TransferSyntax> all() {
    return List.copyOf(REGISTERED.values());
  }

  /** All registered ones that a stored object can have. */
  public static List<TransferSyntax> storable() {
    return REGISTERED.values().stream().filter(TransferSyntax::canBeStored).toList();
  }

  @Override
  public String toString() {
    return name + " (" + uid + ")";
  }

  private static TransferSyntax of(String suffix, String name, Encoding encoding, boolean stored) {
    return new TransferSyntax(
        new Uid("1.2.840.10008." + suffix),
        name,
        encoding != Encoding.IMPLICIT,
        encoding == Encoding.BIG_ENDIAN,
        encoding == Encoding.DEFLATED,
        encoding == Encoding.ENCAPSULATED,
        stored);
  }

  private static Map<Uid, TransferSyntax> registered() {
    Map<Uid, TransferSyntax> byUid = new LinkedHashMap<>();
    Stream.concat(named(), others())
        .sorted((a, b) -> order(a).compareTo(order(b)))
        .forEach(syntax -> byUid.put(syntax.uid(), syntax));
    return byUid;
  }

  private static Stream<TransferSyntax> named() {
    return Stream.of(
        IMPLICIT_VR_LITTLE_ENDIAN,
        EXPLICIT_VR_LITTLE_ENDIAN,
        ENCAPSULATED_UNCOMPRESSED,
        DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
        EXPLICIT_VR_BIG_ENDIAN,
        JPEG_BASELINE_8BIT,
        JPEG_EXTENDED_12BIT,
        JPEG_LOSSLESS,
        JPEG_LOSSLESS_SV1,
        JPEG_LS_LOSSLESS,
        JPEG_LS_NEAR_LOSSLESS,
        JPEG_2000_LOSSLESS,
        JPEG_2000,
        MPEG2_MPML,
        MPEG2_MPHL,
        MPEG4_HP41,
        MPEG4_HP41BD,
        HEVC_MP51,
        HEVC_M10P51,
        JPEG_XL_LOSSLESS,
        JPEG_XL_JPEG_RECOMPRESSION,
        JPEG_XL,
        HTJ2K_LOSSLESS,
        HTJ2K_LOSSLESS_RPCL,
        HTJ2K,
        RLE_LOSSLESS,
        DEFLATED_IMAGE_FRAME_COMPRESSION);
  }

  private static Stream<TransferSyntax> others() {
    return Stream.of(
        of("1.2.4.52", "JPEG Extended (Process 3 and 5)", Encoding.ENCAPSULATED, true),
        of(
            "1.2.4.53",
            "JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.54",
            "JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.55",
            "JPEG Full Progression, Non-Hierarchical (Process 10 and 12)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.56",
            "JPEG Full Progression, Non-Hierarchical (Process 11 and 13)",
            Encoding.ENCAPSULATED,
            true),
        of("1.2.4.58", "JPEG Lossless, Non-Hierarchical (Process 15)", Encoding.ENCAPSULATED, true),
        of(
            "1.2.4.59",
            "JPEG Extended, Hierarchical (Process 16 and 18)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.60",
            "JPEG Extended, Hierarchical (Process 17 and 19)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.61",
            "JPEG Spectral Selection, Hierarchical (Process 20 and 22)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.62",
            "JPEG Spectral Selection, Hierarchical (Process 21 and 23)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.63",
            "JPEG Full Progression, Hierarchical (Process 24 and 26)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.64",
            "JPEG Full Progression, Hierarchical (Process 25 and 27)",
            Encoding.ENCAPSULATED,
            true),
        of("1.2.4.65", "JPEG Lossless, Hierarchical (Process 28)", Encoding.ENCAPSULATED, true),
        of("1.2.4.66", "JPEG Lossless, Hierarchical (Process 29)", Encoding.ENCAPSULATED, true),
        of(
            "1.2.4.92",
            "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.93",
            "JPEG 2000 Part 2 Multi-component Image Compression",
            Encoding.ENCAPSULATED,
            true),
        of("1.2.4.94", "JPIP Referenced", Encoding.EXPLICIT, false),
        of("1.2.4.95", "JPIP Referenced Deflate", Encoding.DEFLATED, false),
        of(
            "1.2.4.100.1",
            "Fragmentable MPEG2 Main Profile / Main Level",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.101.1",
            "Fragmentable MPEG2 Main Profile / High Level",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.102.1",
            "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.103.1",
            "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.104",
            "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.104.1",
            "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.105",
            "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.105.1",
            "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.106",
            "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2",
            Encoding.ENCAPSULATED,
            true),
        of(
            "1.2.4.106.1",
            "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2",
            Encoding.ENCAPSULATED,
            true),
        of("1.2.4.204", "JPIP HTJ2K Referenced", Encoding.EXPLICIT, false),
        of("1.2.4.205", "JPIP HTJ2K Referenced Deflate", Encoding.DEFLATED, false),
        of("1.2.6.1", "RFC 2557 MIME encapsulation", Encoding.EXPLICIT, false),
        of("1.2.6.2", "XML Encoding", Encoding.EXPLICIT, false),
        of(
            "1.2.7.1",
            "SMPTE ST 2110-20 Uncompressed Progressive Active Video",
            Encoding.EXPLICIT,
            false),
        of(
            "1.2.7.2",
            "SMPTE ST 2110-20 Uncompressed Interlaced Active Video",
            Encoding.EXPLICIT,
            false),
        of("1.2.7.3", "SMPTE ST 2110-30 PCM Digital Audio", Encoding.EXPLICIT, false),
        of("1.20", "Papyrus 3 Implicit VR Little Endian", Encoding.IMPLICIT, false));
  }

  /** Components as fixed-width numbers, so that 4.50 comes before 4.100. */
  private static String order(TransferSyntax syntax) {
    StringBuilder key = new StringBuilder();
    for (String component : syntax.uid.value().split("\\.")) {
      key.append("%6s".formatted(component));
    }
    return key.toString();
  }
}
