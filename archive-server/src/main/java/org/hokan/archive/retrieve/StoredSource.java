package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.InputStream;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/**
 * The data set of a stored object, read from its pack as it is sent. What is found where the object
 * should be is sent only if its File Meta Information says that it is this object.
 */
record StoredSource(PackStore store, Location location, Uid sopInstanceUid) implements StoreSource {

  static OutgoingObject outgoing(PackStore store, InstanceRow row) {
    StoredAt at = row.at();
    Location location = new Location(at.volume(), at.pack(), at.offset(), at.length());
    return new OutgoingObject(
        row.sopClassUid(),
        row.sopInstanceUid(),
        row.transferSyntaxUid(),
        new StoredSource(store, location, row.sopInstanceUid()));
  }

  @Override
  public long length() {
    return -1;
  }

  /**
   * Opens the data set.
   *
   * @throws StorageException when the object is not there, or not readable
   */
  @Override
  public InputStream open() throws IOException {
    InputStream object = store.open(location);
    try {
      return dataSet(object);
    } catch (IOException | RuntimeException e) {
      object.close();
      throw e instanceof StorageException known
          ? known
          : new StorageException(
              "pack %s at %d: no object (expected: a whole Part 10 object)"
                  .formatted(location.pack(), location.offset()),
              e);
    }
  }

  private InputStream dataSet(InputStream object) throws IOException {
    Part10File file = Part10.open(object);
    boolean itself =
        file.metaInformation()
            .flatMap(FileMetaInformation::mediaStorageSopInstanceUid)
            .filter(sopInstanceUid::equals)
            .isPresent();
    if (!itself) {
      throw new StorageException(
          "pack %s at %d: no File Meta Information of %s (expected: the object that was stored there)"
              .formatted(location.pack(), location.offset(), sopInstanceUid));
    }
    return file.dataSet();
  }
}
