package org.hokan.archive.contract;

/** Whether a version of a contract holds. */
public enum ContractState {
  /** Provider and facility agreed on it. */
  AGREED,
  /** Taken back before anything was kept or charged under it. */
  WITHDRAWN
}
