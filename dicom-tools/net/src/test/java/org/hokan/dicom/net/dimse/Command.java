package org.hokan.dicom.net.dimse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command set taken apart into its elements, to be put together wrongly. */
record Command(Map<Integer, byte[]> elements) {

  static Command of(DimseMessage message) {
    ByteBuffer in = ByteBuffer.wrap(CommandSet.encode(message)).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, byte[]> elements = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      in.getShort();
      int element = in.getShort() & 0xFFFF;
      byte[] value = new byte[in.getInt()];
      in.get(value);
      elements.put(element, value);
    }
    return new Command(elements);
  }

  Command without(int element) {
    Map<Integer, byte[]> fewer = new LinkedHashMap<>(elements);
    fewer.remove(element);
    return new Command(fewer);
  }

  Command with(int element, int... value) {
    byte[] bytes = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      bytes[i] = (byte) value[i];
    }
    return with(element, bytes);
  }

  Command with(int element, String value) {
    return with(element, value.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Command with(int element, byte[] value) {
    Map<Integer, byte[]> changed = new LinkedHashMap<>(elements);
    changed.put(element, value);
    return new Command(changed);
  }

  Command reversed() {
    List<Integer> order = new ArrayList<>(elements.keySet());
    Map<Integer, byte[]> reversed = new LinkedHashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      reversed.put(order.get(i), elements.get(order.get(i)));
    }
    return new Command(reversed);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    elements.forEach((element, value) -> out.writeBytes(element(element, value)));
    return out.toByteArray();
  }

  static byte[] element(int element, byte[] value) {
    return ByteBuffer.allocate(8 + value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0)
        .putShort((short) element)
        .putInt(value.length)
        .put(value)
        .array();
  }
}
