package org.hokan.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.web.AdminNode;
import org.hokan.archive.web.CloseFacts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a first day, in their order, against a real node. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminCommandsTest {
  private static final String TERMS =
      """
      from: 2027-01-01
      until: 2027-12-31
      currency: JPY
      capacity: 2TB
      overage: {step: 100GB, price: 500}
      grace: 6m
      units:
        - unit: FACILITY
          course: ANNUAL
          unitRate: 1000
          storageClass: DELUXE
          copies: {number: 3, generations: 3, place: Osaka, method: second disk}
          retention: 10y
        - unit: PATIENT
          course: MONTHLY
          unitRate: 100
          patients: [P1, P2]
      """;

  @TempDir static Path folder;
  private static AdminNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new AdminNode(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  @Order(1)
  void facilitiesAreAdmittedListedAndChanged() throws Exception {
    assertThat(run("facility list").err()).contains("hokan facility add");
    CommandRun added =
        run("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    assertThat(added).isEqualTo(new CommandRun(0, "Facility demo is admitted.\n", ""));
    assertThat(run("facility", "add", "second", "--name", "第二病院").status()).isZero();
    assertThat(run("facility list").out().lines().map(String::stripTrailing))
        .containsExactly(
            "CODE    NAME           ISSUER  TIME ZONE",
            "demo    Demo Hospital  DEMO",
            "second  第二病院       SECOND");
    assertThat(run("facility", "change", "demo", "--time-zone", "Asia/Tokyo").status()).isZero();
    JsonNode demo = run("facility show demo --json").json();
    assertThat(demo.path("name").asText()).isEqualTo("Demo Hospital");
    assertThat(demo.path("timeZone").asText()).isEqualTo("Asia/Tokyo");
    assertThat(demo.path("version").asInt()).isEqualTo(2);
    assertThat(run("facility remove second").out()).isEqualTo("Facility second is removed.\n");
    CommandRun twice = run("facility", "add", "demo", "--name", "Demo");
    assertThat(twice.status()).isEqualTo(CliException.REFUSED);
    assertThat(twice.err()).isEqualTo("hokan: facility demo: exists already\n");
  }

  @Test
  @Order(2)
  void aesAreAddedListedAndChanged() throws Exception {
    String add =
        "ae add ENDO1 --facility demo --may store,query,retrieve,commit --host 127.0.0.1 --port"
            + " 11113";
    assertThat(run(add).out()).isEqualTo("AE ENDO1 of facility demo is added.\n");
    assertThat(run("ae add VIEWER1 --facility demo --may query").status()).isZero();
    assertThat(run("ae list --facility demo").out())
        .contains("ENDO1     demo      store,query,retrieve,commit  127.0.0.1  11113");
    assertThat(run("ae change ENDO1 --may store --allow-from 127.0.0.0/8").status()).isZero();
    JsonNode endo = run("ae show ENDO1 --json").json();
    assertThat(endo.path("may")).hasSize(1);
    assertThat(endo.path("port").asInt()).isEqualTo(11113);
    assertThat(endo.at("/allowedFrom/0").asText()).isEqualTo("127.0.0.0/8");
    assertThat(run("ae change ENDO1 --no-address").status()).isZero();
    assertThat(run("ae show ENDO1 --json").json().has("port")).isFalse();
    assertThat(run("ae remove VIEWER1").status()).isZero();
    CommandRun unknown = run("ae show NOBODY");
    assertThat(unknown.status()).isEqualTo(CliException.REFUSED);
    assertThat(unknown.err()).contains("AE: unknown title (expected: ENDO1");
    CommandRun half = run("ae add HALF --facility demo --host 10.0.0.1");
    assertThat(half.err()).contains("host without port");
    assertThat(run("ae add X --facility demo --may fly").err()).contains("permission: 'fly'");
  }

  @Test
  @Order(3)
  void contractsAreAgreedInTheWordsOfTheIssue() throws Exception {
    CommandRun added =
        run(
            "contract add --facility demo --from 2026-01-01 --until 2026-12-31 --course ANNUAL"
                + " --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB");
    assertThat(added.err())
        .startsWith("Warning: demo-1 starts in the past, on 2026-01-01: what ")
        .endsWith(" months from then on cost will be charged at the next close.\n");
    assertThat(added.out())
        .isEqualTo(
            "Contract demo-1 with demo is agreed: 2026-01-01 to 2026-12-31, FACILITY ANNUAL 10 x"
                + " JPY 1000, 500GB.\n");
    assertThat(run("contract list").out()).contains("demo-1").contains("ACTIVE");
    assertThat(run("contract change demo-1 --capacity 2TB").out())
        .isEqualTo("Contract demo-1 has version 2, which holds from 2026-11-21 on.\n");
    assertThat(run("contract show demo-1 --json").json().path("versions")).hasSize(2);
    assertThat(run("contract show demo-1").out()).contains("2TB").contains("ACCEPT");
    String terms = run("contract show demo-1 --terms").out();
    assertThat(terms).contains("capacity: 2TB\n").doesNotContain("ACCEPT");
    assertThat(new ObjectMapper(new YAMLFactory()).readTree(terms))
        .isEqualTo(run("contract show demo-1 --json").json().path("terms"));
    assertThat(run("contract change demo-1 --file " + node.folder).err())
        .contains(node.folder + " (expected: a file that can be read)");
    assertThat(run("contract diff demo-1").out().lines().map(String::stripTrailing))
        .containsExactly("PLACE     VERSION 1  VERSION 2", "capacity  500GB      2TB");
    assertThat(
            run("contract add --facility demo --from 2026-06-01 --until 2027-05-31 --course MONTHLY"
                    + " --unit-rate 1 --currency JPY --capacity 1TB")
                .err())
        .contains("overlaps demo-1");
    assertThat(
            run("contract add --facility demo --from 2027-01-01 --until 2027-05-31 --course MONTHLY"
                    + " --unit-rate 0.5 --currency JPY --capacity 1TB")
                .err())
        .contains(
            "units[0].unitRate: \"0.5\" (expected: an amount of JPY with at most 0 decimals)");
    assertThat(run("contract add --facility demo --until 2027-05-31").err())
        .contains("currency: missing");
  }

  @Test
  @Order(12)
  void aContractIsTalkedOverUntilBothSidesAgree(@TempDir Path files) throws Exception {
    Path terms = Files.writeString(files.resolve("terms.yaml"), TERMS);
    String signed = " --signed-by Yamada";
    assertThat(run("contract draft --facility demo --file " + terms + signed).out())
        .isEqualTo("Contract demo-2 is DRAFT.\n");
    assertThat(run("contract propose demo-2" + signed).out())
        .isEqualTo("Contract demo-2 is PROPOSED.\n");
    assertThat(run("contract accept demo-2" + signed).err())
        .contains(
            "accept by the PROVIDER (expected: by the FACILITY, for the PROVIDER made the offer)");
    assertThat(
            run("contract counter demo-2 --unit PATIENT --unit-rate 90 --side FACILITY --signed-by"
                    + " Sato")
                .out())
        .isEqualTo("Contract demo-2 is COUNTERED.\n");
    assertThat(run("contract diff demo-2").out()).contains("units.PATIENT.unitRate  100        90");
    run("rule add --ae ENDO1 --name once --when true --then storage-class=ECONOMY --order 900");
    assertThat(run("contract accept demo-2 --if-step 2" + signed).err())
        .contains("step 2 (expected: 3, its last one; COUNTER by the FACILITY, signed by Sato");
    CommandRun accepted = run("contract accept demo-2 --if-step 3" + signed);
    assertThat(accepted.out()).isEqualTo("Contract demo-2 is ACCEPTED.\n");
    assertThat(accepted.err())
        .contains(
            "unit FACILITY, copies.number: 3, but the node keeps at most two",
            "unit FACILITY, copies.generations: 3, but an image never changes",
            "rule once of AE ENDO1: storage-class=ECONOMY: contract demo-2 version 2, unit FACILITY"
                + " promises DELUXE");
    assertThat(run("rule change --ae ENDO1 --name once --order 901").err())
        .contains("storage-class=ECONOMY: contract demo-2 version 2, unit FACILITY promises");
    run("rule remove --ae ENDO1 --name once");
    JsonNode contract = run("contract show demo-2 --json").json();
    assertThat(contract.at("/terms/units/0/storageClass").asText()).isEqualTo("DELUXE");
    assertThat(contract.at("/terms/units/1/unitRate").asText()).isEqualTo("90");
    assertThat(contract.at("/terms/units/1/points").asInt()).isEqualTo(1);
    assertThat(contract.at("/steps").findValuesAsText("signedBy"))
        .containsExactly("Yamada", "Yamada", "Sato", "Yamada");
    assertThat(run("contract propose demo-2 --capacity 3TB --valid-from 2027-06-01" + signed).out())
        .isEqualTo("Contract demo-2 is ACCEPTED, version 3 of it PROPOSED.\n");
    assertThat(
            run("billing correct --facility demo --contract demo-2 --amount=-100 --currency JPY"
                    + " --reason Once --reference call --json")
                .json()
                .path("contractVersion")
                .asInt())
        .as("agreed, not offered")
        .isEqualTo(2);
    assertThat(
            run("billing correct --facility demo --amount=-100 --currency JPY --reason Once"
                    + " --reference call")
                .err())
        .contains("gives demo the same JPY -100 for the same reason and reference")
        .contains("--yes");
    assertThat(run("contract remove demo-2 --if-step 4").err())
        .contains("step 4 (expected: 5, its last one; PROPOSE by the PROVIDER, signed by Yamada");
    assertThat(run("contract withdraw demo-2 --side FACILITY --signed-by Sato").status()).isZero();
    assertThat(run("contract terminate demo-2 --on 2027-11-30 --json" + signed).err())
        .contains("contract demo-2 of demo, 2027-01-01 to 2027-12-31, would end on 2027-11-30")
        .contains("nothing is done (expected: --yes)");
    assertThat(run("contract terminate demo-2 --on 2027-11-30 --yes" + signed).out())
        .isEqualTo("Contract demo-2 is ACCEPTED and ends on 2027-11-30.\n");
    assertThat(run("contract list").out()).contains("2027-11-30");
    assertThat(run("contract propose" + signed).err()).contains("or --facility for a new one");
    Files.writeString(terms, TERMS.replace("storageClass: DELUXE", "storageClas: DELUXE"));
    assertThat(run("contract draft --facility demo --file " + terms + signed).err())
        .contains("units[0].storageClas: unknown (expected: some of unit, course,");
    Files.writeString(terms, "[");
    assertThat(run("contract draft --facility demo --file " + terms + signed).err())
        .contains("terms.yaml: no YAML at line 1");
  }

  @Test
  @Order(4)
  void rulesAreAddedChangedAndTestedWithAFile(@TempDir Path files) throws Exception {
    assertThat(
            run(
                    "rule",
                    "add",
                    "--ae",
                    "ENDO1",
                    "--name",
                    "stills",
                    "--when",
                    "modality == \"ES\"",
                    "--then",
                    "storage-class=ECONOMY",
                    "--order",
                    "10")
                .out())
        .isEqualTo("Rule stills of AE ENDO1 is added.\n");
    CommandRun wrong =
        run(
            "rule",
            "add",
            "--ae",
            "ENDO1",
            "--name",
            "bad",
            "--when",
            "modality = 1",
            "--then",
            "refuse",
            "--order",
            "20");
    assertThat(wrong.status()).isEqualTo(CliException.REFUSED);
    assertThat(wrong.err()).contains("line 1, column");
    assertThat(run("rule change --ae ENDO1 --name stills --then storage-class=DELUXE").status())
        .isZero();
    assertThat(run("rule list --ae ENDO1").out()).contains("modality == \"ES\"");
    Path file = Files.write(files.resolve("picture.dcm"), AdminNode.picture());
    JsonNode tested = run("rule", "test", "--ae", "ENDO1", file.toString(), "--json").json();
    assertThat(tested.path("decision").asText()).isEqualTo("ACCEPT");
    assertThat(tested.path("storageClass").asText()).isEqualTo("DELUXE");
    assertThat(tested.path("contract").asText()).isEqualTo("demo-1");
    assertThat(tested.at("/rules/0/outcome").asText()).isEqualTo("MATCHED");
    Path text = Files.writeString(files.resolve("note.txt"), "no image");
    assertThat(run("rule", "test", "--ae", "ENDO1", text.toString()).status())
        .isEqualTo(CliException.REFUSED);
    assertThat(run("rule", "test", "--ae", "ENDO1", "nowhere.dcm").status())
        .isEqualTo(CliException.USAGE);
    assertThat(run("rule remove --ae ENDO1 --name stills").status()).isZero();
    assertThat(run("rule list --ae ENDO1 --json").json()).isEmpty();
  }

  @Test
  @Order(5)
  void studiesAreListedForAPatientAndShownWithTheirSeries() throws Exception {
    node.arrived("12345", "1.2.3", "1.2.3.1.1", Optional.empty());
    node.arrived("12345", "1.2.3", "1.2.3.1.2", Optional.empty());
    node.arrived("777", "1.2.4", "1.2.4.1.1", Optional.of("Contract capacity exceeded"));
    JsonNode found = run("study list --facility demo --patient 12345 --json").json();
    assertThat(found).hasSize(1);
    assertThat(found.at("/0/instances").asInt()).isEqualTo(2);
    assertThat(found.at("/0/patientName").asText()).contains("山田");
    assertThat(run("study list").out()).contains("Gastroscopy").contains("1.2.3");
    assertThat(run("study show 1.2.3").out()).contains("SERIES INSTANCE UID").contains("1.2.3.1");
    assertThat(run("study show 1.2.3").out()).doesNotContain("hold");
    String hold = "hold add --facility demo --signed-by Sato --reason court ";
    assertThat(run(hold + "--study 1.2.3").out()).endsWith(" It holds 1 study now.\n");
    assertThat(run(hold + "--patient 12345").out()).endsWith(" It holds 1 study now.\n");
    assertThat(run("study show 1.2.3").out())
        .containsPattern("On legal hold \\d+ since .*, by Sato: court\n")
        .containsPattern("On legal hold \\d+ \\(its patient\\) since .*, by Sato: court\n");
    JsonNode holds = run("study show 1.2.3 --json").json().path("holds");
    assertThat(holds).hasSize(2);
    String first = holds.at("/0/id").asText();
    run("hold release " + first + " --reason closed --signed-by Sato");
    assertThat(run("study show 1.2.3 --json").json().path("holds")).hasSize(1);
    assertThat(run("study list --patient nobody").err()).isEqualTo("No study.\n");
    assertThat(run("index status").out()).contains("demo");
  }

  @Test
  @Order(6)
  void whatIsInQuarantineIsReleasedOrGivenUp() throws Exception {
    JsonNode waiting = run("quarantine list --json").json();
    assertThat(waiting).hasSize(1);
    String id = waiting.at("/0/id").asText();
    assertThat(run("quarantine show " + id).out()).contains("Contract capacity exceeded");
    assertThat(run("quarantine release " + id).out())
        .isEqualTo("Object %s is released.\n".formatted(id));
    assertThat(run("quarantine list").err()).isEqualTo("Nothing is in quarantine.\n");
    assertThat(run("quarantine release " + id).status()).isEqualTo(CliException.REFUSED);
    node.arrived("778", "1.2.5", "1.2.5.1.1", Optional.of("Kept aside by rule x"));
    String second = run("quarantine list --json").json().at("/0/id").asText();
    assertThat(run("quarantine remove " + second).status()).isZero();
    assertThat(run("study list --patient 778 --json").json()).isEmpty();
  }

  @Test
  @Order(7)
  void aMonthIsClosedOnceAndExported(@TempDir Path files) throws Exception {
    CommandRun early = run("billing close --month 2026-11");
    assertThat(early.status()).isEqualTo(CliException.REFUSED);
    assertThat(early.err())
        .contains("Warning: 2026-11 has not ended: a closed month never changes")
        .contains("(UBL)")
        .contains("expected: --yes");
    assertThat(run("billing statements").out()).isEmpty();
    CommandRun closed = run("billing close --month 2026-11 --yes");
    assertThat(closed.status()).isZero();
    assertThat(closed.out())
        .startsWith("2026-11 is closed: 1 statement.\n")
        .contains("202611-0001")
        .contains("10000  JPY")
        .contains("what arrives in the rest of it is billed with 2026-12");
    CommandRun again = run("billing close --month 2026-11");
    assertThat(again.status()).isEqualTo(CliException.REFUSED);
    assertThat(again.err()).contains("never changes");
    assertThat(run("billing close --month 2026-12").err()).contains("has not begun");
    assertThat(run("billing close --month November").err()).contains("expected: YYYY-MM");
    Path csv = files.resolve("november.csv");
    assertThat(
            run(
                    "billing",
                    "export",
                    "--month",
                    "2026-11",
                    "--format",
                    "csv",
                    "--out",
                    csv.toString())
                .out())
        .isEqualTo("2026-11 is written to %s.\n".formatted(csv));
    assertThat(Files.readAllLines(csv))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("record,type,month");
    assertThat(run("billing export --month 2026-11").out().replace("\r", ""))
        .isEqualTo(Files.readString(csv).replace("\r", ""));
    assertThat(run("billing export --month 2026-11 --format json").json().path("records"))
        .hasSize(3);
    assertThat(
            run("billing", "export", "--month", "2026-11", "--out", "/nowhere/at/all.csv").status())
        .isEqualTo(CliException.USAGE);
    assertThat(run("billing records --month 2026-11").out()).contains("PERIOD").contains("STUDY");
    assertThat(run("billing records --month 2026-11 --type OVERAGE").err())
        .isEqualTo("No such billing record; 2026-11 is closed.\n");
    assertThat(run("billing records --month 2026-12").err()).contains("when its month is closed");
    assertThat(run("billing statements --month 2026-11 --json").json()).hasSize(1);
  }

  @Test
  @Order(8)
  void aCorrectionGoesToTheNextMonthAndTheLedgerVerifies() throws Exception {
    CommandRun corrected =
        run(
            "billing",
            "correct",
            "--facility",
            "demo",
            "--amount=-500",
            "--currency",
            "JPY",
            "--reason",
            "A day down",
            "--reference",
            "202611-0001",
            "--contract",
            "demo-1");
    assertThat(corrected.out()).isEqualTo("Record 4: JPY -500 in 2026-12.\n");
    assertThat(run("billing verify").out())
        .isEqualTo("4 records, 1 statement: all as they were written.\n");
    assertThat(run("billing explain 209911-0001/1").err())
        .contains("statement \"209911-0001\" (expected: the number of one that was made")
        .contains("hokan billing statements");
    assertThat(run("billing explain 202611-0001/9").err())
        .contains("line 9 of statement 202611-0001 (expected: 1 to ");
    assertThat(run("billing invoice 202611-0099 --out " + folder.resolve("x.pdf")).err())
        .contains("statement \"202611-0099\" (expected: the number of one that was made");
    assertThat(run("billing close --month 2999-01").err()).contains("has not begun");
    assertThat(run("contract remove demo-1").err()).contains("billing records are kept for it");
    JsonNode shown = run("contract show demo-1 --json").json();
    long kept = 0;
    for (JsonNode study : run("study list --facility demo --json").json()) {
      kept += study.path("bytes").asLong();
    }
    assertThat(kept).isPositive();
    assertThat(shown.path("keptBytes").asLong()).isEqualTo(kept);
    assertThat(shown.path("keptPercent").decimalValue()).isEqualByComparingTo("0.0");
    assertThat(run("contract show demo-1").out()).contains(Column.size(kept) + ", 0.0%");
    assertThat(run("contract propose demo-1 --capacity 1kB --side PROVIDER --signed-by Ito").err())
        .contains("Warning: capacity: 1kB, but %dB are kept for demo already".formatted(kept));
    run("contract withdraw demo-1 --side PROVIDER --signed-by Ito");
    run("contract propose demo-1 --capacity 9TB --side FACILITY --signed-by Sato");
    assertThat(run("contract list").out().lines().map(line -> line.replaceAll(" +", " ")).toList())
        .anySatisfy(
            line -> assertThat(line).contains("demo-1 demo ACTIVE 2 4 PROPOSED").contains(" 2TB"));
    assertThat(run("contract withdraw demo-1 --signed-by Yamada"))
        .isEqualTo(
            new CommandRun(
                0, "The offer is taken back; contract demo-1 stays ACTIVE with version 2.\n", ""));
  }

  @Test
  @Order(9)
  void storageAndIndexAreShownVerifiedAndRebuilt() throws Exception {
    assertThat(run("storage status").out()).contains("VOLUME").contains("ECONOMY");
    assertThat(run("storage packs --json").json()).hasSize(1);
    CommandRun verified = run("storage verify");
    assertThat(verified.status()).isZero();
    assertThat(verified.out()).isEqualTo("4 objects in 1 packs: all as they came.\n");
    assertThat(run("index rebuild").out()).isEqualTo("The index is made anew from 4 objects.\n");
    assertThat(run("index rebuild --no-wait --json").json().path("task").asText())
        .isEqualTo("index-rebuild");
  }

  @Test
  @Order(10)
  void everythingDoneByHandIsInTheAuditTrail() throws Exception {
    JsonNode events = run("audit list --kind CHANGE --limit 1000 --json").json();
    assertThat(events.findValuesAsText("actor")).containsOnly("admin@127.0.0.1");
    assertThat(events.findValuesAsText("action"))
        .contains(
            "facility.add",
            "facility.change",
            "facility.remove",
            "ae.add",
            "ae.change",
            "ae.remove",
            "contract.add",
            "contract.change",
            "rule.add",
            "rule.change",
            "rule.remove",
            "quarantine.release",
            "quarantine.remove",
            "billing.close",
            "billing.correct",
            "index.rebuild");
    assertThat(run("audit list --action study. --patient 12345").out()).contains("study.list");
  }

  @Test
  @Order(11)
  void statusShowsTheNodeAndItsParts() throws Exception {
    CommandRun status = run("status");
    assertThat(status.status()).isZero();
    assertThat(status.out()).contains("HOKAN").contains("0.0.0.0:11112").contains("storage   UP");
    assertThat(status.out()).containsPattern("HTJ2K +(INSTALLED|MISSING)");
    assertThat(run("status --json").json().path("ready").asBoolean()).isTrue();
  }

  @Test
  void saysThatTheTokenIsAnothers(@TempDir Path other) throws Exception {
    Files.copy(folder.resolve(NodeClient.ADDRESS_FILE), other.resolve(NodeClient.ADDRESS_FILE));
    Files.writeString(other.resolve(NodeClient.TOKEN_FILE), "0".repeat(64));
    CommandRun stranger = CommandRun.of("facility", "list", "--data", other.toString());
    assertThat(stranger.status()).isEqualTo(CliException.NO_NODE);
    assertThat(stranger.err()).contains("does not accept the token in");
  }

  @Test
  @Order(1)
  void aCloseThatWasGivenUpEndsTheCommandWithItsProblem() throws Exception {
    YearMonth month = YearMonth.of(2026, 1);
    node.closesDoNotEnd(
        Optional.of(new CloseFacts(month, Instant.EPOCH, "admin", "", "DatabaseException", true)));
    try {
      CommandRun ran = run("billing", "close", "--month", month.toString());
      assertThat(ran.status()).isEqualTo(CliException.REFUSED);
      assertThat(ran.err()).contains("given up: DatabaseException", "closing it again goes on");
      CommandRun json = run("billing", "close", "--month", month.toString(), "--json");
      assertThat(json.status()).isEqualTo(CliException.REFUSED);
      assertThat(json.json().path("state").asText()).isEqualTo("GIVEN_UP");
    } finally {
      node.closesDoNotEnd(Optional.empty());
    }
  }

  @Test
  void aKeyThatIsNoneIsToldFromAReceiptThatIsDamaged(@TempDir Path files) throws Exception {
    Path receipt = Files.writeString(files.resolve("r.json"), "{\"kind\": \"?\"}");
    for (String key : List.of("node.key", "AAAA", "MCowBQYDK2VwAyEA")) {
      CommandRun ran = CommandRun.of("receipt", "verify", receipt.toString(), "--key", key);
      assertThat(ran.status()).as(key).isEqualTo(CliException.USAGE);
      assertThat(ran.err()).contains("--key: no Ed25519 public key").contains("not a file");
    }
    String key = run("receipt key").out().strip();
    Path text = Files.writeString(files.resolve("r.txt"), "no JSON at all");
    CommandRun noJson = CommandRun.of("receipt", "verify", text.toString(), "--key", key);
    assertThat(noJson.err())
        .isEqualTo(
            "hokan: %s: no JSON at line 1, column 1 (expected: a file of hokan receipt show)\n"
                .formatted(text));
    assertThat(noJson.status()).isEqualTo(CliException.REFUSED);
    CommandRun nowhere = run("receipt show 1.2.3 --facility demo --out /nodir/x");
    assertThat(nowhere.err()).contains("/nodir: no such folder (expected: one that exists)");
    assertThat(nowhere.status()).isEqualTo(CliException.USAGE);
    assertThat(run("receipt show 1.2.99 --facility demo").err())
        .contains("study \"1.2.99\" of facility demo (expected: one with a billing record; a study")
        .contains("hokan study list --facility demo");
    assertThat(CommandRun.of("receipt", "verify", receipt.toString(), "--key", key).out())
        .contains("no receipt (expected: a file of hokan receipt show)");
  }

  @Test
  @Order(90)
  void patientsAndExamsAreAddedAndTakenOutAndWhatFollowsIsSaidBefore(@TempDir Path files)
      throws Exception {
    Path terms =
        Files.writeString(
            files.resolve("chosen.yaml"),
            """
            from: 2026-01-01
            until: 2026-12-31
            currency: JPY
            capacity: 1TB
            grace: 6m
            units:
              - {unit: PATIENT, course: MONTHLY, unitRate: 100, retention: 5y, patients: ["P1"]}
              - {unit: STUDY, course: MONTHLY, unitRate: 10, chosen: true}
            """);
    run("facility add chosen --name Chosen --issuer CHOSEN");
    assertThat(run("contract add --facility chosen --file " + terms).err())
        .startsWith("Warning: chosen-1 starts in the past, on 2026-01-01: what ")
        .contains("will be charged at the next close");

    assertThat(run("backup add chosen-1 --patient P2").out())
        .startsWith("Added to unit PATIENT of contract chosen-1 from ")
        .endsWith(" on. Kept of it now: exams 0, images 0; check the ID.\n");
    assertThat(run("hold add --facility chosen --patient P2 --reason r --signed-by Sato").out())
        .endsWith(" It holds 0 studies now; check the ID.\n");
    JsonNode none =
        run("hold add --facility chosen --study 1.2 --reason r --signed-by Sato --json").json();
    assertThat(none.path("studies").asInt(-1)).isZero();
    assertThat(run("backup add chosen-1 --study 1.2.3").out())
        .startsWith("Added to unit STUDY of contract chosen-1 from ");
    assertThat(run("backup add chosen-1 --study 1.2.3").err()).contains("already");
    assertThat(run("backup list chosen-1").out()).contains("P1").contains("P2").contains("1.2.3");
    assertThat(run("backup remove chosen-1 --patient P1").out())
        .contains("stays for the grace (6m) and until 5y after each exam")
        .contains("given back with the close of that month")
        .endsWith("Say --yes to do it.\n");
    assertThat(run("backup remove chosen-1 --patient P1 --yes").out()).startsWith("Taken out.");
    assertThat(run("backup remove chosen-1 --patient P1 --yes").err()).contains("not chosen");
    assertThat(run("backup list chosen-1 --json").out()).contains("\"images\" : 0");
    assertThat(run("backup add demo-1 --patient P2").err()).contains("has no unit PATIENT");
    renewal(terms);
    unitsOfOtherDays();
  }

  private void unitsOfOtherDays() throws Exception {
    Path without =
        Files.writeString(
            folder.resolve("without.yaml"),
            """
            from: 2026-01-01
            until: 2026-12-31
            currency: JPY
            capacity: 1TB
            units:
              - {unit: FACILITY, course: MONTHLY, unitRate: 100}
              - {unit: STUDY, course: MONTHLY, unitRate: 10, chosen: true}
            """);
    run("contract change chosen-1 --valid-from 2026-12-01 --file " + without);
    assertThat(run("backup list chosen-1").out().lines().map(l -> l.replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("PATIENT IN_FORCE P2 "))
        .anyMatch(line -> line.startsWith("STUDY IN_FORCE 1.2.3 "))
        .anyMatch(line -> line.startsWith("FACILITY LATER (all) "));
  }

  private void renewal(Path terms) throws Exception {
    String offer =
        "contract propose --facility chosen --from 2027-01-01 --until 2027-12-31 --file %s --signed-by A"
            .formatted(terms);
    String accept = "contract accept chosen-2 --side FACILITY --signed-by B";
    String warning = "1 patient and 1 exam that chosen-1 keeps on 2026-12-31 are not chosen";
    assertThat(run(offer).err()).contains(warning).doesNotContain("in the past");
    assertThat(run("contract show chosen-2").err()).contains(warning);
    assertThat(run(accept + " --copy-choices").err()).isEmpty();
    assertThat(run("backup list chosen-2").out()).contains("P2").contains("1.2.3");
    assertThat(run("contract show chosen-2").err()).isEmpty();
    assertThat(run("backup copy chosen-2").err()).contains("Nothing is left to choose.");
  }

  private static CommandRun run(String words) {
    return run(words.split(" "));
  }

  private static CommandRun run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
