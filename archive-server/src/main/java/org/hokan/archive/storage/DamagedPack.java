package org.hokan.archive.storage;

import java.io.IOException;

/** A pack holds bytes that are not what was written there. */
public final class DamagedPack extends StorageException {
  private static final long serialVersionUID = 1L;

  private final String pack;
  private final long offset;
  private final String problem;
  private final boolean unreadable;

  /**
   * @param pack path of the pack
   * @param offset where in the pack
   * @param problem what came (expected: what)
   */
  public DamagedPack(String pack, long offset, String problem) {
    super("pack %s, offset %d: %s".formatted(pack, offset, problem));
    this.pack = pack;
    this.offset = offset;
    this.problem = problem;
    this.unreadable = false;
  }

  private DamagedPack(String pack, long offset, IOException why) {
    super("pack %s, offset %d: cannot be read: %s".formatted(pack, offset, why.getMessage()), why);
    this.pack = pack;
    this.offset = offset;
    this.problem = "cannot be read: " + why.getMessage();
    this.unreadable = true;
  }

  /** The device does not give its bytes. */
  static DamagedPack unreadable(String pack, long offset, IOException why) {
    return new DamagedPack(pack, offset, why);
  }

  /** Whether nobody knows what is there. */
  boolean isUnreadable() {
    return unreadable;
  }

  /** What came (expected: what). */
  public String problem() {
    return problem;
  }

  public String pack() {
    return pack;
  }

  public long offset() {
    return offset;
  }
}
