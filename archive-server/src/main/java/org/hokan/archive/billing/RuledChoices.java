package org.hokan.archive.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.AppliedTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * What other rules would have chosen in a run, under the contracts of that run. What anybody really
 * said of an object goes before it, as it does for a rule. Kept in a table of the scratch database
 * (H2) that ends with the run, so that memory does not grow with the traffic.
 */
final class RuledChoices {
  private static final String TABLE =
      """
      create table if not exists simulated_choice (
        contract varchar(64) not null, unit varchar(16) not null, object_key varchar(256) not null,
        from_day date not null, primary key (contract, unit, object_key))
      """;
  private static final String CHOOSE =
      """
      insert into simulated_choice (contract, unit, object_key, from_day)
      select ?1, ?2, ?3, ?4 where not exists (
        select 1 from simulated_choice where contract = ?1 and unit = ?2 and object_key = ?3)
      """;
  private static final String CHOSEN =
      """
      select object_key, from_day from simulated_choice
      where contract = ? and unit = ? and object_key = any(?)
      """;

  /** Makes its table. */
  RuledChoices(Database scratch) {
    scratch.run(
        tx ->
            tx.sql(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    return statement.execute(TABLE);
                  }
                }));
  }

  /** Chooses what an exam is of, from its day on, in units that are about chosen objects. */
  void choose(Tx tx, AgreedTerms terms, OtherRules.Part part, ReplayedExam exam, LocalDate day) {
    if (!part.backup().isEmpty()) {
      AppliedTerms.objects(terms.terms(), exam.patientId(), exam.study().studyInstanceUid())
          .forEach(
              (unit, object) -> {
                if (part.backup().contains(unit)) {
                  tx.sql(connection -> choose(connection, terms.contract(), unit, object, day));
                }
              });
    }
  }

  private static int choose(
      Connection connection, String contract, BackupUnit unit, String object, LocalDate day)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(CHOOSE)) {
      insert.setString(1, contract);
      insert.setString(2, unit.name());
      insert.setString(3, object);
      insert.setObject(4, day);
      return insert.executeUpdate();
    }
  }

  /** What was said of some objects of a contract's unit, with what rules would have. */
  Map<String, Chosen> over(
      Tx tx,
      Map<String, Chosen> said,
      Contract contract,
      BackupUnit unit,
      Collection<String> objects) {
    Map<String, Chosen> all = new HashMap<>(said);
    tx.sql(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(CHOSEN)) {
            query.setString(1, contract.id());
            query.setString(2, unit.name());
            query.setObject(3, objects.toArray());
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                LocalDate day = rows.getObject("from_day", LocalDate.class);
                all.putIfAbsent(
                    rows.getString("object_key"),
                    new Chosen(Days.of(day, Days.WITHOUT_END), false));
              }
            }
          }
          return all;
        });
    return all;
  }
}
