package org.hokan.dicom.image.codec.jpeg;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.hokan.dicom.image.codec.ColorConversion;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.w3c.dom.NodeList;

/**
 * 8-bit DCT processes by the JDK's libjpeg. Samples come as the stream has them, chrominance
 * brought to every pixel; colours are not converted.
 */
final class ImageIoJpeg {
  private static final String METADATA = "javax_imageio_jpeg_image_1.0";

  private ImageIoJpeg() {}

  /**
   * @param damage is told what libjpeg passes over that takes something from the picture
   */
  static byte[] decode(byte[] stream, JpegHeader header, Consumer<String> damage) {
    ImageReader reader = reader();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    reader.addIIOReadProgressListener(new StopOnInterrupt());
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bare(stream)))) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      if (Thread.currentThread().isInterrupted()) {
        throw JpegCodec.damaged("JPEG stream: interrupted");
      }
      warnings.stream()
          .filter(warning -> !harmless(warning))
          .forEach(warning -> damage.accept("JPEG stream: " + warning));
      return samples(raster, header);
    } catch (IIOException broken) {
      throw JpegCodec.damaged("JPEG stream: " + broken.getMessage());
    } catch (IOException | IllegalArgumentException broken) {
      throw JpegCodec.damaged("JPEG stream: " + broken);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Padding, fill bytes before a marker, and a missing end marker take nothing from the picture.
   */
  private static boolean harmless(String warning) {
    return warning.contains("extraneous bytes");
  }

  private static byte[] samples(Raster raster, JpegHeader header) {
    int bands = header.components().size();
    int length = header.width() * header.height() * bands;
    if (raster.getWidth() != header.width()
        || raster.getHeight() != header.height()
        || raster.getNumBands() != bands
        || !(raster.getDataBuffer() instanceof DataBufferByte data)
        || data.getData().length != length) {
      throw JpegCodec.damaged(
          "JPEG stream: %d x %d pixels of %d components (expected: %d x %d of %d)"
              .formatted(
                  raster.getWidth(),
                  raster.getHeight(),
                  raster.getNumBands(),
                  header.width(),
                  header.height(),
                  bands));
    }
    return data.getData();
  }

  /**
   * The stream without application data and comments, which ImageIO may stumble over and raw
   * samples do not need, and with an end marker.
   */
  private static byte[] bare(byte[] stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(stream.length + 2);
    int at = 2;
    out.write(stream, 0, 2);
    while (at + 4 <= stream.length) {
      if ((stream[at] & 0xFF) == 0xFF && (stream[at + 1] & 0xFF) == 0xFF) {
        at++;
        continue;
      }
      int marker = stream[at + 1] & 0xFF;
      int length = 2 + ((stream[at + 2] & 0xFF) << 8 | (stream[at + 3] & 0xFF));
      if (marker == 0xDA || at + length > stream.length) {
        break;
      }
      if (marker < 0xE0) {
        out.write(stream, at, length);
      }
      at += length;
    }
    out.write(stream, at, stream.length - at);
    out.write(0xFF);
    out.write(0xD9);
    return out.toByteArray();
  }

  private static ImageReader reader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw JpegCodec.unsupported("JPEG: this JDK has no ImageIO reader (expected: java.desktop)");
  }

  static byte[] encode(DecodedFrame frame, EncodingParameters parameters) {
    if (frame.bitsStored() != 8 || frame.signed() || frame.colorModel() == ColorModel.UNKNOWN) {
      throw JpegCodec.unsupported(
          "JPEG baseline: %s (expected: 8 bits, unsigned; PS3.5 §8.2.1)".formatted(frame));
    }
    BufferedImage picture = picture(frame);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(parameters.quality() / 100f);
      IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), param);
      if (frame.samplesPerPixel() == 3) {
        sampleAs422(metadata);
      }
      writer.write(null, new IIOImage(picture, null, metadata), param);
    } catch (IOException failed) {
      throw JpegCodec.unsupported("JPEG baseline: " + failed);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(DecodedFrame frame) {
    boolean gray = frame.samplesPerPixel() == 1;
    DecodedFrame source = gray ? frame : ColorConversion.toRgb(frame);
    int type = gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage picture = new BufferedImage(frame.columns(), frame.rows(), type);
    byte[] target = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    byte[] samples = source.samples();
    if (gray) {
      System.arraycopy(samples, 0, target, 0, target.length);
    } else {
      for (int i = 0; i < target.length; i += 3) {
        target[i] = samples[i + 2];
        target[i + 1] = samples[i + 1];
        target[i + 2] = samples[i];
      }
    }
    return picture;
  }

  /** Chrominance for two pixels beside each other, as YBR_FULL_422 says. */
  private static void sampleAs422(IIOMetadata metadata) throws IOException {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(METADATA);
    NodeList components = root.getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      IIOMetadataNode component = (IIOMetadataNode) components.item(i);
      component.setAttribute("HsamplingFactor", i == 0 ? "2" : "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    metadata.setFromTree(METADATA, root);
  }

  /** libjpeg does not look at interrupts; this does, now and then. */
  private static final class StopOnInterrupt implements IIOReadProgressListener {
    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      if (Thread.currentThread().isInterrupted()) {
        source.abort();
      }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
  }
}
