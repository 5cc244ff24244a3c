package org.hokan.archive.billing;

/**
 * How records are put together into lines, which statements of before have otherwise.
 *
 * @param divided each backup object has lines of its own
 * @param savings what compression made smaller has a line as well, of no amount
 */
record LineForm(boolean divided, boolean savings) {
  /** That of statements made now. */
  static final LineForm NOW = new LineForm(true, false);

  /** That of a statement. */
  static LineForm of(Statement then) {
    return new LineForm(
        then.lines().stream().anyMatch(line -> !line.object().isEmpty()),
        then.lines().stream().anyMatch(line -> line.type() == RecordType.SAVING));
  }

  boolean hasLine(RecordType type) {
    return !type.isCounted() || savings && type == RecordType.SAVING;
  }
}
