package org.hokan.archive.commitment;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.hokan.archive.storage.Digests;
import org.hokan.dicom.data.Uid;

/** References as they are kept: a line for each, its words separated by spaces. */
final class ReferenceLines {
  private ReferenceLines() {}

  static byte[] of(List<Reference> references) {
    StringBuilder lines = new StringBuilder();
    references.forEach(
        one ->
            lines.append(one.sopClassUid()).append(' ').append(one.sopInstanceUid()).append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static List<Reference> references(byte[] lines) {
    return text(lines).lines().map(line -> reference(line.split(" "))).toList();
  }

  static byte[] ofChecked(List<CheckedReference> checked) {
    StringBuilder lines = new StringBuilder();
    for (CheckedReference one : checked) {
      lines
          .append(one.reference().sopClassUid())
          .append(' ')
          .append(one.reference().sopInstanceUid())
          .append(' ')
          .append(one.failure().map(FailureReason::code).orElse(0))
          .append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static List<CheckedReference> checked(byte[] lines) {
    return text(lines).lines().map(line -> checked(line.split(" "))).toList();
  }

  private static CheckedReference checked(String[] words) {
    return new CheckedReference(reference(words), FailureReason.of(Integer.parseInt(words[2])));
  }

  private static Reference reference(String[] words) {
    return new Reference(Uid.of(words[0]), Uid.of(words[1]));
  }

  private static String text(byte[] lines) {
    return new String(lines, StandardCharsets.US_ASCII);
  }

  static String digest(byte[] lines) {
    return HexFormat.of().formatHex(Digests.sha256().digest(lines));
  }
}
