package org.hokan.dicom.net.dimse;

import java.util.OptionalInt;

/**
 * Numbers of sub-operations in a response to C-MOVE or C-GET, (0000,1020) to (0000,1023) (PS3.7
 * §9.1.3.1, §9.1.4.1; PS3.4 §C.4.2.1.6). Each may be absent.
 */
public record SubOperations(
    OptionalInt remaining, OptionalInt completed, OptionalInt failed, OptionalInt warning) {
  /** No number is said. */
  public static final SubOperations UNSAID =
      new SubOperations(
          OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  public SubOperations {
    Values.us("Number of Remaining Sub-operations", remaining);
    Values.us("Number of Completed Sub-operations", completed);
    Values.us("Number of Failed Sub-operations", failed);
    Values.us("Number of Warning Sub-operations", warning);
  }

  /**
   * The numbers of a response with status Pending or Cancel. The fields have 16 bits: larger
   * numbers are told as 65535.
   */
  public static SubOperations underWay(int remaining, int completed, int failed, int warning) {
    return new SubOperations(us(remaining), us(completed), us(failed), us(warning));
  }

  /** The numbers of a last response; it says none remaining. Larger ones are told as 65535. */
  public static SubOperations ended(int completed, int failed, int warning) {
    return new SubOperations(OptionalInt.empty(), us(completed), us(failed), us(warning));
  }

  SubOperations withoutRemaining() {
    return new SubOperations(OptionalInt.empty(), completed, failed, warning);
  }

  private static OptionalInt us(int count) {
    return OptionalInt.of(Math.min(count, Values.MAX_US));
  }
}
