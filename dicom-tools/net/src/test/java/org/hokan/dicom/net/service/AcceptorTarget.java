package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AcceptorSettings;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationUser;
import org.hokan.dicom.net.association.ConnectionLimits;
import org.hokan.dicom.net.association.EmbeddedPeer;
import org.hokan.dicom.net.association.Repeats;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PduLimits;
import org.hokan.dicom.net.pdu.PduReader;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.RoleSelection;
import org.hokan.dicom.net.pdu.UserIdentity;
import org.hokan.dicom.net.pdu.UserInformation;
import org.hokan.fuzz.FuzzTarget;
import org.slf4j.LoggerFactory;

/**
 * All that a peer sends on one connection, cut into parts of the length that the first byte says,
 * to the real acceptor and the real service-user behind it. No callback fails, what comes back is
 * PDUs, and nothing is left when the connection ends: no association and no buffer.
 */
public final class AcceptorTarget implements FuzzTarget {
  private static final Uid COMMITMENT = Uid.of("1.2.840.10008.1.20.1");
  private static final AssociationLimits LIMITS =
      AssociationLimits.builder().maxPduLength(4096).build();
  private static final Services SERVICES =
      Services.builder()
          .storage(List.of(RawPeer.CT), (request, context) -> new Discarding())
          .query(List.of(RawPeer.FIND), AcceptorTarget::echo)
          .action(COMMITMENT, (request, information, context, reporter) -> NResult.SUCCESS)
          .build();

  private final ListAppender<ILoggingEvent> errors = new ListAppender<>();

  public AcceptorTarget() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.hokan.dicom.net");
    logger.setLevel(Level.ERROR);
    logger.setAdditive(false);
    logger.addAppender(errors);
    errors.start();
  }

  @Override
  public String name() {
    return "acceptor";
  }

  @Override
  public List<byte[]> seeds() {
    byte[] identifier =
        DataSetWriter.toBytes(
            DataSet.builder().string(0x00100020, "P1").build(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    ByteArrayOutputStream session = new ByteArrayOutputStream();
    session.write(99);
    session.writeBytes(RawPeer.bytes(RawPeer.request(UserInformation.builder())));
    session.writeBytes(RawPeer.command(1, new CEchoRq(1, RawPeer.VERIFICATION)));
    session.writeBytes(RawPeer.command(3, new CStoreRq(2, RawPeer.CT, Uid.of("1.2.3"))));
    session.writeBytes(RawPeer.value(3, false, false, new byte[50]));
    session.writeBytes(RawPeer.value(3, false, true, new byte[50]));
    session.writeBytes(RawPeer.command(5, new CFindRq(3, RawPeer.FIND, Priority.MEDIUM)));
    session.writeBytes(RawPeer.value(5, false, true, identifier));
    session.writeBytes(RawPeer.bytes(new Pdu.AReleaseRq()));
    ByteArrayOutputStream action = new ByteArrayOutputStream();
    action.write(255);
    action.writeBytes(RawPeer.bytes(everyItem()));
    action.writeBytes(RawPeer.command(1, new NActionRq(1, COMMITMENT, Uid.of("1.2.3"), 1, true)));
    action.writeBytes(RawPeer.value(1, false, true, identifier));
    action.writeBytes(RawPeer.bytes(new Pdu.AAbort(0, 0)));
    ByteArrayOutputStream longest = new ByteArrayOutputStream();
    longest.write(255);
    longest.writeBytes(RawPeer.bytes(fullOfRoles()));
    return List.of(session.toByteArray(), action.toByteArray(), longest.toByteArray());
  }

  /** As many items as a request can have: all that is answered to each adds up. */
  private static Pdu.AAssociateRq fullOfRoles() {
    UserInformation.Builder information = UserInformation.builder();
    RoleSelection role = new RoleSelection(RawPeer.FIND, true, true);
    int roleLength = 4 + 2 + RawPeer.FIND.value().length() + 2;
    for (int length = 2 * roleLength; length < 0xFFFF; length += roleLength) {
      information.add(role);
    }
    return RawPeer.request(information);
  }

  private static Pdu.AAssociateRq everyItem() {
    UserInformation.Builder information =
        UserInformation.builder()
            .maxPduLength(16_384)
            .implementationClassUid(Uid.of("1.2.3"))
            .implementationVersionName("FUZZ");
    information.add(new RoleSelection(COMMITMENT, true, true));
    information.userIdentity(UserIdentity.username("user"));
    return new Pdu.AAssociateRq(
        1,
        "SERVER",
        "RAW",
        Pdu.DICOM_APPLICATION_CONTEXT,
        List.of(new PresentationContextRq(1, COMMITMENT, List.of(RawPeer.IMPLICIT))),
        information.build());
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    errors.list.clear();
    EmbeddedPeer peer = new EmbeddedPeer(settings());
    int step = 1 + (input[0] & 0xFF);
    for (int at = 1; at < input.length; at += step) {
      peer.send(input, at, Math.min(step, input.length - at));
    }
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    peer.close(out -> received.writeBytes(bytes(out)));
    checkPdus(received.toByteArray());
    assertThat(errors.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    assertThat(peer.associations()).isZero();
    assertThat(peer.bytesNotReleased()).as("bytes not released").isZero();
  }

  private static AcceptorSettings settings() {
    Here here = new Here();
    OperationLimits limits = OperationLimits.DEFAULT;
    Workers workers =
        new Workers(
            here,
            here,
            here,
            new Shares(here, limits),
            AssociationInfo::callingAeTitle,
            new Budget(limits.identifierMemory()),
            new Repeats());
    return new AcceptorSettings(
        new InetSocketAddress(0),
        LIMITS,
        ConnectionLimits.DEFAULT,
        SERVICES.capabilities(List.of())::accept,
        Runnable::run,
        AssociationListener.NONE,
        association -> session(association, workers));
  }

  private static AssociationUser session(Association association, Workers workers) {
    return new DimseSession(association, LIMITS, SERVICES, workers, ended -> {});
  }

  private static byte[] bytes(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.getBytes(buffer.readerIndex(), bytes);
    return bytes;
  }

  private static void checkPdus(byte[] received) {
    ByteBuf in = Unpooled.wrappedBuffer(received);
    PduReader reader = new PduReader(new PduLimits(0, 1 << 20, 10_000));
    while (in.isReadable()) {
      Pdu pdu = reader.read(in);
      if (pdu instanceof Pdu.PDataTf data) {
        data.release();
      }
    }
  }

  private static Outcome echo(
      CFindRq request, DataSet identifier, ServiceContext context, FindResponder responder)
      throws java.io.IOException {
    responder.pending(identifier);
    return Outcome.SUCCESS;
  }

  private static final class Discarding implements StoreReception {
    @Override
    public void data(ByteBuffer chunk) {
      chunk.position(chunk.limit());
    }

    @Override
    public CompletionStage<Outcome> end() {
      return CompletableFuture.completedStage(Outcome.SUCCESS);
    }

    @Override
    public void aborted(Throwable cause) {
      // Nothing was kept.
    }
  }

  /** Runs everything at once, so that a run is the same each time. */
  private static final class Here extends AbstractExecutorService implements ExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      // There is no thread to end.
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
