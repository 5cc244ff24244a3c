package org.hokan.dicom.net.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.Capabilities;
import org.hokan.dicom.net.dimse.CommandField;

/**
 * Which provider answers for which SOP class. Verification (PS3.4 Annex A) is always there.
 * Immutable.
 */
public final class Services {
  /** Verification SOP Class. */
  public static final Uid VERIFICATION = Uid.of("1.2.840.10008.1.1");

  private static final List<Uid> UNCOMPRESSED =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  private final Map<Uid, StorageScp> storage;
  private final Map<Uid, QueryScp> query;
  private final Map<Uid, MoveScp> move;
  private final Map<Uid, GetScp> get;
  private final Map<Uid, NActionScp> action;
  private final Map<Uid, NCreateScp> create;
  private final Map<Uid, NSetScp> set;
  private final Map<Uid, NGetScp> attributes;
  private final Map<Uid, NEventReportScp> eventReport;

  private Services(Builder builder) {
    storage = Map.copyOf(builder.storage);
    query = Map.copyOf(builder.query);
    move = Map.copyOf(builder.move);
    get = Map.copyOf(builder.get);
    action = Map.copyOf(builder.action);
    create = Map.copyOf(builder.create);
    set = Map.copyOf(builder.set);
    attributes = Map.copyOf(builder.attributes);
    eventReport = Map.copyOf(builder.eventReport);
  }

  /** A builder with Verification only. */
  public static Builder builder() {
    return new Builder();
  }

  Optional<StorageScp> storage(Uid sopClassUid) {
    return Optional.ofNullable(storage.get(sopClassUid));
  }

  Optional<QueryScp> query(Uid sopClassUid) {
    return Optional.ofNullable(query.get(sopClassUid));
  }

  Optional<MoveScp> move(Uid sopClassUid) {
    return Optional.ofNullable(move.get(sopClassUid));
  }

  Optional<GetScp> get(Uid sopClassUid) {
    return Optional.ofNullable(get.get(sopClassUid));
  }

  Optional<NActionScp> action(Uid sopClassUid) {
    return Optional.ofNullable(action.get(sopClassUid));
  }

  Optional<NCreateScp> create(Uid sopClassUid) {
    return Optional.ofNullable(create.get(sopClassUid));
  }

  Optional<NSetScp> set(Uid sopClassUid) {
    return Optional.ofNullable(set.get(sopClassUid));
  }

  Optional<NGetScp> attributes(Uid sopClassUid) {
    return Optional.ofNullable(attributes.get(sopClassUid));
  }

  Optional<NEventReportScp> eventReport(Uid sopClassUid) {
    return Optional.ofNullable(eventReport.get(sopClassUid));
  }

  /** Whether there is a provider for this request. */
  boolean performs(CommandField request, Uid sopClassUid) {
    return switch (request) {
      case C_ECHO_RQ -> sopClassUid.equals(VERIFICATION);
      case C_STORE_RQ -> storage.containsKey(sopClassUid);
      case C_FIND_RQ -> query.containsKey(sopClassUid);
      case C_MOVE_RQ -> move.containsKey(sopClassUid);
      case C_GET_RQ -> get.containsKey(sopClassUid);
      case N_ACTION_RQ -> action.containsKey(sopClassUid);
      case N_CREATE_RQ -> create.containsKey(sopClassUid);
      case N_SET_RQ -> set.containsKey(sopClassUid);
      case N_GET_RQ -> attributes.containsKey(sopClassUid);
      case N_EVENT_REPORT_RQ -> eventReport.containsKey(sopClassUid);
      case N_DELETE_RQ,
          C_STORE_RSP,
          C_FIND_RSP,
          C_MOVE_RSP,
          C_GET_RSP,
          C_ECHO_RSP,
          N_EVENT_REPORT_RSP,
          N_GET_RSP,
          N_SET_RSP,
          N_ACTION_RSP,
          N_CREATE_RSP,
          N_DELETE_RSP,
          C_CANCEL_RQ ->
          false;
    };
  }

  boolean has(Uid sopClassUid) {
    return sopClassUid.equals(VERIFICATION)
        || Stream.of(storage, query, move, get, action, create, set, attributes, eventReport)
            .anyMatch(providers -> providers.containsKey(sopClassUid));
  }

  /**
   * What these providers amount to: storage in every transfer syntax that can be stored, the others
   * in Explicit and Implicit VR Little Endian.
   *
   * @param retrievableSopClasses storage classes that a C-GET may send
   */
  public Capabilities capabilities(Collection<Uid> retrievableSopClasses) {
    List<Uid> storable = TransferSyntax.storable().stream().map(TransferSyntax::uid).toList();
    Capabilities.Builder capabilities = Capabilities.builder().scp(VERIFICATION, UNCOMPRESSED);
    storage.keySet().forEach(uid -> capabilities.scp(uid, storable));
    query.keySet().forEach(uid -> capabilities.scp(uid, UNCOMPRESSED));
    move.keySet().forEach(uid -> capabilities.scp(uid, UNCOMPRESSED));
    get.keySet().forEach(uid -> capabilities.scp(uid, UNCOMPRESSED));
    Stream.of(action, create, set, attributes)
        .flatMap(providers -> providers.keySet().stream())
        .forEach(uid -> capabilities.scp(uid, UNCOMPRESSED));
    // Who hears of events is the SCU, also where the SCP asks for the association.
    eventReport.keySet().forEach(uid -> capabilities.scu(uid, UNCOMPRESSED));
    retrievableSopClasses.forEach(uid -> capabilities.scu(uid, storable));
    return capabilities.build();
  }

  /** Gathers providers; not thread-safe. */
  public static final class Builder {
    private final Map<Uid, StorageScp> storage = new HashMap<>();
    private final Map<Uid, QueryScp> query = new HashMap<>();
    private final Map<Uid, MoveScp> move = new HashMap<>();
    private final Map<Uid, GetScp> get = new HashMap<>();
    private final Map<Uid, NActionScp> action = new HashMap<>();
    private final Map<Uid, NCreateScp> create = new HashMap<>();
    private final Map<Uid, NSetScp> set = new HashMap<>();
    private final Map<Uid, NGetScp> attributes = new HashMap<>();
    private final Map<Uid, NEventReportScp> eventReport = new HashMap<>();

    private Builder() {}

    /** Who takes C-STORE for these SOP classes. */
    public Builder storage(Collection<Uid> sopClassUids, StorageScp provider) {
      sopClassUids.forEach(uid -> storage.put(uid, provider));
      return this;
    }

    /** Who takes C-FIND for these SOP classes. */
    public Builder query(Collection<Uid> sopClassUids, QueryScp provider) {
      sopClassUids.forEach(uid -> query.put(uid, provider));
      return this;
    }

    /** Who takes C-MOVE for these SOP classes. */
    public Builder move(Collection<Uid> sopClassUids, MoveScp provider) {
      sopClassUids.forEach(uid -> move.put(uid, provider));
      return this;
    }

    /** Who takes C-GET for these SOP classes. */
    public Builder get(Collection<Uid> sopClassUids, GetScp provider) {
      sopClassUids.forEach(uid -> get.put(uid, provider));
      return this;
    }

    /** Who performs N-ACTION for this SOP class. */
    public Builder action(Uid sopClassUid, NActionScp provider) {
      action.put(sopClassUid, provider);
      return this;
    }

    /** Who performs N-CREATE for this SOP class. */
    public Builder create(Uid sopClassUid, NCreateScp provider) {
      create.put(sopClassUid, provider);
      return this;
    }

    /** Who performs N-SET for this SOP class. */
    public Builder set(Uid sopClassUid, NSetScp provider) {
      set.put(sopClassUid, provider);
      return this;
    }

    /** Who performs N-GET for this SOP class. */
    public Builder attributes(Uid sopClassUid, NGetScp provider) {
      attributes.put(sopClassUid, provider);
      return this;
    }

    /** Who hears of events (N-EVENT-REPORT) of this SOP class: this side is its SCU. */
    public Builder eventReport(Uid sopClassUid, NEventReportScp provider) {
      eventReport.put(sopClassUid, provider);
      return this;
    }

    /** The value. */
    public Services build() {
      return new Services(this);
    }
  }
}
