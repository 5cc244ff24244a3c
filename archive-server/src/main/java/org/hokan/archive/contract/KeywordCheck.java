package org.hokan.archive.contract;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.List;
import java.util.OptionalInt;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.ElementDictionary;

/**
 * Allows only attributes that can be there: those of the dictionary that have a value, in the part
 * of an object that is read when it arrives. Another keyword would never match.
 */
final class KeywordCheck extends CelExprVisitor {
  private static final String ATTRIBUTES = RuleVariable.ATTRIBUTE.variable();
  private static final int FIRST_GROUP = 0x0008;

  private final Places places;

  KeywordCheck(Places places) {
    this.places = places;
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelSelect select) {
    if (isAttributes(select.operand())) {
      check(select.field(), select.operand());
    }
    super.visit(expression, select);
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelCall call) {
    List<CelExpr> arguments = call.args();
    if (call.function().equals("_[_]") && isAttributes(arguments.get(0))) {
      checkConstant(arguments.get(1), arguments.get(0));
    } else if (call.function().equals("@in") && isAttributes(arguments.get(1))) {
      checkConstant(arguments.get(0), arguments.get(0));
    }
    super.visit(expression, call);
  }

  private static boolean isAttributes(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expression.ident().name().equals(ATTRIBUTES);
  }

  private void checkConstant(CelExpr key, CelExpr first) {
    if (key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && key.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      check(key.constant().stringValue(), first);
    }
  }

  private void check(String keyword, CelExpr first) {
    OptionalInt tag = ElementDictionary.tagOf(keyword);
    if (tag.isEmpty()) {
      throw refused(
          first,
          keyword,
          "unknown attribute (expected: a keyword of PS3.6, such as BodyPartExamined)");
    }
    if (ElementDictionary.vrOf(tag.getAsInt()) == VR.SQ) {
      throw refused(
          first,
          keyword,
          "a sequence, of which conditions see nothing (expected: an attribute with a value)");
    }
    if (!isRead(tag.getAsInt())) {
      throw refused(
          first,
          keyword,
          "%s is not read when an object arrives (expected: an attribute from (0008,0000) on and below %s)"
              .formatted(Element.format(tag.getAsInt()), Element.format(ArrivalFacts.END_OF_HEAD)));
    }
  }

  private static boolean isRead(int tag) {
    return tag >>> 16 >= FIRST_GROUP && Integer.compareUnsigned(tag, ArrivalFacts.END_OF_HEAD) < 0;
  }

  private IllegalArgumentException refused(CelExpr first, String keyword, String problem) {
    return new IllegalArgumentException(
        "when: %s: %s.%s: %s"
            .formatted(
                places.of(first),
                ATTRIBUTES,
                keyword.length() > 64 ? keyword.substring(0, 64) + "..." : keyword,
                problem));
  }
}
