package org.hokan.dicom.dict;

import org.hokan.dicom.data.Uid;

/**
 * One row of the registry of UIDs (PS3.6 Annex A). Immutable.
 *
 * @param keyword empty for the few retired ones that have none, as may be {@code name}
 */
public record UidEntry(Uid uid, String keyword, UidType type, String name, boolean retired) {}
