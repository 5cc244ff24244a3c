package org.hokan.dicom.image.transcode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * The attributes before Pixel Data that follow its encoding: those of the Image Pixel Module (PS3.3
 * §C.7.6.3, PS3.5 §8.2), and those that tell of loss and derivation (PS3.3 §C.7.6.1.1.5, §C.12.4).
 * Group lengths are left out; everything else is as it was.
 */
final class Attributes {
  private static final int LONGEST_SHORT_TEXT = 1024;
  private static final String DERIVED = "DERIVED";

  private final DataSet before;
  private final ImagePixel image;
  private final DataSet.Builder after;

  private Attributes(DataSet before, ImagePixel image) {
    this.before = before;
    this.image = image;
    this.after = withoutGroupLengths(before).toBuilder();
  }

  /** Without Group Length, which is retired (PS3.5 §7.2) and would be wrong. */
  static DataSet withoutGroupLengths(DataSet dataSet) {
    DataSet.Builder kept = dataSet.toBuilder();
    for (Element element : dataSet.elements()) {
      if ((element.tag() & 0xFFFF) == 0) {
        kept.remove(element.tag());
      }
    }
    return kept.build();
  }

  /** Whether the pixels lost something at some time. */
  static boolean lossy(DataSet attributes) {
    return attributes.string(Tag.LossyImageCompression).filter("01"::equals).isPresent();
  }

  /**
   * The attributes of the object whose first frame was recoded so.
   *
   * @param derivedUid the object's new SOP Instance UID, where it lost something
   */
  static DataSet after(
      DataSet before,
      ImagePixel image,
      TransferSyntax target,
      RecodedFrame first,
      Optional<Uid> derivedUid) {
    Attributes attributes = new Attributes(before, image);
    attributes.pixels(target, first.form());
    first.form().lossySource().ifPresent(method -> attributes.wasLossy(method, first));
    first.form().lossyNow().ifPresent(method -> attributes.derived(target, method, first));
    derivedUid.ifPresent(attributes::newInstance);
    return attributes.after.build();
  }

  private void pixels(TransferSyntax target, RecodedFrame.Form form) {
    after.string(Tag.PhotometricInterpretation, form.photometricInterpretation());
    after.integer(Tag.BitsAllocated, form.bitsAllocated());
    after.integer(Tag.BitsStored, form.bitsStored());
    after.integer(Tag.HighBit, form.bitsStored() - 1);
    if (image.samplesPerPixel() > 1) {
      // RLE has one plane after another (PS3.5 §G.2)
      after.integer(Tag.PlanarConfiguration, target.equals(TransferSyntax.RLE_LOSSLESS) ? 1 : 0);
    }
  }

  /** The stream said that it was lossy: without it only the attributes can. */
  private void wasLossy(LossyMethod method, RecodedFrame first) {
    if (!lossy(before)) {
      after.string(Tag.LossyImageCompression, "01");
    }
    if (before.strings(Tag.LossyImageCompressionMethod).isEmpty()
        && before.strings(Tag.LossyImageCompressionRatio).isEmpty()) {
      after.string(Tag.LossyImageCompressionMethod, method.name());
      after.string(Tag.LossyImageCompressionRatio, ratio(first.sourceBytes()));
    }
  }

  private void derived(TransferSyntax target, LossyMethod method, RecodedFrame first) {
    String ratio = ratio(first.stream().length);
    after.string(Tag.LossyImageCompression, "01");
    append(Tag.LossyImageCompressionMethod, method.name());
    append(Tag.LossyImageCompressionRatio, ratio);
    List<String> type = new ArrayList<>(before.strings(Tag.ImageType));
    if (type.isEmpty()) {
      type.addAll(List.of(DERIVED, "PRIMARY"));
    }
    type.set(0, DERIVED);
    after.strings(Tag.ImageType, type);
    framesDerived(Tag.SharedFunctionalGroupsSequence);
    framesDerived(Tag.PerFrameFunctionalGroupsSequence);
    describe("%s, ratio %s".formatted(target.name(), ratio));
    append(Tag.DerivationCodeSequence, code("113040", "Lossy Compression"));
  }

  /** Frame Type says so too, in whatever functional group (PS3.3 §C.8.13.3.1.1 and others). */
  private void framesDerived(int groups) {
    if (before.contains(groups)) {
      after.sequence(groups, before.items(groups).stream().map(Attributes::framesDerived).toList());
    }
  }

  private static DataSet framesDerived(DataSet group) {
    DataSet.Builder derived = group.toBuilder();
    for (Element element : group.elements()) {
      List<DataSet> items = group.items(element.tag());
      if (items.stream().anyMatch(item -> item.contains(Tag.FrameType))) {
        derived.sequence(element.tag(), items.stream().map(Attributes::frameDerived).toList());
      }
    }
    return derived.build();
  }

  private static DataSet frameDerived(DataSet item) {
    List<String> type = new ArrayList<>(item.strings(Tag.FrameType));
    if (type.isEmpty()) {
      return item;
    }
    type.set(0, DERIVED);
    return item.toBuilder().strings(Tag.FrameType, type).build();
  }

  private void describe(String step) {
    String earlier = before.string(Tag.DerivationDescription).orElse("");
    String all = earlier.isBlank() ? step : earlier.strip() + "; " + step;
    after.string(Tag.DerivationDescription, all.length() <= LONGEST_SHORT_TEXT ? all : step);
  }

  private void newInstance(Uid derivedUid) {
    DataSet.Builder source =
        DataSet.builder()
            .sequence(
                Tag.PurposeOfReferenceCodeSequence,
                lossy(before)
                    ? code("121330", "Lossy compressed predecessor")
                    : code("121320", "Uncompressed predecessor"));
    before.uid(Tag.SOPClassUID).ifPresent(uid -> source.uid(Tag.ReferencedSOPClassUID, uid));
    before.uid(Tag.SOPInstanceUID).ifPresent(uid -> source.uid(Tag.ReferencedSOPInstanceUID, uid));
    append(Tag.SourceImageSequence, source.build());
    after.uid(Tag.SOPInstanceUID, derivedUid);
  }

  private static DataSet code(String value, String meaning) {
    return DataSet.builder()
        .string(Tag.CodeValue, value)
        .string(Tag.CodingSchemeDesignator, "DCM")
        .string(Tag.CodeMeaning, meaning)
        .build();
  }

  private void append(int tag, String value) {
    List<String> values = new ArrayList<>(before.strings(tag));
    values.add(value);
    after.strings(tag, values);
  }

  private void append(int tag, DataSet item) {
    List<DataSet> items = new ArrayList<>(before.items(tag));
    items.add(item);
    after.sequence(tag, items);
  }

  /** Of the first frame: the standard wants no more than an estimate (§C.7.6.1.1.5.2). */
  private String ratio(int compressedBytes) {
    long cells =
        (long) image.rows() * image.columns() * image.samplesPerPixel() * image.bitsAllocated() / 8;
    return new BigDecimal(cells)
        .divide(new BigDecimal(Math.max(1, compressedBytes)), new MathContext(4))
        .toPlainString();
  }
}
