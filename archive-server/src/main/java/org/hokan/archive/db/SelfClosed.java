package org.hokan.archive.db;

import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Tells that H2 has closed the database by itself, as it does when its file cannot be written: on a
 * full disk, after an error of the device. It is not opened again in this process.
 */
final class SelfClosed {
  private static final int DEEPEST_CAUSE = 30;

  private SelfClosed() {}

  static boolean isIn(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if ((cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED)
          || (cause instanceof MVStoreException store
              && store.getErrorCode() == DataUtils.ERROR_CLOSED)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
