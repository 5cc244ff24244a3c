package org.hokan.archive.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second copy of an open pack, written batch by batch after the first was forced; so it never
 * holds what the first does not. After a failure it is given up, and made anew from the first.
 */
final class PairedCopy implements Second {
  private static final Logger LOG = LoggerFactory.getLogger(PairedCopy.class);

  private final Copies copies;
  private final PackRef first;
  private volatile @Nullable OpenPack pack;

  PairedCopy(Copies copies, PackRef first, OpenPack pack) {
    this.copies = copies;
    this.first = first;
    this.pack = pack;
  }

  @Override
  public void append(EntryBatch batch) {
    OpenPack open = pack;
    if (open == null) {
      return;
    }
    try {
      if (!open.usable()) {
        throw new IOException("volume %s has gone".formatted(open.ref().volume()));
      }
      open.append(batch);
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("Pack {}: its copy cannot be written: {}", first, e.getMessage(), e);
      pack = null;
      open.giveUp();
      copies.unpaired(first);
      if (copies.refuses()) {
        throw new CopyUnavailable(
            "pack %s: its copy cannot be written: %s".formatted(first, e.getMessage()), e);
      }
    }
  }

  /** Whether the copy is as long as the first. */
  @Override
  public boolean isLevel() {
    return pack != null;
  }

  @Override
  public void writeAhead() {
    OpenPack open = pack;
    if (open != null) {
      open.writeAhead();
    }
  }

  @Override
  public void rest() {
    OpenPack open = pack;
    if (open != null) {
      open.rest();
    }
  }

  @Override
  public boolean wantsWriteAhead() {
    OpenPack open = pack;
    return open != null && open.wantsWriteAhead();
  }

  @Override
  public void ended(PackStatus.State state) {
    OpenPack open = pack;
    pack = null;
    boolean level = open != null && end(open, state);
    copies.ended(first, level);
  }

  /** What failed on the first volume is whole on the copy's. */
  private boolean end(OpenPack open, PackStatus.State state) {
    try {
      open.end(state == PackStatus.State.FAILED ? PackStatus.State.SEALED : state);
      return true;
    } catch (IOException e) {
      LOG.error("Pack {}: its copy cannot be ended", first, e);
      open.giveUp();
      return false;
    }
  }
}
