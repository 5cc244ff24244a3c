package org.hokan.archive.contract;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a condition that is plainly never true: parts joined by {@code &&} that demand different
 * values of one variable. What it does not find may still never hold.
 */
final class Contradiction {
  private static final String AND = "_&&_";
  private static final String OR = "_||_";
  private static final Map<String, String> TURNED =
      Map.of("_<_", "_>_", "_<=_", "_>=_", "_>_", "_<_", "_>=_", "_<=_", "_==_", "_==_");

  private Contradiction() {}

  /** The part that cannot hold, or not together with those before it; empty: none is found. */
  static Optional<CelExpr> in(CelExpr expression) {
    if (isCall(expression, OR)) {
      List<Optional<CelExpr>> sides =
          expression.call().args().stream().map(Contradiction::in).toList();
      return sides.stream().allMatch(Optional::isPresent) ? sides.get(0) : Optional.empty();
    }
    if (isCall(expression, AND)) {
      return among(parts(expression));
    }
    return isConstant(expression) && expression.constant().equals(CelConstant.ofValue(false))
        ? Optional.of(expression)
        : Optional.empty();
  }

  private static Optional<CelExpr> among(List<CelExpr> parts) {
    Map<String, Demand> demands = new HashMap<>();
    for (CelExpr part : parts) {
      Optional<CelExpr> within = in(part);
      if (within.isPresent()) {
        return within;
      }
      demand(part, demands);
      if (demands.values().stream().anyMatch(Demand::isImpossible)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** What {@code &&} joins, in the order of the text; the whole where it joins nothing. */
  static List<CelExpr> parts(CelExpr expression) {
    List<CelExpr> parts = new ArrayList<>();
    collect(expression, parts);
    return parts;
  }

  private static void collect(CelExpr expression, List<CelExpr> parts) {
    if (isCall(expression, AND)) {
      expression.call().args().forEach(part -> collect(part, parts));
    } else {
      parts.add(expression);
    }
  }

  private static void demand(CelExpr part, Map<String, Demand> demands) {
    if (part.getKind() != CelExpr.ExprKind.Kind.CALL || part.call().args().size() != 2) {
      return;
    }
    String function = part.call().function();
    CelExpr left = part.call().args().get(0);
    CelExpr right = part.call().args().get(1);
    Optional<String> variable = name(left);
    if (variable.isPresent()) {
      compare(demands.computeIfAbsent(variable.get(), n -> new Demand()), function, right);
    } else if (TURNED.containsKey(function)) {
      name(right)
          .map(name -> demands.computeIfAbsent(name, n -> new Demand()))
          .ifPresent(demand -> compare(demand, TURNED.get(function), left));
    }
  }

  private static void compare(Demand demand, String function, CelExpr other) {
    if (function.equals("@in") && other.getKind() == CelExpr.ExprKind.Kind.LIST) {
      List<CelExpr> elements = other.list().elements();
      if (elements.stream().allMatch(Contradiction::isConstant)) {
        demand.oneOf(new HashSet<>(elements.stream().map(CelExpr::constant).toList()));
      }
    } else if (isConstant(other)) {
      demand.compared(function, other.constant());
    }
  }

  private static boolean isConstant(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT;
  }

  /** A variable, or an attribute by its keyword. */
  private static Optional<String> name(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> Optional.of(expression.ident().name());
      case SELECT ->
          expression.select().testOnly()
              ? Optional.empty()
              : name(expression.select().operand())
                  .map(owner -> owner + "." + expression.select().field());
      default -> Optional.empty();
    };
  }

  private static boolean isCall(CelExpr expression, String function) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CALL
        && expression.call().function().equals(function);
  }

  /** What is asked of one variable, all at once. */
  private static final class Demand {
    private Optional<Set<CelConstant>> allowed = Optional.empty();
    private final Set<CelConstant> forbidden = new HashSet<>();
    private long least = Long.MIN_VALUE;
    private long most = Long.MAX_VALUE;
    private boolean empty;

    void oneOf(Set<CelConstant> values) {
      allowed.ifPresent(values::retainAll);
      allowed = Optional.of(values);
    }

    void compared(String function, CelConstant value) {
      if (function.equals("_==_")) {
        oneOf(new HashSet<>(Set.of(value)));
      } else if (function.equals("_!=_")) {
        forbidden.add(value);
      } else if (value.getKind() == CelConstant.Kind.INT64_VALUE) {
        bounded(function, value.int64Value());
      }
    }

    private void bounded(String function, long value) {
      switch (function) {
        case "_>_" -> {
          empty |= value == Long.MAX_VALUE;
          least = Math.max(least, value + 1);
        }
        case "_>=_" -> least = Math.max(least, value);
        case "_<_" -> {
          empty |= value == Long.MIN_VALUE;
          most = Math.min(most, value - 1);
        }
        case "_<=_" -> most = Math.min(most, value);
        default -> {
          // No order: says nothing of the bounds.
        }
      }
    }

    boolean isImpossible() {
      return empty
          || least > most
          || allowed.filter(values -> values.stream().noneMatch(this::fits)).isPresent();
    }

    private boolean fits(CelConstant value) {
      boolean within =
          value.getKind() != CelConstant.Kind.INT64_VALUE
              || (value.int64Value() >= least && value.int64Value() <= most);
      return within && !forbidden.contains(value);
    }
  }
}
