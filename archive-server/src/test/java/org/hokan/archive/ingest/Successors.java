package org.hokan.archive.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.Incoming;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;

/** Makes what takes the place of originals, with fewer pixels and the new UID. */
final class Successors {
  private Successors() {}

  static Uid uid(InstanceRow original) {
    return Predecessor.successorUid(original.facility(), original.sopInstanceUid());
  }

  /** Patient 7's. */
  static void supersede(IngestNode node, InstanceRow original, String pixels) throws IOException {
    supersede(
        node,
        original,
        new Picture("7", original.studyInstanceUid().value(), uid(original).value(), pixels));
  }

  /** All of it is in the index then. */
  static void supersede(IngestNode node, InstanceRow original, Picture smaller) throws IOException {
    Uid uid = Uid.of(smaller.instance());
    try (Incoming incoming = node.store.begin()) {
      incoming.write(ByteBuffer.wrap(part10(smaller)));
      node.ingest
          .supersede(original, incoming, uid, IngestNode.SYNTAX.uid())
          .toCompletableFuture()
          .join();
    }
    node.indexed();
  }

  static byte[] part10(Picture picture) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Part10.write(
        FileMetaInformation.of(
            Uids.VLEndoscopicImageStorage, Uid.of(picture.instance()), IngestNode.SYNTAX.uid()),
        picture.dataSet(),
        file);
    return file.toByteArray();
  }
}
