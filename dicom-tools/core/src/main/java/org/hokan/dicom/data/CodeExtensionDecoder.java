package org.hokan.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes one value field under code extensions (PS3.5 §6.1.2.5). Used once. */
final class CodeExtensionDecoder {
  private static final int ESCAPE = 0x1B;

  private final CodeExtensions extensions;
  private final byte[] bytes;
  private final VR vr;
  private final StringBuilder text;
  private final ByteArrayOutputStream run = new ByteArrayOutputStream();
  private @Nullable CodeElement runElement;
  private CodeElement g0;
  private @Nullable CodeElement g1;
  private int position;

  CodeExtensionDecoder(CodeExtensions extensions, byte[] bytes, VR vr) {
    this.extensions = extensions;
    this.bytes = bytes;
    this.vr = vr;
    this.text = new StringBuilder(bytes.length);
    this.g0 = extensions.g0();
    this.g1 = extensions.g1();
  }

  String decode() {
    if (extensions.assumedG1() == null && isUtf8WithoutEscapes()) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    while (position < bytes.length) {
      int b = bytes[position] & 0xFF;
      if (b == ESCAPE) {
        escape();
      } else if (b >= 0x80) {
        high(b);
      } else if (g0.width() == 2 && b > 0x20 && b < 0x7F) {
        doubleByte(g0, 0x21, 0x7E);
      } else {
        low(b);
      }
    }
    flush();
    return text.toString();
  }

  private void escape() {
    CodeElement designated = CodeElement.designatedAt(bytes, position, bytes.length);
    if (designated == null && isOldKanji()) {
      designated = CodeElement.KANJI;
    }
    if (designated == null) {
      undecodable();
      return;
    }
    if (designated.isG1()) {
      g1 = designated;
    } else {
      g0 = designated;
    }
    position += designated.escape().length;
  }

  /**
   * ESC 24H 40H designates JIS C 6226-1978, which JIS X 0208 replaced; some devices still write it.
   */
  private boolean isOldKanji() {
    return position + 2 < bytes.length && bytes[position + 1] == '$' && bytes[position + 2] == '@';
  }

  private void low(int b) {
    if (CodeExtensions.resets(b, vr)) {
      flush();
      text.append((char) b);
      g0 = extensions.g0();
      g1 = extensions.g1();
      position++;
    } else if (b <= 0x20 || b == 0x7F || g0.width() == 2) {
      flush();
      text.append((char) b);
      position++;
    } else {
      singleByte(g0);
    }
  }

  private void high(int b) {
    CodeElement element = g1 != null ? g1 : extensions.assumedG1();
    if (element == null || b < 0xA0) {
      undecodable();
    } else if (element.width() == 1) {
      singleByte(element);
    } else {
      doubleByte(element, 0xA1, 0xFE);
    }
  }

  private void singleByte(CodeElement element) {
    continueRun(element);
    run.write(bytes[position++]);
  }

  private void doubleByte(CodeElement element, int lowest, int highest) {
    int first = bytes[position] & 0xFF;
    int second = position + 1 < bytes.length ? bytes[position + 1] & 0xFF : 0;
    if (first < lowest || first > highest || second < lowest || second > highest) {
      undecodable();
      return;
    }
    continueRun(element);
    run.write(first);
    run.write(second);
    position += 2;
  }

  private void undecodable() {
    flush();
    text.append(CodeElement.UNDECODABLE);
    position++;
  }

  private void continueRun(CodeElement element) {
    if (runElement != element) {
      flush();
      runElement = element;
    }
  }

  private void flush() {
    if (runElement != null && run.size() > 0) {
      text.append(runElement.decode(run.toByteArray()));
    }
    run.reset();
    runElement = null;
  }

  private boolean isUtf8WithoutEscapes() {
    for (byte b : bytes) {
      if (b == ESCAPE) {
        return false;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
    } catch (CharacterCodingException other) {
      return false;
    }
  }
}
