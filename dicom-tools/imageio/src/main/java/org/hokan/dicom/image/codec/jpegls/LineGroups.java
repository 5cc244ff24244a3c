package org.hokan.dicom.image.codec.jpegls;

import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * Takes the lines of a scan's components in turn: all together where their samples alternate, one
 * after another where their lines do (T.87 Annex B). Used once.
 */
final class LineGroups {
  private final Scan scan;
  private final boolean together;
  private final int[] runIndexes;
  private int[][] above;
  private int[][] lines;

  LineGroups(int components, boolean together, Scan scan) {
    this.scan = scan;
    this.together = together;
    this.runIndexes = new int[components];
    this.above = new int[components][scan.columns() + 2];
    this.lines = new int[components][scan.columns() + 2];
  }

  /** The current line of each component, samples from index 1 on. */
  int[][] lines() {
    return lines;
  }

  /** Codes the current lines, which are given back. */
  int[][] code() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CodecException(Reason.INTERRUPTED, "JPEG-LS: interrupted");
    }
    if (together) {
      scan.line(above, lines);
    } else {
      for (int i = 0; i < lines.length; i++) {
        scan.runIndex(runIndexes[i]);
        scan.line(new int[][] {above[i]}, new int[][] {lines[i]});
        runIndexes[i] = scan.runIndex();
      }
    }
    return lines;
  }

  /** Goes on to the next lines. */
  void advance() {
    int[][] coded = lines;
    lines = above;
    above = coded;
  }
}
