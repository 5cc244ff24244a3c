package org.hokan.archive.retrieve;

import java.util.Map;
import org.hokan.dicom.data.Uid;

/**
 * How it went to send instances to a destination.
 *
 * @param remaining how many of the last ones were not begun, as it was stopped
 * @param answered whether the destination answered to any, were it only that it does not take it
 * @param failures why each failed that did, by SOP Instance UID; no patient data
 */
public record Sent(int remaining, boolean answered, Map<Uid, String> failures) {
  public Sent {
    failures = Map.copyOf(failures);
  }
}
