package org.hokan.dicom.image.codec.external;

import java.util.List;
import java.util.Optional;

/**
 * Something that programs of the system do, and whether they are there.
 *
 * @param purpose what is done with them, for tables
 * @param debianPackage where they come from
 * @param unavailable what to do where they are missing; empty where they are there
 */
public record NativeProgram(String purpose, String debianPackage, Optional<String> unavailable) {

  /** All that the toolkit has a use for, as found in the folders of PATH now. */
  public static List<NativeProgram> all() {
    return List.of(
        new NativeProgram(
            "JPEG XL", JpegRecompression.PACKAGE, new JpegRecompression().unavailable()),
        new NativeProgram("HTJ2K", Htj2kCodec.PACKAGE, new Htj2kCodec().facts().unavailable()),
        new NativeProgram("pictures of videos", VideoTool.PACKAGE, new VideoTool().unavailable()));
  }
}
