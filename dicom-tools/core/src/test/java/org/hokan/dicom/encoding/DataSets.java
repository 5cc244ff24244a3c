package org.hokan.dicom.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.dict.DictionaryEntry;
import org.hokan.dicom.dict.ElementDictionary;

/** Random data sets, the same for the same seed. */
public final class DataSets {

  private static final List<DictionaryEntry> KNOWN =
      ElementDictionary.entries().stream()
          .filter(entry -> entry.mask() == -1 && entry.vrs().size() == 1)
          .filter(entry -> entry.tag() >>> 16 > 2 && entry.tag() >>> 16 < 0x7FE0)
          .filter(entry -> (entry.tag() & 0xFFFF) != 0 && entry.tag() != 0x00280103)
          .toList();
  private static final List<DictionaryEntry> SEQUENCES =
      KNOWN.stream().filter(entry -> entry.vrs().contains(VR.SQ)).toList();

  private DataSets() {}

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(30);
  }

  /** A data set that any transfer syntax can carry: VRs as the dictionary has them. */
  public static DataSet random(SplittableRandom random) {
    return random(random, 3, false);
  }

  /** A data set whose private elements have VRs, which Implicit VR does not carry. */
  public static DataSet randomExplicit(SplittableRandom random) {
    return random(random, 3, true);
  }

  private static DataSet random(SplittableRandom random, int depth, boolean explicit) {
    DataSet.Builder builder = DataSet.builder();
    int count = random.nextInt(1, 12);
    for (int i = 0; i < count; i++) {
      DictionaryEntry entry = KNOWN.get(random.nextInt(KNOWN.size()));
      VR vr = entry.vrs().get(0);
      builder.put(
          vr == VR.SQ
              ? sequence(random, entry.tag(), depth, explicit)
              : Element.of(entry.tag(), vr, value(random, vr)));
    }
    if (depth > 0) {
      int tag = SEQUENCES.get(random.nextInt(SEQUENCES.size())).tag();
      builder.put(sequence(random, tag, depth, explicit));
    }
    privateElements(random, explicit, builder);
    if (explicit && depth == 3 && random.nextBoolean()) {
      builder.put(fragments(random));
    }
    return builder.build();
  }

  private static void privateElements(
      SplittableRandom random, boolean explicit, DataSet.Builder builder) {
    int group = 0x0009 + 2 * random.nextInt(40);
    builder.string(group << 16 | 0x10, VR.LO, "ACME " + random.nextInt(100));
    for (int i = 0; i < random.nextInt(4); i++) {
      VR vr = explicit ? VR.values()[random.nextInt(VR.values().length)] : VR.UN;
      if (vr != VR.SQ) {
        builder.bytes(group << 16 | 0x1000 | random.nextInt(256), vr, value(random, vr));
      }
    }
  }

  private static byte[] value(SplittableRandom random, VR vr) {
    int unit = vr.valueLength();
    byte[] value = new byte[unit * random.nextInt(random.nextInt(50) == 0 ? 9000 : 12)];
    for (int i = 0; i < value.length; i++) {
      value[i] =
          (byte) (vr.isText() ? character(random, vr, i + 1 == value.length) : random.nextInt(256));
    }
    return value;
  }

  /** No space at the end, nor in a UID: other toolkits take it for padding. */
  private static int character(SplittableRandom random, VR vr, boolean last) {
    if (vr == VR.UI) {
      return random.nextInt('0', '9' + 1);
    }
    return random.nextInt(last ? 0x21 : 0x20, 0x7F);
  }

  private static SequenceElement sequence(
      SplittableRandom random, int tag, int depth, boolean explicit) {
    List<DataSet> items = new ArrayList<>();
    List<WireForm> forms = new ArrayList<>();
    for (int i = 0; depth > 0 && i < random.nextInt(4); i++) {
      items.add(random.nextInt(5) == 0 ? DataSet.empty() : random(random, depth - 1, explicit));
      forms.add(form(random));
    }
    return new SequenceElement(tag, VR.SQ, items, form(random), forms);
  }

  private static WireForm form(SplittableRandom random) {
    return random.nextBoolean() ? WireForm.PLAIN : WireForm.PLAIN_UNDEFINED;
  }

  private static FragmentsElement fragments(SplittableRandom random) {
    List<byte[]> fragments = new ArrayList<>();
    fragments.add(new byte[0]);
    for (int i = 0; i < random.nextInt(1, 5); i++) {
      byte[] fragment = new byte[2 * random.nextInt(3000)];
      for (int k = 0; k < fragment.length; k++) {
        fragment[k] = (byte) random.nextInt(256);
      }
      fragments.add(fragment);
    }
    return Element.fragments(0x7FE00010, VR.OB, fragments);
  }

  /** The values that a data set holds, whatever stands around them. */
  static long valueLength(DataSet dataSet) {
    long length = 0;
    for (Element element : dataSet) {
      if (element instanceof ValueElement value) {
        length += value.length();
      } else if (element instanceof SequenceElement sequence) {
        length += sequence.items().stream().mapToLong(DataSets::valueLength).sum();
      }
    }
    return length;
  }
}
