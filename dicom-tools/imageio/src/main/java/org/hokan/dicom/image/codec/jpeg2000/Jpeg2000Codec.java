package org.hokan.dicom.image.codec.jpeg2000;

import com.github.jaiimageio.jpeg2000.J2KImageWriteParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriter;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import jj2000.j2k.util.FacilityManager;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * JPEG 2000, lossless and lossy (PS3.5 §8.2.4, §A.4.4), by JJ2000 as ImageIO's extensions have it.
 * Lossless is exact, and what is encoded where no ratio is asked for; of a lossy stream single
 * samples may differ from OpenJPEG's by the rounding of the inverse transforms. Signed samples keep
 * their sign; where a stream and its attributes differ in that, the bits are taken as the
 * attributes say.
 */
public final class Jpeg2000Codec implements FrameCodec {
  private static final Set<TransferSyntax> SYNTAXES =
      Set.of(TransferSyntax.JPEG_2000_LOSSLESS, TransferSyntax.JPEG_2000);
  private static final Facts FACTS =
      Facts.portable("JPEG 2000", "jai-imageio-jpeg2000 1.4.0", SYNTAXES, SYNTAXES);

  static {
    FacilityManager.registerMsgLogger(null, new SilentLogger());
  }

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public DecodedFrame decode(byte[] frame, ImagePixel image, CodecLimits limits) {
    byte[] stream = Jpeg2000Header.codestream(frame);
    Jpeg2000Header header = Jpeg2000Header.read(stream);
    int allocated = DecodedFrame.allocatedFor(header.bits());
    int length =
        limits.frameLength(header.rows(), header.columns(), header.components(), allocated / 8);
    PackedHeaders.refuse(stream);
    Raster raster = raster(stream);
    if (raster.getWidth() != header.columns()
        || raster.getHeight() != header.rows()
        || raster.getNumBands() != header.components()) {
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG 2000 stream: %d x %d pixels of %d components (expected: as its header says)"
              .formatted(raster.getWidth(), raster.getHeight(), raster.getNumBands()));
    }
    return new DecodedFrame(
        raster.getHeight(),
        raster.getWidth(),
        allocated,
        header.bits(),
        image.signed(),
        header.colorModel(image),
        Rasters.samples(raster, new byte[length], header.bits(), image.signed()));
  }

  /** A reader for each: one that has read a broken stream is of no more use. */
  private static Raster raster(byte[] stream) {
    J2KImageReader reader = new J2KImageReader(new J2KImageReaderSpi());
    try (var in = new StreamInput(stream)) {
      reader.setInput(in, true, true);
      return reader.readRaster(0, null);
    } catch (CodecException | VirtualMachineError notOfTheStream) {
      throw notOfTheStream;
    } catch (IOException | RuntimeException | Error broken) { // ThreadDeath, too
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG 2000 stream: %s".formatted(broken.getClass().getSimpleName()),
          broken);
    } finally {
      reader.dispose();
    }
  }

  @Override
  public byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    if (frame.bitsStored() < 2 || frame.bitsStored() > 16) {
      throw new CodecException(
          Reason.UNSUPPORTED,
          "JPEG 2000: %s (expected: 2 to 16 bits; PS3.5 §8.2.4)".formatted(frame));
    }
    J2KImageWriter writer = new J2KImageWriter(new J2KImageWriterSpi());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(frame.samples().length / 2 + 1024);
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      J2KImageWriteParam param = (J2KImageWriteParam) writer.getDefaultWriteParam();
      param.setWriteCodeStreamOnly(true);
      param.setComponentTransformation(frame.colorModel() == ColorModel.RGB);
      if (target.equals(TransferSyntax.JPEG_2000_LOSSLESS) || parameters.compressionRatio() == 0) {
        param.setLossless(true);
        param.setFilter(J2KImageWriteParam.FILTER_53);
      } else {
        param.setLossless(false);
        param.setFilter(J2KImageWriteParam.FILTER_97);
        param.setEncodingRate(bitsPerPixel(frame, parameters));
      }
      writer.write(null, new IIOImage(Rasters.picture(frame), null, null), param);
    } catch (IOException failed) {
      throw new CodecException(Reason.FAILED, "JPEG 2000: not encoded", failed);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** At most: a picture that needs fewer bits for the quality takes fewer. */
  private static double bitsPerPixel(DecodedFrame frame, EncodingParameters parameters) {
    return frame.bitsAllocated() * frame.samplesPerPixel() / parameters.compressionRatio();
  }
}
