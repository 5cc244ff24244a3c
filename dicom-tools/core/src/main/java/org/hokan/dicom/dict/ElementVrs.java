package org.hokan.dicom.dict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.hokan.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/**
 * The VR of every standard element and nothing else, so that reading implicit VR needs 30 KB and a
 * few milliseconds to start. Read once, immutable afterwards.
 */
final class ElementVrs {
  private static final int SIGN = 0x8000_0000;

  /** Tags with the sign bit flipped: ascending as Java compares. */
  private final int[] tags;

  private final VR[] vrs;
  private final int[] masks;
  private final int[] maskedTags;
  private final VR[] maskedVrs;

  private ElementVrs(ByteBuffer in) {
    int fixed = in.getInt();
    tags = new int[fixed];
    for (int i = 0; i < fixed; i++) {
      tags[i] = in.getInt() ^ SIGN;
    }
    vrs = new VR[fixed];
    for (int i = 0; i < fixed; i++) {
      vrs[i] = vr(in);
    }
    int varying = in.getInt();
    masks = new int[varying];
    maskedTags = new int[varying];
    maskedVrs = new VR[varying];
    for (int i = 0; i < varying; i++) {
      masks[i] = in.getInt();
      maskedTags[i] = in.getInt();
      maskedVrs[i] = vr(in);
    }
  }

  static ElementVrs read() {
    String name = "element-vrs.bin";
    try (InputStream resource = ElementVrs.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(resource, name).readAllBytes();
      return new ElementVrs(ByteBuffer.wrap(bytes));
    } catch (IOException broken) {
      throw new UncheckedIOException(name, broken);
    }
  }

  /** The VR of a tag of an even group, or null for a tag that the standard does not have. */
  @Nullable VR of(int tag) {
    int index = Arrays.binarySearch(tags, tag ^ SIGN);
    if (index >= 0) {
      return vrs[index];
    }
    for (int i = 0; i < masks.length; i++) {
      if ((tag & masks[i]) == maskedTags[i]) {
        return maskedVrs[i];
      }
    }
    return null;
  }

  /** "--" stands for none. */
  private static VR vr(ByteBuffer in) {
    VR vr = VR.ofCode(in.getShort());
    return vr == null ? VR.UN : vr;
  }
}
