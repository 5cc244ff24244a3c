package org.hokan.archive.index;

import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * A series as lists for people show it.
 *
 * @param modality empty when it has none
 * @param series attributes of the series level
 */
public record SeriesSummary(
    Uid seriesInstanceUid, String modality, DataSet series, long instances, long bytes) {}
