package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
import org.hokan.dicom.image.transcode.TranscodingException;
import org.hokan.dicom.image.transcode.TranscodingOptions;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every object of the test data to dcmtk's programs that take only uncompressed ones: as it came to
 * storescp by C-MOVE, compressed without loss beforehand to getscu by C-GET. The system property
 * {@code hokan.samples} names another folder.
 */
class TranscodedRetrieveTest {
  private static final Uid MOVE = Uids.StudyRootQueryRetrieveInformationModelMove;

  /** SOP classes that getscu 3.6.7 does not propose. */
  private static final Set<Uid> UNKNOWN_TO_DCMTK =
      Set.of(
          Uids.ColorPaletteStorage,
          Uids.ParametricMapStorage,
          Uids.MicroscopyBulkSimpleAnnotationsStorage,
          Uid.of("1.2.840.10008.5.1.4.1.1.66.7"));

  @TempDir private Path folder;

  /** An object in the node, and the file that it came from. */
  private record Stored(Path file, Uid sopClass, Uid instance, Uid study, Uid series) {}

  @Test
  void dcmtksReceiversOfUncompressedObjectsGetThePixelsOfEverything() throws Exception {
    try (Storescp storescp = new Storescp(folder, "+xi");
        ScpNode node = new ScpNode(folder.resolve("node")).facility("demo").facility("small")) {
      node.entity("ENDO1", "demo", Permission.STORE).entity("ASKER", "demo", Permission.RETRIEVE);
      node.entity("ENDO2", "small", Permission.STORE)
          .entity("GETTER", "small", Permission.RETRIEVE);
      node.entityAt(storescp.port(), "VIEWER", "demo", Permission.RECEIVE);
      moved(node, storescp);
      got(node);
    }
  }

  private void moved(ScpNode node, Storescp storescp) throws Exception {
    Map<Uid, Stored> stored = new LinkedHashMap<>();
    for (Path file : objects()) {
      store(node, "ENDO1", file, Files.readAllBytes(file))
          .ifPresent(each -> stored.putIfAbsent(each.instance(), each));
    }
    List<Uid> failed = new ArrayList<>();
    for (Stored each : stored.values()) {
      failed.addAll(move(node, each).failedSopInstanceUids());
    }

    Map<Uid, Path> received = new LinkedHashMap<>();
    for (Path file : storescp.files()) {
      received.put(head(file).uid(Tag.SOPInstanceUID).orElseThrow(), file);
    }
    assertThat(received).hasSize(stored.size() - failed.size());
    for (Stored each : stored.values()) {
      if (failed.contains(each.instance())) {
        assertThat(!UNKNOWN_TO_DCMTK.contains(each.sopClass()) && canDecode(each.file()))
            .as("%s", each.file())
            .isFalse();
      } else {
        same(each, received.get(each.instance()));
      }
    }
    report("C-MOVE", stored.size(), failed.size());
  }

  private void got(ScpNode node) throws Exception {
    Map<Uid, Stored> stored = new LinkedHashMap<>();
    for (Path file : objects()) {
      Optional<byte[]> small = smaller(Files.readAllBytes(file));
      if (small.isPresent()) {
        store(node, "ENDO2", file, small.get())
            .filter(each -> !UNKNOWN_TO_DCMTK.contains(each.sopClass()))
            .ifPresent(each -> stored.putIfAbsent(each.instance(), each));
      }
    }
    for (Stored each : stored.values()) {
      same(each, get(node, each));
    }
    report("C-GET", stored.size(), 0);
  }

  private static void report(String how, int stored, int failed) {
    if (!System.getProperty("hokan.samples", "").isEmpty()) {
      System.out.printf("%s: %d objects, of which %d cannot be given%n", how, stored, failed);
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

  /** An object as a compression job would leave it; empty where it is none with pixels to code. */
  private static Optional<byte[]> smaller(byte[] object) throws IOException {
    for (TransferSyntax target :
        List.of(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION, TransferSyntax.JPEG_LS_LOSSLESS)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        Transcoder.standard()
            .transcode(new ByteArrayInputStream(object), out, target, TranscodingOptions.LOSSLESS);
        return Optional.of(out.toByteArray());
      } catch (TranscodingException | DataSetException noWay) {
        continue;
      }
    }
    return Optional.empty();
  }

  private static Optional<Stored> store(ScpNode node, String as, Path path, byte[] object)
      throws IOException {
    try (Part10File file = Part10.open(new ByteArrayInputStream(object))) {
      DataSet head = file.readHead();
      Optional<Uid> study = head.uid(Tag.StudyInstanceUID);
      Optional<Uid> series = head.uid(Tag.SeriesInstanceUID);
      Optional<Uid> instance = head.uid(Tag.SOPInstanceUID);
      if (study.isEmpty() || series.isEmpty() || instance.isEmpty()) {
        return Optional.empty();
      }
      Uid sopClass = head.uid(Tag.SOPClassUID).orElseThrow();
      Uid syntax = file.transferSyntax().uid();
      byte[] dataSet = Arrays.copyOfRange(object, (int) file.dataSetOffset(), object.length);
      try (ClientAssociation association =
          node.connect(node.proposal(as).propose(sopClass, List.of(syntax)))) {
        boolean refused =
            association
                .store(
                    new OutgoingObject(sopClass, instance.get(), syntax, StoreSource.of(dataSet)))
                .status()
                .isFailure();
        return refused
            ? Optional.empty()
            : Optional.of(new Stored(path, sopClass, instance.get(), study.get(), series.get()));
      }
    } catch (DataSetException broken) {
      return Optional.empty();
    }
  }

  private static RetrieveResult move(ScpNode node, Stored object) throws IOException {
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "IMAGE")
            .uid(Tag.StudyInstanceUID, object.study())
            .uid(Tag.SeriesInstanceUID, object.series())
            .uid(Tag.SOPInstanceUID, object.instance())
            .build();
    try (ClientAssociation association = node.asking("ASKER", MOVE)) {
      return association.move(MOVE, "VIEWER", keys, progress -> true);
    }
  }

  private Path get(ScpNode node, Stored object) throws IOException, InterruptedException {
    Path into = Files.createTempDirectory(folder, "got");
    Path said = folder.resolve("getscu.log");
    Process process =
        new ProcessBuilder(
                "getscu",
                "-S",
                "+xe",
                "-aet",
                "GETTER",
                "-aec",
                ScpNode.TITLE,
                "-od",
                into.toString(),
                "-k",
                "QueryRetrieveLevel=IMAGE",
                "-k",
                "StudyInstanceUID=" + object.study().value(),
                "-k",
                "SeriesInstanceUID=" + object.series().value(),
                "-k",
                "SOPInstanceUID=" + object.instance().value(),
                "127.0.0.1",
                Integer.toString(node.server.port()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (Stream<Path> files = Files.list(into)) {
      return files
          .findFirst()
          .orElseThrow(() -> new AssertionError(object.file() + " not got: " + text(said)));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
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

  private static void same(Stored stored, Path received) throws IOException {
    try (Part10File file = Part10.open(received)) {
      assertThat(file.transferSyntax().encapsulated()).as("%s", stored.file()).isFalse();
      DataSet object = file.read();
      assertThat(object.size()).as("elements of %s", stored.file()).isPositive();
      if (!object.contains(Tag.BitsAllocated) || !object.contains(Tag.PixelData)) {
        return;
      }
    }
    assertThat(frames(received))
        .as("samples of %s", stored.file())
        .containsExactlyElementsOf(frames(stored.file()));
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
