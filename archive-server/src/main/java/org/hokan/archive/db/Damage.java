package org.hokan.archive.db;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Tells a damaged embedded database from one that cannot be opened for another reason. */
public final class Damage {
  private static final int DEEPEST_CAUSE = 30;

  /**
   * What H2 says when its file is not as it wrote it; also of a value that is not of its column's
   * type, which no statement of ours gives it.
   */
  private static final Set<Integer> CODES =
      Set.of(
          ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.FILE_VERSION_ERROR_1,
          ErrorCode.GENERAL_ERROR_1,
          ErrorCode.DATA_CONVERSION_ERROR_1,
          ErrorCode.HEX_STRING_ODD_1,
          ErrorCode.HEX_STRING_WRONG_1,
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2,
          ErrorCode.ERROR_OPENING_DATABASE_1);

  private Damage() {}

  /** Whether this failure tells of a damaged file. */
  public static boolean isIn(Throwable failure) {
    boolean damaged = false;
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (isElsewhere(cause)) {
        return false;
      }
      damaged |=
          (cause instanceof SQLException sql && CODES.contains(sql.getErrorCode()))
              || (cause instanceof DatabaseException known && known.isDamage())
              || cause instanceof DamagedDatabaseException
              || cause instanceof MVStoreException;
      cause = cause.getCause();
    }
    return damaged;
  }

  /**
   * A lock, a permission, a full disk, a file that was closed because a thread was interrupted:
   * nothing is wrong with what the file holds.
   */
  private static boolean isElsewhere(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof AccessDeniedException
        || cause instanceof NoSuchFileException
        || cause instanceof ClosedChannelException
        || (cause instanceof MVStoreException closed
            && closed.getErrorCode() == DataUtils.ERROR_CLOSED)
        || (cause instanceof SQLException sql
            && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1)
        || (cause instanceof IOException && message.contains("No space left"))
        || message.startsWith("The file is locked: ");
  }
}
