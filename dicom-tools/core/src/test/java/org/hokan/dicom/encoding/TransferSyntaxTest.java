package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.dict.UidEntry;
import org.hokan.dicom.dict.UidType;
import org.junit.jupiter.api.Test;

class TransferSyntaxTest {

  @Test
  void everyRegisteredOneIsKnownByTheRegistrysName() {
    List<UidEntry> registered = UidDictionary.ofType(UidType.TRANSFER_SYNTAX);
    assertThat(TransferSyntax.all())
        .extracting(TransferSyntax::uid)
        .containsExactlyInAnyOrderElementsOf(registered.stream().map(UidEntry::uid).toList());
    for (UidEntry entry : registered) {
      assertThat(TransferSyntax.of(entry.uid())).map(TransferSyntax::name).contains(entry.name());
    }
  }

  @Test
  void onlyUncompressedOnesAreNotEncapsulated() {
    assertThat(TransferSyntax.storable())
        .filteredOn(syntax -> !syntax.encapsulated())
        .containsExactlyInAnyOrder(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
  }

  @Test
  void encapsulatedOnesAreExplicitLittleEndian() {
    assertThat(TransferSyntax.all())
        .filteredOn(TransferSyntax::encapsulated)
        .allMatch(syntax -> syntax.explicitVr() && !syntax.bigEndian() && !syntax.deflated());
  }

  @Test
  void streamsReferencesAndWrappersCannotBeStored() {
    assertThat(TransferSyntax.all())
        .filteredOn(syntax -> !syntax.canBeStored())
        .extracting(syntax -> syntax.uid().value().replace("1.2.840.10008.1.2", ""))
        .containsExactlyInAnyOrder(
            ".4.94", ".4.95", ".4.204", ".4.205", ".6.1", ".6.2", ".7.1", ".7.2", ".7.3", "0");
  }

  @Test
  void aPrivateOneIsTakenForExplicitLittleEndian() {
    TransferSyntax unknown = TransferSyntax.orUnknown(Uid.of("1.2.3.4"));
    assertThat(unknown.explicitVr()).isTrue();
    assertThat(unknown.bigEndian() || unknown.deflated()).isFalse();
    assertThat(TransferSyntax.of(Uid.of("1.2.3.4"))).isEmpty();
  }
}
