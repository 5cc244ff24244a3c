package org.hokan.fuzz;

import java.util.List;

/**
 * A parser to be given any bytes whatever. Its class is public and has a public constructor without
 * parameters, because another process makes it by its name.
 */
public interface FuzzTarget {
  /** Its folder in {@code test-data/fuzz}: lower case, with hyphens. */
  String name();

  /** Well-formed inputs to begin with, beside the files of its folder. */
  List<byte[]> seeds();

  /**
   * Parses the input and checks what must hold whatever it is. The parser's own exception is caught
   * here; what is thrown is a finding.
   */
  void run(byte[] input) throws Exception;
}
