package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filler of large indexes writes rows as the node of today reads them. */
class FillIndexTest {
  @TempDir Path data;

  @Test
  void whatIsFilledInIsCountedAndFound() throws Exception {
    DatabaseSettings settings =
        DatabaseSettings.h2(Files.createDirectory(data.resolve("database")).resolve("hokan"));
    Database.open(settings, Index.entities()).close();
    FillIndex.main(new String[] {data.toString(), "4", "3", "bench"});
    try (Database database = Database.open(settings, Index.entities())) {
      Index index = new Index(database);
      assertThat(index.counts("bench").instances()).isEqualTo(12);
      assertThat(index.studies(StudyFilter.all()))
          .hasSize(4)
          .allSatisfy(study -> assertThat(study.instances()).isEqualTo(3));
    }
  }
}
