package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What SQL lets through and the matcher takes is what the matcher takes of all rows. */
@OnEachDatabase
class NarrowingTest {
  private static final List<String> FAMILIES =
      List.of(
          "Yamada",
          "YAMADA",
          "Yamamoto",
          "Müller",
          "Muller",
          "山田",
          "やまだ",
          "ﾔﾏﾀﾞ",
          "O_Neil",
          "100%",
          "");
  private static final List<String> GIVEN = List.of("Tarou", "太郎", "T", "Jörg", "");
  private static final List<String> IDS =
      List.of("1", "12", "123", "A_1", "A%1", "A!1", "a1", "ID 7", "");
  private static final List<String> DATES =
      List.of("20261119", "20261120", "2026.11.20", "20261121", "20270101", "unknown", "");
  private static final List<String> TIMES = List.of("08", "1015", "101530.5", "235959", "");
  private static final List<String> NUMBERS = List.of("A-1", "A-2", "A-10", "b", "");
  private static final List<String> MODALITIES = List.of("ES", "CT", "MR", "SR", "");

  private final Database database;
  private final Index index;

  NarrowingTest(TestDatabase on) {
    database = on.shared(NarrowingTest.class, Index.entities());
    index = new Index(database);
    if (index.counts("demo").instances() == 0) {
      List<ArrivedInstance> population = population(new SplittableRandom(1));
      database.run(tx -> index.add(tx, population));
    }
  }

  private static List<ArrivedInstance> population(SplittableRandom random) {
    List<ArrivedInstance> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int study = random.nextInt(120);
      SplittableRandom ofStudy = new SplittableRandom(study);
      Arrival arrival =
          Arrival.of("1.9." + i)
              .in(ofStudy.nextInt(10) == 0 ? "other" : "demo")
              .with(Tag.SpecificCharacterSet, "ISO_IR 192")
              .patient(some(ofStudy, IDS) + (ofStudy.nextBoolean() ? "" : "x"))
              .with(Tag.PatientName, name(ofStudy))
              .with(Tag.StudyDate, some(ofStudy, DATES))
              .with(Tag.StudyTime, some(ofStudy, TIMES))
              .with(Tag.AccessionNumber, some(ofStudy, NUMBERS))
              .study("1.2." + study)
              .series("1.2." + study + "." + random.nextInt(3))
              .with(Tag.Modality, some(random, MODALITIES))
              .with(Tag.InstanceNumber, Integer.toString(random.nextInt(4)));
      all.add(arrival.make());
    }
    return all;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void narrowingLosesNoMatch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 8; i++) {
      QueryLevel level = List.of(QueryLevel.values()).get(random.nextInt(4));
      DataSet keys = keys(random);
      IndexQuery query =
          IndexQuery.builder("demo", QueryRoot.PATIENT, keys)
              .relational(true)
              .combinedDateTime(random.nextBoolean())
              .unknownMatches(random.nextInt(4) == 0)
              .build();
      RowMatcher matcher = new RowMatcher(query, level);
      IndexQuery everything =
          IndexQuery.builder("demo", QueryRoot.PATIENT, DataSet.empty()).build();
      assertThat(matches(level, Narrowing.of(query, level, database.kind()), query, matcher))
          .as("seed %d, query %d at %s: %s", seed, i, level, text(keys))
          .isEqualTo(
              matches(level, Narrowing.of(everything, level, database.kind()), query, matcher));
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 8);
  }

  private SortedSet<Long> matches(
      QueryLevel level, Narrowing narrowing, IndexQuery query, RowMatcher matcher) {
    SortedSet<Long> ids = new TreeSet<>();
    new Queries(database)
        .candidates(
            level,
            narrowing,
            Computed.of(query.keys()),
            row -> {
              if (matcher.matches(row)) {
                assertThat(ids.add(row.id())).as("no row twice").isTrue();
              }
              return true;
            },
            Asker.PATIENT);
    return ids;
  }

  private static DataSet keys(SplittableRandom random) {
    DataSet.Builder keys = DataSet.builder().string(Tag.SpecificCharacterSet, "ISO_IR 192");
    maybe(random, keys, Tag.PatientID, pattern(random, some(random, IDS)));
    maybe(random, keys, Tag.PatientName, pattern(random, name(random)));
    maybe(random, keys, Tag.StudyDate, range(random, DATES));
    maybe(random, keys, Tag.StudyTime, range(random, TIMES));
    maybe(random, keys, Tag.AccessionNumber, pattern(random, some(random, NUMBERS)));
    maybe(random, keys, Tag.ModalitiesInStudy, pattern(random, some(random, MODALITIES)));
    maybe(random, keys, Tag.Modality, some(random, MODALITIES), some(random, MODALITIES));
    if (random.nextInt(8) == 0) {
      keys.string(Tag.StudyInstanceUID, "1.2." + random.nextInt(120), "1.2." + random.nextInt(120));
    }
    return keys.build();
  }

  private static void maybe(
      SplittableRandom random, DataSet.Builder keys, int tag, String... values) {
    if (random.nextInt(3) == 0) {
      keys.string(tag, values);
    }
  }

  private static String range(SplittableRandom random, List<String> values) {
    return switch (random.nextInt(4)) {
      case 0 -> some(random, values) + "-";
      case 1 -> "-" + some(random, values);
      case 2 -> some(random, values) + "-" + some(random, values);
      default -> some(random, values);
    };
  }

  private static String name(SplittableRandom random) {
    String name = some(random, FAMILIES) + "^" + some(random, GIVEN);
    return random.nextInt(3) == 0 ? name + "=" + some(random, FAMILIES) : name;
  }

  private static String pattern(SplittableRandom random, String text) {
    int cut = random.nextInt(text.length() + 1);
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, cut) + "*";
      case 1 -> "*" + text.substring(cut);
      case 2 -> cut < text.length() ? text.substring(0, cut) + "?" + text.substring(cut + 1) : text;
      default -> text;
    };
  }

  private static String some(SplittableRandom random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static String text(DataSet keys) {
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append("%08x=%s ".formatted(key.tag(), keys.strings(key.tag()))));
    return text.toString();
  }
}
