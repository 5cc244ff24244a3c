package org.hokan.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.hokan.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementDictionaryTest {
  @Test
  void everyRowOfTheStandardsTableIsFoundByTagAndKeyword() throws IOException {
    List<String[]> rows = CsvTables.rows("attributes.csv");
    assertThat(rows).hasSizeGreaterThan(5000);
    for (String[] row : rows) {
      int tag = example(row[0]);
      DictionaryEntry entry = ElementDictionary.entry(tag).orElseThrow();
      assertThat(entry.keyword()).as(row[0]).isEqualTo(row[1]);
      assertThat(String.join(" or ", entry.vrs().stream().map(VR::name).toList()))
          .as(row[0])
          .isEqualTo(row[2].equals("NONE") ? "" : row[2]);
      assertThat(entry.vm()).as(row[0]).isEqualTo(row[3]);
      assertThat(entry.name()).as(row[0]).isEqualTo(row[4]);
      assertThat(entry.retired()).as(row[0]).isEqualTo(row[5].equals("Y"));
      if (!row[1].isEmpty()) {
        int first = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
        assertThat(ElementDictionary.tagOf(row[1])).as(row[1]).isEqualTo(OptionalInt.of(first));
      }
    }
    assertThat(ElementDictionary.entries()).hasSameSizeAs(rows);
  }

  @Test
  void everyElementWithOneVrHasThatVr() throws IOException {
    for (String[] row : CsvTables.rows("attributes.csv")) {
      int tag = example(row[0]);
      List<String> allowed = Arrays.asList(row[2].replace("NONE", "UN").split(" or "));
      assertThat(ElementDictionary.vrOf(tag).name()).as(row[0]).isIn(allowed);
    }
  }

  @Test
  void everyKeywordIsAConstantOfItsTag() throws Exception {
    for (String[] row : CsvTables.rows("attributes.csv")) {
      if (!row[1].isEmpty()) {
        int tag = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
        assertThat(Tag.class.getField(row[1]).getInt(null)).as(row[1]).isEqualTo(tag);
      }
    }
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "00020000, UL", // group length, in the table
    "00410000, UL", // group length, not in the table
    "00280106, US", // US or SS
    "00283006, OW", // US or OW
    "7FE00010, OW", // OB or OW
    "60003000, OW", // repeating group
    "601E3000, OW", // its last regular group
    "60020010, US",
    "50040005, US",
    "60013000, UN", // odd: private
    "00290010, LO", // private creators
    "002900FF, LO",
    "0029000F, UN",
    "00291001, UN",
    "00290000, UL",
    "00080003, UN", // unknown
    "FFFEE000, UN", // has no VR
    "00203110, CS", // (0020,31xx)
    "002804A2, LO", // (0028,04x2)
    "1000ABC3, US", // (1000,xxx3)
    "10101234, US", // (1010,xxxx)
    "00080018, UI",
  })
  void answersTheVrForATagThatComesWithoutOne(String tag, VR vr) {
    assertThat(ElementDictionary.vrOf(Integer.parseUnsignedInt(tag, 16))).isEqualTo(vr);
  }

  @Test
  void aRepeatingGroupsElementIsNamedInEachGroup() {
    assertThat(ElementDictionary.keywordOf(0x60143000)).contains("OverlayData");
    assertThat(ElementDictionary.keywordOf(0x60153000)).isEmpty();
    assertThat(ElementDictionary.tagOf("OverlayData")).hasValue(0x60003000);
  }

  @Test
  void unknownAndPrivateTagsHaveNoEntry() {
    assertThat(ElementDictionary.entry(0x00291001)).isEmpty();
    assertThat(ElementDictionary.entry(0x00080003)).isEmpty();
    assertThat(ElementDictionary.keywordOf(0x00080202)).isEmpty();
    assertThat(ElementDictionary.tagOf("")).isEmpty();
    assertThat(ElementDictionary.tagOf("NoSuchThing")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"PatientID", "00100020", "0010,0020", "(0010,0020)"})
  void readsATagAsPeopleWriteIt(String text) {
    assertThat(ElementDictionary.parseTag(text)).hasValue(Tag.PatientID);
  }

  @Test
  void whatIsNoTagIsNotRead() {
    assertThat(ElementDictionary.parseTag("patientid")).isEmpty();
    assertThat(ElementDictionary.parseTag("0010-0020")).isEmpty();
  }

  /**
   * A tag that the row covers. Not with zeros: (0028,0400) has a row of its own beside (0028,04x0).
   */
  private static int example(String tag) {
    return Integer.parseUnsignedInt(tag.replace('x', '2'), 16);
  }
}
