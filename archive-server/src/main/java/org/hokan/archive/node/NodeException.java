package org.hokan.archive.node;

import org.jspecify.annotations.Nullable;

/** The node cannot be started; the message says what to do. */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NodeException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
