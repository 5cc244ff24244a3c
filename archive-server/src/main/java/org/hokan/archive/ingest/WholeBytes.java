package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;

/** Reads all of a stored object, of any length. */
final class WholeBytes {
  private static final int BUFFER = 1 << 16;

  private WholeBytes() {}

  /**
   * Whether its bytes are those that were stored.
   *
   * @param digest SHA-256 in lower-case hex
   * @throws org.hokan.archive.storage.StorageException when its pack cannot be opened
   * @throws IOException when it cannot be read on
   */
  static boolean are(PackStore store, Location location, String digest) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream bytes = store.open(location)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(sha256.digest()).equals(digest);
  }
}
