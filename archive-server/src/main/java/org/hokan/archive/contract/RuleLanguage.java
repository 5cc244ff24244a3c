package org.hokan.archive.contract;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.parser.CelUnparserVisitor;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The language of conditions: CEL over {@link RuleVariable}, bounded in length, nesting, steps and
 * the size of regular expressions, which take linear time (RE2). Loading it takes a noticeable
 * moment, so that nothing but a condition that needs it may touch this class. Thread-safe.
 */
final class RuleLanguage {
  static final int MAX_LENGTH = 2000;
  private static final int MAX_ISSUES = 5;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseRecursionDepth(60)
          .maxParseExpressionNodeCount(2000)
          .maxParseErrorRecoveryLimit(5)
          .comprehensionMaxIterations(1000)
          .maxRegexProgramSize(2000)
          .populateMacroCalls(true) // so that parts can be written out
          .evaluateCanonicalTypesToNativeValues(true)
          .build();
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  private RuleLanguage() {}

  /**
   * Looks whether a text is a condition that may be saved: one that asks for no attribute that is
   * never there. Older ones that do are compiled nevertheless, and do not match.
   *
   * @throws IllegalArgumentException when it is none; says where in the text, and what would do
   */
  static void check(String text) {
    compile(text, true);
  }

  /**
   * Makes a condition of its text.
   *
   * @throws IllegalArgumentException when it is none; says where in the text, and what would do
   */
  static Condition compile(String text) {
    return compile(text, false);
  }

  private static Condition compile(String text, boolean toBeSaved) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "when: %d characters (expected: at most %d)".formatted(text.length(), MAX_LENGTH));
    }
    try {
      CelValidationResult result = COMPILER.compile(text);
      if (result.hasError()) {
        throw refused(result);
      }
      CelAbstractSyntaxTree tree = result.getAst();
      Places places = new Places(tree.getSource());
      new PatternCheck(places).visit(tree);
      if (toBeSaved) {
        new KeywordCheck(places).visit(tree);
      }
      return new Compiled(
          RUNTIME.createProgram(tree),
          variables(tree),
          Contradiction.in(tree.getExpr()).map(places::of),
          parts(tree, places));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException("when: %s".formatted(oneLine(e.getMessage())), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("when: nested too deeply (expected: fewer levels)", e);
    }
  }

  private static List<Condition.Part> parts(CelAbstractSyntaxTree tree, Places places) {
    return Contradiction.parts(tree.getExpr()).stream()
        .map(
            part -> new Condition.Part(new CelUnparserVisitor(tree).unparse(part), places.of(part)))
        .toList();
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    for (RuleVariable variable : RuleVariable.values()) {
      builder.addVar(variable.variable(), celType(variable.type()));
    }
    return builder.build();
  }

  private static CelType celType(RuleVariable.Type type) {
    return switch (type) {
      case STRING -> SimpleType.STRING;
      case INT -> SimpleType.INT;
      case BOOL -> SimpleType.BOOL;
      case TIMESTAMP -> SimpleType.TIMESTAMP;
      case TEXTS -> MapType.create(SimpleType.STRING, SimpleType.STRING);
    };
  }

  private static Set<RuleVariable> variables(CelAbstractSyntaxTree tree) {
    Set<String> names = new TreeSet<>();
    Map<Long, CelReference> references = tree.getReferenceMap();
    references.values().forEach(reference -> names.add(reference.name()));
    Set<RuleVariable> used = new TreeSet<>();
    for (RuleVariable variable : RuleVariable.values()) {
      if (names.contains(variable.variable())) {
        used.add(variable);
      }
    }
    return used;
  }

  private static IllegalArgumentException refused(CelValidationResult result) {
    StringBuilder message = new StringBuilder("when: ");
    List<CelIssue> issues = result.getErrors();
    for (CelIssue issue : issues.subList(0, Math.min(MAX_ISSUES, issues.size()))) {
      message.append(
          "%s: %s; ".formatted(Places.of(issue.getSourceLocation()), oneLine(issue.getMessage())));
    }
    return new IllegalArgumentException(
        message
            + "(expected: a condition in CEL that is true or false, over %s)"
                .formatted(RuleVariable.all()));
  }

  private static String oneLine(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  private record Compiled(
      Program program,
      Set<RuleVariable> variables,
      Optional<String> contradiction,
      List<Condition.Part> demanded)
      implements Condition {
    @Override
    public Optional<Boolean> answer(Map<RuleVariable, String> known) {
      Map<String, Object> values = new HashMap<>();
      known.forEach((variable, value) -> values.put(variable.variable(), value));
      try {
        return program.eval(values) instanceof Boolean holds
            ? Optional.of(holds)
            : Optional.empty();
      } catch (CelEvaluationException | RuntimeException | StackOverflowError e) {
        return Optional.empty(); // it depends on more, or cannot be worked out
      }
    }

    @Override
    public Optional<Boolean> constant() {
      if (contradiction.isPresent()) {
        return Optional.of(false);
      }
      return variables.isEmpty()
          ? Optional.of(
              answer(Map.of()).orElse(false)) // else taken as not matching, for any object
          : Optional.empty();
    }

    @Override
    public List<Condition.Part> parts() {
      return constant().orElse(false) ? List.of() : demanded;
    }

    @Override
    public boolean holds(RuleFacts facts) throws Failure {
      Map<String, Object> values = new HashMap<>();
      Set<String> missing = new TreeSet<>();
      for (RuleVariable variable : variables) {
        variable
            .valueIn(facts)
            .ifPresentOrElse(
                value -> values.put(variable.variable(), value),
                () -> missing.add(variable.variable()));
      }
      try {
        Object answer = program.eval(values);
        if (answer instanceof Boolean holds) {
          return holds;
        }
        // CEL's "unknown": the answer depends on a missing fact.
        throw Failure.missing(missing);
      } catch (CelEvaluationException e) {
        // Its message may quote a value, which may be a patient's.
        throw missing.isEmpty()
            ? new Failure("cannot be worked out: " + e.getErrorCode())
            : Failure.missing(missing);
      } catch (RuntimeException | StackOverflowError e) {
        throw new Failure("cannot be worked out: " + e.getClass().getSimpleName());
      }
    }
  }
}
