package org.hokan.archive.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/**
 * A file with an object in it, as far as it can be read.
 *
 * @param study Study Instance UID, or empty
 * @param bytes the data set's, as they are in the file
 */
record SentFile(
    Path path, Uid sopClass, Uid sopInstance, Uid transferSyntax, String study, byte[] bytes) {

  /** One SOP class in one transfer syntax. */
  record Context(Uid sopClass, Uid transferSyntax) {}

  Context context() {
    return new Context(sopClass, transferSyntax);
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** Empty for a file that no object can be seen in. */
  static Optional<SentFile> of(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      Uid transferSyntax = file.transferSyntax().uid();
      Optional<FileMetaInformation> meta = file.metaInformation();
      byte[] bytes;
      try (InputStream in = file.dataSet()) {
        bytes = in.readAllBytes();
      }
      DataSet head = head(path);
      Optional<Uid> sopClass =
          head.uid(Tag.SOPClassUID)
              .or(() -> meta.flatMap(FileMetaInformation::mediaStorageSopClassUid));
      Optional<Uid> instance =
          head.uid(Tag.SOPInstanceUID)
              .or(() -> meta.flatMap(FileMetaInformation::mediaStorageSopInstanceUid));
      String study = head.string(Tag.StudyInstanceUID).orElse("");
      return sopClass.flatMap(
          type -> instance.map(uid -> new SentFile(path, type, uid, transferSyntax, study, bytes)));
    } catch (DataSetException e) {
      return Optional.empty();
    }
  }

  private static DataSet head(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      return file.reader(ReadLimits.builder().build()).readUntil(Tag.SeriesInstanceUID);
    } catch (DataSetException e) {
      return DataSet.empty();
    }
  }

  /** All objects in a folder, in the order of their names; other files are left out. */
  static List<SentFile> in(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
      Stream.Builder<SentFile> objects = Stream.builder();
      for (Path file : files) {
        of(file).ifPresent(objects);
      }
      return objects.build().toList();
    }
  }

  static Map<Uid, SentFile> byInstance(Collection<SentFile> files) {
    Map<Uid, SentFile> map = new TreeMap<>();
    files.forEach(file -> map.put(file.sopInstance(), file));
    return map;
  }

  static <T> List<T> distinct(Collection<SentFile> files, Function<SentFile, T> what) {
    return files.stream().map(what).distinct().toList();
  }
}
