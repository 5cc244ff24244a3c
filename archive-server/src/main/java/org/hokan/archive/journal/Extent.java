package org.hokan.archive.journal;

/**
 * How far a journal reaches.
 *
 * @param number of its latest change
 * @param hash of that change
 * @param schema the database's when the latest file was begun
 * @param snapshotBytes size of the snapshot that it begins with
 * @param changesBytes size of all files of changes since
 * @param files how many these are
 */
public record Extent(
    long number, String hash, String schema, long snapshotBytes, long changesBytes, int files) {}
