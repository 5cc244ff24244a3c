package org.hokan.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;

class UidDictionaryTest {
  @Test
  void everyRowOfTheStandardsTableIsFound() throws Exception {
    for (String[] row : CsvTables.rows("uids.csv")) {
      UidEntry entry = UidDictionary.of(new Uid(row[0])).orElseThrow();
      assertThat(entry.keyword()).isEqualTo(row[1]);
      assertThat(entry.type().label()).isEqualTo(row[2]);
      assertThat(entry.name()).isEqualTo(row[3]);
      assertThat(entry.retired()).isEqualTo(row[4].equals("Y"));
      if (!row[1].isEmpty()) {
        assertThat(Uids.class.getField(row[1]).get(null)).isEqualTo(entry.uid());
      }
    }
  }

  @Test
  void listsTheTransferSyntaxes() throws IOException {
    long expected =
        CsvTables.rows("uids.csv").stream().filter(r -> r[2].equals("Transfer Syntax")).count();
    assertThat(UidDictionary.ofType(UidType.TRANSFER_SYNTAX))
        .hasSize((int) expected)
        .extracting(UidEntry::uid)
        .contains(Uids.ImplicitVRLittleEndian, Uids.JPEGBaseline8Bit, Uids.HTJ2K);
  }

  @Test
  void anUnknownUidKeepsItsNumbersAsName() {
    assertThat(UidDictionary.of(new Uid("1.2.3"))).isEmpty();
    assertThat(UidDictionary.nameOf(new Uid("1.2.3"))).isEqualTo("1.2.3");
    assertThat(UidDictionary.nameOf(Uids.Verification)).isEqualTo("Verification SOP Class");
    assertThat(UidDictionary.nameOf(new Uid("1.2.840.10008.5.1.4.1.1.40")))
        .isEqualTo("1.2.840.10008.5.1.4.1.1.40");
  }

  @Test
  void everyStorageSopClassOfTheStandardsTableCanBeStored() throws IOException {
    for (String[] row : CsvTables.rows("storage-sop-classes.csv")) {
      assertThat(StorageSopClasses.of(new Uid(row[0])))
          .contains(new StorageSopClass(new Uid(row[0]), row[1], Optional.of(row[2]), false));
    }
  }

  @Test
  void newerAndRetiredStorageSopClassesCanBeStoredToo() {
    assertThat(StorageSopClasses.contains(Uids.LabelMapSegmentationStorage)).isTrue();
    assertThat(StorageSopClasses.contains(Uids.UltrasoundImageStorageRetired)).isTrue();
    assertThat(StorageSopClasses.all()).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  @Test
  void servicesWithStorageInTheirNameAreNoStorageSopClasses() {
    assertThat(StorageSopClasses.contains(Uids.StorageCommitmentPushModel)).isFalse();
    assertThat(StorageSopClasses.contains(Uids.Verification)).isFalse();
    assertThat(StorageSopClasses.contains(Uids.StudyRootQueryRetrieveInformationModelFind))
        .isFalse();
  }
}
