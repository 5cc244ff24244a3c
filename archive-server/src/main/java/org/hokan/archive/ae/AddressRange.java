package org.hokan.archive.ae;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IP address or a network in CIDR form. Never asks a name server. */
record AddressRange(InetAddress network, int prefixBits) {
  // Digits and separators only: InetAddress then parses and never resolves.
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.length() > 45 || !LITERAL.matcher(address).matches()) {
      throw refused(text);
    }
    try {
      InetAddress network = InetAddress.getByName(address);
      int bits = network.getAddress().length * Byte.SIZE;
      return new AddressRange(network, slash < 0 ? bits : prefix(text, slash, bits));
    } catch (UnknownHostException e) {
      throw refused(text);
    }
  }

  boolean contains(InetAddress peer) {
    byte[] mine = network.getAddress();
    byte[] theirs = peer.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int prefix(String text, int slash, int max) {
    String digits = text.substring(slash + 1);
    if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > max) {
      throw refused(text);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "allowed-from: %s (expected: an IP address or a network such as 10.1.0.0/16)"
            .formatted(Texts.quote(text)));
  }
}
