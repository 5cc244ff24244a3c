package org.hokan.archive.contract;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a storage rule that is not in use yet. Immutable.
 *
 * @param draft what the rule is to be; its version is the one in use that its author read, 0 for a
 *     new rule; removed: it is to be taken out of use
 * @param from when it comes into use by itself; empty: when somebody activates it
 * @param problem why it did not come into use at its time; empty: its time has not come, or it has
 *     none
 */
public record StagedRule(StorageRule draft, Optional<Instant> from, String problem) {}
