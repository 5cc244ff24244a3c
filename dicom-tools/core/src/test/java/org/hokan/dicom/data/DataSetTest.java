package org.hokan.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetTest {

  private static final int CHARACTER_SET = 0x00080005;
  private static final int PATIENT_NAME = 0x00100010;
  private static final int PATIENT_ID = 0x00100020;
  private static final int SEQUENCE = 0x00081115;

  @Test
  void keepsElementsInUnsignedOrderOfTheirTags() {
    DataSet dataSet =
        DataSet.builder()
            .string(0xFFFC0010, VR.LO, "last")
            .string(PATIENT_ID, VR.LO, "1")
            .string(0x00080060, VR.CS, "ES")
            .build();
    assertThat(dataSet.elements())
        .extracting(Element::tag)
        .containsExactly(0x00080060, PATIENT_ID, 0xFFFC0010);
  }

  @Test
  void tellsAMissingAttributeFromAnEmptyOne() {
    DataSet dataSet = DataSet.builder().string(PATIENT_ID, VR.LO).build();
    assertThat(dataSet.contains(PATIENT_ID)).isTrue();
    assertThat(dataSet.contains(PATIENT_NAME)).isFalse();
    assertThat(dataSet.string(PATIENT_ID)).isEmpty();
    assertThat(dataSet.strings(PATIENT_ID)).isEmpty();
  }

  @Test
  void splitsAndTrimsTextsAsTheirVrSays() {
    DataSet dataSet =
        DataSet.builder()
            .string(PATIENT_ID, VR.LO, " 12 ", "", "3")
            .string(0x00104000, VR.LT, "  indented \\ one value  ")
            .bytes(0x00080018, VR.UI, "1.2.3\0".getBytes(StandardCharsets.US_ASCII))
            .build();
    assertThat(dataSet.strings(PATIENT_ID)).containsExactly("12", "", "3");
    assertThat(dataSet.string(0x00104000)).contains("  indented \\ one value");
    assertThat(dataSet.uid(0x00080018)).contains(Uid.of("1.2.3"));
  }

  @Test
  void padsValuesToEvenLengthAsTheirVrSays() {
    assertThat(Element.of(PATIENT_ID, VR.LO, new byte[] {'1'}).bytes()).containsExactly('1', ' ');
    assertThat(Element.of(0x00080018, VR.UI, new byte[] {'1'}).bytes()).containsExactly('1', 0);
    assertThat(Element.of(0x00420011, VR.OB, new byte[] {7}).bytes()).containsExactly(7, 0);
  }

  @Test
  void readsNumbersFromBinaryAndTextVrs() {
    DataSet dataSet =
        DataSet.builder()
            .longs(0x00280010, VR.US, 65535, 2)
            .longs(0x00280106, VR.SS, -2)
            .longs(0x00280008, VR.IS, 12)
            .longs(0x00080001, VR.UL, 0xFFFF_FFFFL)
            .longs(0x00000901, VR.AT, 0x00100020)
            .doubles(0x00280030, VR.DS, 0.1, 1.0 / 3)
            .doubles(0x00189074, VR.FD, 2.5)
            .string(0x00280009, VR.IS, "+7")
            .string(0x00280011, VR.IS, "many")
            .build();
    assertThat(dataSet.integers(0x00280010)).containsExactly(65535, 2);
    assertThat(dataSet.integer(0x00280106)).contains(-2);
    assertThat(dataSet.integer(0x00280008)).contains(12);
    assertThat(dataSet.longs(0x00080001)).containsExactly(0xFFFF_FFFFL);
    assertThat(dataSet.integer(0x00080001)).isEmpty();
    assertThat(dataSet.string(0x00000901)).contains("00100020");
    assertThat(dataSet.strings(0x00280030)).containsExactly("0.1", "0.33333333333333");
    assertThat(dataSet.doubleValue(0x00189074)).contains(2.5);
    assertThat(dataSet.string(0x00189074)).contains("2.5");
    assertThat(dataSet.integer(0x00280009)).contains(7);
    assertThat(dataSet.integer(0x00280011)).isEmpty();
  }

  @Test
  void refusesNumbersThatTheVrCannotHold() {
    assertThatThrownBy(() -> DataSet.builder().longs(0x00280010, VR.US, 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0028,0010)")
        .hasMessageNotContaining("65536");
  }

  @Test
  void itemsInheritTheCharacterSetOfTheirParentUnlessTheyNameTheirOwn() {
    byte[] greeting = "å".getBytes(StandardCharsets.UTF_8);
    DataSet inheriting = DataSet.builder().bytes(PATIENT_NAME, VR.PN, greeting).build();
    DataSet nested = DataSet.builder().sequence(SEQUENCE, inheriting).build();
    DataSet own =
        DataSet.builder()
            .string(CHARACTER_SET, VR.CS, "ISO_IR 100")
            .string(PATIENT_NAME, VR.PN, "ä")
            .build();
    DataSet parent =
        DataSet.builder()
            .sequence(SEQUENCE, List.of(inheriting, nested, own))
            .string(PATIENT_NAME, VR.PN, "ö")
            .string(CHARACTER_SET, VR.CS, "ISO_IR 192")
            .build();
    assertThat(parent.string(PATIENT_NAME)).contains("ö");
    assertThat(parent.items(SEQUENCE).get(0).string(PATIENT_NAME)).contains("å");
    assertThat(parent.items(SEQUENCE).get(1).items(SEQUENCE).get(0).string(PATIENT_NAME))
        .contains("å");
    assertThat(parent.items(SEQUENCE).get(2).string(PATIENT_NAME)).contains("ä");
  }

  @Test
  void findsPrivateElementsByTheirCreator() {
    DataSet dataSet =
        DataSet.builder()
            .string(0x00090010, VR.LO, "OTHER")
            .string(0x00090012, VR.LO, "ACME 1.0")
            .string(0x00091201, VR.SH, "mine")
            .string(0x00091001, VR.SH, "other")
            .build();
    assertThat(dataSet.element("ACME 1.0", 0x0009, 0x01)).map(Element::tag).contains(0x00091201);
    assertThat(dataSet.element("NOBODY", 0x0009, 0x01)).isEmpty();
  }

  @Test
  void outOfOrderAndRepeatedElementsAreFoundAndTheirOrderRemembered() {
    ValueElement first = Element.of(PATIENT_ID, VR.LO, new byte[] {'1', '1'});
    ValueElement second = Element.of(PATIENT_ID, VR.LO, new byte[] {'2', '2'});
    ValueElement earlier = Element.of(0x00080060, VR.CS, new byte[] {'E', 'S'});
    DataSet dataSet =
        DataSet.asRead(List.of(first, second, earlier), SpecificCharacterSet.of(List.of()));
    assertThat(dataSet.elements()).containsExactly(earlier, second);
    assertThat(dataSet.asRead()).containsExactly(first, second, earlier);
    assertThat(dataSet.toBuilder().remove(0x00080060).build().asRead()).containsExactly(second);
  }

  @Test
  void neverPrintsValues() {
    DataSet dataSet = DataSet.builder().string(PATIENT_NAME, VR.PN, "Secret^Name").build();
    assertThat(dataSet + " " + dataSet.elements()).doesNotContain("Secret");
  }

  @Test
  void theFirstOfManyValuesIsMadeAlone() {
    DataSet many =
        DataSet.builder()
            .string(0x00100020, "1", "2")
            .string(0x00080060, "", "ES")
            .integer(0x00280010, 7, 8)
            .string(0x00104000, "a\\b")
            .build();
    assertThat(many.string(0x00100020)).contains("1");
    assertThat(many.string(0x00080060)).isEmpty();
    assertThat(many.string(0x00280010)).contains("7");
    assertThat(many.string(0x00104000)).as("LT has one value").contains("a\\b");
  }
}
