package org.hokan.archive.node;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.VolumeInUse;
import org.jspecify.annotations.Nullable;

/** What is told to people when a node cannot start for a reason that they can remove. */
final class StartProblem {
  private static final int DEEPEST_CAUSE = 20;

  private StartProblem() {}

  /** Whether another node has the volume or the embedded database open. */
  static boolean isLock(Throwable problem) {
    @Nullable Throwable cause = problem;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof VolumeInUse) {
        return true;
      }
      if (cause.getMessage() != null && cause.getMessage().startsWith("The file is locked: ")) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Whether its message says it all: what is in use, or what is wrong with a volume. */
  static boolean isForPeople(RuntimeException problem) {
    return isLock(problem) || problem instanceof StorageException && problem.getCause() == null;
  }

  /** One line: the subject, what is wrong with it, and what is expected. */
  static String of(Exception problem, Configuration configuration) {
    if (isLock(problem)) {
      return ("data folder %s: it or a volume of it is in use"
              + " (expected: one node at a time; stop the other, or use another --data)")
          .formatted(configuration.dataDirectory());
    }
    if (problem instanceof FileSystemException file && file.getReason() == null) {
      String why =
          file instanceof AccessDeniedException
              ? "no permission"
              : "cannot be made, read or written (" + file.getClass().getSimpleName() + ")";
      return "%s: %s (expected: a folder that this user may write to)"
          .formatted(file.getFile(), why);
    }
    return Objects.requireNonNullElse(problem.getMessage(), problem.toString());
  }
}
