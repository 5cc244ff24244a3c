package org.hokan.archive.compression;

import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Recompressed;
import org.hokan.archive.ingest.Ingest;

/** What an instance was when it arrived, for the conditions of rules; read again from its pack. */
final class Facts {
  private Facts() {}

  /**
   * The facts.
   *
   * @throws org.hokan.archive.storage.StorageException when it cannot be read
   */
  static ArrivalFacts of(Ingest ingest, InstanceRow row) {
    return ArrivalFacts.builder()
        .callingAe(row.sender().callingAe())
        .calledAe(row.sender().calledAe())
        .peer(row.sender().peer())
        .facility(row.facility())
        .sopClass(row.sopClassUid().value())
        .transferSyntax(row.transferSyntaxUid().value())
        .sizeBytes(row.recompressed().map(Recompressed::originalLength).orElse(row.at().length()))
        .time(row.arrived())
        .head(ingest.head(row))
        .build();
  }
}
