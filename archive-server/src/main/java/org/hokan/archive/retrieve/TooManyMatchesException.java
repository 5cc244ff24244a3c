package org.hokan.archive.retrieve;

/** A retrieval names more instances than one operation may send: A701H. */
public final class TooManyMatchesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyMatchesException(int most) {
    super("more than %d instances (expected: fewer; retrieve study by study)".formatted(most));
  }
}
