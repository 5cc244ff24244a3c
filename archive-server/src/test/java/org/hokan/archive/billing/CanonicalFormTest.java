package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalFormTest {
  @Test
  void countsBytesSoThatNoValueCanPretendToBeAnotherField() {
    CanonicalForm one = new CanonicalForm().field("a", "x\nb=1:y");
    CanonicalForm two = new CanonicalForm().field("a", "x").field("b", "y");
    assertThat(one).hasToString("a=7:x\nb=1:y\n");
    assertThat(one.sha256()).isNotEqualTo(two.sha256());
    assertThat(new CanonicalForm().field("name", "保管")).hasToString("name=6:保管\n");
  }

  @Test
  void hashesWithSha256InLowerCaseHexadecimal() {
    // printf 'a=1:x\n' | sha256sum
    assertThat(new CanonicalForm().field("a", "x").sha256())
        .isEqualTo("a0b2fdd08c18ddc64d89610551e651a28a80339f9d41f96b2c316602aa49e571");
  }
}
