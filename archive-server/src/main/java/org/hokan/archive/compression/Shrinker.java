package org.hokan.archive.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.hokan.archive.contract.AllowedLoss;
import org.hokan.archive.contract.LossTerms;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.image.transcode.BoundedLoss;
import org.hokan.dicom.image.transcode.Transcoder;

/**
 * Recompresses one instance: reads it from its pack, makes the smaller form, gives the original
 * back from that and compares its SHA-256 with the one of its arrival; only then is the form
 * stored. Where that fails since the original itself is damaged, it is repaired from its second
 * copy. Memory is that of a frame, and what the store holds of an object on its way; the time for
 * one object has a limit. Thread-safe.
 */
final class Shrinker {
  private static final int BUFFER = 1 << 16;

  private final PackStore store;
  private final Ingest ingest;
  private final Recompression recompression;
  private final BoundedLoss loss = new BoundedLoss(Transcoder.standard());
  private final int marginPercent;
  private final Duration mostTime;

  /**
   * @param mostTime for one object
   */
  Shrinker(CompressionRooms rooms, int marginPercent, Duration mostTime) {
    this.mostTime = mostTime;
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
   * @throws DamagedOriginal when the original is not as it came, and no second copy has it
   * @throws StorageException when nothing can be read or stored now
   * @throws RuntimeException of the toolkit when it cannot be done, or not be given back
   */
  long shrink(InstanceRow row, TransferSyntax target) throws IOException, InterruptedException {
    try {
      return shrinkOnce(row, target);
    } catch (NotSmaller | StorageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted() || !repaired(row)) {
        throw e;
      }
      return shrinkOnce(row, target);
    }
  }

  /**
   * Whether the original had to be repaired; it is as it came when this returns.
   *
   * @throws DamagedOriginal when no second copy has it
   */
  private boolean repaired(InstanceRow row) throws IOException {
    if (digest(new TimeLimit(mostTime).over(opened(row))).equals(row.digest())) {
      return false;
    }
    if (!store.repair(at(row), row.digest())) {
      throw new DamagedOriginal(row);
    }
    return true;
  }

  private long shrinkOnce(InstanceRow row, TransferSyntax target)
      throws IOException, InterruptedException {
    try (Incoming smaller = store.begin()) {
      Recipe recipe = compress(row, target, smaller);
      long length = smaller.length();
      await(ingest.replace(row, smaller, recipe));
      return length;
    }
  }

  private static void await(CompletionStage<Void> stored) throws InterruptedException {
    try {
      stored.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new StorageException("smaller form cannot be stored: " + e.getMessage(), e);
    }
  }

  /**
   * Stores what takes the place of an instance, losing what may be lost; returns when it is
   * durable.
   *
   * @param lastCheck throws when the original must stay after all; asked right before it is
   *     replaced
   * @return how many bytes it has
   * @throws LossBeyondBound when it would lose more
   * @throws DamagedOriginal when the original is not as it came, and no second copy has it
   */
  long lose(InstanceRow row, AllowedLoss allowed, Runnable lastCheck)
      throws IOException, InterruptedException {
    repaired(row);
    Uid uid =
        allowed.terms().uids() == LossTerms.Uids.NEW
            ? Predecessor.successorUid(row.facility(), row.sopInstanceUid())
            : row.sopInstanceUid();
    TimeLimit limit = new TimeLimit(mostTime);
    try (Incoming smaller = store.begin()) {
      try (InputStream original = limit.over(opened(row))) {
        OutputStream to = new Bounded(smaller, row, most(row));
        loss.compress(original, to, allowed.maxError(), source -> uid);
      }
      try (InputStream original = limit.over(opened(row));
          InputStream lossy = smaller.received()) {
        int largest = loss.largestError(original, lossy);
        if (largest > allowed.maxError()) {
          throw new LossBeyondBound(largest, allowed.maxError());
        }
      }
      long length = smaller.length();
      lastCheck.run();
      await(ingest.supersede(row, smaller, uid, BoundedLoss.TARGET.uid()));
      return length;
    }
  }

  /** Whether an instance may lose something at all, whoever allows it. */
  boolean canLose(InstanceRow row) {
    if (!Targets.canLose(row.transferSyntaxUid())) {
      return false;
    }
    try (InputStream object = opened(row)) {
      return BoundedLoss.refusal(object).isEmpty();
    } catch (IOException e) {
      throw new StorageException("%s: cannot be read".formatted(row.sopInstanceUid()), e);
    }
  }

  private InputStream opened(InstanceRow row) {
    return store.open(at(row));
  }

  private long most(InstanceRow row) {
    return row.at().length() * (100 - marginPercent) / 100;
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
    TimeLimit limit = new TimeLimit(mostTime);
    Recipe recipe;
    try (InputStream original = limit.over(opened(row))) {
      recipe = recompression.compress(original, target, new Bounded(smaller, row, most(row)));
    }
    String found = digest(limit.over(recompression.restore(smaller.received(), recipe)));
    if (!found.equals(row.digest())) {
      throw new NotGivenBack(found, row.digest());
    }
    return recipe;
  }

  private static Location at(InstanceRow row) {
    StoredAt at = row.at();
    return new Location(at.volume(), at.pack(), at.offset(), at.length());
  }

  /** Of all that the stream has; closes it. */
  private static String digest(InputStream bytes) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream in = bytes) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
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
