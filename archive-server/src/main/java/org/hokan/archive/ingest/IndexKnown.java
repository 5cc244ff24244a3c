package org.hokan.archive.ingest;

import java.util.Optional;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.StudyFilter;
import org.hokan.dicom.data.Uid;

/** Asks the index. */
record IndexKnown(Index index) implements Known {
  @Override
  public Optional<String> digest(String facility, Uid sopInstance) {
    return index.digest(facility, sopInstance);
  }

  @Override
  public boolean study(String facility, Uid studyInstance) {
    StudyFilter one =
        StudyFilter.all().ofFacility(facility).withUid(studyInstance.value()).limit(1);
    return !index.studies(one).isEmpty();
  }
}
