/**
 * Turns the configuration file and the command line's overrides into records; reports every problem
 * at once, with its line and the nearest key.
 *
 * <p>Start at {@link org.hokan.archive.config.Configuration#load}. All keys stand in {@code Keys}.
 * Uses: nothing. Used by: node.
 */
@NullMarked
package org.hokan.archive.config;

import org.jspecify.annotations.NullMarked;
