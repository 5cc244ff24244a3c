package org.hokan.archive.billing;

import java.util.List;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;

/** Where the ledger reads contracts: all of them, ended and withdrawn ones as well. */
@FunctionalInterface
public interface ContractSource {
  List<Contract> all(Tx tx);
}
