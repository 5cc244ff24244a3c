/**
 * The roof: reads the configuration, builds every room, starts and stops them in order. The only
 * place that knows all.
 *
 * <p>Start at {@link Main} (the command {@code hokan}) and {@link Node}. Uses: all rooms. Used by:
 * nothing.
 */
@NullMarked
package org.hokan.archive.node;

import org.jspecify.annotations.NullMarked;
