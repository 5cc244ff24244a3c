package org.hokan.archive.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hokan.archive.contract.AsIf;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;

/**
 * Works out what other terms would have come to over recorded traffic, and what is to come.
 *
 * <p>The records of a facility are replayed, in their order and a page at a time, into a scratch
 * ledger whose months are closed by the same code that bills: so a simulation and the bill cannot
 * differ. The node's own ledger is read only. One run at a time.
 */
public final class Simulator {
  private static final int CONNECTIONS = 4;

  /** Years that a contract goes on beyond a forecast, so that no period is cut: the longest. */
  private static final int BEYOND = 10;

  private static final String FOLDER = "simulation";

  private final Books books;
  private final Path folder;

  /** What the node bills with. */
  record Books(
      Database database, ContractSource contracts, BillingSettings settings, Clock clock) {}

  Simulator(Books books, Path folder) {
    this.books = books;
    this.folder = folder;
  }

  /**
   * Works it out.
   *
   * @param progress told of each month
   * @throws IllegalArgumentException when the terms cannot be compared; says why
   */
  public Comparison run(SimulationOrder order, ExamFacts facts, Consumer<String> progress) {
    return run(order, new Known(facts, OtherRules.NONE, List.of()), progress);
  }

  /**
   * What other rooms know of the traffic.
   *
   * @param rules that are to be simulated, too; none: those that decided
   * @param open examinations of the facility that have not ended: the ledger does not know all of
   *     them yet
   */
  public record Known(ExamFacts facts, OtherRules rules, List<StudyUsage> open) {
    public Known {
      open = List.copyOf(open);
    }
  }

  /** The same, also with other storage rules. */
  public synchronized Comparison run(
      SimulationOrder order, Known known, Consumer<String> progress) {
    List<Contract> agreed =
        books.database().read(tx -> books.contracts().all(tx)).stream()
            .filter(contract -> contract.facility().equals(order.facility()))
            .filter(Contract::wasAgreed)
            .toList();
    Simulated was = asAgreed(order, agreed, known, progress);
    Optional<Simulated> would =
        order.terms().map(terms -> simulated(order, agreed, terms, known, progress));
    if (would.isEmpty() && known.rules().isAny()) {
      Aside aside =
          new Aside(known, true, step -> progress.accept("simulated: " + step), List.of());
      would = Optional.of(replay(order, SimulatedContracts.agreed(agreed), aside));
    }
    return new Comparison(was, would);
  }

  private Simulated asAgreed(
      SimulationOrder order, List<Contract> agreed, Known known, Consumer<String> progress) {
    Consumer<String> told = step -> progress.accept("as agreed: " + step);
    LocalDate end = order.end().atEndOfMonth();
    Optional<Contract> last = last(agreed).filter(c -> order.ahead() > 0 && ends(c, end));
    Optional<String> toldEnd = last.flatMap(Simulator::toldEnd);
    if (last.isEmpty() || toldEnd.isPresent()) {
      return replay(
          order,
          SimulatedContracts.agreed(agreed),
          new Aside(known, false, told, toldEnd.stream().toList()));
    }
    String note = "As if contract %s went on until after %s.".formatted(last.get().id(), end);
    return replay(
        order,
        SimulatedContracts.goingOn(agreed, last.get(), end.plusYears(BEYOND)),
        new Aside(known, false, told, List.of(note)));
  }

  private static Optional<Contract> last(List<Contract> agreed) {
    return agreed.stream().max(Comparator.comparing(Contract::lastDay));
  }

  private static boolean ends(Contract contract, LocalDate by) {
    return contract.lastDay().isBefore(by);
  }

  private static Optional<String> toldEnd(Contract contract) {
    return Optional.of(contract)
        .filter(c -> ends(c, c.terms().until()))
        .map(
            c ->
                "Contract %s ends on %s, as was told: nothing is taken after it."
                    .formatted(c.id(), c.lastDay()));
  }

  private Simulated simulated(
      SimulationOrder order,
      List<Contract> agreed,
      ContractTerms terms,
      Known known,
      Consumer<String> progress) {
    List<String> notes = new ArrayList<>();
    ContractTerms fitting = terms;
    LocalDate first = order.first().atDay(1);
    LocalDate end = order.end().atEndOfMonth();
    if (terms.until().isBefore(first) || terms.from().isAfter(end)) {
      fitting = AsIf.beginning(terms, first);
      notes.add(
          "The terms hold from %s to %s, in none of these months: as if they began on %s."
              .formatted(terms.from(), terms.until(), first));
    }
    if (order.ahead() > 0 && fitting.until().isBefore(end)) {
      fitting = AsIf.until(fitting, end.plusYears(BEYOND));
      notes.add("As if the terms went on until after %s.".formatted(end));
    }
    if (order.ahead() > 0) {
      last(agreed)
          .filter(contract -> ends(contract, end) && toldEnd(contract).isPresent())
          .map(
              contract ->
                  "The end that was told of contract %s, %s, is not in these terms."
                      .formatted(contract.id(), contract.lastDay()))
          .ifPresent(notes::add);
    }
    Consumer<String> told = step -> progress.accept("simulated: " + step);
    return replay(
        order,
        SimulatedContracts.with(order.facility(), agreed, fitting),
        new Aside(known, true, told, notes));
  }

  /**
   * What a replay has beside the order and the contracts.
   *
   * @param other whether terms or rules are other than they were
   */
  record Aside(Known known, boolean other, Consumer<String> progress, List<String> notes) {
    ExamFacts facts() {
      return known.facts();
    }
  }

  private Simulated replay(SimulationOrder order, SimulatedContracts contracts, Aside aside) {
    try {
      clear();
      Files.createDirectories(folder);
      DatabaseSettings settings =
          DatabaseSettings.h2(folder.resolve("ledger")).withPoolSize(CONNECTIONS);
      try (Database scratch = Database.open(settings, UsageLedger.entities())) {
        return new Replay(books, scratch, order, contracts, aside).run();
      } finally {
        clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "simulation: its scratch database cannot be written (expected: space and rights)", e);
    }
  }

  private void clear() throws IOException {
    clear(folder);
  }

  /** Where runs have their scratch ledgers. */
  public static Path folder(Path dataFolder) {
    return dataFolder.resolve(FOLDER);
  }

  /**
   * Removes what a run left that was killed, or ended by the node's end: it holds patients' keys.
   */
  public static void clear(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
