/**
 * The hot paths of the toolkit and of the node, each alone (JMH). A figure here explains one of the
 * whole node's; it does not replace it.
 */
@NullMarked
package org.hokan.bench;

import org.jspecify.annotations.NullMarked;
