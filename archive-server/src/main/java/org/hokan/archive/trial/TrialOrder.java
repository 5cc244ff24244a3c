package org.hokan.archive.trial;

import java.time.Instant;
import org.hokan.archive.contract.RuleSet;

/**
 * What is to be tried.
 *
 * @param ae AE title of the sender whose rules these are
 * @param facility the sender's
 * @param rules as they could be
 * @param since only what came since then
 * @param mostRead most objects that are read from their packs, where a condition needs that
 * @param mostListed most instances that are listed one by one; they are held in memory
 */
public record TrialOrder(
    String ae, String facility, RuleSet rules, Instant since, long mostRead, int mostListed) {}
