package org.hokan.archive.ae;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A DICOM application entity of a facility. Immutable.
 *
 * @param title its AE title, unique on the node (PS3.5 §6.2, VR AE)
 * @param facility the code of the facility that it belongs to
 * @param may what it may ask of the node
 * @param host where the node connects to, as the destination of a C-MOVE
 * @param port the TCP port there; given exactly when the host is
 * @param allowedFrom the addresses it may call from, each an IP address or a network such as {@code
 *     10.1.0.0/16}; empty: any
 * @param version counts the changes, from 1; 0: not kept yet
 */
public record ApplicationEntity(
    String title,
    String facility,
    Set<Permission> may,
    Optional<String> host,
    OptionalInt port,
    List<String> allowedFrom,
    int version) {

  public ApplicationEntity {
    AeTitle.check(title);
    may = may.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(may));
    allowedFrom = List.copyOf(allowedFrom);
    host.ifPresent(h -> Texts.line("AE %s: host".formatted(title), h, 1, 255));
    if (host.isPresent() != port.isPresent()) {
      throw new IllegalArgumentException(
          "AE %s: host without port or port without host (expected: both or none)"
              .formatted(title));
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
      throw new IllegalArgumentException(
          "AE %s: port: %d (expected: 1 to 65535)".formatted(title, port.getAsInt()));
    }
    if (may.contains(Permission.RECEIVE) && host.isEmpty()) {
      throw new IllegalArgumentException(
          "AE %s: may receive but has no address (expected: host and port)".formatted(title));
    }
    allowedFrom.forEach(AddressRange::parse);
    if (version < 0) {
      throw new IllegalArgumentException("version: %d (expected: >= 0)".formatted(version));
    }
  }

  public boolean may(Permission permission) {
    return may.contains(permission);
  }

  /**
   * Whether a C-MOVE may name it as destination: it may receive or retrieve, and has an address.
   */
  public boolean isMoveDestination() {
    return host.isPresent() && (may(Permission.RECEIVE) || may(Permission.RETRIEVE));
  }

  /** Whether it may call from this address. */
  public boolean mayCallFrom(InetAddress peer) {
    return allowedFrom.isEmpty()
        || allowedFrom.stream().map(AddressRange::parse).anyMatch(range -> range.contains(peer));
  }

  /** An entity that is not kept yet, without an address. */
  public static Builder builder(String title, String facility) {
    return new Builder(title, facility);
  }

  /** This entity's parts, to be changed. */
  public Builder toBuilder() {
    Builder builder = new Builder(title, facility);
    builder.may = may;
    builder.host = host;
    builder.port = port;
    builder.allowedFrom = allowedFrom;
    builder.version = version;
    return builder;
  }

  /** Builds an entity: may do nothing, has no address, calls from anywhere, unless told. */
  public static final class Builder {
    private final String title;
    private final String facility;
    private Set<Permission> may = Set.of();
    private Optional<String> host = Optional.empty();
    private OptionalInt port = OptionalInt.empty();
    private List<String> allowedFrom = List.of();
    private int version;

    private Builder(String title, String facility) {
      this.title = title;
      this.facility = facility;
    }

    public Builder may(Set<Permission> value) {
      may = value;
      return this;
    }

    public Builder may(Permission... value) {
      return may(Set.of(value));
    }

    public Builder address(String hostName, int tcpPort) {
      host = Optional.of(hostName);
      port = OptionalInt.of(tcpPort);
      return this;
    }

    public Builder noAddress() {
      host = Optional.empty();
      port = OptionalInt.empty();
      return this;
    }

    public Builder allowedFrom(List<String> value) {
      allowedFrom = value;
      return this;
    }

    public Builder version(int value) {
      version = value;
      return this;
    }

    public ApplicationEntity build() {
      return new ApplicationEntity(title, facility, may, host, port, allowedFrom, version);
    }
  }
}
