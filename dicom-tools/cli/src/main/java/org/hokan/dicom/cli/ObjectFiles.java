package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.StorageScp;
import org.hokan.dicom.net.service.StoreReception;
import org.jspecify.annotations.Nullable;

/**
 * Writes received objects as Part 10 files into one folder, named by their SOP Instance UID. A file
 * is written under a passing name and renamed when it is whole, so whoever looks sees whole objects
 * only; one that comes again takes the place of the first. The bytes are left to the operating
 * system to write, not forced: this is for looking at objects, not for keeping them. Thread-safe.
 */
final class ObjectFiles implements StorageScp {
  private static final String PASSING = ".part";

  private final @Nullable Path folder;
  private final Consumer<Received> received;
  private final AtomicLong passing = new AtomicLong();

  /**
   * @param folder made if it is not there; null only counts
   * @param received told of each whole object, by the thread that received it
   */
  ObjectFiles(@Nullable Path folder, Consumer<Received> received) throws IOException {
    this.folder = folder;
    this.received = received;
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  @Override
  public StoreReception store(CStoreRq request, ServiceContext context) {
    return new Reception(request, context, folder);
  }

  private final class Reception implements StoreReception {
    private final CStoreRq request;
    private final ServiceContext context;
    private final @Nullable Path folder;
    private long bytes;
    private @Nullable Path part;
    private @Nullable FileChannel channel;

    Reception(CStoreRq request, ServiceContext context, @Nullable Path folder) {
      this.request = request;
      this.context = context;
      this.folder = folder;
    }

    @Override
    public void data(ByteBuffer chunk) throws IOException {
      bytes += chunk.remaining();
      if (folder == null) {
        return;
      }
      if (channel == null) {
        channel = begin(folder);
      }
      write(channel, chunk);
    }

    private FileChannel begin(Path in) throws IOException {
      part =
          in.resolve(request.affectedSopInstanceUid() + "." + passing.incrementAndGet() + PASSING);
      FileChannel opened =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      write(opened, ByteBuffer.wrap(Part10.header(meta())));
      return opened;
    }

    private FileMetaInformation meta() {
      FileMetaInformation.Builder meta =
          FileMetaInformation.builder(
              request.affectedSopClassUid(), request.affectedSopInstanceUid(), transferSyntax());
      String sender = context.association().peerAeTitle();
      return (sender.isBlank() ? meta : meta.sourceApplicationEntityTitle(sender)).build();
    }

    private Uid transferSyntax() {
      return context.presentationContext().transferSyntax();
    }

    @Override
    public CompletionStage<Outcome> end() {
      try {
        Optional<Path> file = folder == null ? Optional.empty() : Optional.of(finish(folder));
        received.accept(
            new Received(
                context.association().peerAeTitle(),
                request.affectedSopClassUid(),
                request.affectedSopInstanceUid(),
                transferSyntax(),
                bytes,
                file));
        return CompletableFuture.completedStage(Outcome.SUCCESS);
      } catch (IOException e) {
        aborted(e);
        return CompletableFuture.completedStage(
            Outcome.of(Status.OUT_OF_RESOURCES, "the object could not be written"));
      }
    }

    private Path finish(Path in) throws IOException {
      FileChannel open = channel == null ? begin(in) : channel;
      open.close();
      Path file = in.resolve(request.affectedSopInstanceUid() + ".dcm");
      Path whole = part == null ? file : part;
      return Files.move(
          whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void aborted(Throwable cause) {
      try {
        if (channel != null) {
          channel.close();
        }
        if (part != null) {
          Files.deleteIfExists(part);
        }
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
