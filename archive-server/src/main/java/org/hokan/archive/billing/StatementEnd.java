package org.hokan.archive.billing;

import java.util.Optional;

/**
 * Where the chain of statements ended when a seal was made, so that its key vouches for them.
 *
 * @param place of the last statement, from 1
 * @param hash of that one, which covers all before it
 */
public record StatementEnd(long place, String hash) {
  /** Empty: there is none yet. */
  static Optional<StatementEnd> of(HeadRow head) {
    return head.statementPlace == 0
        ? Optional.empty()
        : Optional.of(new StatementEnd(head.statementPlace, head.statementHash));
  }
}
