package org.hokan.archive.contract;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Allows only regular expressions that stand in the condition's own text and stay small when their
 * repetitions are written out. RE2 takes linear time, but unrolls {@code (a{1000}){1000}} into a
 * million steps before any limit of CEL's looks at it.
 */
final class PatternCheck extends CelExprVisitor {
  private static final int MAX_LENGTH = 500;
  private static final long MAX_UNROLLED = 200_000;
  private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

  private final Places places;

  PatternCheck(Places places) {
    this.places = places;
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelCall call) {
    if (call.function().equals("matches")) {
      List<CelExpr> arguments = call.args();
      check(arguments.get(arguments.size() - 1));
    }
    super.visit(expression, call);
  }

  private void check(CelExpr pattern) {
    if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      throw new IllegalArgumentException(
          "when: %s: matches() with a pattern that is worked out (expected: one in quotes)"
              .formatted(places.of(pattern)));
    }
    String text = pattern.constant().stringValue();
    if (text.length() > MAX_LENGTH || unrolled(text) > MAX_UNROLLED) {
      throw new IllegalArgumentException(
          "when: %s: matches() with too large a pattern (expected: at most %d characters, and small"
                  .formatted(places.of(pattern), MAX_LENGTH)
              + " numbers of repetitions)");
    }
    try {
      com.google.re2j.Pattern.compile(text);
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "when: %s: matches(): %s (expected: a regular expression of RE2; no back references or"
                  .formatted(places.of(pattern), e.getDescription())
              + " look-around)",
          e);
    }
  }

  /** An upper bound of the pattern's steps: its length times each of its counts. */
  private static long unrolled(String text) {
    long size = text.length();
    Matcher repetition = REPETITION.matcher(text);
    while (repetition.find() && size <= MAX_UNROLLED) {
      String last = repetition.group(2) == null ? "" : repetition.group(2);
      size *= Math.max(1, Math.max(count(repetition.group(1)), count(last)));
    }
    return size;
  }

  private static long count(String digits) {
    if (digits.isEmpty()) {
      return 1;
    }
    return digits.length() > 6 ? MAX_UNROLLED : Long.parseLong(digits);
  }
}
