package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Statements;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;

/** Counts statements, as H2 does itself, so that work for each image stays small and constant. */
class IndexWorkTest {
  private static final int BATCH = 100;

  @Test
  void aBatchOfOneStudyTakesAHandfulOfStatementsHoweverMuchThereIs() {
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities())) {
      Index index = new Index(database);
      database.run(tx -> index.add(tx, images(0)));
      long early = Statements.count(database, () -> database.run(tx -> index.add(tx, images(1))));
      for (int batch = 2; batch < 20; batch++) {
        List<ArrivedInstance> more = images(batch);
        database.run(tx -> index.add(tx, more));
      }
      long late = Statements.count(database, () -> database.run(tx -> index.add(tx, images(20))));
      // find instances, studies with patients, series, SOP classes; count in patient, study,
      // series, facility; and the rows
      assertThat(early).isLessThanOrEqualTo(BATCH + 10);
      assertThat(late).isLessThanOrEqualTo(early + 1);
    }
  }

  @Test
  void findingAnInstanceIsOneStatement() {
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities())) {
      Index index = new Index(database);
      database.run(tx -> index.add(tx, images(0)));
      Uid uid = Uid.of("1.2.1.1.0.5");
      assertThat(Statements.count(database, () -> index.instance("demo", uid))).isEqualTo(1);
      assertThat(Statements.count(database, () -> index.digest("demo", uid))).isEqualTo(1);
    }
  }

  private static List<ArrivedInstance> images(int batch) {
    List<ArrivedInstance> images = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      images.add(Arrival.of("1.2.1.1." + batch + "." + i).make());
    }
    return images;
  }
}
