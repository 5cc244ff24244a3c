package org.hokan.archive.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.Tx;

/**
 * Inserts the instances of a batch by one statement in JDBC batches: the one row that every image
 * costs, and mapping it would cost more than the database itself.
 */
final class InstanceInsert {
  /** As {@link InstanceEntity}'s generator counts: a value ends a range of so many ids. */
  static final int IDS = 500;

  private static final String INSERT =
      "insert into instance (id, series_id, facility, sop_instance_uid, sop_class_uid,"
          + " transfer_syntax_uid, attributes, digest, volume, pack, pack_offset, length, arrived,"
          + " calling_ae, called_ae, peer, storage_class, contract_id, contract_version, rule_name,"
          + " rule_version, retention, compression, stored_syntax_uid, stored_digest,"
          + " original_length, recipe, arrival_sequence, predecessor_uid, predecessor_digest)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?)";

  private InstanceInsert() {}

  /** Gives the rows their ids and inserts them. */
  static void insert(Tx tx, List<InstanceEntity> rows) {
    tx.sql(
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Ids ids = new Ids(connection, tx.kind());
            for (InstanceEntity row : rows) {
              row.id = ids.next();
              set(insert, row);
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return rows.size();
        });
  }

  private static void set(PreparedStatement insert, InstanceEntity row) throws SQLException {
    int at = 0;
    insert.setLong(++at, row.id);
    insert.setLong(++at, row.seriesId);
    insert.setString(++at, row.facility);
    insert.setString(++at, row.sopInstanceUid);
    insert.setString(++at, row.sopClassUid);
    insert.setString(++at, row.transferSyntaxUid);
    insert.setBytes(++at, row.attributes);
    insert.setString(++at, row.digest);
    insert.setString(++at, row.volume);
    insert.setString(++at, row.pack);
    insert.setLong(++at, row.packOffset);
    insert.setLong(++at, row.length);
    insert.setObject(++at, row.arrived.atOffset(ZoneOffset.UTC));
    insert.setString(++at, row.callingAe);
    insert.setString(++at, row.calledAe);
    insert.setString(++at, row.peer);
    insert.setString(++at, row.storageClass);
    insert.setString(++at, row.contractId);
    insert.setInt(++at, row.contractVersion);
    insert.setString(++at, row.ruleName);
    insert.setInt(++at, row.ruleVersion);
    insert.setString(++at, row.retention);
    insert.setString(++at, row.compression);
    insert.setString(++at, row.storedSyntaxUid);
    insert.setString(++at, row.storedDigest);
    insert.setLong(++at, row.originalLength);
    insert.setString(++at, row.recipe);
    insert.setLong(++at, row.arrivalSequence);
    insert.setString(++at, row.predecessorUid);
    insert.setString(++at, row.predecessorDigest);
  }

  /** Ids from the sequence, a range at a time; what a batch leaves of its last range is lost. */
  private static final class Ids {
    private final Connection connection;
    private final String value;
    private long next = 1;
    private long last;

    Ids(Connection connection, DatabaseKind kind) {
      this.connection = connection;
      this.value =
          switch (kind) {
            case H2 -> "select next value for instance_seq";
            case POSTGRESQL -> "select nextval('instance_seq')";
          };
    }

    long next() throws SQLException {
      if (next > last) {
        last = value();
        if (last < IDS) {
          last = value(); // the sequence's first value ends no range
        }
        next = last - IDS + 1;
      }
      return next++;
    }

    private long value() throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(value);
          ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
