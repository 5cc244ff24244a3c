package org.hokan.archive.scp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;

/** The SOP classes and transfer syntaxes that the node offers. */
public final class SopClasses {
  /** For messages whose data set is an identifier; the default first (PS3.5 §10.1). */
  static final List<Uid> IDENTIFIER_SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid(),
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid());

  public static final List<Uid> FIND =
      List.of(
          Uids.PatientRootQueryRetrieveInformationModelFind,
          Uids.StudyRootQueryRetrieveInformationModelFind);
  public static final List<Uid> MOVE =
      List.of(
          Uids.PatientRootQueryRetrieveInformationModelMove,
          Uids.StudyRootQueryRetrieveInformationModelMove);
  public static final List<Uid> GET =
      List.of(
          Uids.PatientRootQueryRetrieveInformationModelGet,
          Uids.StudyRootQueryRetrieveInformationModelGet);

  private SopClasses() {}

  /** Every storage SOP class of the standard, retired ones too, and the private ones given. */
  public static Set<Uid> storage(List<Uid> privateOnes) {
    Set<Uid> all = new LinkedHashSet<>(StorageSopClasses.all());
    all.addAll(privateOnes);
    return all;
  }

  /** Every transfer syntax that a stored object can have. */
  public static List<Uid> storageSyntaxes() {
    return TransferSyntax.storable().stream().map(TransferSyntax::uid).toList();
  }

  static boolean isPatientRoot(Uid sopClass) {
    return FIND.get(0).equals(sopClass)
        || MOVE.get(0).equals(sopClass)
        || GET.get(0).equals(sopClass);
  }
}
