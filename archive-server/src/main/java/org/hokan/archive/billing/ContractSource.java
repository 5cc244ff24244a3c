package org.hokan.archive.billing;

import java.util.List;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;

/**
 * Where the ledger reads contracts: the latest version of each, ended and withdrawn ones as well.
 */
@FunctionalInterface
public interface ContractSource {
  List<Contract> latest(Tx tx);
}
