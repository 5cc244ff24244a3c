package org.hokan.archive.ae;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.db.Tx;

/** The rows of this room: how they are read and held. */
final class AeRows {
  private AeRows() {}

  static Optional<Facility> facility(Tx tx, String code) {
    return Optional.ofNullable(tx.session().get(FacilityEntity.class, code))
        .map(FacilityEntity::facility);
  }

  static Optional<ApplicationEntity> entity(Tx tx, String title) {
    return Optional.ofNullable(tx.session().get(ApplicationEntityEntity.class, title))
        .map(ApplicationEntityEntity::entity);
  }

  static Facility lockedFacility(Tx tx, String code) {
    return facilityIfKnown(tx, code)
        .orElseThrow(
            () ->
                new ChangeRefusedException(
                    Reason.NOT_FOUND,
                    "facility %s: unknown (expected: the code of a facility)"
                        .formatted(Texts.quote(code))));
  }

  /** Locked, too. */
  static Optional<Facility> facilityIfKnown(Tx tx, String code) {
    return Optional.ofNullable(
            tx.session().get(FacilityEntity.class, code, LockMode.PESSIMISTIC_WRITE))
        .map(FacilityEntity::facility);
  }

  static ApplicationEntity lockedEntity(Tx tx, String title) {
    ApplicationEntityEntity row =
        tx.session().get(ApplicationEntityEntity.class, title, LockMode.PESSIMISTIC_WRITE);
    if (row == null) {
      throw new ChangeRefusedException(
          Reason.NOT_FOUND,
          "AE %s: unknown (expected: the title of an AE)".formatted(Texts.quote(title)));
    }
    return row.entity();
  }

  static List<Facility> facilities(Tx tx) {
    return tx
        .session()
        .createSelectionQuery("from FacilityRow", FacilityEntity.class)
        .getResultList()
        .stream()
        .map(FacilityEntity::facility)
        .toList();
  }

  static List<ApplicationEntity> entities(Tx tx) {
    return tx
        .session()
        .createSelectionQuery("from ApplicationEntityRow", ApplicationEntityEntity.class)
        .getResultList()
        .stream()
        .map(ApplicationEntityEntity::entity)
        .toList();
  }

  static List<String> titlesOf(Tx tx, String facility) {
    return tx.session()
        .createSelectionQuery(
            "select e.title from ApplicationEntityRow e where e.facility = :facility order by"
                + " e.title",
            String.class)
        .setParameter("facility", facility)
        .getResultList();
  }

  static Optional<String> facilityOfIssuer(Tx tx, String issuer) {
    return tx.session()
        .createSelectionQuery(
            "select f.code from FacilityRow f where f.issuer = :issuer", String.class)
        .setParameter("issuer", issuer)
        .uniqueResultOptional();
  }

  static long revision(Tx tx) {
    return tx.session()
        .createNativeQuery("select revision from ae_revision where id = 1", Long.class)
        .getSingleResult();
  }

  static void countChange(Tx tx) {
    tx.session()
        .createNativeMutationQuery("update ae_revision set revision = revision + 1 where id = 1")
        .executeUpdate();
  }

  static String describe(Facility facility) {
    return "name=%s, issuer=%s, time-zone=%s"
        .formatted(
            facility.name(),
            facility.issuer(),
            facility.timeZone().map(ZoneId::getId).orElse("node's"));
  }

  static String describe(ApplicationEntity entity) {
    String address = entity.host().map(host -> host + ":" + entity.port().orElse(0)).orElse("none");
    return "may=%s, address=%s, allowed-from=%s"
        .formatted(
            Permission.format(entity.may()),
            address,
            entity.allowedFrom().isEmpty() ? "any" : String.join(" ", entity.allowedFrom()));
  }
}
