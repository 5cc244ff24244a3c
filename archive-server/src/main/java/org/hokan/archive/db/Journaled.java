package org.hokan.archive.db;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the entity of a table that nothing else could bring back: what people entered, what was
 * charged, what was promised to a peer. Each change of a row is copied to the {@link ChangeLog}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Journaled {
  /** The sequence that numbers its rows, so that it goes on behind them; empty: none. */
  String sequence() default "";

  /**
   * Fills columns that rows of an older journal lack, as the migration did that added them: a
   * statement that runs after such rows were put back, and may run again. Empty: what the schema
   * gives them is right.
   */
  String filling() default "";

  /** Whether rows of the index follow from these, so that it is made anew after they came back. */
  boolean shapesIndex() default false;
}
