package org.hokan.archive.storage;

/**
 * Counted since the start, from memory.
 *
 * @param objects committed
 * @param bytes of those objects
 * @param commitGroups groups of objects written and forced together
 * @param forces calls that forced data to disk, in all
 * @param failures commits that failed
 * @param openPacks packs open for appending now
 * @param receiving objects begun and not yet committed or discarded
 * @param bytesInMemory taken from the memory budget now
 * @param spilled objects that went to a file of their own while being received
 * @param volumesAway first volumes that were not there at the last look
 */
public record StorageVitals(
    long objects,
    long bytes,
    long commitGroups,
    long forces,
    long failures,
    int openPacks,
    long receiving,
    long bytesInMemory,
    long spilled,
    int volumesAway) {}
