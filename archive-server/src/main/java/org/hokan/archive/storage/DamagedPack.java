package org.hokan.archive.storage;

/** A pack holds bytes that are not what was written there. */
public final class DamagedPack extends StorageException {
  private static final long serialVersionUID = 1L;

  private final String pack;
  private final long offset;
  private final String problem;

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
