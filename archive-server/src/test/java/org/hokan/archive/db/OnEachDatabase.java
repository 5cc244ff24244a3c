package org.hokan.archive.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs a test class once on H2 (a file in a temporary folder) and once on PostgreSQL (a real
 * server, started once per JVM).
 *
 * <pre>{@code
 * @OnEachDatabase
 * class UsageLedgerTest {
 *   private final Database database;
 *
 *   UsageLedgerTest(TestDatabase on) {
 *     database = on.shared(UsageLedgerTest.class, UsageLedger.entities());
 *   }
 *
 *   @Test void appendsOnlyTheDifference() { database.write(tx -> ...); }
 * }
 * }</pre>
 *
 * <p>All methods of the class work on one database, which no other class sees and nobody but JUnit
 * closes; a method that minds what the others left uses a facility code of its own, or a database
 * of its own: {@code Database.open(on.fresh(), entities)}. Two {@code Database.open} on the same
 * {@code fresh()} settings are two nodes (PostgreSQL only: an H2 file belongs to one JVM, in which
 * both share it).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.class)
public @interface OnEachDatabase {}
