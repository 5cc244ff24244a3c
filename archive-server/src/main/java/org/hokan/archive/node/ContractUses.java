package org.hokan.archive.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.hokan.archive.contract.ContractUse;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;

/** A contract under which studies are kept is not withdrawn. */
record ContractUses(Index index) implements ContractUse {
  private static final int PAGE = 500;

  @Override
  public Optional<String> of(Tx tx, String contractId) {
    String facility = contractId.substring(0, contractId.lastIndexOf('-'));
    Predicate<StudySummary> under = study -> study.decided().contractId().equals(contractId);
    StudyFilter filter = StudyFilter.all().ofFacility(facility).limit(PAGE);
    while (true) {
      List<StudySummary> page = index.studies(filter);
      if (page.stream().anyMatch(under)) {
        return Optional.of("studies are kept under it");
      }
      if (page.size() < PAGE) {
        return Optional.empty();
      }
      Instant last = page.get(page.size() - 1).lastArrival();
      filter = filter.arrivedBefore(last);
    }
  }
}
