package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/** The objects of one examination, as the heads of its files tell. Immutable. */
record ExamFiles(Uid study, DataSet first, Map<Uid, Series> series) {
  private static final ReadLimits LIMITS =
      ReadLimits.builder().maxValueLength(1 << 16).maxTotalLength(1 << 20).build();

  /** One series: the head of its first object, and all objects. */
  record Series(DataSet first, Set<Instance> instances) {}

  /** One object. */
  record Instance(Uid sopClassUid, Uid sopInstanceUid) {}

  /**
   * Looks into files, and into those in folders and below; what is no DICOM object is passed over.
   *
   * @param unclear is told of an object that cannot be named to the peer, and why
   * @throws ToolException unless they are objects of one study
   */
  static ExamFiles in(List<Path> paths, BiConsumer<Path, Exception> unclear) {
    List<DataSet> heads = new ArrayList<>();
    FileWalk walk =
        new FileWalk(
            paths,
            (folder, why) -> {
              throw new ToolException(folder + ": " + Failures.text(why));
            });
    while (walk.hasNext()) {
      Path path = walk.next();
      try {
        FileScan.scan(path);
        heads.add(head(path));
      } catch (FileScan.NotStorableException e) {
        // No DICOM object: passed over, as dicom store does.
      } catch (IOException | DataSetException e) {
        unclear.accept(path, e);
      }
    }
    return of(heads, paths);
  }

  private static DataSet head(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      DataSet head = file.reader(LIMITS).readUntil(Tag.SeriesNumber + 1);
      require(head, Tag.SOPClassUID, "SOP Class UID");
      require(head, Tag.SOPInstanceUID, "SOP Instance UID");
      require(head, Tag.StudyInstanceUID, "Study Instance UID");
      require(head, Tag.SeriesInstanceUID, "Series Instance UID");
      return head;
    }
  }

  private static void require(DataSet head, int tag, String name) throws IOException {
    if (head.uid(tag).isEmpty()) {
      throw new IOException(
          "no %s in it (expected: one, in each object of an exam)".formatted(name));
    }
  }

  private static ExamFiles of(List<DataSet> heads, List<Path> paths) {
    Set<Uid> studies = new LinkedHashSet<>();
    Map<Uid, Series> series = new LinkedHashMap<>();
    for (DataSet head : heads) {
      head.uid(Tag.StudyInstanceUID).ifPresent(studies::add);
      series
          .computeIfAbsent(
              head.uid(Tag.SeriesInstanceUID).orElseThrow(),
              uid -> new Series(head, new LinkedHashSet<>()))
          .instances()
          .add(
              new Instance(
                  head.uid(Tag.SOPClassUID).orElseThrow(),
                  head.uid(Tag.SOPInstanceUID).orElseThrow()));
    }
    if (studies.size() != 1) {
      throw new ToolException(
          "%s: objects of %s (expected: of one study)"
              .formatted(paths, Texts.count(studies.size(), "study", "studies")));
    }
    return new ExamFiles(studies.iterator().next(), heads.get(0), series);
  }
}
