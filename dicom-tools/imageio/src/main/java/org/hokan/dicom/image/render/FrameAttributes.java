package org.hokan.dicom.image.render;

import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/**
 * What an object says of one frame: in the Per-Frame Functional Groups, or for all frames in the
 * Shared ones (PS3.3 §C.7.6.16), or in the object itself where it has no such groups. Immutable.
 *
 * @param object the object without its pixel data
 * @param frame counted from 0
 */
record FrameAttributes(DataSet object, int frame) {

  /** The functional group's one item for this frame, else the object itself. */
  DataSet group(int sequenceTag) {
    List<DataSet> perFrame = object.items(Tag.PerFrameFunctionalGroupsSequence);
    List<DataSet> own =
        frame < perFrame.size() ? perFrame.get(frame).items(sequenceTag) : List.of();
    if (!own.isEmpty()) {
      return own.get(0);
    }
    return object.items(Tag.SharedFunctionalGroupsSequence).stream()
        .flatMap(shared -> shared.items(sequenceTag).stream())
        .findFirst()
        .orElse(object);
  }
}
