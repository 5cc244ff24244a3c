package org.hokan.dicom.data;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Character sets with or without code extensions by ISO 2022 (PS3.5 §6.1.2.3 to §6.1.2.5): what G0
 * and G1 are at first, and what escape sequences may make of them. Immutable.
 *
 * @param g0 the element active in G0 at the start of each value
 * @param g1 the one in G1, if any
 * @param declared all declared elements, the initial ones first
 */
record CodeExtensions(CodeElement g0, @Nullable CodeElement g1, List<CodeElement> declared) {

  static CodeExtensions of(List<DefinedTerm> terms) {
    CodeElement g0 = CodeElement.ASCII;
    CodeElement g1 = null;
    Set<CodeElement> declared = new LinkedHashSet<>();
    for (CodeElement element : terms.isEmpty() ? List.<CodeElement>of() : terms.get(0).elements()) {
      if (element.isG1()) {
        g1 = element;
      } else if (element.width() == 1) {
        g0 = element;
      }
    }
    declared.add(g0);
    for (DefinedTerm term : terms) {
      declared.addAll(term.elements());
    }
    return new CodeExtensions(g0, g1, new ArrayList<>(declared));
  }

  String decode(byte[] bytes, VR vr) {
    return new CodeExtensionDecoder(this, bytes, vr).decode();
  }

  byte[] encode(String text, VR vr) {
    return new CodeExtensionEncoder(this, vr, new ByteArrayOutputStream(text.length() + 16))
        .encode(text);
  }

  /**
   * For bytes above 7FH while nothing is in G1, which real files have when they leave out an escape
   * sequence or its repetition after a delimiter: the first declared set that G1 can hold.
   */
  @Nullable CodeElement assumedG1() {
    for (CodeElement element : declared) {
      if (element.isG1()) {
        return element;
      }
    }
    return null;
  }

  /** Whether a character ends the reach of escape sequences (PS3.5 §6.1.2.5.3). */
  static boolean resets(int character, VR vr) {
    return switch (character) {
      case '\t', '\n', '\f', '\r' -> true;
      case '\\' -> vr.isMultiValuedText() || vr == VR.UN;
      case '^', '=' -> vr == VR.PN;
      default -> false;
    };
  }
}
