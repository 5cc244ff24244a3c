package org.hokan.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Jazzer calls, in a process of its own. With several targets the first byte of an input picks
 * one, and the rest is for it.
 */
public final class Entry {
  /** Class names of the targets, separated by commas. */
  static final String TARGETS = "hokan.fuzz.targets";

  private static final List<FuzzTarget> targets = new ArrayList<>();

  private Entry() {}

  /** Called once, before the first input: loads classes, which takes long on a busy machine. */
  public static void fuzzerInitialize() throws Exception {
    for (String name : System.getProperty(TARGETS).split(",")) {
      FuzzTarget target = (FuzzTarget) Class.forName(name).getConstructor().newInstance();
      for (byte[] seed : target.seeds()) {
        target.run(seed);
      }
      targets.add(target);
    }
  }

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (targets.size() == 1) {
      targets.get(0).run(input);
    } else if (input.length > 0) {
      Map.Entry<FuzzTarget, byte[]> picked = pick(targets, input);
      picked.getKey().run(picked.getValue());
    }
  }

  /** The target that the first byte of an input picks, and its own input. */
  static Map.Entry<FuzzTarget, byte[]> pick(List<FuzzTarget> among, byte[] input) {
    byte[] rest = new byte[input.length - 1];
    System.arraycopy(input, 1, rest, 0, rest.length);
    return Map.entry(among.get((input[0] & 0xFF) % among.size()), rest);
  }

  /** The input that {@link #pick} takes apart again. */
  static byte[] picking(int index, byte[] input) {
    byte[] whole = new byte[input.length + 1];
    whole[0] = (byte) index;
    System.arraycopy(input, 0, whole, 1, input.length);
    return whole;
  }
}
