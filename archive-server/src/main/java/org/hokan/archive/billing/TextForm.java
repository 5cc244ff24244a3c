package org.hokan.archive.billing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the text of a CSV export becomes bytes. */
public enum TextForm {
  UTF_8("utf-8", StandardCharsets.UTF_8),
  /** With a byte order mark, by which spreadsheet programs know UTF-8. */
  UTF_8_BOM("utf-8-bom", StandardCharsets.UTF_8),
  /** As Windows has it (code page 932); a character that it lacks becomes a geta mark (〓). */
  SHIFT_JIS("shift-jis", Charset.forName("windows-31j"));

  private static final byte[] GETA = {(byte) 0x81, (byte) 0xAC};

  private final String word;
  private final Charset charset;

  TextForm(String word, Charset charset) {
    this.word = word;
    this.charset = charset;
  }

  /** By its word, such as {@code utf-8-bom}. */
  public static Optional<TextForm> of(String word) {
    return Arrays.stream(values()).filter(form -> form.word.equals(word)).findFirst();
  }

  /** The words of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(form -> form.word).toList();
  }

  /** Its name on the network. */
  public String charset() {
    return this == SHIFT_JIS ? "Shift_JIS" : charset.name();
  }

  /**
   * The text with the characters by which Windows has what others write as their look-alikes, such
   * as the wave dash.
   */
  private static String asWindowsHas(String text) {
    return text.replace('\u301C', '\uFF5E')
        .replace('\u2212', '\uFF0D')
        .replace('\u2014', '\u2015')
        .replace('\u2016', '\u2225');
  }

  String adapted(String text) {
    return this == SHIFT_JIS ? asWindowsHas(text) : text;
  }

  /** A writer in this form; flushed by the caller. */
  Writer writer(OutputStream out) throws IOException {
    if (this == UTF_8_BOM) {
      out.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    }
    CharsetEncoder encoder = charset.newEncoder();
    if (this == SHIFT_JIS) {
      encoder
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .onMalformedInput(CodingErrorAction.REPLACE)
          .replaceWith(GETA);
    }
    return new BufferedWriter(new OutputStreamWriter(out, encoder));
  }
}
