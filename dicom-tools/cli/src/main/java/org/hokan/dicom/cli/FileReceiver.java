package org.hokan.dicom.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.Services;

/**
 * A plain receiving SCP: answers C-ECHO and writes what comes by C-STORE as Part 10 files, in
 * whatever transfer syntax the sender prefers. Use it as the destination of a C-MOVE. Anybody may
 * send. Thread-safe.
 */
public final class FileReceiver implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final DicomServer server;
  private final OpenAssociations associations;

  private FileReceiver(DicomServer server, OpenAssociations associations) {
    this.server = server;
    this.associations = associations;
  }

  /**
   * Starts to receive.
   *
   * @param received told of each whole object, by the thread that received it
   * @throws IOException when the port cannot be had, or the folder cannot be made
   */
  public static FileReceiver start(Settings settings, Consumer<Received> received)
      throws IOException {
    Set<Uid> classes = new LinkedHashSet<>(StorageSopClasses.all());
    classes.addAll(settings.moreSopClasses());
    ObjectFiles files = new ObjectFiles(settings.folder().orElse(null), received);
    OpenAssociations associations = new OpenAssociations();
    DicomServer server =
        DicomServer.builder()
            .address(new InetSocketAddress(settings.host(), settings.port()))
            .policy(request -> decide(request, settings, classes))
            .services(Services.builder().storage(classes, files).build())
            .limits(settings.limits())
            .listener(associations)
            .closeTimeout(CLOSE_TIMEOUT)
            .start();
    return new FileReceiver(server, associations);
  }

  private static Decision decide(AssociationRequest request, Settings settings, Set<Uid> classes) {
    Optional<String> title = settings.aeTitle();
    if (title.isPresent() && !title.get().equals(request.calledAeTitle())) {
      return Decision.reject(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED);
    }
    List<PresentationContextAc> answers = new ArrayList<>();
    for (PresentationContextRq context : request.presentationContexts()) {
      Uid sopClass = context.abstractSyntax();
      answers.add(
          classes.contains(sopClass) || sopClass.equals(Services.VERIFICATION)
              ? PresentationContextAc.accepted(context.id(), context.transferSyntaxes().get(0))
              : PresentationContextAc.rejected(
                  context.id(), ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED));
    }
    return Decision.Accept.of(answers);
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Waits until no peer is connected, or the time is over; whether none is. */
  public boolean awaitNoAssociation(Duration most) throws InterruptedException {
    return associations.awaitNone(most);
  }

  /** Stops; objects that have not come whole are dropped. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * What a receiver needs to know.
   *
   * @param aeTitle callers must use it; empty takes any
   * @param host the address to listen at; 0.0.0.0 for all
   * @param port 0 for any free one
   * @param folder where files go; empty only counts
   * @param moreSopClasses taken besides those of the standard
   */
  public record Settings(
      Optional<String> aeTitle,
      String host,
      int port,
      Optional<Path> folder,
      List<Uid> moreSopClasses,
      AssociationLimits limits) {
    public Settings {
      aeTitle.ifPresent(PeerAddress::checkAeTitle);
      moreSopClasses = List.copyOf(moreSopClasses);
    }

    /** At the given AE title and port of this machine only, into a folder. */
    public static Settings local(String aeTitle, int port, Path folder) {
      return new Settings(
          Optional.of(aeTitle),
          "127.0.0.1",
          port,
          Optional.of(folder),
          List.of(),
          AssociationLimits.DEFAULT);
    }
  }
}
