package org.hokan.archive.billing;

import java.util.List;

/**
 * What a walk along the ledger found.
 *
 * @param records how many records were read
 * @param statements how many statements were read
 * @param problems what is not as it was written, the first ones; empty: all is intact
 * @param found how many problems there are in all
 */
public record LedgerCheck(long records, long statements, List<String> problems, long found) {
  public boolean intact() {
    return problems.isEmpty();
  }
}
