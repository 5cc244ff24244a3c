package org.hokan.dicom.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * Which storage contexts a C-GET proposes. A context has one transfer syntax in the end and the
 * peer picks it before it knows the objects, so each SOP class is proposed once for each syntax, as
 * far as 128 contexts reach (PS3.8 §9.3.2.2): the fewer classes, the more syntaxes of each.
 */
final class ContextProposals {
  /** The model's own context takes one of the 128. */
  private static final int ROOM = SendPlan.MAX_CONTEXTS - 1;

  /** Usual ones first, since not all may find room. */
  private static final List<TransferSyntax> USUAL_SYNTAXES =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.JPEG_BASELINE_8BIT,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.JPEG_LOSSLESS_SV1,
          TransferSyntax.JPEG_2000_LOSSLESS,
          TransferSyntax.JPEG_2000,
          TransferSyntax.JPEG_LS_LOSSLESS,
          TransferSyntax.RLE_LOSSLESS,
          TransferSyntax.MPEG4_HP41,
          TransferSyntax.MPEG2_MPML,
          TransferSyntax.HTJ2K_LOSSLESS,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.JPEG_EXTENDED_12BIT,
          TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
          TransferSyntax.HEVC_MP51,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);

  private static final List<Uid> USUAL_CLASSES =
      List.of(
          Uids.VLEndoscopicImageStorage,
          Uids.VideoEndoscopicImageStorage,
          Uids.SecondaryCaptureImageStorage,
          Uids.CTImageStorage,
          Uids.MRImageStorage,
          Uids.UltrasoundImageStorage,
          Uids.UltrasoundMultiFrameImageStorage,
          Uids.ComputedRadiographyImageStorage,
          Uids.DigitalXRayImageStorageForPresentation,
          Uids.VLPhotographicImageStorage,
          Uids.VLMicroscopicImageStorage,
          Uids.XRayAngiographicImageStorage,
          Uids.EncapsulatedPDFStorage,
          Uids.BasicTextSRStorage);

  private ContextProposals() {}

  /** The classes to propose when nothing is known of the objects. */
  static List<Uid> usualClasses() {
    return USUAL_CLASSES;
  }

  /** Whether there is room for each of these classes in every syntax. */
  static boolean fitsEverySyntax(Collection<Uid> classes) {
    return classes.size() * TransferSyntax.storable().size() <= ROOM;
  }

  /**
   * Contexts for these classes.
   *
   * @param known what is known to be needed, before all others
   */
  static List<ContextNeed> of(Collection<Uid> classes, Collection<ContextNeed> known) {
    List<Uid> syntaxes = new ArrayList<>();
    USUAL_SYNTAXES.forEach(syntax -> syntaxes.add(syntax.uid()));
    TransferSyntax.storable().forEach(syntax -> syntaxes.add(syntax.uid()));
    Set<ContextNeed> needs = new LinkedHashSet<>(known);
    for (Uid syntax : syntaxes) {
      classes.forEach(sopClass -> needs.add(new ContextNeed(sopClass, syntax)));
    }
    return needs.stream().limit(ROOM).toList();
  }
}
