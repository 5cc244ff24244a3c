package org.hokan.dicom.file;

import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;

/**
 * The elements of group 0002 before a stored data set (PS3.10 §7.1). Immutable.
 *
 * <p>One that was read may lack what the standard requires; one that {@link #builder} makes does
 * not.
 *
 * @param dataSet all of its elements
 */
public record FileMetaInformation(DataSet dataSet) {

  /** How this software names itself in files and to peers; derived from a UUID (PS3.5 §B.2). */
  public static final Uid IMPLEMENTATION_CLASS_UID =
      new Uid("2.25.283011740264813217403528862371294073911");

  /** Implementation Version Name, at most 16 characters. */
  public static final String IMPLEMENTATION_VERSION_NAME = "HOKAN_0_1";

  /** The meta information that this software writes for such an object. */
  public static FileMetaInformation of(Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid) {
    return builder(sopClassUid, sopInstanceUid, transferSyntaxUid).build();
  }

  /** A builder with what every object must have. */
  public static Builder builder(Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid) {
    return new Builder(sopClassUid, sopInstanceUid, transferSyntaxUid);
  }

  /** Media Storage SOP Class UID (0002,0002). */
  public Optional<Uid> mediaStorageSopClassUid() {
    return dataSet.uid(Tag.MediaStorageSOPClassUID);
  }

  /** Media Storage SOP Instance UID (0002,0003). */
  public Optional<Uid> mediaStorageSopInstanceUid() {
    return dataSet.uid(Tag.MediaStorageSOPInstanceUID);
  }

  /** Transfer Syntax UID (0002,0010). */
  public Optional<Uid> transferSyntaxUid() {
    return dataSet.uid(Tag.TransferSyntaxUID);
  }

  /** Implementation Class UID (0002,0012). */
  public Optional<Uid> implementationClassUid() {
    return dataSet.uid(Tag.ImplementationClassUID);
  }

  /** Implementation Version Name (0002,0013). */
  public Optional<String> implementationVersionName() {
    return dataSet.string(Tag.ImplementationVersionName);
  }

  /** Source Application Entity Title (0002,0016). */
  public Optional<String> sourceApplicationEntityTitle() {
    return dataSet.string(Tag.SourceApplicationEntityTitle);
  }

  /** Makes {@link FileMetaInformation}. */
  public static final class Builder {

    private final DataSet.Builder elements = DataSet.builder();

    private Builder(Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid) {
      elements
          .longs(Tag.FileMetaInformationGroupLength, VR.UL, 0)
          .bytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1})
          .uid(Tag.MediaStorageSOPClassUID, sopClassUid)
          .uid(Tag.MediaStorageSOPInstanceUID, sopInstanceUid)
          .uid(Tag.TransferSyntaxUID, transferSyntaxUid);
      implementation(IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME);
    }

    /** Who wrote it: Implementation Class UID and Version Name (at most 16 characters). */
    public Builder implementation(Uid classUid, String versionName) {
      elements
          .uid(Tag.ImplementationClassUID, classUid)
          .string(Tag.ImplementationVersionName, VR.SH, versionName);
      return this;
    }

    /** The AE that the object came from: Source Application Entity Title. */
    public Builder sourceApplicationEntityTitle(String title) {
      elements.string(Tag.SourceApplicationEntityTitle, VR.AE, title);
      return this;
    }

    /** The AEs between which it was sent: Sending and Receiving Application Entity Title. */
    public Builder sentBetween(String sendingTitle, String receivingTitle) {
      elements
          .string(Tag.SendingApplicationEntityTitle, VR.AE, sendingTitle)
          .string(Tag.ReceivingApplicationEntityTitle, VR.AE, receivingTitle);
      return this;
    }

    /** The meta information, its group length counted when it is written. */
    public FileMetaInformation build() {
      return new FileMetaInformation(elements.build());
    }
  }
}
