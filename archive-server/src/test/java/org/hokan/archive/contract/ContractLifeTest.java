package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static List<String> notices(String day, List<Period> marks) {
    return new ContractCalendar(LocalDate.parse(day), marks)
        .notices(AGREED).stream().map(notice -> notice.id("demo-1")).toList();
  }

  private static Negotiation on(String day) {
    LocalDate today = LocalDate.parse(day);
    return new Negotiation(today, today.atStartOfDay(ZoneOffset.UTC).toInstant(), "op");
  }
}
