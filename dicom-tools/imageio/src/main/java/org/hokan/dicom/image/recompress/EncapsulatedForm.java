package org.hokan.dicom.image.recompress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * Objects whose pixel data are fragments (PS3.5 §A.4): each frame becomes one fragment. A Basic
 * Offset Table of several frames is kept before the pixel data in an element of our own, since the
 * frames that it tells of are made anew one at a time.
 */
final class EncapsulatedForm {
  private static final byte[] CREATOR = Wire.CREATOR;
  private static final int TABLE = Wire.OWN_GROUP << 16 | 0x1001;
  private static final byte[] FIRST_AT_ZERO = new byte[4];

  private final FrameForm frames;
  private final int longest;

  /**
   * @param longest most bytes of a frame
   */
  EncapsulatedForm(FrameForm frames, int longest) {
    this.frames = frames;
    this.longest = longest;
  }

  Recipe compress(OpenObject object, TransferSyntax target, OutputStream to) throws IOException {
    InputStream in = object.rest();
    Wire.PixelHeader header = Wire.pixelHeader(in);
    if (!header.encapsulated()) {
      throw new RecompressionException(
          "pixel data: %d bytes in one piece (expected: fragments; PS3.5 §A.4)"
              .formatted(Integer.toUnsignedLong(header.length())));
    }
    byte[] table = Wire.fragment(in, longest).orElse(FIRST_AT_ZERO);
    Recipe.PixelForm form = form(table, count(object));
    to.write(object.header(target));
    to.write(object.head());
    if (form == Recipe.PixelForm.KEPT_TABLE) {
      keepTable(object, table, to);
    }
    to.write(header.bytes());
    writeFragment(form == Recipe.PixelForm.ONE_FRAME_TABLE ? table : new byte[0], to);
    long cut = count(object) == 1 ? oneFrame(in, to) : eachFragment(count(object), in, to);
    to.write(Wire.SEQUENCE_END);
    in.transferTo(to);
    return new Recipe(object.transferSyntax(), target, form, cut);
  }

  private static int count(OpenObject object) {
    return Math.max(1, object.attributes().integer(Tag.NumberOfFrames).orElse(1));
  }

  private static Recipe.PixelForm form(byte[] table, int frames) {
    if (table.length == 0) {
      return Recipe.PixelForm.NO_TABLE;
    }
    if (frames == 1 && Arrays.equals(table, FIRST_AT_ZERO)) {
      return Recipe.PixelForm.ONE_FRAME_TABLE;
    }
    if (table.length != 4L * frames) {
      throw new RecompressionException(
          "Basic Offset Table: %d bytes (expected: %d, 4 for each frame; PS3.5 §A.4)"
              .formatted(table.length, 4L * frames));
    }
    return Recipe.PixelForm.KEPT_TABLE;
  }

  private static void keepTable(OpenObject object, byte[] table, OutputStream to)
      throws IOException {
    Wire.requireRoom(object);
    to.write(CREATOR);
    to.write(Wire.element(TABLE, "OB", table.length));
    to.write(table);
  }

  /** All fragments are one frame; answers the length into which it was cut, 0 for not at all. */
  private long oneFrame(InputStream in, OutputStream to) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    byte[] first =
        Wire.fragment(in, longest)
            .orElseThrow(
                () -> new RecompressionException("frame: no fragment (expected: one or more)"));
    int cut = first.length;
    int latest = cut;
    frame.writeBytes(first);
    for (Optional<byte[]> part = Wire.fragment(in, longest - frame.size());
        part.isPresent();
        part = Wire.fragment(in, longest - frame.size())) {
      requireCut(cut, latest, part.get().length);
      latest = part.get().length;
      frame.writeBytes(part.get());
    }
    writeFragment(frames.compress(frame.toByteArray()), to);
    return frame.size() == cut ? 0 : cut;
  }

  /** Only the last fragment may be shorter, and none may be empty. */
  private static void requireCut(int cut, int before, int next) {
    if (before != cut || next == 0 || next > cut) {
      throw new RecompressionException(
          "frame: fragments of different lengths: %d, then %d, %d bytes (expected: one, or all of one length but the last)"
              .formatted(cut, before, next));
    }
  }

  private long eachFragment(int count, InputStream in, OutputStream to) throws IOException {
    int found = 0;
    for (Optional<byte[]> frame = Wire.fragment(in, longest);
        frame.isPresent();
        frame = Wire.fragment(in, longest)) {
      found++;
      if (found > count) {
        break;
      }
      writeFragment(frames.compress(frame.get()), to);
    }
    if (found != count) {
      throw new RecompressionException(
          "%s %d fragments (expected: %d, one for each frame)"
              .formatted(found > count ? "at least" : "only", found, count));
    }
    return 0;
  }

  static void writeFragment(byte[] bytes, OutputStream to) throws IOException {
    int pad = bytes.length & 1;
    to.write(Wire.itemHeader(bytes.length + pad));
    to.write(bytes);
    to.write(new byte[pad]);
  }

  InputStream restore(OpenObject object, Recipe recipe) throws IOException {
    InputStream in = object.rest();
    byte[] kept = recipe.form() == Recipe.PixelForm.KEPT_TABLE ? kept(object) : new byte[0];
    byte[] table =
        recipe.form() == Recipe.PixelForm.KEPT_TABLE
            ? Arrays.copyOfRange(kept, CREATOR.length + 12, kept.length)
            : recipe.form() == Recipe.PixelForm.ONE_FRAME_TABLE ? FIRST_AT_ZERO : kept;
    Wire.PixelHeader header = Wire.pixelHeader(in);
    Wire.fragment(in, longest);
    ByteArrayOutputStream begin = new ByteArrayOutputStream();
    begin.writeBytes(object.header(recipe.original()));
    begin.write(object.head(), 0, object.head().length - kept.length);
    begin.writeBytes(header.bytes());
    writeFragment(table, begin);
    return new PartsStream(begin.toByteArray(), in, longest) {
      @Override
      byte[] frame(byte[] compressed) throws IOException {
        return fragments(frames.restore(compressed), recipe);
      }

      @Override
      byte[] tail() {
        return Wire.SEQUENCE_END;
      }
    };
  }

  private static byte[] fragments(byte[] frame, Recipe recipe) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(frame.length + Wire.ITEM_HEADER);
    int cut = recipe.length() == 0 ? frame.length : Math.toIntExact(recipe.length());
    int at = 0;
    do {
      int length = Math.min(cut, frame.length - at);
      out.writeBytes(Wire.itemHeader(length));
      out.write(frame, at, length);
      at += length;
    } while (at < frame.length);
    return out.toByteArray();
  }

  /** Our own elements at the end of the head. */
  private static byte[] kept(OpenObject object) {
    int length = CREATOR.length + 12 + 4 * count(object);
    byte[] head = object.head();
    byte[] kept = Arrays.copyOfRange(head, Math.max(0, head.length - length), head.length);
    if (kept.length < length || !Arrays.equals(CREATOR, Arrays.copyOf(kept, CREATOR.length))) {
      throw new RecompressionException(
          "object: no table of offsets before the pixel data (expected: the kept one)");
    }
    return kept;
  }
}
