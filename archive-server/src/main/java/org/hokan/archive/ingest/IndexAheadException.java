package org.hokan.archive.ingest;

/** The index knows more of a pack than there is of it. */
public final class IndexAheadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  IndexAheadException(String pack, long mark, long end) {
    super(
        ("pack %s: ends at %d (expected: %d at least, as the index knows it: it was cut, or put back"
                + " from an older copy). Put the whole pack back; or, if there is none, make the index"
                + " anew of what is there, which forgets what is lost: hokan serve --rebuild-index")
            .formatted(pack, end, mark));
  }
}
