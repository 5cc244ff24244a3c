package org.hokan.archive.contract;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.List;
import org.hokan.dicom.dict.ElementDictionary;

/** Allows only attributes that the dictionary has: a mistyped keyword would never match. */
final class KeywordCheck extends CelExprVisitor {
  private static final String ATTRIBUTES = RuleVariable.ATTRIBUTE.variable();

  @Override
  protected void visit(CelExpr expression, CelExpr.CelSelect select) {
    if (isAttributes(select.operand())) {
      check(select.field());
    }
    super.visit(expression, select);
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelCall call) {
    List<CelExpr> arguments = call.args();
    if (call.function().equals("_[_]") && isAttributes(arguments.get(0))) {
      checkConstant(arguments.get(1));
    } else if (call.function().equals("@in") && isAttributes(arguments.get(1))) {
      checkConstant(arguments.get(0));
    }
    super.visit(expression, call);
  }

  private static boolean isAttributes(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expression.ident().name().equals(ATTRIBUTES);
  }

  private static void checkConstant(CelExpr key) {
    if (key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && key.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      check(key.constant().stringValue());
    }
  }

  private static void check(String keyword) {
    if (ElementDictionary.tagOf(keyword).isEmpty()) {
      throw new IllegalArgumentException(
          "when: %s.%s: unknown attribute (expected: a keyword of PS3.6, such as BodyPartExamined)"
              .formatted(
                  ATTRIBUTES, keyword.length() > 64 ? keyword.substring(0, 64) + "..." : keyword));
    }
  }
}
