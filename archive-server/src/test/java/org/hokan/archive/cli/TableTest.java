package org.hokan.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final String UID = "1.2.840.113619.2.55.3.2831178355.7.1480000000.123.1.1.1.1.77";
  private static final String EVENTS =
      """
      [{"id": 7, "actor": "demo-admin", "facility": "demo", "subject": "%1$s",
        "detail": "was: on, priority 10, when true, then keep; is: off, priority 20, when モダリティ = 内視鏡"},
       {"id": 8, "actor": "ENDO1", "facility": "demo", "subject": "%1$s", "detail": ""}]
      """
          .formatted(UID);
  private static final List<Column> COLUMNS =
      List.of(
          Column.number("NUMBER", "id"),
          Column.text("ACTOR", "actor"),
          Column.text("PEER", "peer"),
          Column.text("FACILITY", "facility"),
          Column.text("SUBJECT", "subject"),
          Column.text("DETAIL", "detail"));

  private static List<String> print(int width) throws IOException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Table.print(out, width, new ObjectMapper().readTree(EVENTS), COLUMNS);
    return text.toString().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 72, 80, 100, 140})
  void noLineIsWiderThanTheTerminalAndNothingIsLeftOut(int width) throws IOException {
    List<String> lines = print(width);
    assertThat(lines).allSatisfy(l -> assertThat(DisplayWidth.of(l)).isLessThanOrEqualTo(width));
    assertThat(String.join("", lines).replaceAll("\\s+", ""))
        .contains("demo-admin", "ENDO1", UID, "priority20", "内視鏡")
        .doesNotContain("PEER");
  }

  @Test
  void whatDoesNotFitBesideFollowsBelowWithItsTitle() throws IOException {
    assertThat(print(80).subList(0, 3))
        .containsExactly(
            "NUMBER  ACTOR       FACILITY", "     7  demo-admin  demo", "    SUBJECT: " + UID);
  }

  @Test
  void aTableForAFileHasALineForEachRowAndAllColumns() throws IOException {
    List<String> lines = print(Terminal.UNLIMITED);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("NUMBER  ACTOR       PEER  FACILITY");
  }

  @Test
  void theWidthIsThatOfTheVariableOtherwiseOfTheTerminalOtherwiseAHundred() {
    Optional<String> none = Optional.empty();
    assertThat(Terminal.columns(Optional.of("72"), true, () -> "24 132\n")).isEqualTo(72);
    assertThat(Terminal.columns(none, true, () -> "24 132\n")).isEqualTo(132);
    assertThat(Terminal.columns(Optional.of("much"), true, () -> "0 0")).isEqualTo(100);
    assertThat(Terminal.columns(none, true, () -> "")).isEqualTo(100);
    assertThat(
            Terminal.columns(
                none,
                true,
                () -> {
                  throw new IOException("no stty");
                }))
        .isEqualTo(100);
    assertThat(Terminal.columns(none, false, () -> "24 132\n")).isEqualTo(Terminal.UNLIMITED);
  }
}
