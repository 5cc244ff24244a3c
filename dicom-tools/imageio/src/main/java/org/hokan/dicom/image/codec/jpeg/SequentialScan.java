package org.hokan.dicom.image.codec.jpeg;

import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.image.pixel.JpegHeader;

/** One scan of a sequential DCT process (T.81 §F.2). Used once. */
final class SequentialScan {
  private final JpegHeader header;
  private final JpegTables tables;
  private final JpegDecoder.Scan scan;
  private final Planes planes;
  private final int[] quantizers;
  private final int maxHorizontal;
  private final int maxVertical;
  private final int[] previousDc;
  private final int[] coefficients = new int[64];
  private final int[] block = new int[64];

  SequentialScan(
      JpegHeader header,
      JpegTables tables,
      JpegDecoder.Scan scan,
      Planes planes,
      int[] quantizers) {
    this.header = header;
    this.tables = tables;
    this.scan = scan;
    this.planes = planes;
    this.quantizers = quantizers;
    List<JpegHeader.Component> all = header.components();
    this.maxHorizontal =
        all.stream().mapToInt(JpegHeader.Component::horizontalSampling).max().orElse(1);
    this.maxVertical =
        all.stream().mapToInt(JpegHeader.Component::verticalSampling).max().orElse(1);
    this.previousDc = new int[scan.parts().size()];
  }

  void decode(EntropyBits bits) {
    boolean alone = scan.parts().size() == 1;
    JpegHeader.Component only = component(0);
    int across = alone ? 8 * (maxHorizontal / only.horizontalSampling()) : 8 * maxHorizontal;
    int down = alone ? 8 * (maxVertical / only.verticalSampling()) : 8 * maxVertical;
    int mcusAcross = (header.width() + across - 1) / across;
    int mcus = mcusAcross * ((header.height() + down - 1) / down);
    int interval = tables.restartInterval();
    for (int mcu = 0; mcu < mcus; mcu++) {
      if (interval > 0 && mcu > 0 && mcu % interval == 0) {
        bits.restart((mcu / interval - 1) & 7);
        Arrays.fill(previousDc, 0);
      }
      if (mcu % mcusAcross == 0 && Thread.currentThread().isInterrupted()) {
        throw JpegCodec.damaged("JPEG stream: interrupted");
      }
      mcu(bits, mcu / mcusAcross, mcu % mcusAcross, alone);
    }
  }

  private JpegHeader.Component component(int part) {
    return header.components().get(scan.parts().get(part).component());
  }

  private void mcu(EntropyBits bits, int mcuRow, int mcuColumn, boolean alone) {
    for (int part = 0; part < previousDc.length; part++) {
      int across = alone ? 1 : component(part).horizontalSampling();
      int down = alone ? 1 : component(part).verticalSampling();
      for (int i = 0; i < across * down; i++) {
        block(bits, part);
        put(part, mcuRow * down + i / across, mcuColumn * across + i % across);
      }
    }
  }

  private void block(EntropyBits bits, int part) {
    JpegDecoder.Part selected = scan.parts().get(part);
    int[] quantization = tables.quantization(quantizers[selected.component()]);
    HuffmanTable ac = tables.ac(selected.acTable());
    Arrays.fill(coefficients, 0);
    previousDc[part] += bits.signed(category(tables.dc(selected.dcTable()).decode(bits)));
    coefficients[0] = previousDc[part] * quantization[0];
    int place = 1;
    while (place < 64) {
      int symbol = ac.decode(bits);
      int size = symbol & 15;
      if (size == 0 && symbol != 0xF0) {
        break; // the rest is zero
      }
      place += symbol >> 4;
      if (place > 63) {
        throw JpegCodec.damaged(
            "JPEG stream: a block of more than 64 coefficients (T.81 §F.2.2.2)");
      }
      if (size > 0) {
        int natural = JpegTables.natural(place);
        coefficients[natural] = bits.signed(size) * quantization[natural];
      }
      place++;
    }
    InverseDct.transform(coefficients, block, header.precision());
  }

  private static int category(int size) {
    if (size > 16) {
      throw JpegCodec.damaged(
          "JPEG stream: category %d (expected: at most 16; T.81 §F.1.2.1)".formatted(size));
    }
    return size;
  }

  /** Samples of fewer than the most are repeated. */
  private void put(int part, int blockRow, int blockColumn) {
    int index = scan.parts().get(part).component();
    int across = maxHorizontal / component(part).horizontalSampling();
    int down = maxVertical / component(part).verticalSampling();
    for (int i = 0; i < 64; i++) {
      int row = (blockRow * 8 + i / 8) * down;
      int column = (blockColumn * 8 + i % 8) * across;
      for (int repeated = 0; repeated < across * down; repeated++) {
        planes.put(index, row + repeated / across, column + repeated % across, block[i]);
      }
    }
  }
}
