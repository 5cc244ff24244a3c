package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;

/**
 * Puts a match into a response identifier (PS3.4 §C.4.1.1.3.2): the keys of the request that the
 * index knows at the level or above, empty where the entity has no value; Query/Retrieve Level;
 * Retrieve AE Title; Instance Availability if asked for.
 *
 * <p>Texts are in the character set that they are stored in; when levels were stored in different
 * ones, in UTF-8.
 */
final class Answers {
  private static final String ONLINE = "ONLINE";

  private final QueryLevel level;
  private final String retrieveAeTitle;
  private final boolean availability;
  private final List<Wanted> wanted = new ArrayList<>();

  /** A key of the request and the level that has its values. */
  private record Wanted(Element key, QueryLevel holder) {}

  Answers(IndexQuery query, QueryLevel level) {
    this.level = level;
    this.retrieveAeTitle = query.retrieveAeTitle();
    this.availability = query.keys().contains(Tag.InstanceAvailability);
    for (Element key : query.keys()) {
      QueryLevel holder = LevelAttributes.levelOf(key.tag()).orElse(null);
      if (holder != null && !level.isAbove(holder)) {
        wanted.add(new Wanted(key, holder));
      }
    }
  }

  DataSet of(EntityRow row) {
    DataSet.Builder answer = DataSet.builder();
    answer.string(Tag.QueryRetrieveLevel, level.name());
    if (!retrieveAeTitle.isEmpty()) {
      answer.string(Tag.RetrieveAETitle, retrieveAeTitle);
    }
    if (availability) {
      answer.string(Tag.InstanceAvailability, ONLINE);
    }
    List<Picked> picked = new ArrayList<>(wanted.size());
    Set<SpecificCharacterSet> sets = new HashSet<>();
    for (Wanted each : wanted) {
      DataSet attributes = row.at(each.holder);
      Element element = picked(each.key, attributes);
      picked.add(new Picked(element, attributes));
      if (Texts.isExpanded(element)) {
        sets.add(attributes.characterSet());
      }
    }
    put(answer, picked, sets);
    return answer.build();
  }

  private static void put(
      DataSet.Builder answer, List<Picked> picked, Set<SpecificCharacterSet> sets) {
    if (sets.size() > 1) {
      answer.string(Tag.SpecificCharacterSet, Texts.UNICODE);
      picked.forEach(each -> answer.put(Texts.inUnicode(each.element, each.from.characterSet())));
      return;
    }
    picked.forEach(each -> answer.put(each.element));
    if (sets.size() == 1) {
      picked.stream()
          .filter(each -> Texts.isExpanded(each.element))
          .findFirst()
          .flatMap(each -> each.from.element(Tag.SpecificCharacterSet))
          .ifPresent(answer::put);
    }
  }

  private static Element picked(Element key, DataSet attributes) {
    Element element = attributes.element(key.tag()).orElse(null);
    if (element == null) {
      return key.vr() == VR.SQ
          ? Element.sequence(key.tag(), List.of())
          : Element.of(key.tag(), registered(key), new byte[0]);
    }
    return key instanceof SequenceElement asked && element instanceof SequenceElement stored
        ? items(asked, stored)
        : element;
  }

  private static VR registered(Element key) {
    return DataSet.builder()
        .empty(key.tag())
        .build()
        .element(key.tag())
        .map(Element::vr)
        .orElse(key.vr());
  }

  /** Of each item the attributes that the key's item names; all of them when it names none. */
  private static Element items(SequenceElement key, SequenceElement stored) {
    List<DataSet> asked = key.items();
    if (asked.isEmpty() || asked.get(0).isEmpty()) {
      return stored;
    }
    List<DataSet> items = new ArrayList<>();
    for (DataSet item : stored.items()) {
      DataSet.Builder some = DataSet.builder(item.characterSet());
      item.element(Tag.SpecificCharacterSet).ifPresent(some::put);
      asked.get(0).forEach(each -> some.put(picked(each, item)));
      items.add(some.build());
    }
    return Element.sequence(key.tag(), items);
  }

  /** An element of the answer and the attributes that it is from. */
  private record Picked(Element element, DataSet from) {}
}
