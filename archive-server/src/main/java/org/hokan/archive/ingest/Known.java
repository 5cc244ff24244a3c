package org.hokan.archive.ingest;

import java.util.Optional;
import org.hokan.dicom.data.Uid;

/** What the index knows already. */
interface Known {
  /** The digest of an instance that is kept. */
  Optional<String> digest(String facility, Uid sopInstance);

  /** Whether something of this study is kept. */
  boolean study(String facility, Uid studyInstance);
}
