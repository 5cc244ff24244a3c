package org.hokan.dicom.image.render;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.GuardedRun;

/**
 * Colours to sRGB by the object's ICC profile (PS3.3 §C.11.15; ISO 15076-1). What the profile says
 * of its own size, its tags' places and its kind is checked before the JDK's colour management sees
 * it; a profile that cannot be used leaves the colours as they are, with a warning.
 */
final class IccProfiles {
  private static final int LONGEST = 8 << 20;
  private static final int HEADER = 128;
  private static final int TAG_ENTRY = 12;
  private static final int MOST_TAGS = 200;
  private static final int SIGNATURE_ACSP = 0x61637370;
  private static final int SIGNATURE_RGB = 0x52474220;

  private IccProfiles() {}

  /** The profile of an image, or of its one optical path (PS3.3 §C.8.12.5). */
  static Optional<byte[]> of(DataSet object) {
    if (object.element(Tag.ICCProfile).orElse(null) instanceof ValueElement value) {
      return value.isEmpty() ? Optional.empty() : Optional.of(value.bytes());
    }
    List<DataSet> paths = object.items(Tag.OpticalPathSequence);
    return paths.size() == 1 ? of(paths.get(0)) : Optional.empty();
  }

  /**
   * The samples in sRGB, or themselves where the profile cannot be used.
   *
   * @param rgb red, green and blue of each pixel
   */
  static byte[] toSrgb(byte[] rgb, byte[] profile, CodecLimits limits, Warnings warnings) {
    try {
      check(profile);
      return GuardedRun.within(limits.maxTime(), "ICC profile", () -> converted(rgb, profile));
    } catch (CodecException unusable) {
      warnings.add(
          "(0028,2000) ICC Profile: not used, colours taken as sRGB: " + unusable.getMessage());
      return rgb;
    }
  }

  private static byte[] converted(byte[] rgb, byte[] profile) {
    byte[] converted = new byte[rgb.length];
    ICC_Profile[] way = {
      ICC_Profile.getInstance(profile), ICC_Profile.getInstance(ColorSpace.CS_sRGB)
    };
    new ColorConvertOp(way, null).filter(raster(rgb), raster(converted));
    return converted;
  }

  /** One line of all pixels: the conversion does not look at neighbours. */
  private static WritableRaster raster(byte[] rgb) {
    DataBuffer buffer = new DataBufferByte(rgb, rgb.length);
    return Raster.createInterleavedRaster(
        buffer, rgb.length / 3, 1, rgb.length, 3, new int[] {0, 1, 2}, null);
  }

  private static void check(byte[] profile) {
    ByteBuffer in = ByteBuffer.wrap(profile);
    if (profile.length < HEADER + 4 || profile.length > LONGEST) {
      throw broken("%d bytes (expected: %d to %d)".formatted(profile.length, HEADER + 4, LONGEST));
    }
    long size = Integer.toUnsignedLong(in.getInt(0));
    if (size > profile.length || size < HEADER + 4 || in.getInt(36) != SIGNATURE_ACSP) {
      throw broken("no profile of %d bytes (expected: its size and acsp)".formatted(size));
    }
    if (in.getInt(16) != SIGNATURE_RGB) {
      throw broken("colour space %08X (expected: RGB)".formatted(in.getInt(16)));
    }
    long tags = Integer.toUnsignedLong(in.getInt(HEADER));
    if (tags > MOST_TAGS || HEADER + 4 + tags * TAG_ENTRY > size) {
      throw broken("%d tags (expected: at most %d)".formatted(tags, MOST_TAGS));
    }
    for (int i = 0; i < tags; i++) {
      int entry = HEADER + 4 + i * TAG_ENTRY;
      long offset = Integer.toUnsignedLong(in.getInt(entry + 4));
      long length = Integer.toUnsignedLong(in.getInt(entry + 8));
      if (offset + length > size) {
        throw broken(
            "a tag of %d bytes at %d (expected: within %d)".formatted(length, offset, size));
      }
    }
  }

  private static CodecException broken(String how) {
    return new CodecException(CodecException.Reason.DAMAGED, how);
  }
}
