package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Located;
import org.hokan.archive.index.Recompressed;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreUnderWay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendingTest {
  private static final Uid FIRST = new Uid("1.2.3.1.1");
  private static final Uid SECOND = new Uid("1.2.3.1.2");

  @TempDir private Path folder;

  /** Loses the first while it takes it, and does not take the second at all. */
  private record Failing() implements Sending.Receiver {
    @Override
    public String name() {
      return "FAILING";
    }

    @Override
    public Set<Uid> accepted(Kind kind) {
      return Set.of(kind.transferSyntax());
    }

    @Override
    public boolean prefers(Kind kind, Uid smaller) {
      return false;
    }

    @Override
    public StoreUnderWay begin(Kind kind, OutgoingObject object) throws IOException {
      if (object.sopInstanceUid().equals(SECOND)) {
        throw new DeliveryException("no association", null);
      }
      return new Lost();
    }
  }

  /**
   * Wants the smaller form, takes the memory that it is read into, and loses the association.
   *
   * @param lostWith its number, 1 or more: when that one is handed over
   * @param error with which it ends in place of a loss
   */
  private static final class Losing implements Sending.Receiver {
    private final int lostWith;
    private final Optional<Error> error;
    private int begun;

    Losing(int lostWith, Optional<Error> error) {
      this.lostWith = lostWith;
      this.error = error;
    }

    @Override
    public String name() {
      return "LOSING";
    }

    @Override
    public Set<Uid> accepted(Kind kind) {
      return Set.of(kind.transferSyntax());
    }

    @Override
    public boolean prefers(Kind kind, Uid smaller) {
      return true;
    }

    @Override
    public StoreUnderWay begin(Kind kind, OutgoingObject object) throws IOException {
      assertThat(catchThrowable(object.source()::whole)).isInstanceOf(StorageException.class);
      if (++begun == lostWith) {
        if (error.isPresent()) {
          throw error.get();
        }
        throw new AssociationException("lost");
      }
      return new LostMeanwhile();
    }
  }

  private record LostMeanwhile() implements StoreUnderWay {
    @Override
    public Outcome outcome() throws IOException {
      throw new AssociationException("lost meanwhile");
    }

    @Override
    public boolean withdraw() {
      return false;
    }
  }

  private record Lost() implements StoreUnderWay {
    @Override
    public Outcome outcome() throws IOException {
      throw new DeliveryException("association lost", null);
    }

    @Override
    public boolean withdraw() {
      return false;
    }
  }

  private record Patient() implements RetrieveResponder {
    @Override
    public void progress(int remaining, int completed, int failed, int warning) {
      // Only the end counts here.
    }

    @Override
    public boolean isCancelled() {
      return false;
    }
  }

  private static InstanceRow row(Uid uid) {
    return row(uid, Optional.empty());
  }

  private static InstanceRow row(Uid uid, Optional<Recompressed> recompressed) {
    return new InstanceRow(
        "demo",
        new Uid("1.2.3"),
        new Uid("1.2.3.1"),
        uid,
        Uids.VLEndoscopicImageStorage,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        "0".repeat(64),
        new StoredAt("volume-1", "packs/demo/ECONOMY/000001.tar", 512, 100),
        Instant.EPOCH,
        new Sender("ENDO1", "HOKAN", "127.0.0.1"),
        new Decided("ECONOMY", "", 0, "", 0, "", ""),
        recompressed,
        1);
  }

  @Test
  void eachObjectFailsForItsOwnReasonAlsoWhenTheOneBeforeFailsMeanwhile() throws IOException {
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities());
        PackStore store =
            PackStore.open(
                StorageSettings.builder(folder).minimumFreeSpace(0).build(), Clock.systemUTC())) {
      Sources sources = new Sources(store, new Index(database));
      SubOperations operations = new SubOperations(new Patient(), 2, row -> {});

      new Sending(sources, new Conversions(new Transcodings(sources)), new Failing(), operations)
          .send(Selection.of(List.of(row(FIRST), row(SECOND))), Runnable::run);

      assertThat(operations.failures())
          .isEqualTo(Map.of(FIRST, "association lost", SECOND, "no association"));
      assertThat(operations.isAnswered()).isFalse();
    }
  }

  @ParameterizedTest(name = "with object {0}")
  @ValueSource(ints = {1, 2, 3})
  void memoryIsGivenBackAlsoWhenTheAssociationIsLost(int lostWith) throws IOException {
    assertThat(endOf(new Losing(lostWith, Optional.empty())))
        .isInstanceOf(AssociationException.class);
  }

  @ParameterizedTest(name = "with object {0}")
  @ValueSource(ints = {1, 2})
  void memoryIsGivenBackAlsoWhenNoneIsLeftToSendWith(int lostWith) throws IOException {
    Error none = new OutOfMemoryError("of this test");
    assertThat(endOf(new Losing(lostWith, Optional.of(none)))).isSameAs(none);
  }

  /** With what sending two ends; all memory is given back then. */
  private Throwable endOf(Losing losing) throws IOException {
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities());
        PackStore store =
            PackStore.open(
                StorageSettings.builder(folder).minimumFreeSpace(0).build(), Clock.systemUTC())) {
      Sources sources = new Sources(store, new Index(database));
      SubOperations operations = new SubOperations(new Patient(), 2, row -> {});
      Optional<Recompressed> smaller =
          Optional.of(
              new Recompressed(TransferSyntax.JPEG_LS_LOSSLESS.uid(), "0".repeat(64), 1, ""));
      List<InstanceRow> rows = List.of(row(FIRST, smaller), row(SECOND, smaller));

      Sending sending =
          new Sending(sources, new Conversions(new Transcodings(sources)), losing, operations);
      Throwable end = catchThrowable(() -> sending.send(Selection.of(rows), Runnable::run));

      assertThat(sources.stills().lent()).isZero();
      return end;
    }
  }

  @Test
  void aFailureThatTheReceiverAnswersIsAnAnswerToo() throws IOException {
    SubOperations operations = new SubOperations(new Patient(), 1, row -> {});
    operations.answered(row(FIRST), Outcome.of(Status.PROCESSING_FAILURE));
    assertThat(operations.failures()).containsKey(FIRST);
    assertThat(operations.isAnswered()).isTrue();
  }

  @Test
  void whatIsNotFoundAnyMoreWhenItsTurnComesHasFailed() throws IOException {
    try (Database database = Database.open(TestDatabase.H2.fresh(), Index.entities());
        PackStore store =
            PackStore.open(
                StorageSettings.builder(folder).minimumFreeSpace(0).build(), Clock.systemUTC())) {
      Sources sources = new Sources(store, new Index(database));
      Selection selection = new Selection(ids -> List.of());
      for (int i = 0; i <= Selection.PAGE; i++) {
        selection.add(new Located(i, row(FIRST)));
      }
      SubOperations operations = new SubOperations(new Patient(), selection.size(), row -> {});

      RetrieveResult result =
          new Sending(
                  sources, new Conversions(new Transcodings(sources)), new Failing(), operations)
              .send(selection, Runnable::run);

      assertThat(result.failed()).isEqualTo(selection.size());
      assertThat(result.remaining()).isZero();
      assertThat(result.outcome().status().isFailure()).isTrue();
    }
  }
}
