package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractLifeTest {
  private static final LocalDate FROM = LocalDate.parse("2028-02-01");
  private static final LocalDate UNTIL = LocalDate.parse("2028-02-29");

  private static final ContractTerms TERMS =
      TestTerms.of(
              FROM.toString(),
              UNTIL.toString(),
              PeriodCourse.MONTHLY,
              BackupUnit.FACILITY,
              Money.parse("JPY 1000"))
          .grace(Optional.of(Period.ofMonths(6)))
          .build();

  private static final Contract AGREED = TestTerms.agreed("demo-1", Map.of(FROM, TERMS));

  /** The year of these days has a leap day. */
  @ParameterizedTest
  @CsvSource({
    "2028-01-31, ACCEPTED, false",
    "2028-02-01, ACTIVE, true",
    "2028-02-29, ACTIVE, true",
    "2028-03-01, EXPIRED, false",
    "2040-01-01, EXPIRED, false"
  })
  void theStateComesWithTheDay(LocalDate day, ContractState state, boolean inForce) {
    assertThat(AGREED.state(day)).isEqualTo(state);
    assertThat(AGREED.inForce(day, Instant.EPOCH).isPresent()).isEqualTo(inForce);
  }

  @Test
  void allIsKeptForTheGraceAfterTheEnd() {
    assertThat(AGREED.keptUntil()).isEqualTo(LocalDate.parse("2028-08-29"));
  }

  @Test
  void anEarlyEndIsADayOfTheTermAndTheTermsEndWithIt() {
    Negotiation talks = on("2028-02-10");
    ContractMove end = ContractMove.of(ContractAction.TERMINATE, Side.FACILITY, "Sato");
    assertThatThrownBy(() -> talks.after(AGREED, end.on(LocalDate.parse("2028-02-09"))))
        .hasMessage("day: 2028-02-09 (expected: 2028-02-10 to 2028-02-29, today to the last day)");
    Contract ended = talks.after(AGREED, end.on(LocalDate.parse("2028-02-20")));
    assertThat(ended.state(LocalDate.parse("2028-02-20"))).isEqualTo(ContractState.ACTIVE);
    assertThat(ended.state(LocalDate.parse("2028-02-21"))).isEqualTo(ContractState.TERMINATED);
    assertThat(ended.termsOn(LocalDate.parse("2028-02-20"))).isPresent();
    assertThat(ended.termsOn(LocalDate.parse("2028-02-21"))).isEmpty();
    assertThat(AGREED.termsOn(LocalDate.parse("2028-02-21"))).isPresent();
  }

  @Test
  void anOfferThatIsWithdrawnLeavesWhatWasAgreed() {
    Negotiation talks = on("2028-02-10");
    ContractMove offer = ContractMove.of(ContractAction.PROPOSE, Side.FACILITY, "Sato", TERMS);
    Contract offered = talks.after(AGREED, offer);
    assertThat(offered.offer()).contains(ContractState.PROPOSED);
    assertThat(offered.state(talks.today())).isEqualTo(ContractState.ACTIVE);
    Contract declined =
        talks.after(offered, ContractMove.of(ContractAction.WITHDRAW, Side.PROVIDER, "Yamada"));
    assertThat(declined.offer()).isEmpty();
    assertThat(declined.agreed()).isEqualTo(AGREED.agreed());
    assertThat(declined.versions()).hasSize(2);
  }

  @Test
  void aChangeThatIsAcceptedTooLateIsRefused() {
    ContractMove offer =
        ContractMove.of(ContractAction.PROPOSE, Side.FACILITY, "Sato", TERMS)
            .on(LocalDate.parse("2028-02-12"));
    Contract offered = on("2028-02-10").after(AGREED, offer);
    ContractMove accept = ContractMove.of(ContractAction.ACCEPT, Side.PROVIDER, "Yamada");
    assertThat(on("2028-02-12").after(offered, accept).agreed())
        .extracting(terms -> terms.until().toString())
        .containsExactly("2028-02-11", "2028-02-29");
    assertThatThrownBy(() -> on("2028-02-13").after(offered, accept))
        .hasMessage("validFrom: 2028-02-12 is past (expected: 2028-02-13 or later)");
  }

  private static final ContractMove END =
      ContractMove.of(ContractAction.TERMINATE, Side.FACILITY, "Sato")
          .on(LocalDate.parse("2028-02-20"));

  private static ContractTerms until(String last, Period grace) {
    return TestTerms.of(
            FROM.toString(),
            last,
            PeriodCourse.MONTHLY,
            BackupUnit.FACILITY,
            Money.parse("JPY 900"))
        .grace(Optional.of(grace))
        .build();
  }

  @Test
  void beyondAnEarlyEndThatWasToldNothingIsOfferedOrAgreed() {
    Negotiation talks = on("2028-02-10");
    ContractMove longer =
        ContractMove.of(
            ContractAction.PROPOSE, Side.PROVIDER, "Yamada", until("2029-02-28", Period.ofDays(1)));
    ContractMove accept = ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, "Sato");
    String refusal =
        "until: 2029-02-28 (expected: 2028-02-20 or earlier, the end that was told; for days after"
            + " it a new contract)";
    assertThatThrownBy(() -> talks.after(talks.after(AGREED, END), longer)).hasMessage(refusal);
    Contract offered = talks.after(talks.after(AGREED, longer), END);
    assertThatThrownBy(() -> talks.after(offered, accept)).hasMessage(refusal);
  }

  @Test
  void untilAnEarlyEndThatWasToldTermsMayStillChange() {
    Negotiation talks = on("2028-02-10");
    ContractMove within =
        ContractMove.of(
            ContractAction.PROPOSE, Side.PROVIDER, "Yamada", until("2028-02-15", Period.ofDays(1)));
    Contract changed =
        talks.after(
            talks.after(talks.after(AGREED, END), within),
            ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, "Sato"));
    assertThat(changed.agreed())
        .extracting(AgreedTerms::version, agreed -> agreed.until().toString())
        .containsExactly(tuple(1, "2028-02-09"), tuple(2, "2028-02-15"));
    assertThat(changed.state(LocalDate.parse("2028-02-15"))).isEqualTo(ContractState.ACTIVE);
    assertThat(changed.state(LocalDate.parse("2028-02-16"))).isEqualTo(ContractState.TERMINATED);
  }

  @Test
  void termsThatAnEarlyEndLeavesNoDaySayNothingOfWhatIsKept() {
    Negotiation talks = on("2028-02-10");
    Contract both =
        TestTerms.agreed(
            "demo-1",
            new TreeMap<>(
                Map.of(
                    FROM,
                    TERMS,
                    LocalDate.parse("2028-02-25"),
                    until("2029-02-28", Period.ofYears(5)))));
    Contract ended = talks.after(both, END);
    assertThat(ended.agreedVersion()).contains(1);
    assertThat(ended.term()).isEqualTo("2028-02-01 to 2028-02-20");
    assertThat(ended.keptUntil()).isEqualTo(LocalDate.parse("2028-08-20"));
    assertThat(
            new Keeping(FROM, LocalDate.parse("2028-03-01"), contract -> Map.of())
                .of(List.of(ended), "demo-1", List.of())
                .orElseThrow()
                .lastDay())
        .isEqualTo(ended.keptUntil());
    assertThat(NamedChoices.agreed(Optional.of(both), ended, talks.now(), "op")).isEmpty();
  }

  @Test
  void anOfferThatNobodyTookEndsTheContractWhenItIsWithdrawn() {
    Negotiation talks = on("2028-01-10");
    Contract draft =
        talks.begin(
            "demo-1", "demo", ContractMove.of(ContractAction.DRAFT, Side.FACILITY, "Sato", TERMS));
    assertThat(draft.state(UNTIL)).isEqualTo(ContractState.DRAFT);
    Contract ended =
        talks.after(draft, ContractMove.of(ContractAction.WITHDRAW, Side.FACILITY, "Sato"));
    assertThat(ended.state(UNTIL)).isEqualTo(ContractState.TERMINATED);
    assertThat(ended.termsOn(FROM)).isEmpty();
  }

  @Test
  void afterAStandstillOnlyTheNearestReminderIsTold() {
    List<Period> marks = List.of(Period.ofDays(7), Period.ofDays(20), Period.ofDays(90));
    assertThat(notices("2028-02-10", marks))
        .containsExactly("demo-1 start 2028-02-01", "demo-1 remind 20d 2028-02-29");
    assertThat(notices("2028-02-22", marks)).contains("demo-1 remind 7d 2028-02-29").hasSize(2);
    assertThat(notices("2028-03-01", marks))
        .containsExactly("demo-1 start 2028-02-01", "demo-1 expire 2028-02-29");
  }

  @Test
  void aUnitEndsOnNoDayBeforeTheChangeThatSaysSo() {
    Negotiation talks = on("2028-02-10");
    assertThatThrownBy(() -> talks.after(AGREED, offer("2028-02-09")))
        .hasMessageContaining("unit FACILITY: until 2028-02-09 (expected: 2028-02-10, from when");
    Contract ended = talks.after(AGREED, offer("2028-02-10"));
    assertThat(ended.offer()).contains(ContractState.PROPOSED);
  }

  @Test
  void aUnitThatHasEndedStaysEndedInLaterChanges() {
    Contract ended = TestTerms.agreed("demo-1", Map.of(FROM, endingOn("2028-02-05")));
    assertThat(on("2028-02-10").after(ended, offer("2028-02-05")).offer())
        .contains(ContractState.PROPOSED);
  }

  private static ContractMove offer(String end) {
    return ContractMove.of(ContractAction.PROPOSE, Side.FACILITY, "Sato", endingOn(end));
  }

  private static ContractTerms endingOn(String end) {
    BackupTerms facility = TERMS.backups().get(0);
    return TestTerms.of(
            FROM.toString(),
            UNTIL.toString(),
            PeriodCourse.MONTHLY,
            BackupUnit.FACILITY,
            Money.parse("JPY 1000"))
        .backups(
            List.of(
                BackupTerms.of(BackupUnit.FACILITY, facility.price())
                    .until(Optional.of(LocalDate.parse(end)))
                    .build()))
        .build();
  }

  @Test
  void theEndOfAUnitBeforeItsContractIsPointedAtToo() {
    BackupTerms ending =
        BackupTerms.of(BackupUnit.PATIENT, AGREED.terms().backups().get(0).price())
            .chosen(Set.of())
            .until(Optional.of(LocalDate.parse("2028-02-15")))
            .build();
    ContractTerms terms =
        TestTerms.of(
                FROM.toString(),
                UNTIL.toString(),
                PeriodCourse.MONTHLY,
                BackupUnit.FACILITY,
                Money.parse("JPY 1000"))
            .backup(ending)
            .build();
    Contract contract = TestTerms.agreed("demo-1", Map.of(FROM, terms));
    List<Period> marks = List.of(Period.ofDays(7));
    assertThat(notices(contract, "2028-02-07", marks)).containsExactly("demo-1 start 2028-02-01");
    assertThat(notices(contract, "2028-02-08", marks))
        .contains("demo-1 remind PATIENT 7d 2028-02-15");
    assertThat(new ContractCalendar(LocalDate.parse("2028-02-08"), marks).reminder(contract))
        .contains("its unit PATIENT ends on 2028-02-15, in 7 days, and takes nothing after it");
    assertThat(notices(contract, "2028-02-16", marks))
        .contains("demo-1 unit-end PATIENT 2028-02-15");
  }

  private static List<String> notices(String day, List<Period> marks) {
    return notices(AGREED, day, marks);
  }

  private static List<String> notices(Contract contract, String day, List<Period> marks) {
    return new ContractCalendar(LocalDate.parse(day), marks)
        .notices(contract).stream().map(notice -> notice.id("demo-1")).toList();
  }

  private static Negotiation on(String day) {
    LocalDate today = LocalDate.parse(day);
    return new Negotiation(today, today.atStartOfDay(ZoneOffset.UTC).toInstant(), "op");
  }
}
