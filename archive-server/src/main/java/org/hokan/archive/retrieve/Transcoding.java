package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.transcode.TranscodingException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/**
 * One object in another transfer syntax, made by a thread of its own while it is sent; a little of
 * it ahead. If it has to be sent again it is made again, unless that is known to fail. For one
 * thread, which closes it.
 */
final class Transcoding implements StoreSource, AutoCloseable {
  private final Executor makers;
  private final Making making;
  private final InstanceRow row;
  private final Uid target;
  private Pipe pipe = new Pipe();
  private boolean opened;

  /** Makes the object. */
  interface Making {
    void writeTo(Pipe pipe) throws IOException;
  }

  Transcoding(Executor makers, Making making, InstanceRow row, Uid target) {
    this.makers = makers;
    this.making = making;
    this.row = row;
    this.target = target;
  }

  void start() {
    Pipe to = pipe;
    makers.execute(() -> make(to));
  }

  private void make(Pipe to) {
    try {
      making.writeTo(to);
      to.end();
    } catch (TranscodingException e) {
      to.fail(
          new UntranscodableException(
              "cannot be given in %s: %s"
                  .formatted(TransferSyntax.orUnknown(target).name(), e.getMessage()),
              e));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      to.fail(new IOException(e.getMessage(), e));
    }
  }

  OutgoingObject outgoing() {
    return new OutgoingObject(row.sopClassUid(), row.sopInstanceUid(), target, this);
  }

  Uid target() {
    return target;
  }

  /**
   * Waits until there is something to send.
   *
   * @throws UntranscodableException when there is no way for this object
   * @throws IOException when it cannot be read
   */
  void awaitStart() throws IOException {
    pipe.awaitSome();
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public InputStream open() throws IOException {
    if (opened) {
      Optional<IOException> failure = pipe.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      pipe.abandon();
      pipe = new Pipe();
      start();
    }
    opened = true;
    return pipe.out();
  }

  @Override
  public void close() {
    pipe.abandon();
  }
}
