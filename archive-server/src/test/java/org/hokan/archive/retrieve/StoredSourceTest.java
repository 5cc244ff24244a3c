package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.ArrivedInstance;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.MovedObject;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.service.WholeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSourceTest {
  private static final Uid UID = new Uid("1.2.3.1.1");
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final DataSet DATA_SET =
      DataSet.builder()
          .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
          .uid(Tag.SOPInstanceUID, UID)
          .string(Tag.PatientID, "1")
          .uid(Tag.StudyInstanceUID, new Uid("1.2.3"))
          .uid(Tag.SeriesInstanceUID, new Uid("1.2.3.1"))
          .build();

  @TempDir private Path folder;

  private static byte[] object() {
    byte[] header =
        Part10.header(
            FileMetaInformation.builder(Uids.VLEndoscopicImageStorage, UID, SYNTAX.uid()).build());
    byte[] dataSet = DataSetWriter.toBytes(DATA_SET, SYNTAX);
    return ByteBuffer.allocate(header.length + dataSet.length).put(header).put(dataSet).array();
  }

  /** Each in a file of its own. */
  private static StoredObject stored(PackStore store) {
    try (Incoming incoming = store.begin()) {
      incoming.write(ByteBuffer.wrap(object()));
      return incoming
          .commit(
              new Shelf("demo", "ECONOMY"),
              new EntryFacts(UID.value(), Instant.EPOCH, Map.of()),
              done -> {})
          .toCompletableFuture()
          .join();
    }
  }

  private static StoredAt at(StoredObject object) {
    return new StoredAt(
        object.location().volume(),
        object.location().pack(),
        object.location().offset(),
        object.length());
  }

  private static ArrivedInstance arrived(StoredObject object) {
    return new ArrivedInstance(
        "demo",
        Uids.VLEndoscopicImageStorage,
        UID,
        SYNTAX.uid(),
        DATA_SET,
        object.digest(),
        at(object),
        Instant.EPOCH,
        new Sender("ENDO1", "HOKAN", "127.0.0.1"),
        new Decided("ECONOMY", "", 0, "", 0, "", ""),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        object.sequence());
  }

  @Test
  void whatIsNoLongerWhereTheIndexSaidIsAskedForAgain() throws IOException {
    StorageSettings settings =
        StorageSettings.builder(folder)
            .minimumFreeSpace(0)
            .writeAhead(65536, 65536)
            .largeObjectSize(1)
            .build();
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities());
        PackStore store = PackStore.open(settings, Clock.systemUTC())) {
      Index index = new Index(database);
      StoredObject first = stored(store);
      database.run(tx -> index.add(tx, List.of(arrived(first))));
      InstanceRow asked = index.instance("demo", UID).orElseThrow();
      StoredObject now = stored(store);
      database.run(
          tx ->
              index.move(
                  tx,
                  List.of(
                      new MovedObject(
                          "demo",
                          UID.value(),
                          first.location().pack(),
                          first.location().offset(),
                          at(now)))));
      try (var files = Files.walk(folder)) {
        Files.delete(
            files.filter(file -> file.endsWith(first.location().pack())).findFirst().orElseThrow());
      }

      try (StoredSource source = new StoredSource(new Sources(store, index), asked)) {
        source.prepare();
        assertThat(source.held())
            .contains(ByteBuffer.wrap(DataSetWriter.toBytes(DATA_SET, SYNTAX)));
      }
      try (StoredSource source = new StoredSource(new Sources(store, index), asked)) {
        assertThat(source.open().readAllBytes()).isEqualTo(DataSetWriter.toBytes(DATA_SET, SYNTAX));
      }
    }
  }

  @Test
  void whatWasReadAheadIsWholeAlsoWhenItIsSentASecondTime() {
    StorageSettings settings =
        StorageSettings.builder(folder).minimumFreeSpace(0).writeAhead(65536, 65536).build();
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities());
        PackStore store = PackStore.open(settings, Clock.systemUTC())) {
      Index index = new Index(database);
      database.run(tx -> index.add(tx, List.of(arrived(stored(store)))));
      InstanceRow row = index.instance("demo", UID).orElseThrow();
      try (StoredSource source = new StoredSource(new Sources(store, index), row)) {
        source.prepare();
        ByteBuffer lost = source.held().orElseThrow();
        lost.position(lost.limit());

        assertThat(source.held())
            .contains(ByteBuffer.wrap(DataSetWriter.toBytes(DATA_SET, SYNTAX)));
      }
    }
  }

  @Test
  void memoryThatWasLentIsNotLentToOthersUntilItIsGivenBack() {
    StorageSettings settings =
        StorageSettings.builder(folder).minimumFreeSpace(0).writeAhead(65536, 65536).build();
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities());
        PackStore store = PackStore.open(settings, Clock.systemUTC())) {
      Index index = new Index(database);
      database.run(tx -> index.add(tx, List.of(arrived(stored(store)))));
      InstanceRow row = index.instance("demo", UID).orElseThrow();
      Sources sources = new Sources(store, index);
      WholeData first;
      WholeData again;
      try (StoredSource source = new StoredSource(sources, row)) {
        source.prepare();
        first = source.whole().orElseThrow();
        again = source.whole().orElseThrow();
      }
      assertThat(sources.stills().lent()).isEqualTo(2);
      assertThat(again.bytes()).isEqualTo(first.bytes());

      first.giveBack().run();
      again.giveBack().run();
      assertThat(sources.stills().lent()).isZero();
    }
  }
}
