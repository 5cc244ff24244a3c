package org.hokan.archive.ingest;

import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;

/**
 * A durable object that waits to be indexed.
 *
 * @param head its attributes before Pixel Data; empty when they cannot be read
 * @param indexed runs once its rows are committed
 */
record Stored(StoredObject object, Papers papers, DataSet head, Runnable indexed) {}
