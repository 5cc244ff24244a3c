package org.hokan.archive.node;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Priority;

/** Peers that stop where it hurts, and hold their sockets. */
final class StalledPeers implements AutoCloseable {
  private static final int STORE = 1;
  private static final int GET = 3;
  private static final Uid STILL = Uids.VLEndoscopicImageStorage;
  private static final Uid GET_MODEL = Uids.StudyRootQueryRetrieveInformationModelGet;
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int SENT_BEFORE = 150_000;

  private final List<Socket> sockets = new ArrayList<>();
  private final int port;
  private final String title;
  private final Uid study;

  /**
   * @param study what those ask for that do not read it
   */
  StalledPeers(int port, String title, Uid study) {
    this.port = port;
    this.title = title;
    this.study = study;
  }

  /** A quarter each: amid the request, amid a PDU, amid a message, and as readers of a C-GET. */
  void add(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket("127.0.0.1", port);
      sockets.add(socket);
      byte[] request = request();
      switch (i % 4) {
        case 0 -> socket.getOutputStream().write(request, 0, request.length - 10);
        case 1 -> {
          associate(socket, request);
          byte[] message = halfAnObject(i);
          socket.getOutputStream().write(message, 0, message.length - 100);
        }
        case 2 -> {
          associate(socket, request);
          socket.getOutputStream().write(halfAnObject(i));
        }
        default -> {
          associate(socket, request);
          socket.getOutputStream().write(get());
        }
      }
    }
  }

  /** An A-ASSOCIATE-RQ (PS3.8 §9.3.2) for C-STORE in both roles, and C-GET. */
  private byte[] request() {
    byte[] information =
        join(
            item(0x51, ByteBuffer.allocate(4).putInt(262_144).array()),
            item(0x52, ascii("1.2.3.4.5")),
            role(ascii(STILL.value())));
    byte[] fixed =
        join(new byte[] {0, 1, 0, 0}, ascii("%-16s%-16s".formatted("HOKAN", title)), new byte[32]);
    return pdu(
        1,
        join(
            fixed,
            item(0x10, ascii("1.2.840.10008.3.1.1.1")),
            context(STORE, STILL),
            context(GET, GET_MODEL),
            item(0x50, information)));
  }

  private static byte[] context(int id, Uid sopClass) {
    return item(
        0x20,
        join(
            new byte[] {(byte) id, 0, 0, 0},
            item(0x30, ascii(sopClass.value())),
            item(0x40, ascii(SYNTAX.uid().value()))));
  }

  /** SCP/SCU role selection (PS3.7 §D.3.3.4): both. */
  private static byte[] role(byte[] sopClass) {
    byte[] length = ByteBuffer.allocate(2).putShort((short) sopClass.length).array();
    return item(0x54, join(length, sopClass, new byte[] {1, 1}));
  }

  private static byte[] item(int type, byte[] content) {
    ByteBuffer header = ByteBuffer.allocate(4).put((byte) type).put((byte) 0);
    return join(header.putShort((short) content.length).array(), content);
  }

  private static byte[] pdu(int type, byte[] content) {
    ByteBuffer header = ByteBuffer.allocate(6).put((byte) type).put((byte) 0);
    return join(header.putInt(content.length).array(), content);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Only such as ask by C-GET, and do not read what they get. */
  void addReaders(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket("127.0.0.1", port);
      sockets.add(socket);
      associate(socket, request());
      socket.getOutputStream().write(get());
    }
  }

  /** How many got something that they have not read. */
  int served() throws IOException {
    int served = 0;
    for (Socket socket : sockets) {
      served += socket.getInputStream().available() > 0 ? 1 : 0;
    }
    return served;
  }

  private static void associate(Socket socket, byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] header = new byte[6];
    in.readFully(header);
    if (header[0] != 2) {
      throw new IOException("PDU type %d (expected: 2, accepted)".formatted(header[0]));
    }
    in.skipNBytes(ByteBuffer.wrap(header).getInt(2));
  }

  private byte[] halfAnObject(int number) {
    CStoreRq request = new CStoreRq(1, STILL, new Uid("1.2.3.4." + number));
    return join(
        value(STORE, true, true, CommandSet.encode(request)),
        value(STORE, false, false, new byte[SENT_BEFORE]));
  }

  private byte[] get() {
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .uid(Tag.StudyInstanceUID, study)
            .build();
    return join(
        value(GET, true, true, CommandSet.encode(new CGetRq(1, GET_MODEL, Priority.MEDIUM))),
        value(GET, false, true, DataSetWriter.toBytes(keys, SYNTAX)));
  }

  /** A P-DATA-TF of one value (PS3.8 §9.3.5). */
  private static byte[] value(int context, boolean command, boolean last, byte[] data) {
    byte control = (byte) ((command ? 1 : 0) | (last ? 2 : 0));
    ByteBuffer header = ByteBuffer.allocate(6).putInt(data.length + 2);
    return pdu(4, join(header.put((byte) context).put(control).array(), data));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** How many the node has given up. */
  long closed() throws IOException {
    long closed = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(1);
      try {
        closed += socket.getInputStream().read() < 0 ? 1 : 0;
      } catch (SocketTimeoutException e) {
        // Nothing to read: it is held.
      } catch (SocketException e) {
        closed++;
      }
    }
    return closed;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
