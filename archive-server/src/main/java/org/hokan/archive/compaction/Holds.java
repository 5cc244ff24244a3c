package org.hokan.archive.compaction;

import java.util.Collection;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.hokan.archive.index.DeadObject;

/** Says whose bytes must stay whatever was decided: what is on legal hold. */
@FunctionalInterface
public interface Holds {
  /** Nothing is on hold. */
  Holds NONE = object -> false;

  boolean isHeld(DeadObject object);

  /**
   * Runs the removal of these, unless one of them is held. It is short.
   *
   * @return whether it was run
   */
  default boolean unlessHeld(Collection<DeadObject> objects, Runnable removal) {
    boolean held = objects.stream().anyMatch(this::isHeld);
    if (!held) {
      removal.run();
    }
    return !held;
  }

  /**
   * Holds that nobody places while something is removed.
   *
   * @param unless as {@link #unlessHeld}
   */
  static Holds of(
      Predicate<DeadObject> held, BiPredicate<Collection<DeadObject>, Runnable> unless) {
    return new Holds() {
      @Override
      public boolean isHeld(DeadObject object) {
        return held.test(object);
      }

      @Override
      public boolean unlessHeld(Collection<DeadObject> objects, Runnable removal) {
        return unless.test(objects, removal);
      }
    };
  }
}
