package org.hokan.dicom.encoding;

import java.util.Set;
import org.hokan.dicom.data.DataSet;

/**
 * The first part of a data set, up to a stop tag or its end.
 *
 * @param dataSet its elements; none when it is incomplete
 * @param complete whether all of the head was there; if not, try again with more bytes
 * @param length bytes of the head (of the inflated data set, if it is deflated); 0 when incomplete
 * @param neededLength when incomplete: at least this many bytes are needed to get further
 * @param leniencies the irregularities that were put up with
 */
public record Head(
    DataSet dataSet, boolean complete, long length, long neededLength, Set<Leniency> leniencies) {

  /** Keeps its own copy of the leniencies. */
  public Head {
    leniencies = Set.copyOf(leniencies);
  }

  static Head incomplete(long neededLength) {
    return new Head(DataSet.empty(), false, 0, neededLength, Set.of());
  }
}
