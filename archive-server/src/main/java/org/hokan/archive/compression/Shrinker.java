package org.hokan.archive.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;

/**
 * Recompresses one instance: reads it from its pack, makes the smaller form, gives the original
 * back from that and compares its SHA-256 with the one of its arrival; only then is the form
 * stored. Memory is that of a frame, and what the store holds of an object on its way. Thread-safe.
 */
final class Shrinker {
  private static final int BUFFER = 1 << 16;

  private final PackStore store;
  private final Ingest ingest;
  private final Recompression recompression;
  private final int marginPercent;

  Shrinker(CompressionRooms rooms, int marginPercent) {
    this.store = rooms.store();
    this.ingest = rooms.ingest();
    this.recompression = rooms.recompression();
    this.marginPercent = marginPercent;
  }

  /**
   * Stores the smaller form; returns when it is durable.
   *
   * @return how many bytes it has
   * @throws NotSmaller when it is not worth it
   * @throws StorageException when nothing can be read or stored now
   * @throws RuntimeException of the toolkit when it cannot be done, or not be given back
   */
  long shrink(InstanceRow row, TransferSyntax target) throws IOException, InterruptedException {
    try (Incoming smaller = store.begin()) {
      Recipe recipe = compress(row, target, smaller);
      long length = smaller.length();
      CompletableFuture<Void> stored = ingest.replace(row, smaller, recipe).toCompletableFuture();
      try {
        stored.get();
      } catch (ExecutionException e) {
        throw new StorageException("smaller form cannot be stored: " + e.getMessage(), e);
      }
      return length;
    }
  }

  /** What {@link #shrink} would come to; nothing is stored. */
  long tried(InstanceRow row, TransferSyntax target) throws IOException {
    try (Incoming smaller = store.begin()) {
      compress(row, target, smaller);
      return smaller.length();
    }
  }

  private Recipe compress(InstanceRow row, TransferSyntax target, Incoming smaller)
      throws IOException {
    long most = row.at().length() * (100 - marginPercent) / 100;
    Recipe recipe;
    StoredAt at = row.at();
    try (InputStream original =
        store.open(new Location(at.volume(), at.pack(), at.offset(), at.length()))) {
      recipe = recompression.compress(original, target, new Bounded(smaller, row, most));
    }
    prove(row, smaller, recipe);
    return recipe;
  }

  private void prove(InstanceRow row, Incoming smaller, Recipe recipe) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream back = recompression.restore(smaller.received(), recipe)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = back.read(buffer); read >= 0; read = back.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(row.digest())) {
      throw new NotGivenBack(found, row.digest());
    }
  }

  /** Into the store, in pieces, as long as it is worth it. */
  private final class Bounded extends OutputStream {
    private final Incoming to;
    private final InstanceRow row;
    private final long most;

    Bounded(Incoming to, InstanceRow row, long most) {
      this.to = to;
      this.row = row;
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(ByteBuffer.wrap(bytes, offset, length));
      if (to.length() > most) {
        throw new NotSmaller(to.length(), row.at().length(), marginPercent);
      }
    }
  }
}
