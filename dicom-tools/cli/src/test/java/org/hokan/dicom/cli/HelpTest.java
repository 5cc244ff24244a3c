package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo",
        "store",
        "load",
        "find",
        "move",
        "get",
        "commit",
        "mpps",
        "serve",
        "dump",
        "json",
        "pixels",
        "render",
        "transcode"
      })
  void everyToolShowsExamplesOfItself(String tool) {
    for (String option : new String[] {"--help", "-h"}) {
      Cli help = Cli.run(tool, option);
      assertThat(help.status()).isZero();
      assertThat(help.out())
          .contains("Usage: dicom " + tool)
          .contains("Examples:")
          .contains("  dicom " + tool + " ");
      canBeCopied(help);
    }
  }

  /** Each line is a command of its own, or goes on from one that says so. */
  private static void canBeCopied(Cli help) {
    boolean goesOn = false;
    for (String line : help.out().split("Examples:\n")[1].lines().toList()) {
      boolean example = line.startsWith("  dicom ");
      assertThat(
              example
                  || line.isBlank()
                  || goesOn
                  || line.startsWith("Each tool")
                  || line.endsWith(":"))
          .as(line)
          .isTrue();
      assertThat(line.length()).as(line).isLessThan(80);
      goesOn = line.endsWith(" \\");
    }
    assertThat(goesOn).isFalse();
  }

  @Test
  void whatLoadDoesAndHowStandsInLinesThatNeedNoBreak() {
    List<String> lines = Cli.run("load", "--help").out().lines().toList();
    assertThat(lines).allMatch(line -> line.length() <= 80);
    List<String> prose =
        lines.subList(
            lines.indexOf("Measures how fast a peer stores (C-STORE).") + 1, lines.size());
    assertThat(prose.get(1)).as("filled, not broken once more").hasSizeGreaterThan(60);
    assertThat(prose.subList(prose.indexOf("Examples:") + 1, prose.size()))
        .as("examples to copy")
        .allMatch(line -> line.startsWith("  dicom load "));
  }

  @Test
  void listsTheTools() {
    canBeCopied(Cli.run("--help"));
    Cli help = Cli.run("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains(
            "echo", "store", "load", "find", "move", "get", "serve", "dump", "json", "render");
    assertThat(help.out()).contains("Asks a peer whether it is there");
    String tools = help.out().split("Tools:\n")[1].split("\n\n")[0].replaceAll("\n {4,}", " ");
    assertThat(tools.lines())
        .as("of each the first sentence, and whole")
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.endsWith("."));
  }

  @Test
  void saysWhichToolsThereAreWhenNoneIsNamed() {
    Cli none = Cli.run();
    assertThat(none.status()).isEqualTo(Main.WRONG_USAGE);
    assertThat(none.err()).contains("no tool named").contains("Try: dicom --help");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "find --as A|Missing required option: '--call",
        "find --call HOKAN@h|HOKAN@h (expected: TITLE@HOST:PORT",
        "find --call H@h:1 --as SEVENTEEN_LETTERS|1 to 16 ASCII characters",
        "find --call H@h:1 --level PERSON|expected one of [PATIENT, STUDY, SERIES, IMAGE]",
        "find --call H@h:1 -k PatientsID=1|did you mean PatientID?",
        "find --call H@h:1 --level PATIENT --model study|expected: --model patient",
        "move --call H@h:1 --to X|-k StudyInstanceUID=... is missing",
        "move --call H@h:1 --to X --model patient -k StudyInstanceUID=1|-k PatientID=... is missing",
        "get --call H@h:1 --out x --sop-class CTImage -k StudyInstanceUID=1|keyword such as CTImage",
        "store --call H@h:1 /no/such/folder|no such file or folder",
        "store --call H@h:1 --associations 0 .|expected: 1 to 256",
        "load --call H@h:1 --associations 0|expected: 1 to 1000",
        "load --call H@h:1 --size 12|expected: WIDTHxHEIGHT",
        "commit --call H@h:1 --transaction x .|expected: a UID",
        "mpps begin --call H@h:1 .|expected one of [CREATE, COMPLETE, DISCONTINUE]",
        "mpps create --call H@h:1 --uid x .|expected: a UID",
        "serve --port 0|give either --out FOLDER or --discard",
        "serve --discard --sop-class x|expected: a UID",
        "json --reverse x|--reverse needs --out FILE",
        "render --frame 1 --frames .|give either --frame or --frames",
        "render --frame 0 .|--frame 0 (expected: 1 or more)",
        "render --window 40 .|--window 40 (expected: two numbers, as in 40,400)",
        "render --window 40,0 .|expected: a width of 1 or more",
        "render --size 0 .|longest side: 0 pixels (expected: 1 to 65535)",
        "render --quality 101 .|--quality 101 (expected: 1 to 100)",
        "render /no/such/file|no such file or folder",
        "stor x|Unmatched argument"
      })
  void saysWhatIsWrongAndWhatToTry(String command, String message) {
    Cli wrong = Cli.run((Object[]) command.split(" "));
    assertThat(wrong.status()).isEqualTo(Main.WRONG_USAGE);
    assertThat(wrong.err()).contains(message).contains("--help");
    assertThat(wrong.out()).isEmpty();
  }
}
