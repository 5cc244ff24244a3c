package org.hokan.archive.index;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;

/** What one key demands of an entity's attributes. Pure. */
interface Criterion {
  boolean matches(DataSet entity);

  /**
   * The criterion of a key that is not universal (PS3.4 §C.2.2.2).
   *
   * @param keys its values, at least one that is not empty
   * @return empty when the VR has no matching, or the key is no value of it: then nothing can match
   */
  static Criterion of(int tag, VR vr, List<String> keys, boolean unknownMatches) {
    Predicate<String> test = test(vr, keys);
    return entity -> {
      List<String> values = known(entity, tag);
      return values.isEmpty() ? unknownMatches : any(values, test);
    };
  }

  private static boolean any(List<String> values, Predicate<String> test) {
    for (String value : values) {
      if (test.test(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The values that are not empty; an attribute with several matches when one does (PS3.4
   * §C.2.2.3).
   */
  static List<String> known(DataSet entity, int tag) {
    List<String> values = entity.strings(tag);
    return values.contains("") ? values.stream().filter(v -> !v.isEmpty()).toList() : values;
  }

  private static Predicate<String> test(VR vr, List<String> keys) {
    return switch (vr) {
      case UI, AS, AT -> Set.copyOf(keys)::contains;
      case PN -> anyOf(keys, key -> new NameKey(key)::matches);
      case DA -> anyOf(keys, key -> within(TimeRange.ofDates(key), Moment::ofDate));
      case TM -> anyOf(keys, key -> within(TimeRange.ofTimes(key), Moment::ofTime));
      case DT -> anyOf(keys, key -> within(TimeRange.ofDateTimes(key), Moment::ofDateTime));
      case DS, IS, FL, FD, SL, SS, SV, UL, US, UV -> anyOf(keys, Criterion::sameNumber);
      case AE, CS, LO, LT, SH, ST, UC, UR, UT -> anyOf(keys, key -> Wildcard.of(key)::matches);
      case OB, OD, OF, OL, OV, OW, SQ, UN -> value -> true;
    };
  }

  private static Predicate<String> anyOf(
      List<String> keys, Function<String, Predicate<String>> test) {
    List<Predicate<String>> tests = keys.stream().map(test).toList();
    return tests.size() == 1
        ? tests.get(0)
        : value -> tests.stream().anyMatch(one -> one.test(value));
  }

  private static Predicate<String> within(
      Optional<TimeRange> range, Function<String, Optional<Moment>> parser) {
    return value ->
        range.isPresent() && parser.apply(value).filter(range.get()::contains).isPresent();
  }

  private static Predicate<String> sameNumber(String key) {
    Optional<BigDecimal> number = number(key);
    return number.isEmpty()
        ? key::equals
        : value -> number(value).filter(n -> n.compareTo(number.get()) == 0).isPresent();
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return text.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A date range and a time range as one range of moments. */
  static Criterion combined(int dateTag, int timeTag, TimeRange range, boolean unknownMatches) {
    return entity -> {
      Optional<Moment> date = entity.string(dateTag).flatMap(Moment::ofDate);
      Optional<Moment> time = entity.string(timeTag).flatMap(Moment::ofTime);
      if (date.isEmpty()) {
        return unknownMatches;
      }
      long midnight = date.get().first();
      return range.contains(time.map(t -> t.on(midnight)).orElse(date.get()));
    };
  }

  /** Some item has what the key's item asks for (PS3.4 §C.2.2.2.6). */
  static Criterion item(int tag, KeyMatcher wanted, boolean unknownMatches) {
    return entity -> {
      List<DataSet> items = entity.items(tag);
      return items.isEmpty() ? unknownMatches : items.stream().anyMatch(wanted::matches);
    };
  }
}
