package org.hokan.dicom.dict;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

  private ElementVrs(DataInputStream in) throws IOException {
    int fixed = in.readInt();
    tags = new int[fixed];
    for (int i = 0; i < fixed; i++) {
      tags[i] = in.readInt() ^ SIGN;
    }
    vrs = new VR[fixed];
    for (int i = 0; i < fixed; i++) {
      vrs[i] = vr(in);
    }
    int varying = in.readInt();
    masks = new int[varying];
    maskedTags = new int[varying];
    maskedVrs = new VR[varying];
    for (int i = 0; i < varying; i++) {
      masks[i] = in.readInt();
      maskedTags[i] = in.readInt();
      maskedVrs[i] = vr(in);
    }
  }

  static ElementVrs read() {
    String name = "element-vrs.bin";
    try (InputStream resource = ElementVrs.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(resource, name).readAllBytes();
      return new ElementVrs(new DataInputStream(new java.io.ByteArrayInputStream(bytes)));
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

  private static VR vr(DataInputStream in) throws IOException {
    String code =
        new String(new char[] {(char) in.readUnsignedByte(), (char) in.readUnsignedByte()});
    return code.equals("--") ? VR.UN : VR.valueOf(code);
  }
}
