package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hokan.archive.billing.Statement;
import org.hokan.archive.contract.BackupUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load that measures a close bills what it says. */
class CloseLoadTest {
  @TempDir Path data;

  @Test
  void eachStudyOfEachFacilityIsBilled() throws Exception {
    List<Statement> statements =
        CloseLoad.run(data, new CloseLoad.Load(3, 12, BackupUnit.STUDY, false)).first();
    assertThat(statements)
        .hasSize(3)
        .allSatisfy(
            statement -> {
              assertThat(statement.images()).isEqualTo(4 * 20);
              assertThat(statement.net()).isEqualTo(Money.parse("JPY 400"));
            });
  }

  @Test
  void aStudyThatWasDestroyedInAnEarlierMonthIsBilledNoMore() throws Exception {
    List<Statement> statements =
        CloseLoad.run(data, new CloseLoad.Load(3, 12, BackupUnit.STUDY, true)).first();
    assertThat(statements)
        .hasSize(3)
        .allSatisfy(statement -> assertThat(statement.net()).isEqualTo(Money.parse("JPY 200")));
  }
}
