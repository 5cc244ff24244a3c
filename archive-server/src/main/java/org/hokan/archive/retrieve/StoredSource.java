package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.InputStream;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/** The data set of a stored object, read from its pack as it is sent. */
record StoredSource(PackStore store, Location location) implements StoreSource {

  static OutgoingObject outgoing(PackStore store, InstanceRow row) {
    StoredAt at = row.at();
    Location location = new Location(at.volume(), at.pack(), at.offset(), at.length());
    return new OutgoingObject(
        row.sopClassUid(),
        row.sopInstanceUid(),
        row.transferSyntaxUid(),
        new StoredSource(store, location));
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream object = store.open(location);
    try {
      return Part10.open(object).dataSet();
    } catch (IOException | RuntimeException e) {
      object.close();
      throw e;
    }
  }
}
