package org.hokan.dicom.json;

import java.io.IOException;
import java.util.Optional;
import org.hokan.dicom.data.Element;

/**
 * Decides, while JSON is written, which values go elsewhere and under which URI they are found
 * (PS3.18 §F.2.6).
 */
@FunctionalInterface
public interface BulkDataTarget {

  /**
   * The URI of a value that does not stay in the JSON; empty for one that does. Asked for every
   * element that has a value and a VR for which the standard allows it.
   *
   * @param path tag, then item number (from 0) and tag for each level of sequences: {@code
   *     7FE00010}, {@code 54000100/0/54001010}
   */
  Optional<String> uriOf(String path, Element element) throws IOException;
}
