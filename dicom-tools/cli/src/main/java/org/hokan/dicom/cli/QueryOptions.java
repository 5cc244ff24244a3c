package org.hokan.dicom.cli;

import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.dict.ElementDictionary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name what is asked for: find, move and get. */
final class QueryOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "STUDY",
      description = "PATIENT, STUDY, SERIES or IMAGE (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init")
  private QueryLevel level;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Information model: patient or study root (default: study; patient at level PATIENT).")
  @SuppressWarnings("NullAway.Init")
  private QueryModel model;

  @Option(
      names = {"-k", "--key"},
      paramLabel = "KEY[=VALUE]",
      description =
          "An attribute to match, or without value one to show; a keyword, a tag (0010,0020), or a"
              + " path through sequences (Seq.Key). Wildcards *, ?; ranges 20260101-20261231;"
              + " several UIDs with a backslash. May be given many times.")
  private List<String> keys = new ArrayList<>();

  QueryLevel level() {
    return level;
  }

  QueryModel model() {
    QueryModel usual = level == QueryLevel.PATIENT ? QueryModel.PATIENT : QueryModel.STUDY;
    QueryModel chosen = model == null ? usual : model;
    if (chosen == QueryModel.STUDY && level == QueryLevel.PATIENT) {
      throw wrong("--level PATIENT is not in the study root model (expected: --model patient)");
    }
    return chosen;
  }

  QueryKeys keys() {
    try {
      return QueryKeys.parse(keys);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** The keys of a move or get, which must name the objects by unique keys (PS3.4 §C.4.2.2.1). */
  QueryKeys retrieveKeys() {
    QueryKeys parsed = keys();
    List<Integer> wanted = new ArrayList<>(level.keysAbove(model()));
    wanted.add(level.uniqueKey());
    for (int tag : wanted) {
      if (parsed.value(tag).isEmpty()) {
        String keyword = ElementDictionary.keywordOf(tag).orElseThrow();
        throw wrong(
            "-k %s=... is missing (expected: the unique keys of level %s and above; `dicom find` shows them)"
                .formatted(keyword, level));
      }
    }
    return parsed;
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
