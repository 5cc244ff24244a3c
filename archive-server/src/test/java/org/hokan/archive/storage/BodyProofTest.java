package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyProofTest {
  private static final byte[] BODY = TestObjects.random(277_000, 1);
  private static final String DIGEST = TestObjects.sha256(BODY);

  private final BodyProof proof = new BodyProof();

  private static byte[] header(String digest, Optional<String> crc) {
    return new EntryHeader(
            1,
            1,
            "1.2.3",
            BODY.length,
            digest,
            crc,
            TestObjects.ARRIVED,
            Map.of("calling", "ENDO1"))
        .encodeAt(512);
  }

  private static byte[] damaged(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    return other;
  }

  private boolean isWhole(byte[] header, byte[] body, String digest) {
    return proof.isWhole(ByteBuffer.wrap(header), ByteBuffer.wrap(body), digest);
  }

  @Test
  void oneFlippedBitAnywhereIsFound() {
    byte[] header = header(DIGEST, Optional.of(TestObjects.crc(BODY)));
    assertThat(isWhole(header, BODY, DIGEST)).isTrue();
    for (int at = 0; at < BODY.length; at += 9_973) {
      assertThat(isWhole(header, damaged(BODY, at), DIGEST)).as("bit at %d", at).isFalse();
    }
  }

  @Test
  void theCrcDecidesWhereTheHeaderNamesTheExpectedDigest() {
    String another = "0".repeat(64);
    byte[] header = header(another, Optional.of(TestObjects.crc(BODY)));
    assertThat(isWhole(header, BODY, another)).isTrue();
  }

  @Test
  void anotherObjectThanTheExpectedOneIsNotWholeThoughItsCrcAgrees() {
    byte[] header = header(DIGEST, Optional.of(TestObjects.crc(BODY)));
    assertThat(isWhole(header, BODY, "0".repeat(64))).isFalse();
  }

  @Test
  void anEntryWithoutCrcIsProvenByItsDigest() {
    byte[] header = header(DIGEST, Optional.empty());
    assertThat(isWhole(header, BODY, DIGEST)).isTrue();
    assertThat(isWhole(header, damaged(BODY, 5), DIGEST)).isFalse();
  }

  @Test
  void aDamagedHeaderDoesNotMakeAWholeObjectDamaged() {
    byte[] header = header(DIGEST, Optional.of(TestObjects.crc(BODY)));
    for (int at = header.length - BodyProof.BEFORE; at < header.length; at++) {
      assertThat(isWhole(damaged(header, at), BODY, DIGEST)).as("header byte %d", at).isTrue();
    }
    assertThat(isWhole(new byte[BodyProof.BEFORE], BODY, DIGEST)).isTrue();
    assertThat(isWhole(new byte[TarHeader.BLOCK], BODY, DIGEST)).isTrue();
  }
}
