package org.hokan.dicom.net.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Status.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0000, SUCCESS", "0001, WARNING", "0105, FAILURE", "0107, WARNING", "0116, WARNING",
    "0110, FAILURE", "0213, FAILURE", "A700, FAILURE", "A7FF, FAILURE", "A900, FAILURE",
    "B000, WARNING", "B007, WARNING", "BFFF, WARNING", "C000, FAILURE", "CFFF, FAILURE",
    "FE00, CANCEL", "FF00, PENDING", "FF01, PENDING", "1234, FAILURE", "FFFF, FAILURE"
  })
  void sortsCodesAsAnnexCDoes(String code, Category category) {
    assertThat(new Status(Integer.parseInt(code, 16)).category()).isEqualTo(category);
  }

  @ParameterizedTest(name = "{0} for {1}: {2}")
  @CsvSource({
    "A700, C_STORE_RSP, refused: out of resources",
    "A7AA, C_STORE_RQ, refused: out of resources",
    "A9AA, C_STORE_RQ, the data set does not match its SOP class",
    "C123, C_STORE_RQ, the receiver cannot understand it",
    "C123, C_FIND_RQ, unable to process",
    "A801, C_MOVE_RQ, the move destination is not known to the peer",
    "B000, C_STORE_RQ, 'kept, data elements were changed'",
    "B000, C_GET_RQ, 'done, with failures or warnings'",
    "0122, C_ECHO_RQ, refused: SOP class not supported",
    "FE00, C_FIND_RSP, ended by C-CANCEL",
    "B123, C_ECHO_RSP, warning",
    "1234, N_GET_RQ, failure"
  })
  void saysWhatACodeMeansForItsOperation(String code, CommandField operation, String meaning) {
    assertThat(new Status(Integer.parseInt(code, 16)).meaning(operation)).isEqualTo(meaning);
  }

  @Test
  void isWrittenAsTheStandardWritesIt() {
    assertThat(Status.OUT_OF_RESOURCES).hasToString("A700H");
    assertThat(CommandField.N_EVENT_REPORT_RSP).hasToString("N-EVENT-REPORT-RSP");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0x10000})
  void refusesNumbersThatDoNotFitTheirField(int number) {
    assertThatThrownBy(() -> new Status(number)).isInstanceOf(IllegalArgumentException.class);
    Uid uid = Uid.of("1.2");
    assertThatThrownBy(() -> new CStoreRq(number, uid, uid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Message ID: " + number);
  }

  @Test
  void refusesAMoveToNoAeTitle() {
    for (String title : List.of("", " ", "x".repeat(17), "A\\B", "Ä", "A\n")) {
      assertThatThrownBy(() -> new CMoveRq(1, Uid.of("1.2"), Priority.LOW, title))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tellsCountsBeyond16BitsAs65535() {
    assertThat(SubOperations.underWay(70_000, 0, 1, 65_535).remaining()).hasValue(65_535);
  }
}
