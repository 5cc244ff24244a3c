package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableTest {
  private final StringWriter text = new StringWriter();
  private Table table;

  @BeforeEach
  void begin() {
    table = new Table(new PrintWriter(text), List.of("ID", "Name"));
  }

  @Test
  void alignsColumnsAlsoOfWideCharacters() {
    table.row(List.of("1", "山田^太郎"));
    table.row(List.of("1234", "Doe"));
    table.end();
    assertThat(text.toString().lines()).containsExactly("ID    Name", "1     山田^太郎", "1234  Doe");
  }

  @Test
  void printsNothingWithoutRows() {
    table.end();
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void printsWhileRowsComeOnceItHasSeenSome() {
    for (int i = 0; i < 300; i++) {
      table.row(List.of("1", "x"));
    }
    assertThat(text.toString().lines()).hasSize(301);
    table.row(List.of("too long for its column", "y"));
    table.end();
    assertThat(text.toString().lines().reduce((a, b) -> b)).hasValue("t…  y");
  }

  @Test
  void keepsAPeersControlCharactersFromTheTerminal() {
    table.row(List.of("\u001b[31m", "a\nb"));
    table.end();
    assertThat(text.toString()).doesNotContain("\u001b").contains("a b");
  }
}
