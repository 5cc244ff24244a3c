package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.retrieve.Storescp;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorConversion;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.transcode.Transcoder;
import org.hokan.dicom.image.transcode.TranscodingOptions;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every object of the test data to receivers that take only uncompressed ones: dcmtk's storescp for
 * C-MOVE, a client for C-GET. The system property {@code hokan.samples} names another folder.
 */
class TranscodedRetrieveTest {
  private static final Uid MOVE = Uids.StudyRootQueryRetrieveInformationModelMove;

  @TempDir private Path folder;

  @Test
  void dcmtksReceiverOfImplicitObjectsGetsThePixelsOfEverything() throws Exception {
    try (Storescp storescp = new Storescp(folder, "+xi");
        ScpNode node = new ScpNode(folder.resolve("node")).facility("demo")) {
      node.entity("ENDO1", "demo", Permission.STORE).entity("ASKER", "demo", Permission.RETRIEVE);
      node.entityAt(storescp.port(), "VIEWER", "demo", Permission.RECEIVE);
      Map<Uid, Path> stored = new LinkedHashMap<>();
      Map<Uid, Uid> studies = new LinkedHashMap<>();
      for (Path file : objects()) {
        store(node, file, stored, studies);
      }

      List<Uid> failed = new ArrayList<>();
      for (Uid study : studies.values().stream().distinct().toList()) {
        failed.addAll(move(node, study).failedSopInstanceUids());
      }

      Map<Uid, Path> received = new LinkedHashMap<>();
      for (Path file : storescp.files()) {
        received.put(head(file).uid(Tag.SOPInstanceUID).orElseThrow(), file);
      }
      assertThat(received).hasSize(stored.size() - failed.size());
      for (Map.Entry<Uid, Path> each : stored.entrySet()) {
        if (failed.contains(each.getKey())) {
          assertThat(canDecode(each.getValue())).as("%s", each.getValue()).isFalse();
        } else {
          same(each.getValue(), received.get(each.getKey()));
        }
      }
    }
  }

  private static List<Path> objects() throws IOException {
    String samples = System.getProperty("hokan.samples", "");
    Path root =
        samples.isEmpty()
            ? Path.of(System.getProperty("hokan.root"), "test-data", "objects")
            : Path.of(samples);
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
  }

  private static void store(ScpNode node, Path path, Map<Uid, Path> stored, Map<Uid, Uid> studies)
      throws IOException {
    Uid sopClass;
    Uid instance;
    TransferSyntax syntax;
    DataSet head;
    long offset;
    try (Part10File file = Part10.open(path)) {
      syntax = file.transferSyntax();
      offset = file.dataSetOffset();
      head = file.readHead();
      sopClass = head.uid(Tag.SOPClassUID).orElse(Uids.MediaStorageDirectoryStorage);
      instance = head.uid(Tag.SOPInstanceUID).orElse(sopClass);
    } catch (DataSetException broken) {
      return;
    }
    if (sopClass.equals(Uids.MediaStorageDirectoryStorage)
        || stored.containsKey(instance)
        || head.uid(Tag.StudyInstanceUID).isEmpty()) {
      return;
    }
    try (ClientAssociation association =
        node.connect(node.proposal("ENDO1").propose(sopClass, List.of(syntax.uid())))) {
      boolean taken =
          !association
              .store(
                  new OutgoingObject(
                      sopClass, instance, syntax.uid(), StoreSource.of(path, offset)))
              .status()
              .isFailure();
      if (taken) {
        stored.put(instance, path);
        studies.put(instance, head.uid(Tag.StudyInstanceUID).orElseThrow());
      }
    }
  }

  private static RetrieveResult move(ScpNode node, Uid study) throws IOException {
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .uid(Tag.StudyInstanceUID, study)
            .build();
    try (ClientAssociation association = node.asking("ASKER", MOVE)) {
      return association.move(MOVE, "VIEWER", keys, progress -> true);
    }
  }

  private static DataSet head(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      return file.readHead();
    }
  }

  private static boolean canDecode(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      if (Transcoder.standard()
          .refusal(
              file.transferSyntax(),
              TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
              TranscodingOptions.LOSSLESS)
          .isPresent()) {
        return false;
      }
    }
    try {
      frames(path);
      return true;
    } catch (RuntimeException broken) {
      return false;
    }
  }

  private static void same(Path stored, Path received) throws IOException {
    try (Part10File file = Part10.open(received)) {
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      if (!head(stored).contains(Tag.BitsAllocated)) {
        assertThat(file.read().size()).as("elements of %s", stored).isPositive();
        return;
      }
    }
    assertThat(frames(received))
        .as("samples of %s", stored)
        .containsExactlyElementsOf(frames(stored));
  }

  /** The samples of each frame, those of colour JPEG as RGB. */
  private static List<byte[]> frames(Path file) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(file)) {
      for (int i = 0; i < reader.frameCount(); i++) {
        DecodedFrame frame =
            FrameCodecs.standard()
                .decode(
                    reader.frame(i), reader.image(), reader.transferSyntax(), CodecLimits.DEFAULT);
        boolean rgb = frame.colorModel() == ColorModel.YBR_FULL;
        frames.add((rgb ? ColorConversion.toRgb(frame) : frame).samples());
      }
    }
    return frames;
  }
}
