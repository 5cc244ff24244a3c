/**
 * The admin commands: {@code hokan
 * facility|ae|contract|rule|study|quarantine|billing|index|storage| audit|status}. They talk HTTP
 * to a running node, whose address and token they find in its data folder.
 *
 * <p>Start at {@link AdminCommands}. Uses no other room, so that a command starts fast. Used by:
 * node, which owns the command line that they are part of.
 */
@NullMarked
package org.hokan.archive.cli;

import org.jspecify.annotations.NullMarked;
