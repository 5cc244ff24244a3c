package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeyTest {
  @TempDir Path folder;

  @Test
  void aKeyIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    Path file = folder.resolve("ledger-key");
    NodeKey made = NodeKey.open(file);
    assertThat(NodeKey.open(file).publicKey()).isEqualTo(made.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws IOException {
    Path file = folder.resolve("ledger-key");
    NodeKey.open(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> NodeKey.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rights rw-r----- (expected: rw------- at most");
  }

  @Test
  void earlierKeysAreLinesOfAFile() throws IOException {
    Path earlier = folder.resolve("ledger-keys-earlier");
    String old = NodeKey.fresh().publicKey();
    Files.writeString(earlier, "# until 2026-10, disk lost\n\n" + old + "\n");
    LedgerKeys keys = LedgerKeys.open(folder.resolve("ledger-key"), earlier);
    assertThat(keys.know(old)).isTrue();
    assertThat(keys.know(keys.key().publicKey())).isTrue();
    assertThat(keys.know(NodeKey.fresh().publicKey())).isFalse();
    Files.writeString(earlier, "no key at all\n");
    assertThatThrownBy(() -> LedgerKeys.open(folder.resolve("ledger-key"), earlier))
        .hasMessageContaining("a line of 13 characters (expected: a public key as");
  }
}
