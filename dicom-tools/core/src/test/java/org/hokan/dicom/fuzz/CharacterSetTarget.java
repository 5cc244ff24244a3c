package org.hokan.dicom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.data.PersonName;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.fuzz.FuzzTarget;

/**
 * Bytes in the character set and VR that the first two bytes pick, or in one that the input names
 * itself. Decoding never throws; a text that can be encoded is decoded to itself again.
 */
public final class CharacterSetTarget implements FuzzTarget {
  private static final List<SpecificCharacterSet> SETS =
      List.of(
          SpecificCharacterSet.of(),
          SpecificCharacterSet.of("ISO_IR 100"),
          SpecificCharacterSet.of("ISO_IR 192"),
          SpecificCharacterSet.of("GB18030"),
          SpecificCharacterSet.of("GBK"),
          SpecificCharacterSet.of("ISO_IR 13"),
          SpecificCharacterSet.of("ISO_IR 166"),
          SpecificCharacterSet.of("", "ISO 2022 IR 87"),
          SpecificCharacterSet.of("ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"),
          SpecificCharacterSet.of("", "ISO 2022 IR 149"),
          SpecificCharacterSet.of("", "ISO 2022 IR 58"),
          SpecificCharacterSet.of(
              "ISO 2022 IR 100",
              "ISO 2022 IR 101",
              "ISO 2022 IR 109",
              "ISO 2022 IR 110",
              "ISO 2022 IR 144",
              "ISO 2022 IR 127",
              "ISO 2022 IR 126",
              "ISO 2022 IR 138",
              "ISO 2022 IR 148",
              "ISO 2022 IR 203",
              "ISO 2022 IR 166",
              "ISO 2022 IR 87"));
  private static final List<VR> VRS =
      List.of(VR.PN, VR.LO, VR.LT, VR.UC, VR.UT, VR.SH, VR.ST, VR.UN, VR.CS);

  @Override
  public String name() {
    return "character-set";
  }

  @Override
  public List<byte[]> seeds() {
    String text = "Yamada^Tarou=山田^太郎=やまだ^たろう\\김희중 Wang^XiaoDong=王^小东 Люкceмбypг ﾔﾏﾀﾞ é ภาษาไทย";
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < SETS.size(); i++) {
      byte[] bytes = SETS.get(i).encode(text, VR.PN);
      byte[] seed = new byte[2 + bytes.length];
      seed[0] = (byte) i;
      System.arraycopy(bytes, 0, seed, 2, bytes.length);
      seeds.add(seed);
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length < 2) {
      return;
    }
    VR vr = VRS.get((input[1] & 0xFF) % VRS.size());
    int set = input[0] & 0xFF;
    if (set < 0xF0) {
      check(SETS.get(set % SETS.size()), vr, Arrays.copyOfRange(input, 2, input.length));
    } else {
      int until = Math.min(input.length, 2 + (set & 0xF) * 6);
      String terms = new String(input, 2, until - 2, StandardCharsets.ISO_8859_1);
      check(
          SpecificCharacterSet.of(terms.split("\\\\")),
          vr,
          Arrays.copyOfRange(input, until, input.length));
    }
  }

  private static void check(SpecificCharacterSet set, VR vr, byte[] bytes) {
    String text = set.decode(bytes, vr);
    assertThat(text.length()).isLessThanOrEqualTo(bytes.length);
    set.canDecode(bytes, vr);
    for (String value : set.decodeValues(bytes, vr)) {
      PersonName name = PersonName.parse(value);
      assertThat(PersonName.parse(name.format())).isEqualTo(name);
    }
    byte[] encoded = set.encode(text, vr);
    if (set.canEncode(text, vr) && text.indexOf('\u001B') < 0) {
      assertThat(set.decode(encoded, vr)).isEqualTo(text);
    }
  }
}
