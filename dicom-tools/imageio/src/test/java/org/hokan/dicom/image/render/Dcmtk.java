package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.image.pixel.ExternalTool;

/** Pictures by dcmtk's dcmj2pnm. */
final class Dcmtk {
  private Dcmtk() {}

  /**
   * All samples of a frame's picture.
   *
   * @param frame counted from 0
   */
  static int[] samples(Path file, int frame, List<String> options)
      throws IOException, InterruptedException {
    Path pnm = Files.createTempFile("theirs", ".pnm");
    try {
      List<String> command = new ArrayList<>(List.of("dcmj2pnm", "+op", "+F", "" + (frame + 1)));
      command.addAll(options);
      command.addAll(List.of(file.toString(), pnm.toString()));
      ExternalTool.Answer answer = ExternalTool.run("dcmtk", command.toArray(String[]::new));
      assumeThat(answer.status()).as(answer.text()).isZero();
      return samples(Files.readAllBytes(pnm));
    } finally {
      Files.delete(pnm);
    }
  }

  /** What comes after the three lines of a binary PNM file's header. */
  private static int[] samples(byte[] file) {
    assertThat(new String(file, 0, 2, StandardCharsets.US_ASCII)).isIn("P5", "P6");
    int start = 0;
    for (int lines = 0; lines < 3; start++) {
      if (file[start] == '\n') {
        lines++;
      }
    }
    int[] samples = new int[file.length - start];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = file[start + i] & 0xFF;
    }
    return samples;
  }

  /** The largest difference of two samples in the same place. */
  static int farthest(int[] ours, int[] theirs) {
    assertThat(ours).hasSameSizeAs(theirs);
    int farthest = 0;
    for (int i = 0; i < ours.length; i++) {
      farthest = Math.max(farthest, Math.abs(ours[i] - theirs[i]));
    }
    return farthest;
  }
}
