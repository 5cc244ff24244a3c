package org.hokan.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharsetEncoder;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes one value field under code extensions (PS3.5 §6.1.2.5). Used once. */
final class CodeExtensionEncoder {
  private final CodeExtensions extensions;
  private final VR vr;
  private final ByteArrayOutputStream out;
  private final Map<CodeElement, CharsetEncoder> encoders = new EnumMap<>(CodeElement.class);
  private CodeElement g0;
  private @Nullable CodeElement g1;

  CodeExtensionEncoder(CodeExtensions extensions, VR vr, ByteArrayOutputStream out) {
    this.extensions = extensions;
    this.vr = vr;
    this.out = out;
    this.g0 = extensions.g0();
    this.g1 = extensions.g1();
  }

  byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (CodeExtensions.resets(character, vr)) {
        returnToInitial();
        g1 = extensions.g1();
        out.write(character);
      } else if (character < 0x20 || character == 0x7F) {
        out.write(character);
      } else {
        character(character);
        if (Character.isHighSurrogate(character) && i + 1 < text.length()) {
          i++;
        }
      }
    }
    returnToInitial();
    return out.toByteArray();
  }

  private void character(char character) {
    if (write(g0, character) || (g1 != null && write(g1, character))) {
      return;
    }
    for (CodeElement element : extensions.declared()) {
      if (write(element, character)) {
        return;
      }
    }
    write(extensions.g0(), '?');
  }

  private boolean write(CodeElement element, char character) {
    CharsetEncoder encoder = encoders.computeIfAbsent(element, CodeElement::newEncoder);
    byte[] bytes = element.encode(character, encoder);
    if (bytes == null) {
      return false;
    }
    designate(element);
    out.writeBytes(bytes);
    return true;
  }

  private void designate(CodeElement element) {
    if (element.isG1()) {
      if (g1 != element) {
        out.writeBytes(element.escape());
        g1 = element;
      }
    } else if (g0 != element) {
      out.writeBytes(element.escape());
      g0 = element;
    }
  }

  private void returnToInitial() {
    designate(extensions.g0());
    if (extensions.g1() != null) {
      designate(extensions.g1());
    }
  }
}
