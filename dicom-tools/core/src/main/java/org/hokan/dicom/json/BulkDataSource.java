package org.hokan.dicom.json;

import java.io.IOException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;

/** Fetches, while JSON is read, the values that it only names by URI (PS3.18 §F.2.6). */
@FunctionalInterface
public interface BulkDataSource {

  /**
   * The element with the value behind a URI.
   *
   * @param uri as it stands in the JSON: not checked, to be trusted no more than its sender
   */
  Element fetch(int tag, VR vr, String uri) throws IOException;
}
