package org.hokan.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The facts of PS3.5 §6.2, from its tables and not from the code. */
class VrTest {

  @Test
  void thereAreThoseOfTheStandard() {
    assertThat(VR.values()).hasSize(34);
  }

  @ParameterizedTest
  @EnumSource(VR.class)
  void isFoundByItsLettersAndItsCode(VR vr) {
    assertThat(VR.of(vr.name())).contains(vr);
    assertThat(VR.ofCode(vr.code())).isSameAs(vr);
    assertThat(vr.code()).isEqualTo(vr.name().charAt(0) * 256 + vr.name().charAt(1));
  }

  @ParameterizedTest
  @CsvSource({"XX", "ob", "O", "OBB", "''", "O!", "\u00d6B"})
  void nothingElseIsOne(String letters) {
    assertThat(VR.of(letters)).isEmpty();
  }

  /** PS3.5 §6.1.2.3: the VRs that Specific Character Set is for. */
  @ParameterizedTest
  @EnumSource(VR.class)
  void theCharacterSetAppliesToTheTextsOfPeople(VR vr) {
    Set<String> affected = Set.of("LO", "LT", "PN", "SH", "ST", "UC", "UT");
    assertThat(vr.usesCharacterSet()).isEqualTo(affected.contains(vr.name()));
  }

  /** PS3.5 §6.4: backslash is no delimiter in these. */
  @ParameterizedTest
  @EnumSource(VR.class)
  void longTextsAndAddressesHaveOneValue(VR vr) {
    Set<String> single = Set.of("LT", "ST", "UT", "UR");
    assertThat(vr.isMultiValuedText()).isEqualTo(vr.isText() && !single.contains(vr.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "US,2", "SS,2", "OW,2", "UL,4", "SL,4", "FL,4", "OF,4", "OL,4", "AT,4", "FD,8", "OD,8", "OV,8",
    "SV,8", "UV,8", "OB,1", "UN,1"
  })
  void numbersHaveTheirLength(VR vr, int bytes) {
    assertThat(vr.valueLength()).isEqualTo(bytes);
    assertThat(vr.swapUnit()).isEqualTo(vr == VR.AT ? 2 : bytes);
    assertThat(vr.isText()).isFalse();
    assertThat(vr.padding()).isZero();
  }

  @Test
  void textsArePaddedWithSpacesAndUidsWithNul() {
    assertThat(VR.LO.padding()).isEqualTo((byte) ' ');
    assertThat(VR.DA.padding()).isEqualTo((byte) ' ');
    assertThat(VR.UI.padding()).isZero();
  }
}
