package org.hokan.archive.ae;

import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A hospital or clinic, the node's tenant. Immutable.
 *
 * @param code its short name everywhere in the node: lower-case letters, digits and hyphens, at
 *     most 32; never changed
 * @param name its name for people
 * @param issuer the Issuer of Patient ID (0010,0021) that its patient IDs live in
 * @param timeZone the zone in which its contracts' days begin; empty: the node's own
 * @param version counts the changes, from 1; 0: not kept yet
 */
public record Facility(
    String code, String name, String issuer, Optional<ZoneId> timeZone, int version) {

  private static final Pattern CODE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

  public Facility {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "facility code: %s (expected: 1 to 32 lower-case letters, digits and inner hyphens)"
              .formatted(Texts.quote(code)));
    }
    Texts.line("facility %s: name".formatted(code), name, 1, 128);
    Texts.line("facility %s: issuer of patient ID".formatted(code), issuer, 1, 64);
    if (issuer.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "facility %s: issuer of patient ID: contains a backslash (expected: one LO value; PS3.5 §6.2)"
              .formatted(code));
    }
    if (version < 0) {
      throw new IllegalArgumentException("version: %d (expected: >= 0)".formatted(version));
    }
  }

  /** A facility that is not kept yet. */
  public static Facility of(String code, String name, String issuer) {
    return new Facility(code, name, issuer, Optional.empty(), 0);
  }
}
