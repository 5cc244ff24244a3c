package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOKAN@127.0.0.1:11112",
        "A B@archive.example.org:104",
        "HOKAN@[::1]:11112",
        "X@h:1"
      })
  void readsWhatItWrites(String written) {
    assertThat(PeerAddress.parse(written)).hasToString(written);
  }

  @Test
  void takesAnAddressApart() {
    assertThat(PeerAddress.parse(" HOKAN@[fe80::1%eth0]:11112"))
        .isEqualTo(new PeerAddress("HOKAN", "fe80::1%eth0", 11112));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOKAN", "HOKAN@host", "@host:1", "HOKAN@:1", "A@h:x", "A@::1:104", ""})
  void saysWhatAnAddressLooksLike(String written) {
    assertThatThrownBy(() -> PeerAddress.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TITLE@HOST:PORT, for instance HOKAN@127.0.0.1:11112");
  }

  @Test
  void refusesTitlesAndPortsThatCannotBe() {
    assertThatThrownBy(() -> PeerAddress.parse("SEVENTEEN_LETTERS@h:104"))
        .hasMessageContaining("1 to 16");
    assertThatThrownBy(() -> PeerAddress.parse("A@h:65536")).hasMessageContaining("65535");
    assertThatThrownBy(() -> PeerAddress.parse("A@h:0")).hasMessageContaining("port: 0");
  }
}
