package org.hokan.archive.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.hokan.archive.db.Sql;
import org.hokan.dicom.data.Uid;

/** Reads instances with their location, without the attributes: what a retrieval needs of each. */
final class InstanceColumns {
  private static final String COLUMNS =
      "i.facility, s.study_instance_uid, e.series_instance_uid, i.sop_instance_uid, i.sop_class_uid,"
          + " i.transfer_syntax_uid, i.digest, i.volume, i.pack, i.pack_offset, i.length, i.arrived,"
          + " i.calling_ae, i.called_ae, i.peer, i.storage_class, i.contract_id, i.contract_version,"
          + " i.rule_name, i.rule_version, i.retention, i.compression,"
          + " i.stored_syntax_uid, i.stored_digest, i.original_length, i.recipe,"
          + " i.arrival_sequence, i.id";

  private InstanceColumns() {}

  /** The instances of these ids. */
  static Sql rows(List<Long> ids) {
    return Narrowing.rows(COLUMNS, QueryLevel.IMAGE, ids);
  }

  static Located located(ResultSet row) throws SQLException {
    return new Located(row.getLong(28), read(row));
  }

  static InstanceRow read(ResultSet row) throws SQLException {
    return new InstanceRow(
        row.getString(1),
        Uid.of(row.getString(2)),
        Uid.of(row.getString(3)),
        Uid.of(row.getString(4)),
        Uid.of(row.getString(5)),
        Uid.of(row.getString(6)),
        row.getString(7),
        new StoredAt(row.getString(8), row.getString(9), row.getLong(10), row.getLong(11)),
        row.getObject(12, OffsetDateTime.class).toInstant(),
        new Sender(row.getString(13), row.getString(14), row.getString(15)),
        new Decided(
            row.getString(16),
            row.getString(17),
            row.getInt(18),
            row.getString(19),
            row.getInt(20),
            row.getString(21),
            row.getString(22)),
        InstanceEntity.recompressed(
            row.getString(23), row.getString(24), row.getLong(25), row.getString(26)),
        row.getLong(27));
  }
}
