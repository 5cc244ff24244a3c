/**
 * Coverage-guided fuzzing with Jazzer, for the tests of the modules that have parsers.
 *
 * <p>Start at {@link FuzzTarget} and {@link FuzzSuite}. Uses: nothing of ours. Used by: tests only.
 */
@NullMarked
package org.hokan.fuzz;

import org.jspecify.annotations.NullMarked;
