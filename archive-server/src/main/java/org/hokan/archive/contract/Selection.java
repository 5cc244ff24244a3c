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

  boolean matches(ArrivalFacts facts) {
    return among(modalities, facts.modality())
        && among(sopClasses, Optional.of(facts.sopClass()))
        && among(stations, Optional.of(facts.callingAe()));
  }

  private static boolean among(Set<String> chosen, Optional<String> value) {
    return chosen.isEmpty() || value.filter(chosen::contains).isPresent();
  }
}
