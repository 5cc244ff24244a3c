package org.hokan.archive.retrieve;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * What one receiver gets in another transfer syntax than the stored one. Remembers for each kind
 * what it was given in; the next ones of the kind are begun ahead. Closing it ends what was begun
 * in vain. Thread-safe.
 */
final class Conversions implements AutoCloseable {
  private final Transcodings transcodings;
  private final Map<Kind, Uid> targets = new ConcurrentHashMap<>();
  private final Map<InstanceRow, Transcoding> ahead = new ConcurrentHashMap<>();

  private volatile boolean closed;

  Conversions(Transcodings transcodings) {
    this.transcodings = transcodings;
  }

  /** Whether objects of this kind are converted, since one was. */
  boolean converts(Kind kind) {
    return targets.containsKey(kind);
  }

  /** Prepares an object that will be sent soon: to be sent as it is, or converted. */
  void prepare(StoredSource source) {
    InstanceRow row = source.row();
    Optional<Uid> target = Optional.ofNullable(targets.get(Kind.of(row)));
    if (target.isPresent() && transcodings.mayGoAhead()) {
      ahead.computeIfAbsent(row, next -> transcodings.begin(next, target.get()));
      if (closed) { // before or after this one was put there: either way it is ended
        close();
      }
    } else if (target.isEmpty()) {
      source.prepare();
    }
  }

  /**
   * An object in a syntax that the receiver takes, the best that can be made of it; the first of it
   * is made.
   *
   * @param accepted the syntaxes that the receiver takes for the object's class
   * @throws NotTakenException when it takes none that there could be
   * @throws UntranscodableException when none can be made of this object
   * @throws IOException when it cannot be read
   */
  Transcoding begin(InstanceRow row, Set<Uid> accepted) throws IOException {
    Optional<UntranscodableException> why = Optional.empty();
    for (Uid target : candidates(row, accepted)) {
      Transcoding transcoding = take(row, target);
      try {
        transcoding.awaitStart();
        targets.put(Kind.of(row), target);
        transcodings.counted();
        return transcoding;
      } catch (UntranscodableException e) {
        why = Optional.of(e);
      } catch (IOException e) {
        transcoding.close();
        throw e;
      }
    }
    throw why.isPresent() ? why.get() : notTaken(row, accepted);
  }

  private static List<Uid> candidates(InstanceRow row, Set<Uid> accepted) {
    return Transcodings.fallbacks(row.transferSyntaxUid()).stream()
        .filter(accepted::contains)
        .toList();
  }

  private Transcoding take(InstanceRow row, Uid target) {
    Optional<Transcoding> begun = Optional.ofNullable(ahead.remove(row));
    if (begun.isPresent() && begun.get().target().equals(target)) {
      return begun.get();
    }
    begun.ifPresent(Transcoding::close);
    return transcodings.begin(row, target);
  }

  private static NotTakenException notTaken(InstanceRow row, Set<Uid> accepted) {
    TransferSyntax stored = TransferSyntax.orUnknown(row.transferSyntaxUid());
    String refusal = Transcodings.refusal(stored).map(why -> "; " + why).orElse("");
    return new NotTakenException(
        "not taken as stored%s: %s in %s (taken: %s)"
            .formatted(
                refusal,
                row.sopClassUid(),
                stored,
                accepted.stream()
                    .map(TransferSyntax::orUnknown)
                    .map(TransferSyntax::name)
                    .toList()));
  }

  @Override
  public void close() {
    closed = true;
    ahead.values().forEach(Transcoding::close);
  }
}
