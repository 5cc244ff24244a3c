package org.hokan.archive.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tariff that is simulated counts whole, or is refused. */
class OtherTariffTest {
  private static final String TERMS =
      "{'units':[{'course':'ANNUAL','points':10},{'course':'MONTHLY','points':1}],"
          + "'billing':{'partPeriods':'WHOLE','rounding':'DOWN','tax':'NONE'}}";

  @Test
  void pointsRoundingPartPeriodsAndTaxTakeThePlaceOfThoseOfTheTerms() {
    assertThat(priced("{'ANNUAL':12,'partPeriods':'DAYS','rounding':'UP','tax':'JP'}"))
        .isEqualTo(
            json(
                "{'units':[{'course':'ANNUAL','points':12},{'course':'MONTHLY','points':1}],"
                    + "'billing':{'partPeriods':'DAYS','rounding':'UP','tax':'JP'}}"));
  }

  @Test
  void aCourseThatTheTermsHaveNotIsRefused() {
    assertThatThrownBy(() -> priced("{'QUARTERLY':3}"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tariff: QUARTERLY is no course of the terms");
  }

  @Test
  void aTariffWithoutTermsIsRefused() {
    assertThatThrownBy(
            () -> OtherTariff.priced(Optional.empty(), Optional.of(json("{'ANNUAL':12}"))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tariff: without terms");
  }

  private static JsonNode priced(String tariff) {
    return OtherTariff.priced(Optional.of(json(TERMS)), Optional.of(json(tariff))).orElseThrow();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
