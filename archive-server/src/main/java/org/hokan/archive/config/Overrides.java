package org.hokan.archive.config;

import java.util.List;

/** The {@code --set KEY=VALUE} of the command line. */
final class Overrides {
  private static final String PLACE = "--set";

  private Overrides() {}

  static void read(String override, List<Given> given, List<Problem> problems) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      // What was given may be a secret, so it is not repeated.
      problems.add(new Problem(PLACE, "no '=' (expected: KEY=VALUE, such as dicom.port=11112)"));
      return;
    }
    String name = override.substring(0, equals).strip();
    if (Keys.ALL.stream().noneMatch(key -> key.name().equals(name))) {
      problems.add(new Problem(PLACE, YamlReader.unknown(name)));
      return;
    }
    given.add(new Given(name, List.of(override.substring(equals + 1).strip()), false, PLACE));
  }
}
