package org.hokan.dicom.image.codec.jpegls;

/** The samples of one stream, pixel by pixel, little endian, signs not looked at. Used once. */
final class FrameDecoder {
  private final byte[] stream;
  private final StreamReader reader;
  private final JpegLsHeader frame;
  private final SampleLines samples;

  /**
   * @param bytesPerSample 1 or 2
   */
  FrameDecoder(byte[] stream, StreamReader reader, int bytesPerSample) {
    this.stream = stream;
    this.reader = reader;
    this.frame = reader.frame();
    byte[] bytes = new byte[frame.rows() * frame.columns() * frame.components() * bytesPerSample];
    this.samples = new SampleLines(bytes, frame.columns(), frame.components(), bytesPerSample);
  }

  byte[] decode() {
    int done = 0;
    while (true) {
      StreamReader.ScanHeader scan = reader.scan();
      BitReader bits = new BitReader(stream, scan.start());
      decode(scan, new ScanDecoder(scan.coding(), frame.columns(), bits), done);
      done += scan.components();
      if (done >= frame.components()) {
        return samples.bytes();
      }
      reader.toScanAfter(bits.end());
    }
  }

  private void decode(StreamReader.ScanHeader header, Scan scan, int first) {
    LineGroups groups = new LineGroups(header.components(), header.byPixel(), scan);
    for (int row = 0; row < frame.rows(); row++) {
      int[][] lines = groups.code();
      for (int i = 0; i < lines.length; i++) {
        samples.put(row, first + i, lines[i]);
      }
      groups.advance();
    }
  }
}
