package org.hokan.dicom.dict;

import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * A SOP class whose instances are stored (PS3.4 §B.5). Immutable.
 *
 * @param iod name of the information object definition, where PS3.4's table has the class
 */
public record StorageSopClass(Uid uid, String name, Optional<String> iod, boolean retired) {}
