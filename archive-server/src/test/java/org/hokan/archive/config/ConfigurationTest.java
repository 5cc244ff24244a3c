package org.hokan.archive.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void readsEachKindOfValue() throws IOException {
    Configuration configuration =
        load(
            """
            data-directory: /srv/hokan
            dicom:
              ae-title: MY ARCHIVE
              port: 104
              max-pdu-length: 64KiB
              idle-timeout: 90s
              private-storage-sop-classes: [1.2.276.0.99.1, 1.2.276.0.99.2]
            storage:
              volumes:
                - /disk1
                - /disk2
              pack-size: 2GB
            billing:
              time-zone: Asia/Tokyo
              quiet-time: 2h
            log:
              level: debug
            """);
    assertThat(configuration.dataDirectory()).isEqualTo(Path.of("/srv/hokan"));
    assertThat(configuration.dicom().aeTitle()).isEqualTo("MY ARCHIVE");
    assertThat(configuration.dicom().port()).isEqualTo(104);
    assertThat(configuration.dicom().lengths().maxPduLength()).isEqualTo(65_536);
    assertThat(configuration.dicom().timeouts().idle()).isEqualTo(Duration.ofSeconds(90));
    assertThat(configuration.dicom().privateStorageSopClasses())
        .containsExactly("1.2.276.0.99.1", "1.2.276.0.99.2");
    assertThat(configuration.storage().volumes())
        .containsExactly(Path.of("/disk1"), Path.of("/disk2"));
    assertThat(configuration.storage().packSize()).isEqualTo(2_000_000_000L);
    assertThat(configuration.billing().timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(configuration.billing().quietTime()).isEqualTo(Duration.ofHours(2));
    assertThat(configuration.logLevel()).isEqualTo(LogLevel.DEBUG);
    assertThat(configuration.http().port()).isEqualTo(8080);
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsLineAndTheNearestKey() {
    assertThat(
            problems(
                """
                dicom:
                  prot: 104
                  ae-title: THIS_TITLE_IS_TOO_LONG
                  idle-timeout: 90 parsecs
                storrage:
                  pack-size: 1GiB
                  anything: else
                port: 1
                ingest:
                  batch-size: 5000
                  queue-size: 100
                """,
                "http.port=70000",
                "htpt.port=1",
                "nothing"))
        .containsExactly(
            "hokan.yaml:2: dicom.prot: unknown key (nearest: dicom.port)",
            "hokan.yaml:5: storrage: unknown key (nearest: storage)",
            "hokan.yaml:8: port: unknown key (nearest: dicom.port)",
            "--set: htpt.port: unknown key (nearest: http.port)",
            "--set: no '=' (expected: KEY=VALUE, such as dicom.port=11112)",
            "hokan.yaml:3: dicom.ae-title: THIS_TITLE_IS_TOO_LONG (expected: an AE title: 1 to 16"
                + " printable characters; PS3.5 §6.2)",
            "hokan.yaml:4: dicom.idle-timeout: 90 parsecs (expected: a duration from 100ms to 1d,"
                + " such as 30s or 10m)",
            "--set: http.port: 70000 (expected: a whole number from 0 to 65535)",
            "hokan.yaml:10: ingest.batch-size: 5000 is more than ingest.queue-size (expected: at"
                + " most that)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "dicom.port=8080; dicom.port: 8080 is that of http.port too",
        "http.port=11112; dicom.port: 11112 is that of http.port too",
        "storage.write-ahead-min=65MiB; storage.write-ahead-min: 68157440 is more than",
        "storage.pack-size=1MiB; storage.large-object-size: 16777216 is more than",
        "audit.queue-size=1; audit.batch-size: 500 is more than audit.queue-size",
        "database.user=hokan; database.user: given without database.url",
        "database.password=hunter2; database.password: given without database.url",
        "storage.volumes=/a,/b,/c/../a; storage.volumes: /c/../a twice"
      })
  void valuesThatContradictEachOtherAreRefused(String override, String message) {
    assertThat(problems("", override)).singleElement().asString().contains(message);
  }

  @Test
  void portsMayBeEqualOnTwoAddressesOrWhenAnyIsFree() throws IOException {
    load("", "dicom.host=192.0.2.1", "dicom.port=8080");
    load("", "dicom.port=0", "http.port=0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "dicom.port=x; whole number",
        "dicom.port=; '' (expected",
        "dicom.port=99999999999; whole number",
        "dicom.ae-title=A\\B; AE title",
        "dicom.max-pdu-length=1KiB; from 4KiB to 16MiB",
        "dicom.max-pdu-length=5; from 4KiB",
        "storage.pack-size=1.5B; a size",
        "dicom.read-timeout=5; duration",
        "dicom.private-storage-sop-classes=1.2,x; list of UIDs",
        "billing.time-zone=Asia/Tokio; time zone",
        "database.url=mysql://h; JDBC URL",
        "log.level=LOUD; one of TRACE, DEBUG, INFO, WARN, ERROR",
        "data-directory=; a path"
      })
  void badValuesAreReportedWithWhatIsExpected(String override, String expected) {
    assertThat(problems("", override)).singleElement().asString().contains(expected);
  }

  @Test
  void anOverrideWinsOverTheFileAndALaterOneOverAnEarlier() throws IOException {
    Configuration configuration =
        load("dicom:\n  port: 104\n", "dicom.port=105", "dicom.port = 106 ");
    assertThat(configuration.dicom().port()).isEqualTo(106);
    assertThat(load("", "storage.volumes=/a, /b").storage().volumes())
        .containsExactly(Path.of("/a"), Path.of("/b"));
    assertThat(load("storage:\n  volumes: [/a]\n", "storage.volumes=").storage().volumes())
        .isEmpty();
  }

  @Test
  void secretsAreMaskedEverywhere() throws IOException {
    String url = "jdbc:postgresql://db/hokan?password=hunter2";
    Configuration configuration =
        load(
            "database:\n  url: %s\n  user: hokan\n  password: hunter2\n".formatted(url),
            "dicom.port=104");
    assertThat(configuration.database().password()).isEqualTo("hunter2");
    assertThat(configuration.database().url()).contains(url);
    assertThat(configuration.effective())
        .extracting(EffectiveSetting::toString)
        .contains(
            "data-directory = hokan-data (default)",
            "dicom.port = 104 (--set)",
            "storage.volumes = [] (default)",
            "database.url = ******** (%s:2)".formatted(folder.resolve("hokan.yaml")),
            "database.user = hokan (%s:3)".formatted(folder.resolve("hokan.yaml")),
            "database.password = ******** (%s:4)".formatted(folder.resolve("hokan.yaml")));
    assertThat(configuration.toString()).doesNotContain("hunter2");
    assertThat(problems("database:\n  password: [hunter2]\n", "hunter2").toString())
        .doesNotContain("hunter2");
    assertThat(problems("database:\n  url: 'mysql://hunter2@db'\n").toString())
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "dicom: [1]; :1: dicom: a value (expected: keys of this section)",
        "dicom: 5; :1: dicom: a value",
        "[1, 2]; :1: no keys",
        "dicom: {port: [1]}; :1: dicom.port: a list (expected: a whole number",
        "dicom: {port: {a: 1}}; :1: dicom.port: keys (expected: a value)",
        "dicom: {port: 1, port: 2}; :1: dicom.port: given a second time",
        "storage: {volumes: [[/a]]}; storage.volumes: a list in a list",
        "dicom: {port: &p 104, max-associations: *p}; dicom.max-associations: a YAML alias",
        "dicom: {port: 1; :1: no YAML",
        "dicom:\tport: 1; no YAML"
      })
  void otherShapesAreRefusedInWords(String yaml, String message) {
    assertThat(problems(yaml).get(0)).contains(message);
  }

  @Test
  void anEmptyFileAndEmptySectionsAreTheDefaults() throws IOException {
    for (String text : List.of("", "# nothing\n", "---\n", "dicom:\nhttp:\n")) {
      assertThat(load(text))
          .usingRecursiveComparison()
          .ignoringFields("effective")
          .isEqualTo(Configuration.defaults());
    }
  }

  @Test
  void aMissingFileASecondDocumentAndAHugeFileAreReported() throws IOException {
    assertThat(catchProblems(Optional.of(folder.resolve("none.yaml"))).get(0))
        .contains("cannot be read: NoSuchFileException");
    assertThat(problems("dicom:\n  port: 1\n---\ndicom:\n  port: 2\n").get(0))
        .contains("a second document");
    assertThat(problems("# " + "x".repeat(1 << 20)).get(0)).contains("larger than 1 MiB");
    Path binary = Files.write(folder.resolve("bin.yaml"), new byte[] {(byte) 0xFF, 0, 1});
    assertThat(catchProblems(Optional.of(binary))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void deepNestingIsRefusedNotFatal(int depth) {
    assertThat(problems("a: " + "[".repeat(depth))).isNotEmpty();
    assertThat(problems("{a: ".repeat(depth))).isNotEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedFilesNeverEscapeAsAnotherException(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = ConfigurationReference.yaml().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1 + random.nextInt(10); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    Path file = Files.write(folder.resolve("damaged.yaml"), bytes);
    try {
      Configuration.load(Optional.of(file), List.of());
    } catch (ConfigurationException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  private Configuration load(String yaml, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("hokan.yaml"), yaml);
    return Configuration.load(Optional.of(file), List.of(overrides));
  }

  private List<String> problems(String yaml, String... overrides) {
    try {
      Path file = Files.writeString(folder.resolve("hokan.yaml"), yaml);
      return catchProblems(Optional.of(file), overrides);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> catchProblems(Optional<Path> file, String... overrides) {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> Configuration.load(file, List.of(overrides)));
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).contains(thrown.problems().get(0).toString());
    return thrown.problems().stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }
}
