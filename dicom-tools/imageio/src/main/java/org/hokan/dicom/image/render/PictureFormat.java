package org.hokan.dicom.image.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** How a picture is written (PS3.18 §8.7.4). */
public enum PictureFormat {
  /** Lossless, marked as sRGB (ISO/IEC 15948). */
  PNG("image/png", "png"),
  /** Lossy; JFIF, baseline. */
  JPEG("image/jpeg", "jpg");

  private static final String PNG_METADATA = "javax_imageio_png_1.0";

  private final String mediaType;
  private final String extension;

  PictureFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /** The media type, as in HTTP. */
  public String mediaType() {
    return mediaType;
  }

  /** The end of a file's name, without the dot. */
  public String extension() {
    return extension;
  }

  /**
   * Writes a picture.
   *
   * @param quality of JPEG, 1 to 100; PNG has no such choice
   * @param out not closed
   * @throws IllegalArgumentException when the quality is out of range
   */
  public void write(BufferedImage picture, int quality, OutputStream out) throws IOException {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality: %d (expected: 1 to 100)".formatted(quality));
    }
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(mediaType).next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam param = writer.getDefaultWriteParam();
      IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), param);
      switch (this) {
        case PNG -> markSrgb(metadata);
        case JPEG -> {
          param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          param.setCompressionQuality(quality / 100f);
        }
      }
      writer.write(null, new IIOImage(picture, null, metadata), param);
    } finally {
      writer.dispose();
    }
  }

  private static void markSrgb(IIOMetadata metadata) throws IOException {
    IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
    IIOMetadataNode srgb = new IIOMetadataNode("sRGB");
    srgb.setAttribute("renderingIntent", "Perceptual");
    root.appendChild(srgb);
    metadata.mergeTree(PNG_METADATA, root);
  }
}
