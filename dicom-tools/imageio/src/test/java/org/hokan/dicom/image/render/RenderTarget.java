package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.PixelDataException;
import org.hokan.fuzz.FuzzTarget;

/**
 * A whole file, rendered with all that its attributes ask for. Only native and RLE frames are
 * decoded: other streams have targets of their own.
 */
public final class RenderTarget implements FuzzTarget {
  private static final RenderOptions OPTIONS =
      RenderOptions.builder()
          .longestSide(50)
          .limits(new CodecLimits(4096, 4096, 8 << 20, Duration.ofSeconds(50)))
          .build();
  private static final Renderer RENDERER =
      new Renderer(
          new FrameCodecs(
              FrameCodecs.standard().all().stream()
                  .filter(
                      codec ->
                          codec.facts().decodes().stream()
                              .anyMatch(
                                  syntax ->
                                      !syntax.encapsulated()
                                          || syntax.equals(TransferSyntax.RLE_LOSSLESS)))
                  .toList()));

  @Override
  public String name() {
    return "render";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(file(windowed()), file(luts()), file(palette()), file(colored()));
  }

  private static DataSet windowed() {
    DataSet group =
        DataSet.builder()
            .sequence(
                Tag.FrameVOILUTSequence,
                DataSet.builder()
                    .doubles(Tag.WindowCenter, 100)
                    .doubles(Tag.WindowWidth, 50)
                    .string(Tag.VOILUTFunction, "SIGMOID")
                    .build())
            .build();
    DataSet.Builder image = Images.gray(4, 6, 12, true).string(Tag.NumberOfFrames, "2");
    image.doubles(Tag.RescaleSlope, 2).doubles(Tag.RescaleIntercept, -10);
    image.string(Tag.PixelAspectRatio, "4", "3").longs(Tag.PixelPaddingValue, VR.SS, 0);
    image.sequence(Tag.PerFrameFunctionalGroupsSequence, group, group);
    image.integer(Tag.OverlayRows, 4).integer(Tag.OverlayColumns, 6);
    image.longs(Tag.OverlayOrigin, VR.SS, 1, -1).string(Tag.NumberOfFramesInOverlay, "2");
    image.bytes(Tag.OverlayData, VR.OW, new byte[] {1, 2, 3, 4, 5, 6});
    image.integer(Tag.OverlayBitsAllocated + 0x20000, 16);
    image.integer(Tag.OverlayBitPosition + 0x20000, 14);
    return Images.with(image, new byte[96]);
  }

  private static DataSet luts() {
    DataSet lut =
        DataSet.builder()
            .longs(Tag.LUTDescriptor, VR.US, 3, 1, 10)
            .bytes(Tag.LUTData, VR.OW, Images.cells(16, 3, 500, 1000))
            .build();
    DataSet.Builder image = Images.gray(2, 2, 8, false);
    image.sequence(Tag.ModalityLUTSequence, lut).sequence(Tag.VOILUTSequence, lut);
    return Images.with(image, new byte[] {0, 1, 2, 3});
  }

  private static DataSet palette() {
    DataSet.Builder image = Images.gray(1, 4, 8, false);
    image.string(Tag.PhotometricInterpretation, "PALETTE COLOR");
    for (int color = 0; color < 3; color++) {
      image.longs(Tag.RedPaletteColorLookupTableDescriptor + color, VR.US, 9, 0, 16);
      image.bytes(
          Tag.SegmentedRedPaletteColorLookupTableData + color,
          VR.OW,
          Images.cells(16, 0, 1, 4096, 1, 4, 8000, 2, 1, 6, 0, 0, 3, 1, 2, 3));
    }
    return Images.with(image, new byte[] {0, 1, 2, 3});
  }

  private static DataSet colored() {
    DataSet.Builder image = Images.color(1, 2, "YBR_FULL");
    image.bytes(Tag.ICCProfile, VR.OB, ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());
    return Images.with(image, new byte[] {1, 2, 3, 4, 5, 6});
  }

  private static byte[] file(DataSet object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Part10.write(
          FileMetaInformation.of(
              object.uid(Tag.SOPClassUID).orElseThrow(),
              new Uid("1.2.3"),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()),
          object,
          out);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return out.toByteArray();
  }

  @Override
  public void run(byte[] input) throws IOException {
    Path file = Files.createTempFile("render", ".dcm");
    try {
      Files.write(file, input);
      render(file);
    } catch (DataSetException | PixelDataException told) {
      assertThat(told.getMessage()).contains("expected");
    } catch (CodecException told) {
      assertThat(told.reason())
          .as(told.getMessage())
          .isNotIn(CodecException.Reason.FAILED, CodecException.Reason.TIME);
    } finally {
      Files.delete(file);
    }
  }

  private static void render(Path file) throws IOException {
    try (FrameReader reader = FrameReader.open(file)) {
      Rendering rendering = RENDERER.render(reader, reader.frameCount() - 1, OPTIONS);
      int longest = Math.max(rendering.picture().getWidth(), rendering.picture().getHeight());
      assertThat(longest).isEqualTo(50);
    }
  }
}
