package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/** Reads of a file just what sending it needs: no more than the first elements of the data set. */
final class FileScan {
  private static final ReadLimits LIMITS =
      ReadLimits.builder().maxValueLength(1 << 16).maxTotalLength(1 << 20).build();

  private FileScan() {}

  /** The file is not one that can be stored at a peer. */
  static final class NotStorableException extends IOException {
    private static final long serialVersionUID = 1L;

    NotStorableException(String message) {
      super(message);
    }
  }

  /**
   * What is in the file.
   *
   * @throws NotStorableException when it is no DICOM file, or a DICOMDIR
   * @throws IOException when it cannot be read, or is a DICOM file that lacks what sending needs
   */
  static DicomFile scan(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NotStorableException("no regular file");
    }
    try (Part10File file = Part10.open(path)) {
      return object(path, file);
    } catch (DataSetException e) {
      throw new NotStorableException("no DICOM file");
    }
  }

  private static DicomFile object(Path path, Part10File file) throws IOException {
    Optional<FileMetaInformation> meta = file.metaInformation();
    DataSet start = start(file);
    Uid sopClass =
        start
            .uid(Tag.SOPClassUID)
            .or(() -> meta.flatMap(FileMetaInformation::mediaStorageSopClassUid))
            .orElseThrow(() -> lacking("SOP Class UID", meta.isPresent()));
    if (sopClass.equals(Uids.MediaStorageDirectoryStorage)) {
      throw new NotStorableException("a DICOMDIR");
    }
    Uid sopInstance =
        start
            .uid(Tag.SOPInstanceUID)
            .or(() -> meta.flatMap(FileMetaInformation::mediaStorageSopInstanceUid))
            .orElseThrow(() -> lacking("SOP Instance UID", meta.isPresent()));
    long offset = file.dataSetOffset();
    long bytes = Files.size(path) - offset;
    return new DicomFile(path, sopClass, sopInstance, file.transferSyntax().uid(), offset, bytes);
  }

  private static IOException lacking(String name, boolean isPart10) {
    return isPart10
        ? new IOException("no %s in it (expected: one; a peer could not keep it)".formatted(name))
        : new NotStorableException("no DICOM file");
  }

  /** The elements up to SOP Instance UID; none where the meta information must do instead. */
  private static DataSet start(Part10File file) throws IOException {
    try {
      return file.reader(LIMITS).readUntil(Tag.SOPInstanceUID + 1);
    } catch (DataSetException e) {
      if (file.metaInformation().isEmpty()) {
        throw e;
      }
      return DataSet.empty();
    }
  }

  /** A UID's name for people. */
  static String name(Uid uid) {
    return UidDictionary.nameOf(uid);
  }
}
