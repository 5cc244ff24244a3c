package org.hokan.archive.ae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationEntityTest {
  private static final ApplicationEntity.Builder ENDO = ApplicationEntity.builder("ENDO1", "demo");

  @ParameterizedTest
  @ValueSource(strings = {"A", "ENDO 1", "ENDO.ROOM-2", "SIXTEEN_LETTERS_"})
  void takesTitlesOfTheStandard(String title) {
    assertThat(ApplicationEntity.builder(title, "demo").build().title()).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", " A", "A ", "SEVENTEEN_LETTERS", "A\\B", "A\nB", "内視鏡"})
  void refusesOtherTitles(String title) {
    assertThatThrownBy(() -> ApplicationEntity.builder(title, "demo").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PS3.5")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anAddressIsWholeAndAReceiverHasOne() {
    assertThatThrownBy(() -> ENDO.build().toBuilder().address("h", 0).build())
        .hasMessageContaining("1 to 65535");
    assertThatThrownBy(() -> ENDO.build().toBuilder().may(Permission.RECEIVE).build())
        .hasMessageContaining("has no address");
    assertThatThrownBy(
            () ->
                new ApplicationEntity(
                    "A",
                    "demo",
                    Set.of(),
                    java.util.Optional.of("h"),
                    java.util.OptionalInt.empty(),
                    List.of(),
                    0))
        .hasMessageContaining("both or none");
  }

  @Test
  void whoMayReceiveOrRetrieveAndHasAnAddressIsAMoveDestination() {
    ApplicationEntity endo = ApplicationEntity.builder("ENDO1", "demo").build();
    ApplicationEntity.Builder there = endo.toBuilder().address("127.0.0.1", 104);
    assertThat(there.may(Permission.RECEIVE).build().isMoveDestination()).isTrue();
    assertThat(there.may(Permission.RETRIEVE).build().isMoveDestination()).isTrue();
    assertThat(there.may(Permission.STORE).build().isMoveDestination()).isFalse();
    assertThat(endo.toBuilder().may(Permission.RETRIEVE).build().isMoveDestination()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.2.128/25, 10.1.2.127, false",
    "0.0.0.0/0, 192.0.2.7, true",
    "2001:db8::/32, 2001:db8::7, true",
    "2001:db8::/32, 2001:db9::7, false",
    "0.0.0.0/0, 2001:db8::7, false"
  })
  void callsOnlyFromWhereItIsAllowed(String allowed, String peer, boolean may) throws Exception {
    ApplicationEntity entity =
        ApplicationEntity.builder("A", "demo").allowedFrom(List.of("192.0.2.1", allowed)).build();
    assertThat(entity.mayCallFrom(InetAddress.getByName(peer))).isEqualTo(may);
  }

  @Test
  void callsFromAnywhereUnlessTold() throws Exception {
    ApplicationEntity entity = ApplicationEntity.builder("A", "demo").build();
    assertThat(entity.mayCallFrom(InetAddress.getByName("192.0.2.1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hospital.example", "10.1.2", "10.1.2.3/33", "10.1.2.3/", "1.2.3.4/x", "::g"})
  void refusesWhatIsNoAddressAndAsksNoNameServer(String allowed) {
    assertThatThrownBy(
            () -> ApplicationEntity.builder("A", "demo").allowedFrom(List.of(allowed)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an IP address or a network");
  }

  @Test
  void readsPermissionsAndNamesThemWhenOneIsUnknown() {
    assertThat(Permission.parse("store, Query"))
        .containsExactlyInAnyOrder(Permission.STORE, Permission.QUERY);
    assertThat(Permission.format(Permission.parse("commit,store"))).isEqualTo("store,commit");
    assertThat(Permission.parse("")).isEmpty();
    assertThatThrownBy(() -> Permission.parse("store,delete"))
        .hasMessage("permission: 'delete' (expected: some of store,query,retrieve,receive,commit)");
  }
}
