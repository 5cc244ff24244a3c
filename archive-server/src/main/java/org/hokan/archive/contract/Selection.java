package org.hokan.archive.contract;

import java.util.Optional;
import java.util.Set;

/**
 * Which data a contract is about; an empty set means all.
 *
 * @param modalities Modality (0008,0060)
 * @param sopClasses SOP Class UIDs
 * @param stations AE titles of the systems that send
 */
public record Selection(Set<String> modalities, Set<String> sopClasses, Set<String> stations) {
  /** All data. */
  public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of());

  private static final int MOST = 200;

  public Selection {
    modalities = Set.copyOf(modalities);
    sopClasses = Set.copyOf(sopClasses);
    stations = Set.copyOf(stations);
    Limits.texts("select.modalities", modalities, MOST, 16);
    Limits.texts("select.sopClasses", sopClasses, MOST, 64);
    Limits.texts("select.stations", stations, MOST, 16);
  }

  /** The first thing of an arriving object that is not among these; empty: it is selected. */
  Optional<String> unmatched(ArrivalFacts facts) {
    return unmatched("modality", modalities, facts.modality())
        .or(() -> unmatched("SOP class", sopClasses, Optional.of(facts.sopClass())))
        .or(() -> unmatched("station", stations, Optional.of(facts.callingAe())));
  }

  /** What an object says is not trusted to be what it should be (PS3.5 §6.2). */
  private static String printable(String value) {
    return value.replaceAll("[^A-Za-z0-9 ._-]", "?");
  }

  private static Optional<String> unmatched(
      String what, Set<String> chosen, Optional<String> value) {
    return chosen.isEmpty() || value.filter(chosen::contains).isPresent()
        ? Optional.empty()
        : Optional.of("%s %s".formatted(what, value.map(Selection::printable).orElse("missing")));
  }
}
