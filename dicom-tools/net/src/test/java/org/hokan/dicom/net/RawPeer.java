package org.hokan.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PduLimits;
import org.hokan.dicom.net.pdu.PduReader;
import org.hokan.dicom.net.pdu.PduType;
import org.hokan.dicom.net.pdu.PduWriter;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.PresentationDataValue;
import org.hokan.dicom.net.pdu.UserInformation;

/** A peer that says just what a test wants, over a plain blocking socket. */
public final class RawPeer implements AutoCloseable {
  public static final Uid VERIFICATION = Uid.of("1.2.840.10008.1.1");
  public static final Uid CT = Uid.of("1.2.840.10008.5.1.4.1.1.2");
  public static final Uid FIND = Uid.of("1.2.840.10008.5.1.4.1.2.2.1");
  public static final Uid IMPLICIT = Uid.of("1.2.840.10008.1.2");
  public static final int VERIFICATION_ID = 1;
  public static final int CT_ID = 3;
  public static final int FIND_ID = 5;

  private final Socket socket;
  private final DataInputStream in;

  public RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    socket.setSoTimeout(20_000);
  }

  public static RawPeer connect(int port) throws IOException {
    return new RawPeer(new Socket("127.0.0.1", port));
  }

  /** Connects with a small receive buffer, and is accepted. */
  public static RawPeer associated(int port) throws IOException {
    RawPeer peer = connect(port);
    peer.send(request(UserInformation.builder().maxPduLength(16_384)));
    if (!(peer.read() instanceof Pdu.AAssociateAc)) {
      throw new IOException("not accepted");
    }
    return peer;
  }

  public static Pdu.AAssociateRq request(UserInformation.Builder information) {
    return new Pdu.AAssociateRq(
        1,
        "SERVER",
        "RAW",
        Pdu.DICOM_APPLICATION_CONTEXT,
        List.of(
            new PresentationContextRq(VERIFICATION_ID, VERIFICATION, List.of(IMPLICIT)),
            new PresentationContextRq(CT_ID, CT, List.of(IMPLICIT)),
            new PresentationContextRq(FIND_ID, FIND, List.of(IMPLICIT))),
        information.build());
  }

  public static byte[] bytes(Pdu pdu) {
    ByteBuf out = Unpooled.buffer();
    PduWriter.write(pdu, out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  public static byte[] command(int contextId, DimseMessage message) {
    return value(contextId, true, true, CommandSet.encode(message));
  }

  public static byte[] value(int contextId, boolean command, boolean last, byte[] data) {
    ByteBuf buffer = Unpooled.wrappedBuffer(data);
    return bytes(
        new Pdu.PDataTf(List.of(new PresentationDataValue(contextId, command, last, buffer))));
  }

  public void send(Pdu pdu) throws IOException {
    send(bytes(pdu));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next PDU. */
  public Pdu read() throws IOException {
    byte[] header = new byte[PduReader.HEADER_LENGTH];
    in.readFully(header);
    int length = Unpooled.wrappedBuffer(header).getInt(2);
    byte[] body = new byte[length];
    in.readFully(body);
    return new PduReader(PduLimits.DEFAULT).read(Unpooled.wrappedBuffer(header, body));
  }

  /** The next command; whatever data set came before it is dropped. */
  public DimseMessage readCommand() throws IOException {
    while (true) {
      Pdu pdu = read();
      if (pdu.type() != PduType.P_DATA_TF) {
        throw new IOException("came: " + pdu);
      }
      PresentationDataValue value = ((Pdu.PDataTf) pdu).values().get(0);
      if (value.command()) {
        return CommandSet.decode(value.data().nioBuffer());
      }
    }
  }

  /** Whether the other side closes the connection, whatever it sends before. */
  public boolean isClosed() throws IOException {
    try {
      while (true) {
        read();
      }
    } catch (EOFException | SocketException e) {
      return true;
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
