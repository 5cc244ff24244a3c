package org.hokan.dicom.image.recompress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Objects whose pixel data are native: each frame becomes a fragment. Attributes that came in
 * another encoding than the fragments ask for are kept as they came, too ({@link KeptHead}).
 */
final class NativeForm {
  private final FrameForm frames;
  private final int frameLength;
  private final int count;

  NativeForm(FrameForm frames, ImagePixel image, long longest) {
    if (image.frameLengthBits() % 8 != 0 || image.frameLengthBytes() > longest) {
      throw new RecompressionException(
          "frame: %d bits (expected: whole bytes, at most %d)"
              .formatted(image.frameLengthBits(), longest));
    }
    this.frames = frames;
    this.frameLength = (int) image.frameLengthBytes();
    this.count = image.frames();
  }

  Recipe compress(OpenObject object, TransferSyntax target, OutputStream to) throws IOException {
    InputStream in = object.rest();
    Wire.PixelHeader header = Wire.pixelHeader(in, object.transferSyntax());
    Recipe.PixelForm form = form(header.vr());
    long length = Integer.toUnsignedLong(header.length());
    if (length != padded()) {
      throw new RecompressionException(
          "pixel data: %d bytes (expected: %d, %d frames)".formatted(length, padded(), count));
    }
    to.write(object.header(target));
    boolean asItCame = isExplicit(object.transferSyntax());
    if (asItCame) {
      to.write(object.head());
    } else {
      KeptHead.write(object, to);
    }
    to.write(new Wire.PixelHeader("OB", Wire.UNDEFINED).bytes());
    to.write(Wire.itemHeader(0));
    for (int i = 0; i < count; i++) {
      EncapsulatedForm.writeFragment(frames.compress(Wire.bytes(in, frameLength)), to);
    }
    Wire.bytes(in, (int) (padded() - unpadded()));
    to.write(Wire.SEQUENCE_END);
    long behind = in.transferTo(to);
    if (behind > 0 && !asItCame) {
      throw new RecompressionException(
          "%d bytes behind the pixel data in %s (expected: none)"
              .formatted(behind, object.transferSyntax()));
    }
    return new Recipe(object.transferSyntax(), target, form, length);
  }

  private static boolean isExplicit(TransferSyntax syntax) {
    return syntax.equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static Recipe.PixelForm form(String vr) {
    return switch (vr) {
      case "OB" -> Recipe.PixelForm.OB;
      case "OW" -> Recipe.PixelForm.OW;
      default ->
          throw new RecompressionException("pixel data: VR %s (expected: OB or OW)".formatted(vr));
    };
  }

  private long unpadded() {
    return (long) frameLength * count;
  }

  private long padded() {
    return unpadded() + (unpadded() & 1);
  }

  InputStream restore(OpenObject object, Recipe recipe) throws IOException {
    InputStream in = object.rest();
    Wire.pixelHeader(in);
    Wire.fragment(in, 4);
    ByteArrayOutputStream begin = new ByteArrayOutputStream();
    begin.writeBytes(object.header(recipe.original()));
    begin.writeBytes(isExplicit(recipe.original()) ? object.head() : KeptHead.read(object));
    begin.writeBytes(
        Wire.pixelHeader(
            new Wire.PixelHeader(recipe.form().name(), (int) recipe.length()), recipe.original()));
    return new PartsStream(begin.toByteArray(), in, 2 * frameLength + (1 << 16)) {
      @Override
      byte[] frame(byte[] compressed) throws IOException {
        return frames.restore(compressed);
      }

      @Override
      byte[] tail() {
        return new byte[(int) (recipe.length() - unpadded())];
      }
    };
  }
}
