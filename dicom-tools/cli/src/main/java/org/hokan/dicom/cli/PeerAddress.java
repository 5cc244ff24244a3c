package org.hokan.dicom.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a peer is: {@code TITLE@HOST:PORT}, an IPv6 address in brackets.
 *
 * @param aeTitle its AE title, 1 to 16 characters (PS3.5 §6.2)
 * @param port 1 to 65535
 */
public record PeerAddress(String aeTitle, String host, int port) {
  private static final Pattern WRITTEN =
      Pattern.compile("([^@]+)@(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^:@\\[\\]\\s]+)):(\\d{1,5})");

  public PeerAddress {
    checkAeTitle(aeTitle);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
    }
  }

  /** Reads what {@link #toString} writes. */
  public static PeerAddress parse(String text) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "%s (expected: TITLE@HOST:PORT, for instance HOKAN@127.0.0.1:11112)".formatted(text));
    }
    String host = written.group(2) != null ? written.group(2) : written.group(3);
    return new PeerAddress(written.group(1).strip(), host, Integer.parseInt(written.group(4)));
  }

  static String checkAeTitle(String title) {
    boolean characters = title.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
    if (title.isBlank() || title.length() > 16 || !characters) {
      throw new IllegalArgumentException(
          "AE title: '%s' (expected: 1 to 16 ASCII characters without backslash; PS3.5 §6.2)"
              .formatted(title));
    }
    return title;
  }

  @Override
  public String toString() {
    return host.indexOf(':') < 0
        ? "%s@%s:%d".formatted(aeTitle, host, port)
        : "%s@[%s]:%d".formatted(aeTitle, host, port);
  }
}
