package org.hokan.dicom.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.service.ClientAssociation;

/**
 * Finds out by C-FIND which SOP classes, and where the peer tells it which transfer syntaxes, the
 * objects have that a C-GET will bring. Looks at the studies first; where too many classes are in
 * them to propose each in every syntax, it goes down to the images, level by level as PS3.4
 * §C.4.1.2.1 has it. After enough questions it stops with what it knows. Not thread-safe.
 */
final class StoredClasses {
  private static final int MOST_QUESTIONS = 500;

  private final ClientAssociation association;
  private final QueryModel model;
  private final Set<Uid> classes = new LinkedHashSet<>();
  private final Set<ContextNeed> needs = new LinkedHashSet<>();
  private int questions;

  StoredClasses(ClientAssociation association, QueryModel model) {
    this.association = association;
    this.model = model;
  }

  /** SOP classes of the objects, in the order found; empty when the peer tells none. */
  Set<Uid> classes() {
    return classes;
  }

  /** SOP classes with transfer syntaxes that the peer has them in, as far as it tells. */
  Set<ContextNeed> needs() {
    return needs;
  }

  /** Looks at what these keys name at this level. */
  void find(QueryLevel level, QueryKeys keys) throws IOException {
    Map<Integer, String> fixed = new LinkedHashMap<>();
    for (int tag : level.keysAbove(model)) {
      keys.value(tag).ifPresent(value -> fixed.put(tag, value));
    }
    fixed.put(level.uniqueKey(), keys.value(level.uniqueKey()).orElseThrow());
    boolean enough = down(level, fixed, true) && ContextProposals.fitsEverySyntax(classes);
    if (!enough) {
      down(level, fixed, false);
    }
  }

  /**
   * Goes down from this level.
   *
   * @param untilClasses only as far as the classes are told
   * @return whether they were told of everything
   */
  private boolean down(QueryLevel level, Map<Integer, String> fixed, boolean untilClasses)
      throws IOException {
    boolean told = true;
    for (DataSet match : ask(level, fixed)) {
      add(match);
      boolean known = level == QueryLevel.IMAGE || match.uid(Tag.SOPClassesInStudy).isPresent();
      if (level != QueryLevel.IMAGE && !(known && untilClasses)) {
        Map<Integer, String> below = new LinkedHashMap<>(fixed);
        match.string(level.uniqueKey()).ifPresent(value -> below.put(level.uniqueKey(), value));
        below.put(level.below().uniqueKey(), "");
        known = down(level.below(), below, untilClasses);
      }
      told &= known;
    }
    return told;
  }

  private void add(DataSet match) {
    uids(match, Tag.SOPClassesInStudy).forEach(classes::add);
    Optional<Uid> sopClass = match.uid(Tag.SOPClassUID);
    if (sopClass.isPresent()) {
      classes.add(sopClass.get());
      uids(match, Tag.AvailableTransferSyntaxUID)
          .forEach(syntax -> needs.add(new ContextNeed(sopClass.get(), syntax)));
    }
  }

  private static Stream<Uid> uids(DataSet match, int tag) {
    return match.strings(tag).stream().filter(Uid::isUid).map(Uid::of);
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
