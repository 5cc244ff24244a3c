package org.hokan.archive.index;

import java.util.EnumMap;
import java.util.Map;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;

/**
 * Decides whether an entity answers a query: the keys of its level and of all levels above it
 * match. Keys of lower levels, and those that the index does not know, are no matching keys (PS3.4
 * §C.2.2.1.3).
 */
final class RowMatcher {
  private final Map<QueryLevel, KeyMatcher> matchers = new EnumMap<>(QueryLevel.class);
  private final String facility;

  RowMatcher(IndexQuery query, QueryLevel level) {
    facility = query.facility();
    for (QueryLevel each : QueryLevel.values()) {
      if (!level.isAbove(each)) {
        KeyMatcher matcher =
            KeyMatcher.of(
                keysOf(each, query.keys()), query.combinedDateTime(), query.unknownMatches());
        if (!matcher.isUniversal()) {
          matchers.put(each, matcher);
        }
      }
    }
  }

  boolean matches(EntityRow row) {
    if (!row.facility().equals(facility)) {
      return false;
    }
    for (Map.Entry<QueryLevel, KeyMatcher> each : matchers.entrySet()) {
      if (!each.getValue().matches(row.at(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static DataSet keysOf(QueryLevel level, DataSet keys) {
    DataSet.Builder some = DataSet.builder(keys.characterSet());
    for (Element key : keys) {
      if (!key.isEmpty() && LevelAttributes.isOf(level, key.tag())) {
        some.put(key);
      }
    }
    return some.build();
  }
}
