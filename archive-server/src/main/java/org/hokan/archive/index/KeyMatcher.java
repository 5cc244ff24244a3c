package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;

/**
 * Decides whether an entity matches the keys of an identifier: single value, list of UIDs,
 * universal, wild card, range and sequence matching (PS3.4 §C.2.2.2). Whatever SQL narrows, this
 * decides. Pure and immutable.
 *
 * <p>Values are compared exactly, except: person names (see {@link NameKey}), numbers, dates and
 * times, which are compared by what they mean. A key with several values matches what any of them
 * matches.
 */
final class KeyMatcher {
  private static final Map<Integer, Integer> TIME_OF_DATE =
      Map.of(
          Tag.PatientBirthDate, Tag.PatientBirthTime,
          Tag.StudyDate, Tag.StudyTime,
          Tag.SeriesDate, Tag.SeriesTime,
          Tag.ContentDate, Tag.ContentTime,
          Tag.AcquisitionDate, Tag.AcquisitionTime,
          Tag.InstanceCreationDate, Tag.InstanceCreationTime,
          Tag.PerformedProcedureStepStartDate, Tag.PerformedProcedureStepStartTime,
          Tag.PerformedProcedureStepEndDate, Tag.PerformedProcedureStepEndTime);

  private final List<Criterion> criteria;

  private KeyMatcher(List<Criterion> criteria) {
    this.criteria = List.copyOf(criteria);
  }

  static KeyMatcher of(DataSet keys, boolean combinedDateTime, boolean unknownMatches) {
    List<Criterion> criteria = new ArrayList<>();
    Set<Integer> done = new HashSet<>();
    if (combinedDateTime) {
      TIME_OF_DATE.forEach(
          (date, time) ->
              combined(keys, date, time)
                  .ifPresent(
                      range -> {
                        criteria.add(Criterion.combined(date, time, range, unknownMatches));
                        done.add(date);
                        done.add(time);
                      }));
    }
    for (Element key : keys) {
      if (!key.isEmpty() && !Identifiers.isControl(key.tag()) && !done.contains(key.tag())) {
        of(key, keys, combinedDateTime, unknownMatches).ifPresent(criteria::add);
      }
    }
    return new KeyMatcher(criteria);
  }

  boolean matches(DataSet entity) {
    for (Criterion criterion : criteria) {
      if (!criterion.matches(entity)) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything matches. */
  boolean isUniversal() {
    return criteria.isEmpty();
  }

  private static Optional<Criterion> of(
      Element key, DataSet keys, boolean combinedDateTime, boolean unknownMatches) {
    int tag = key.tag();
    if (key.vr() == VR.SQ) {
      return keys.items(tag).stream()
          .findFirst()
          .map(item -> of(item, combinedDateTime, unknownMatches))
          .filter(item -> !item.isUniversal())
          .map(item -> Criterion.item(tag, item, unknownMatches));
    }
    List<String> values = values(keys, tag);
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Criterion.of(tag, vrOf(key), values, unknownMatches));
  }

  /**
   * The key's values; none when the key is universal: it has no value, or one that is only a star.
   */
  static List<String> values(DataSet keys, int tag) {
    List<String> values = Criterion.known(keys, tag);
    for (String value : values) {
      if (Wildcard.isUniversal(value)) {
        return List.of();
      }
    }
    return values;
  }

  /** The dictionary's, so that a key sent as UN is still understood. */
  private static VR vrOf(Element key) {
    VR registered = ElementDictionary.vrOf(key.tag());
    return registered == VR.UN || registered == VR.SQ ? key.vr() : registered;
  }

  /** Both keys are ranges of the same form. */
  private static Optional<TimeRange> combined(DataSet keys, int dateTag, int timeTag) {
    Optional<TimeRange> dates = single(keys, dateTag).flatMap(TimeRange::ofDates);
    Optional<TimeRange> times = single(keys, timeTag).flatMap(TimeRange::ofTimes);
    if (dates.isEmpty() || times.isEmpty()) {
      return Optional.empty();
    }
    boolean sameForm =
        dates.get().isRange()
            && times.get().isRange()
            && (dates.get().from() == null) == (times.get().from() == null)
            && (dates.get().to() == null) == (times.get().to() == null);
    return sameForm ? Optional.of(TimeRange.combined(dates.get(), times.get())) : Optional.empty();
  }

  private static Optional<String> single(DataSet keys, int tag) {
    List<String> values = values(keys, tag);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }
}
