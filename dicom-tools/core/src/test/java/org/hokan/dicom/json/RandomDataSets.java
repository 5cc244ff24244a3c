package org.hokan.dicom.json;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;

/** Data sets by seed: private elements of every VR, so that no dictionary gets in the way. */
final class RandomDataSets {
  private static final List<List<String>> SETS =
      List.of(
          List.of(),
          List.of("ISO_IR 100"),
          List.of("ISO_IR 192"),
          List.of("", "ISO 2022 IR 87"),
          List.of("GB18030"));

  private RandomDataSets() {}

  static DataSet random(SplittableRandom random) {
    return random(random, SpecificCharacterSet.DEFAULT, 0);
  }

  private static DataSet random(
      SplittableRandom random, SpecificCharacterSet inherited, int depth) {
    DataSet.Builder builder = DataSet.builder(inherited);
    SpecificCharacterSet set = inherited;
    if (random.nextInt(3) == 0) {
      set = SpecificCharacterSet.of(SETS.get(1 + random.nextInt(SETS.size() - 1)));
      builder.strings(Tag.SpecificCharacterSet, set.definedTerms());
    }
    builder.string(0x00090010, VR.LO, "HOKAN TEST");
    for (VR vr : VR.values()) {
      int tag = 0x00091000 | vr.ordinal() << 1 | random.nextInt(2);
      if (random.nextInt(3) > 0) {
        put(builder, tag, vr, random, set, depth);
      }
    }
    return builder.build();
  }

  private static void put(
      DataSet.Builder builder,
      int tag,
      VR vr,
      SplittableRandom random,
      SpecificCharacterSet set,
      int depth) {
    int values = random.nextInt(4);
    if (vr == VR.SQ) {
      List<DataSet> items = new ArrayList<>();
      for (int i = 0; i < values && depth < 3; i++) {
        items.add(random(random, set, depth + 1));
      }
      builder.sequence(tag, items);
    } else if (vr.isText()) {
      int count = vr.isMultiValuedText() ? values : Math.min(values, 1);
      String[] texts = new String[count];
      for (int i = 0; i < count; i++) {
        texts[i] = text(vr, random, set);
      }
      builder.string(tag, vr, texts);
    } else if (vr == VR.FL || vr == VR.FD) {
      builder.doubles(tag, vr, doubles(vr, random, values));
    } else {
      builder.put(bytes(tag, vr, random, values));
    }
  }

  private static double[] doubles(VR vr, SplittableRandom random, int count) {
    double[] special = {0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, -1e30, Float.MIN_VALUE};
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double value = random.nextBoolean() ? random.nextDouble() : special[random.nextInt(7)];
      values[i] = vr == VR.FL ? (float) value : value;
    }
    return values;
  }

  private static Element bytes(int tag, VR vr, SplittableRandom random, int count) {
    byte[] value = new byte[count * Math.max(vr.valueLength(), 2)];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) random.nextInt(256);
    }
    return Element.of(tag, vr, value);
  }

  private static String text(VR vr, SplittableRandom random, SpecificCharacterSet set) {
    return switch (vr) {
      case IS -> Integer.toString(random.nextInt());
      case DS -> List.of("1", "-1.50", "1e5", "+2", ".5", "007", "1.").get(random.nextInt(7));
      case UI -> "1.2." + random.nextInt(1, 1000);
      case AS -> "0%02dY".formatted(random.nextInt(100));
      case DA -> "20%02d1231".formatted(random.nextInt(100));
      case PN -> "A^" + word(random, set) + (random.nextBoolean() ? "=" + word(random, set) : "");
      default -> vr.usesCharacterSet() ? word(random, set) : "TEXT_" + random.nextInt(100);
    };
  }

  private static String word(SplittableRandom random, SpecificCharacterSet set) {
    StringBuilder word = new StringBuilder("x");
    for (int character : "é山田ü\"/<\tß东 y".codePoints().toArray()) {
      String text = Character.toString(character);
      if (random.nextInt(3) == 0 && set.canEncode(text, VR.LO)) {
        word.append(text);
      }
    }
    return word.append('z').toString();
  }
}
