package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Location;
import org.junit.jupiter.api.Test;

class ProvenStreamTest {
  private final byte[] object = bytes();

  private static byte[] bytes() {
    byte[] bytes = new byte[100_000];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  private InputStream proven(byte[] found) {
    String digest = HexFormat.of().formatHex(Digests.sha256().digest(object));
    Location location = new Location("v", "packs/demo/ECONOMY/1.tar", 2048, object.length);
    return new ProvenStream(new ByteArrayInputStream(found), location, digest, () -> false);
  }

  @Test
  void whatIsAsItWasStoredIsReadToItsEnd() throws IOException {
    InputStream in = proven(object);
    in.skipNBytes(300);
    assertThat(in.read()).isEqualTo(object[300] & 0xff);
    assertThat(in.readAllBytes()).hasSize(object.length - 301);
  }

  @Test
  void theLastBytesOfADamagedObjectAreNotHandedOut() {
    byte[] damaged = object.clone();
    damaged[5] ^= 1;
    InputStream in = proven(damaged);
    byte[] chunk = new byte[16_384];
    int[] got = {0};
    assertThatThrownBy(
            () -> {
              int count = in.read(chunk);
              while (count >= 0) {
                got[0] += count;
                count = in.read(chunk);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("pack packs/demo/ECONOMY/1.tar at 2048: SHA-256");
    assertThat(got[0]).isLessThan(object.length);
  }

  @Test
  void anObjectThatEndsEarlyIsNoWholeObject() {
    InputStream in = proven(java.util.Arrays.copyOf(object, 99_000));
    assertThatThrownBy(in::readAllBytes).isInstanceOf(EOFException.class);
  }
}
