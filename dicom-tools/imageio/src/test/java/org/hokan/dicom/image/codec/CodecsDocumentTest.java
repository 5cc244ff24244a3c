package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;

/** The table of archive-server/docs/codecs.md says what the codecs say of themselves. */
class CodecsDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("hokan.root"), "archive-server", "docs", "codecs.md");

  @Test
  void theTableHasEverySyntaxWithWhatIsDoneWithIt() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (FrameCodec codec : FrameCodecs.standard().all()) {
      for (TransferSyntax syntax : codec.facts().decodes()) {
        expected.add(row(syntax, codec.facts()));
      }
    }
    assertThat(new TreeSet<>(rows())).isEqualTo(expected);
  }

  private static String row(TransferSyntax syntax, FrameCodec.Facts facts) {
    return String.join(
        " | ",
        syntax.uid().value(),
        "yes",
        facts.encodes().contains(syntax) ? "yes" : "no",
        facts.library(),
        facts.nativeCode() ? "where installed" : "anywhere");
  }

  /** From the UID to where it runs, of each row that has a UID. */
  private static List<String> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .map(line -> line.split(" *\\| *"))
        .filter(cells -> cells.length > 6 && cells[2].startsWith("1.2.840.10008.1.2"))
        .map(cells -> String.join(" | ", Arrays.copyOfRange(cells, 2, 7)))
        .toList();
  }
}
