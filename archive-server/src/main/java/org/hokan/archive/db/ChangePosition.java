package org.hokan.archive.db;

/**
 * What the database knows about the log of its changes.
 *
 * @param databaseId made with the database; the same as long as its history is
 * @param number up to here changes were kept in the log and are forgotten here
 * @param hash the log's at that number
 * @param last number of the latest change, kept or not
 */
public record ChangePosition(String databaseId, long number, String hash, long last) {}
