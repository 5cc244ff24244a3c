package org.hokan.archive.contract;

import java.util.Optional;
import org.hokan.archive.db.Tx;

/** Another room's word on whether a contract was used, so that a used one is not withdrawn. */
@FunctionalInterface
public interface ContractUse {
  /** Empty, or what was done under it: {@code 3 charges are recorded under it}. */
  Optional<String> of(Tx tx, String contractId);
}
