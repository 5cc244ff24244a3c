package org.hokan.dicom.image.codec.jpeg;

import java.util.List;
import org.hokan.dicom.image.pixel.JpegHeader;

/** One scan of a lossless process (T.81 §H.2). Used once. */
final class LosslessScan {
  private final JpegHeader header;
  private final JpegDecoder.Scan scan;
  private final Planes planes;
  private final HuffmanTable[] tables;
  private final int rowsBetweenRestarts;

  LosslessScan(JpegHeader header, JpegTables tables, JpegDecoder.Scan scan, Planes planes) {
    this.header = header;
    this.scan = scan;
    this.planes = planes;
    this.tables =
        scan.parts().stream().map(part -> tables.dc(part.dcTable())).toArray(HuffmanTable[]::new);
    int interval = tables.restartInterval();
    if (interval % header.width() != 0 || !evenlySampled(header.components())) {
      throw JpegCodec.unsupported(
          "JPEG lossless: restart interval %d, or sampling (expected: whole rows, all components alike; T.81 §H.1.1)"
              .formatted(interval));
    }
    if (scan.predictor() < 1
        || scan.predictor() > 7
        || scan.pointTransform() >= header.precision()) {
      throw JpegCodec.damaged(
          "JPEG lossless: selection value %d, point transform %d (expected: 1 to 7, less than the precision; T.81 §B.2.3)"
              .formatted(scan.predictor(), scan.pointTransform()));
    }
    this.rowsBetweenRestarts = interval / header.width();
  }

  private static boolean evenlySampled(List<JpegHeader.Component> components) {
    JpegHeader.Component first = components.get(0);
    return components.stream()
        .allMatch(
            each ->
                each.horizontalSampling() == first.horizontalSampling()
                    && each.verticalSampling() == first.verticalSampling()
                    && (components.size() == 1 || each.horizontalSampling() == 1)
                    && (components.size() == 1 || each.verticalSampling() == 1));
  }

  void decode(EntropyBits bits) {
    int parts = tables.length;
    int[][] above = new int[parts][header.width()];
    int[][] line = new int[parts][header.width()];
    boolean first = true;
    for (int row = 0; row < header.height(); row++) {
      if (rowsBetweenRestarts > 0 && row > 0 && row % rowsBetweenRestarts == 0) {
        bits.restart((row / rowsBetweenRestarts - 1) & 7);
        first = true;
      }
      row(bits, above, line, first);
      put(line, row);
      int[][] finished = line;
      line = above;
      above = finished;
      first = false;
    }
  }

  private void row(EntropyBits bits, int[][] above, int[][] line, boolean first) {
    if (Thread.currentThread().isInterrupted()) {
      throw JpegCodec.damaged("JPEG stream: interrupted");
    }
    int start = 1 << (header.precision() - scan.pointTransform() - 1);
    int parts = tables.length;
    for (int column = 0; column < header.width(); column++) {
      for (int part = 0; part < parts; part++) {
        int[] now = line[part];
        int[] before = above[part];
        int prediction;
        if (column == 0) {
          prediction = first ? start : before[0];
        } else if (first) {
          prediction = now[column - 1];
        } else {
          prediction =
              Predictor.predict(
                  scan.predictor(), now[column - 1], before[column], before[column - 1]);
        }
        now[column] = (prediction + difference(bits, tables[part])) & 0xFFFF;
      }
    }
  }

  /** Category 16 stands for 32768 and has no further bits (T.81 §H.1.2.2). */
  private static int difference(EntropyBits bits, HuffmanTable table) {
    int category = table.decode(bits);
    if (category > 16) {
      throw JpegCodec.damaged(
          "JPEG lossless: category %d (expected: 0 to 16; T.81 §H.1.2.2)".formatted(category));
    }
    return category == 16 ? 32768 : bits.signed(category);
  }

  private void put(int[][] line, int row) {
    for (int part = 0; part < line.length; part++) {
      int component = scan.parts().get(part).component();
      for (int column = 0; column < header.width(); column++) {
        planes.put(component, row, column, line[part][column] << scan.pointTransform());
      }
    }
  }
}
