package org.hokan.dicom.fuzz;

import java.util.List;
import org.hokan.fuzz.FuzzSuite;
import org.hokan.fuzz.FuzzTarget;

class FuzzTest extends FuzzSuite {
  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        new DataSetTarget(), new Part10Target(), new CharacterSetTarget(), new JsonTarget());
  }
}
