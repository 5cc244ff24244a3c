package org.hokan.archive.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hokan.dicom.data.Uid;

/**
 * Dcmtk association profiles by which objects go and come in their own transfer syntaxes, so that
 * dcmtk changes none.
 */
final class DcmtkProfile {
  static final String NAME = "OWN";

  private final List<String> syntaxes = new ArrayList<>(List.of("[[TransferSyntaxes]]"));
  private final List<String> contexts =
      new ArrayList<>(List.of("[[PresentationContexts]]", "[ALL]"));
  private int number;

  private DcmtkProfile() {}

  /** For storescu: each SOP class in each of its transfer syntaxes is a context of its own. */
  static Path ofSender(Path file, List<SentFile.Context> needed) throws IOException {
    DcmtkProfile profile = new DcmtkProfile();
    needed.forEach(need -> profile.add(need.sopClass(), Set.of(need.transferSyntax())));
    return profile.write(file);
  }

  /** For storescp, which takes a SOP class once, with all its transfer syntaxes. */
  static Path ofReceiver(Path file, List<SentFile.Context> needed) throws IOException {
    Map<Uid, Set<Uid>> classes = new LinkedHashMap<>();
    for (SentFile.Context need : needed) {
      classes
          .computeIfAbsent(need.sopClass(), sopClass -> new LinkedHashSet<>())
          .add(need.transferSyntax());
    }
    DcmtkProfile profile = new DcmtkProfile();
    classes.forEach(profile::add);
    return profile.write(file);
  }

  private void add(Uid sopClass, Set<Uid> transferSyntaxes) {
    number++;
    syntaxes.add("[TS%d]".formatted(number));
    int place = 1;
    for (Uid syntax : transferSyntaxes) {
      syntaxes.add("TransferSyntax%d = %s".formatted(place, syntax));
      place++;
    }
    contexts.add("PresentationContext%d = %s\\TS%d".formatted(number, sopClass, number));
  }

  private Path write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(syntaxes);
    lines.addAll(contexts);
    lines.addAll(List.of("[[Profiles]]", "[" + NAME + "]", "PresentationContexts = ALL"));
    return Files.write(file, lines);
  }
}
