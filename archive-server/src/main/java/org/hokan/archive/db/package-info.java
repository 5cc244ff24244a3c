/**
 * Opens the database, brings its schema up to date, and runs work in transactions.
 *
 * <p>Start at {@link org.hokan.archive.db.Database}. The one place that opens a Hibernate session;
 * rooms with tables reach it through {@link org.hokan.archive.db.Tx#session}. Uses: nothing. Used
 * by: every room with tables, and the flows that join several rooms in one transaction.
 */
@NullMarked
package org.hokan.archive.db;

import org.jspecify.annotations.NullMarked;
