package org.hokan.dicom.image.recompress;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * How an object is given back from its recompressed form: what that form does not say itself.
 *
 * @param original transfer syntax of what is given back
 * @param compressed transfer syntax of the recompressed object
 * @param form how the pixel data were laid out
 * @param length of native pixel data: bytes of the value; of a frame that was cut into fragments of
 *     one length: that length; else 0
 */
public record Recipe(
    TransferSyntax original, TransferSyntax compressed, PixelForm form, long length) {

  /** How pixel data lie in an object. */
  public enum PixelForm {
    /** Fragments without a Basic Offset Table. */
    NO_TABLE,
    /** Fragments; the table says that the one frame begins at 0. */
    ONE_FRAME_TABLE,
    /** Fragments; the table stands in the recompressed object before its pixel data. */
    KEPT_TABLE,
    /** Native, VR OB. */
    OB,
    /** Native, VR OW. */
    OW;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isNative() {
      return this == OB || this == OW;
    }
  }

  private static final String EXPECTED = "two transfer syntax UIDs, a form and a length";

  public Recipe {
    if (length < 0) {
      throw new IllegalArgumentException("recipe: length %d (expected: >= 0)".formatted(length));
    }
  }

  /** The recipe of what {@link #toString} wrote; empty when it is none. */
  public static Optional<Recipe> parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 4 || !words[3].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    Optional<TransferSyntax> original = syntax(words[0]);
    Optional<TransferSyntax> compressed = syntax(words[1]);
    Optional<PixelForm> form =
        Arrays.stream(PixelForm.values()).filter(one -> one.word().equals(words[2])).findFirst();
    return original.isEmpty() || compressed.isEmpty() || form.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Recipe(original.get(), compressed.get(), form.get(), Long.parseLong(words[3])));
  }

  private static Optional<TransferSyntax> syntax(String word) {
    return Uid.isUid(word) ? TransferSyntax.of(Uid.of(word)) : Optional.empty();
  }

  /**
   * The same; for one that must be there.
   *
   * @throws RecompressionException when it is none
   */
  public static Recipe required(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new RecompressionException(
                    "recipe: '%s' (expected: %s)".formatted(text, EXPECTED)));
  }

  /** One line that {@link #parse} reads. */
  @Override
  public String toString() {
    return Arrays.asList(original.uid(), compressed.uid(), form.word(), length).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
