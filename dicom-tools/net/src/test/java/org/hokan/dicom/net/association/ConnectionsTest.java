package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.hokan.dicom.net.association.Connections.Connection;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final int MIB = 1 << 20;
  private final Connections connections = new Connections(new ConnectionLimits(3, 2, 6));

  private Connection from(String peer) {
    return new Connection(peer, () -> {});
  }

  private Connection opened(String peer) {
    Connection connection = from(peer);
    assertThat(connections.opened(connection)).isEmpty();
    return connection;
  }

  @Test
  void thereAreNoMoreAssociationsThanAllowedInAllAndOfOnePeer() {
    Connection first = opened("a");
    assertThat(connections.associate(first)).isTrue();
    assertThat(connections.associate(opened("a"))).isTrue();
    assertThat(connections.associate(opened("a"))).isFalse();
    assertThat(connections.associate(opened("b"))).isTrue();
    assertThat(connections.associate(opened("c"))).isFalse();
    connections.over(first);
    connections.over(first);
    assertThat(connections.associations()).isEqualTo(2);
    assertThat(connections.associate(opened("a"))).isTrue();
  }

  @Test
  void theOneThatWaitsLongestGivesWay() {
    Connection oldest = opened("a");
    opened("a");
    opened("b");
    opened("b");
    opened("c");
    opened("c");
    assertThat(connections.opened(from("d"))).contains(oldest);
  }

  @Test
  void aPeerWithHalfOfThemGivesWayItself() {
    Connection other = opened("b");
    Connection oldest = opened("a");
    opened("a");
    opened("a");
    assertThat(connections.opened(from("a"))).contains(oldest);
    connections.closed(oldest);
    assertThat(connections.pending()).isEqualTo(4);
    assertThat(connections.all()).contains(other).doesNotContain(oldest);
  }

  @Test
  void halfSentRequestsHoldLimitedMemory() {
    Connection hoarder = opened("a");
    Connection honest = opened("b");
    assertThat(connections.received(hoarder, 15 * MIB)).isEmpty();
    assertThat(connections.received(honest, 2 * MIB)).contains(hoarder);
    connections.closed(hoarder);
    assertThat(connections.received(honest, MIB)).isEmpty();
    connections.associate(honest);
    connections.decided(honest);
    assertThat(connections.received(opened("c"), 16 * MIB)).isEmpty();
  }

  @Test
  void whoHoldsMostGivesWayAlsoWithAnAssociationThatIsNotDecided() {
    Connection undecided = opened("a");
    assertThat(connections.received(undecided, 16 * MIB)).isEmpty();
    connections.associate(undecided);
    assertThat(connections.received(opened("b"), 200)).contains(undecided);
    connections.closed(undecided);
    assertThat(connections.received(opened("b"), 200)).isEmpty();
  }

  @Test
  void whatIsClosedCountsForNothing() {
    Connection one = opened("a");
    connections.associate(one);
    connections.closed(one);
    connections.over(one);
    assertThat(connections.associations()).isZero();
    assertThat(connections.pending()).isZero();
    assertThat(connections.all()).isEmpty();
  }
}
