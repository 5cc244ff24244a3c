package org.hokan.dicom.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.Implementation;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse.CStoreRsp;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PduDecoder;
import org.hokan.dicom.net.pdu.PduLimits;
import org.hokan.dicom.net.pdu.PduWriter;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.PresentationDataValue;
import org.hokan.dicom.net.pdu.UserInformation;

/**
 * An association that does nothing but C-STORE, with as little work as can be: the PDUs of an
 * object lie ready in one buffer outside of the heap, identifiers are written over in it, and one
 * write sends it all (PS3.8 §9.3.1). Blocking; not thread-safe.
 */
final class LoadAssociation implements AutoCloseable, PduDecoder.Sink {
  private static final int CHUNK = 16_384;
  private static final int LONGEST_PDU = 262_144;
  private static final int DATA_HEADERS = 12;
  private static final int LAST = 2;
  private static final int MOST_WRITTEN = 1 << 20; // at once: each is to be taken in time
  private static final long NOTHING = 0;

  /** Identifiers of one sending. */
  record Identifiers(String instance, String patientId, String study, String series) {}

  private final SocketChannel channel;
  private final int timeoutMillis;
  private final InputStream in;
  private volatile long writingSince = NOTHING;
  private volatile boolean stuck;
  private final PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, this);
  private final byte[] read = new byte[CHUNK];
  private final ByteArrayOutputStream command = new ByteArrayOutputStream(256);
  private final Map<ContextNeed, Integer> contexts = new HashMap<>();
  private final Set<ContextNeed> rejectedByUser = new HashSet<>();
  private Optional<Pdu> answer = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private int longestPdu = LONGEST_PDU;
  private ByteBuffer wire = ByteBuffer.allocate(0);
  private Optional<LoadObject> loaded = Optional.empty();
  private int dataAt;
  private int messageId;

  private LoadAssociation(SocketChannel channel, int timeoutMillis) throws IOException {
    this.channel = channel;
    this.timeoutMillis = timeoutMillis;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.socket().setSoTimeout(timeoutMillis);
    this.in = channel.socket().getInputStream();
  }

  /** Connects and proposes one context for each need. */
  static LoadAssociation open(
      PeerAddress peer, String title, Set<ContextNeed> needs, int timeoutMillis)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(new InetSocketAddress(peer.host(), peer.port()), timeoutMillis);
      LoadAssociation association = new LoadAssociation(channel, timeoutMillis);
      association.negotiate(peer, title, List.copyOf(needs));
      return association;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void negotiate(PeerAddress peer, String title, List<ContextNeed> needs)
      throws IOException {
    List<PresentationContextRq> proposed = new ArrayList<>();
    for (int i = 0; i < needs.size(); i++) {
      proposed.add(
          new PresentationContextRq(
              2 * i + 1, needs.get(i).sopClassUid(), List.of(needs.get(i).transferSyntaxUid())));
    }
    UserInformation own =
        UserInformation.builder()
            .maxPduLength(LONGEST_PDU)
            .implementationClassUid(Implementation.CLASS_UID)
            .implementationVersionName(Implementation.VERSION_NAME)
            .build();
    send(
        new Pdu.AAssociateRq(
            1, peer.aeTitle(), title, Pdu.DICOM_APPLICATION_CONTEXT, proposed, own));
    if (!(receive() instanceof Pdu.AAssociateAc acceptance)) {
      throw new IOException("association: " + refusal(answer.orElseThrow()));
    }
    for (PresentationContextAc context : acceptance.presentationContexts()) {
      if (context.id() / 2 < needs.size()) {
        answered(needs.get(context.id() / 2), context);
      }
    }
    long most = acceptance.userInformation().maxPduLength();
    if (most != 0 && most <= PduWriter.PDV_HEADER_LENGTH) {
      throw new IOException(
          "association: the peer takes P-DATA-TF of %d bytes (expected: more than %d, or 0 for any; PS3.8 §D.1)"
              .formatted(most, PduWriter.PDV_HEADER_LENGTH));
    }
    longestPdu = (int) (most == 0 ? LONGEST_PDU : Math.min(most, LONGEST_PDU));
  }

  private void answered(ContextNeed need, PresentationContextAc context) {
    if (context.transferSyntax().isPresent()) {
      contexts.put(need, context.id());
    } else if (context.result() == ContextResult.USER_REJECTION) {
      rejectedByUser.add(need);
    }
  }

  private static String refusal(Pdu pdu) {
    return pdu instanceof Pdu.AAssociateRj rejection
        ? "rejected: "
            + RejectReason.describe(rejection.result(), rejection.source(), rejection.reason())
        : "answered by %s (expected: A-ASSOCIATE-AC; PS3.8 §9.3.3)".formatted(pdu.type());
  }

  /** Sends the object under these identifiers and waits for the answer. */
  Outcome store(LoadObject object, Identifiers identifiers) throws IOException {
    Integer context = contexts.get(object.need());
    if (context == null && rejectedByUser.contains(object.need())) {
      throw new IOException(Failures.rejectedByUser(object.sopClassUid()));
    }
    if (context == null) {
      throw new IOException(
          "the peer does not take %s in %s"
              .formatted(
                  FileScan.name(object.sopClassUid()), FileScan.name(object.transferSyntaxUid())));
    }
    messageId = messageId % 65_535 + 1;
    CStoreRq request =
        new CStoreRq(messageId, object.sopClassUid(), Uid.of(identifiers.instance()));
    byte[] encoded = CommandSet.encode(request);
    if (loaded.filter(object::equals).isEmpty()) {
      load(object, encoded.length, context);
    }
    wire.put(DATA_HEADERS, encoded);
    put(object.instanceAt(), identifiers.instance());
    put(object.patientIdAt(), identifiers.patientId());
    put(object.studyAt(), identifiers.study());
    put(object.seriesAt(), identifiers.series());
    wire.rewind();
    outcome = Optional.empty();
    write(wire);
    while (outcome.isEmpty()) {
      decode();
    }
    return outcome.get();
  }

  /** Lays out the command's PDU and those of the data set. */
  private void load(LoadObject object, int commandLength, int context) {
    byte[] data = object.dataSet();
    int step = longestPdu - PduWriter.PDV_HEADER_LENGTH;
    int pdus = (data.length + step - 1) / step;
    int length = DATA_HEADERS + commandLength + data.length + pdus * DATA_HEADERS;
    if (wire.capacity() < length) {
      wire = ByteBuffer.allocateDirect(length);
    }
    wire.clear().limit(length);
    header(commandLength, context, 1 | LAST);
    wire.position(DATA_HEADERS + commandLength);
    dataAt = wire.position();
    for (int at = 0; at < data.length; at += step) {
      int part = Math.min(step, data.length - at);
      header(part, context, at + part == data.length ? LAST : 0);
      wire.put(data, at, part);
    }
    loaded = Optional.of(object);
  }

  private void header(int length, int context, int control) {
    wire.put((byte) 4).put((byte) 0).putInt(length + PduWriter.PDV_HEADER_LENGTH);
    wire.putInt(length + 2).put((byte) context).put((byte) control);
  }

  /** Writes over what stands at an offset of the data set, also across PDUs. */
  private void put(int offset, String text) {
    int step = longestPdu - PduWriter.PDV_HEADER_LENGTH;
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      int at = offset + i;
      wire.put(dataAt + at + DATA_HEADERS * (at / step + 1), bytes[i]);
    }
  }

  private void send(Pdu pdu) throws IOException {
    ByteBuf out = Unpooled.buffer();
    PduWriter.write(pdu, out);
    write(out.nioBuffer());
  }

  /** Blocks while the peer takes nothing; {@link #closeIfStuck} ends that. */
  private void write(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    try {
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + MOST_WRITTEN));
        writingSince = Math.max(1, System.nanoTime());
        channel.write(bytes);
      }
    } catch (ClosedChannelException e) {
      throw stuck
          ? new IOException(
              "write: the peer has not taken %d bytes in %d s (expected: within it; --timeout)"
                  .formatted(bytes.remaining(), timeoutMillis / 1000),
              e)
          : e;
    } finally {
      writingSince = NOTHING;
    }
  }

  /** On any thread, now and then: closes it when the peer has not taken what is written in time. */
  void closeIfStuck() throws IOException {
    long since = writingSince;
    if (since != NOTHING && System.nanoTime() - since > timeoutMillis * 1_000_000L) {
      stuck = true;
      channel.close();
    }
  }

  private Pdu receive() throws IOException {
    answer = Optional.empty();
    while (answer.isEmpty()) {
      decode();
    }
    return answer.get();
  }

  private void decode() throws IOException {
    int count = in.read(read);
    if (count < 0) {
      throw new EOFException("association: closed by the peer");
    }
    decoder.decode(Unpooled.wrappedBuffer(read, 0, count), UnpooledByteBufAllocator.DEFAULT);
    if (answer.filter(Pdu.AAbort.class::isInstance).isPresent()) {
      throw new EOFException("association: aborted by the peer");
    }
  }

  @Override
  public void pdu(Pdu pdu) {
    answer = Optional.of(pdu);
  }

  @Override
  public void data(long lengthBytes) {
    // Its values follow.
  }

  @Override
  public void value(PresentationDataValue value) {
    byte[] bytes = new byte[value.data().readableBytes()];
    value.data().readBytes(bytes).release();
    command.writeBytes(bytes);
    if (value.last()) {
      DimseMessage message = CommandSet.decode(ByteBuffer.wrap(command.toByteArray()));
      command.reset();
      if (message instanceof CStoreRsp response) {
        outcome = Optional.of(response.outcome());
      }
    }
  }

  @Override
  public boolean goOn() {
    return true;
  }

  /** Releases in order. */
  void release() throws IOException {
    send(new Pdu.AReleaseRq());
    receive();
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    channel.close();
  }
}
