package org.hokan.archive.contract;

import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.Map;

/** Says where in a condition's text something begins, as CEL's own errors do. */
final class Places {
  /** The first character. */
  static final String BEGINNING = of(CelSourceLocation.of(1, 0));

  private final CelSource source;

  Places(CelSource source) {
    this.source = source;
  }

  /** Such as {@code line 1, column 5}. */
  String of(CelExpr expression) {
    First first = new First(source.getPositionsMap());
    first.visit(expression);
    return source.getOffsetLocation(first.offset).map(Places::of).orElse(BEGINNING);
  }

  /** The same of a place that CEL tells; it counts lines from 1 and columns from 0. */
  static String of(CelSourceLocation location) {
    return "line %d, column %d".formatted(location.getLine(), location.getColumn() + 1);
  }

  /** An operator stands behind its first operand. */
  private static final class First extends CelExprVisitor {
    private final Map<Long, Integer> positions;
    private int offset = Integer.MAX_VALUE;

    First(Map<Long, Integer> positions) {
      this.positions = positions;
    }

    @Override
    public void visit(CelExpr expression) {
      offset = Math.min(offset, positions.getOrDefault(expression.id(), Integer.MAX_VALUE));
      super.visit(expression);
    }
  }
}
