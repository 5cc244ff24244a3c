package org.hokan.dicom.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.service.ClientAssociation;

/**
 * Finds out by C-FIND which SOP classes, and where the peer tells it which transfer syntaxes, the
 * objects have that a C-GET will bring. Goes down the levels as PS3.4 §C.4.1.2.1 has it; after
 * enough questions it stops with what it knows. Not thread-safe.
 */
final class StoredClasses {
  private static final int MOST_QUESTIONS = 200;

  private final ClientAssociation association;
  private final QueryModel model;
  private final Set<Uid> classes = new LinkedHashSet<>();
  private final Set<Uid> syntaxes = new LinkedHashSet<>();
  private int questions;

  StoredClasses(ClientAssociation association, QueryModel model) {
    this.association = association;
    this.model = model;
  }

  /** SOP classes of the objects, in the order found; empty when the peer tells none. */
  Set<Uid> classes() {
    return classes;
  }

  /** Transfer syntaxes that the peer has them in. */
  Set<Uid> syntaxes() {
    return syntaxes;
  }

  /** Looks at what these keys name at this level. */
  void find(QueryLevel level, QueryKeys keys) throws IOException {
    Map<Integer, String> fixed = new LinkedHashMap<>();
    for (int tag : level.keysAbove(model)) {
      keys.value(tag).ifPresent(value -> fixed.put(tag, value));
    }
    fixed.put(level.uniqueKey(), keys.value(level.uniqueKey()).orElseThrow());
    down(level, fixed);
  }

  private void down(QueryLevel level, Map<Integer, String> fixed) throws IOException {
    for (DataSet match : ask(level, fixed)) {
      match.uid(Tag.SOPClassUID).ifPresent(classes::add);
      add(match, Tag.SOPClassesInStudy, classes);
      add(match, Tag.AvailableTransferSyntaxUID, syntaxes);
      boolean known = level == QueryLevel.IMAGE || match.uid(Tag.SOPClassesInStudy).isPresent();
      if (!known) {
        Map<Integer, String> below = new LinkedHashMap<>(fixed);
        match.string(level.uniqueKey()).ifPresent(value -> below.put(level.uniqueKey(), value));
        QueryLevel next = level.below();
        below.put(next.uniqueKey(), "");
        down(next, below);
      }
    }
  }

  private static void add(DataSet match, int tag, Set<Uid> to) {
    match.strings(tag).stream().filter(Uid::isUid).map(Uid::of).forEach(to::add);
  }

  private List<DataSet> ask(QueryLevel level, Map<Integer, String> fixed) throws IOException {
    List<DataSet> matches = new ArrayList<>();
    if (questions++ >= MOST_QUESTIONS) {
      return matches;
    }
    DataSet.Builder identifier = DataSet.builder().string(Tag.QueryRetrieveLevel, level.name());
    fixed.forEach((tag, value) -> put(identifier, tag, value));
    if (level == QueryLevel.STUDY) {
      identifier.empty(Tag.SOPClassesInStudy);
    } else if (level == QueryLevel.IMAGE) {
      identifier.empty(Tag.SOPClassUID).empty(Tag.AvailableTransferSyntaxUID);
    }
    association.find(
        model.find(),
        identifier.build(),
        match -> {
          matches.add(match);
          return true;
        });
    return matches;
  }

  private static void put(DataSet.Builder identifier, int tag, String value) {
    if (value.isEmpty()) {
      identifier.empty(tag);
    } else {
      identifier.string(tag, value.split("\\\\"));
    }
  }
}
