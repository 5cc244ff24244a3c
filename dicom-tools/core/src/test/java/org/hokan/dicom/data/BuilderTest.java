package org.hokan.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuilderTest {

  @Test
  void takesTheVrFromTheDictionary() {
    DataSet dataSet =
        DataSet.builder()
            .string(Tag.PatientID, "12")
            .integer(Tag.Rows, 512)
            .integer(Tag.InstanceNumber, 7)
            .doubles(Tag.RealWorldValueSlope, 0.5)
            .uid(Tag.SOPInstanceUID, Uid.of("1.2.3"))
            .personName(Tag.PatientName, PersonName.of("Yamada", "Tarou"))
            .empty(Tag.StudyDate)
            .empty(Tag.ReferencedImageSequence)
            .build();
    assertThat(dataSet.elements())
        .extracting(Element::vr)
        .containsExactlyInAnyOrder(VR.LO, VR.US, VR.IS, VR.FD, VR.UI, VR.PN, VR.DA, VR.SQ);
    assertThat(dataSet.string(Tag.InstanceNumber)).contains("7");
    assertThat(dataSet.personName(Tag.PatientName)).contains(PersonName.of("Yamada", "Tarou"));
    assertThat(dataSet.element(Tag.ReferencedImageSequence)).map(Element::isEmpty).contains(true);
  }

  @Test
  void theLastOneGivenCounts() {
    DataSet first = DataSet.builder().string(Tag.PatientID, "1").string(Tag.Modality, "ES").build();
    DataSet second = DataSet.builder().string(Tag.PatientID, "2").build();
    DataSet merged = first.toBuilder().putAll(second).remove(Tag.Modality).build();
    assertThat(merged).isEqualTo(second);
    assertThat(first.string(Tag.PatientID)).contains("1");
  }

  @Test
  void refusesATextForABinaryVr() {
    assertThatThrownBy(() -> DataSet.builder().string(Tag.Rows, "512"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("(0028,0010): a text for VR US (expected: a VR of characters; PS3.5 §6.2)");
  }

  @Test
  void refusesFractionsForWholeNumbers() {
    assertThatThrownBy(() -> DataSet.builder().doubles(Tag.Rows, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0028,0010)");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "100, 100.0",
    "-1.5, -1.5",
    "0.33333333333333, 0.333333333333333333",
    "1E-10, 0.0000000001",
    "-1.234567891E-10, -1.23456789123456E-10",
    "1.2345678901E+20, 123456789012345678901"
  })
  void decimalStringsHaveAtMost16Characters(String expected, double value) {
    DataSet dataSet = DataSet.builder().doubles(Tag.PixelSpacing, value).build();
    String text = dataSet.string(Tag.PixelSpacing).orElseThrow();
    assertThat(text.length()).isLessThanOrEqualTo(16);
    double expectedValue = Double.parseDouble(expected);
    assertThat(Double.parseDouble(text))
        .isCloseTo(expectedValue, org.assertj.core.data.Percentage.withPercentage(1e-6));
    assertThat(dataSet.doubleValue(Tag.PixelSpacing)).contains(Double.parseDouble(text));
  }

  @Test
  void textsAreEncodedInTheCharacterSetThatIsGivenAfterThem() {
    DataSet dataSet =
        DataSet.builder()
            .string(Tag.PatientName, "山田^太郎")
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .build();
    assertThat(dataSet.string(Tag.PatientName)).contains("山田^太郎");
    DataSet renamed = dataSet.toBuilder().string(Tag.PatientName, "佐藤^花子").build();
    assertThat(renamed.string(Tag.PatientName)).contains("佐藤^花子");
  }

  @Test
  void anItemMadeForAParentUsesItsCharacterSet() {
    SpecificCharacterSet utf8 = SpecificCharacterSet.of("ISO_IR 192");
    DataSet item = DataSet.builder(utf8).string(Tag.CodeMeaning, "胃").build();
    DataSet parent =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .sequence(Tag.ConceptNameCodeSequence, List.of(item))
            .build();
    assertThat(parent.items(Tag.ConceptNameCodeSequence).get(0).string(Tag.CodeMeaning))
        .contains("胃");
  }

  @Test
  void valuesOfOthersCannotBeChangedFromOutside() {
    byte[] bytes = {1, 2};
    ValueElement element = Element.of(Tag.PixelData, VR.OW, bytes);
    bytes[0] = 9;
    element.bytes()[1] = 9;
    assertThat(element.bytes()).containsExactly(1, 2);
    assertThat(element.buffer().isReadOnly()).isTrue();
    List<byte[]> fragments = List.of(new byte[] {3});
    FragmentsElement encapsulated = Element.fragments(Tag.PixelData, VR.OB, fragments);
    fragments.get(0)[0] = 9;
    assertThat(encapsulated.fragmentBytes(0)).containsExactly(3);
  }

  @Test
  void elementsAreEqualByTagVrAndValue() {
    ValueElement element = Element.of(Tag.PatientID, VR.LO, new byte[] {'1', '2'});
    assertThat(element)
        .isEqualTo(
            ValueElement.asRead(
                Tag.PatientID, VR.LO, new byte[] {'1', '2'}, WireForm.raw(WireForm.Layout.ANY)))
        .isNotEqualTo(Element.of(Tag.PatientID, VR.SH, new byte[] {'1', '2'}))
        .isNotEqualTo(Element.of(Tag.AccessionNumber, VR.LO, new byte[] {'1', '2'}))
        .hasSameHashCodeAs(Element.of(Tag.PatientID, VR.LO, new byte[] {'1', '2'}));
    assertThat(Element.sequence(Tag.ReferencedImageSequence, List.of(DataSet.empty())))
        .isEqualTo(Element.sequence(Tag.ReferencedImageSequence, List.of(DataSet.empty())))
        .isNotEqualTo(Element.sequence(Tag.ReferencedImageSequence, List.of()));
  }
}
