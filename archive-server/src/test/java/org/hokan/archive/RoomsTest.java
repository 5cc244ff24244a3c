package org.hokan.archive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the node's rooms to the arrows of the architecture: the "may use" column is this table. */
class RoomsTest {
  private static final String BASE = "org.hokan.archive.";

  /** Room to the rooms that it may use. A room that is missing here fails the test. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("cli", Set.of()),
          Map.entry(
              "scp",
              Set.of("ae", "ingest", "retrieve", "commitment", "procedure", "index", "audit")),
          Map.entry(
              "web",
              Set.of(
                  "ae",
                  "ingest",
                  "retrieve",
                  "commitment",
                  "procedure",
                  "compression",
                  "retention",
                  "followup",
                  "trial",
                  "index",
                  "audit",
                  "contract",
                  "billing",
                  "job",
                  "storage")),
          Map.entry(
              "ingest", Set.of("storage", "index", "contract", "billing", "job", "audit", "db")),
          Map.entry("commitment", Set.of("storage", "index", "ingest", "ae", "job", "audit", "db")),
          Map.entry("procedure", Set.of("index", "ingest", "job", "audit", "db")),
          Map.entry("compaction", Set.of("storage", "index", "audit", "db")),
          Map.entry(
              "compression",
              Set.of("storage", "index", "ingest", "contract", "billing", "job", "audit", "db")),
          Map.entry("retention", Set.of("ae", "index", "ingest", "contract", "job", "audit", "db")),
          Map.entry(
              "followup",
              Set.of(
                  "ingest",
                  "retrieve",
                  "index",
                  "contract",
                  "ae",
                  "billing",
                  "job",
                  "audit",
                  "db")),
          Map.entry("trial", Set.of("index", "ingest", "contract", "billing", "storage", "db")),
          Map.entry("retrieve", Set.of("storage", "index", "billing", "audit")),
          Map.entry("journal", Set.of("storage", "db")),
          Map.entry("storage", Set.of()),
          Map.entry("index", Set.of("db")),
          Map.entry("ae", Set.of("db", "audit")),
          Map.entry("contract", Set.of("ae", "db", "audit")),
          Map.entry("billing", Set.of("contract", "db", "audit")),
          Map.entry("audit", Set.of("db")),
          Map.entry("job", Set.of("db")),
          Map.entry("db", Set.of()),
          Map.entry("config", Set.of()));

  private static final Set<String> ROOMS_WITH_TABLES =
      Set.of(
          "db",
          "job",
          "ae",
          "audit",
          "contract",
          "index",
          "billing",
          "commitment",
          "procedure",
          "compression",
          "retention",
          "followup",
          "trial");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.hokan.archive");

  static Set<String> rooms() {
    return CLASSES.stream()
        .map(RoomsTest::roomOf)
        .filter(room -> !room.equals("node"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String roomOf(JavaClass type) {
    String rest = type.getPackageName().substring(BASE.length() - 1);
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.")[0];
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesOnlyTheRoomsThatTheTableAllows(String room) {
    assertThat(MAY_USE).as("room %s stands in the table", room).containsKey(room);
    Set<String> allowed = MAY_USE.get(room);
    DescribedPredicate<JavaClass> forbidden =
        DescribedPredicate.describe(
            "in a room that " + room + " may not use",
            type ->
                type.getPackageName().startsWith(BASE)
                    && !roomOf(type).equals(room)
                    && !allowed.contains(roomOf(type)));
    noClasses()
        .that()
        .resideInAPackage(BASE + room + "..")
        .should()
        .dependOnClassesThat(forbidden)
        .check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void onlyRoomsWithTablesKnowHibernate(String room) {
    if (!ROOMS_WITH_TABLES.contains(room)) {
      noClasses()
          .that()
          .resideInAPackage(BASE + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hibernate..", "jakarta.persistence..")
          .check(CLASSES);
    }
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void onlyTheWebRoomKnowsNetty(String room) {
    if (!room.equals("web")) {
      noClasses()
          .that()
          .resideInAPackage(BASE + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "com.linecorp.armeria..")
          .check(CLASSES);
    }
  }

  @Test
  void entitiesNeverLeaveTheirRoom() {
    assertThat(
            CLASSES.stream()
                .filter(type -> type.isAnnotatedWith("jakarta.persistence.Entity"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName))
        .isEmpty();
  }

  @Test
  void timeComesFromAnInjectedClock() {
    Set<Class<?>> times =
        Set.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class);
    assertThat(
            CLASSES.stream()
                .filter(type -> !roomOf(type).equals("node"))
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> readsTheSystemClock(access, times))
                .map(JavaAccess::getDescription))
        .isEmpty();
  }

  private static boolean readsTheSystemClock(JavaAccess<?> access, Set<Class<?>> times) {
    boolean now =
        access.getName().equals("now")
            && times.stream().anyMatch(access.getTargetOwner()::isEquivalentTo)
            && access.getDescription().contains(".now()");
    boolean system =
        access.getTargetOwner().isEquivalentTo(Clock.class)
            && access.getName().startsWith("system");
    boolean millis =
        access.getTargetOwner().isEquivalentTo(System.class)
            && access.getName().equals("currentTimeMillis");
    return now || system || millis;
  }

  @Test
  void everyRoomSaysWhatItIsFor() {
    assertThat(
            rooms().stream()
                .filter(
                    room ->
                        CLASSES.stream()
                            .noneMatch(
                                type ->
                                    type.getName().equals(BASE + room + ".package-info")
                                        && type.isAnnotatedWith(
                                            "org.jspecify.annotations.NullMarked"))))
        .isEmpty();
  }
}
