package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hokan.dicom.data.Uid;

/** Writes PDUs (PS3.8 §9.3). Stateless. */
public final class PduWriter {
  /** Bytes before the data of a presentation data value: length, context, control header. */
  public static final int PDV_HEADER_LENGTH = 6;

  private static final int AE_TITLE_LENGTH = 16;

  private PduWriter() {}

  /**
   * Appends a PDU.
   *
   * @param pdu the data of a P-DATA-TF is copied, not released
   */
  public static void write(Pdu pdu, ByteBuf out) {
    out.writeByte(pdu.type().code()).writeByte(0);
    int lengthIndex = out.writerIndex();
    out.writeInt(0);
    writeBody(pdu, out);
    out.setInt(lengthIndex, out.writerIndex() - lengthIndex - 4);
  }

  /** Appends the headers of a P-DATA-TF with one value, whose data of that length follow. */
  public static void writeDataHeader(
      ByteBuf out, int contextId, boolean command, boolean last, int dataLength) {
    out.writeByte(PduType.P_DATA_TF.code()).writeByte(0);
    out.writeInt(dataLength + PDV_HEADER_LENGTH);
    writeValueHeader(out, contextId, command, last, dataLength);
  }

  private static void writeValueHeader(
      ByteBuf out, int contextId, boolean command, boolean last, int dataLength) {
    out.writeInt(dataLength + 2).writeByte(contextId);
    out.writeByte((command ? 1 : 0) | (last ? 2 : 0));
  }

  private static void writeBody(Pdu pdu, ByteBuf out) {
    switch (pdu.type()) {
      case A_ASSOCIATE_RQ -> writeRequest((Pdu.AAssociateRq) pdu, out);
      case A_ASSOCIATE_AC -> writeAcceptance((Pdu.AAssociateAc) pdu, out);
      case A_ASSOCIATE_RJ -> {
        Pdu.AAssociateRj rj = (Pdu.AAssociateRj) pdu;
        out.writeByte(0).writeByte(rj.result()).writeByte(rj.source()).writeByte(rj.reason());
      }
      case P_DATA_TF -> writeData((Pdu.PDataTf) pdu, out);
      case A_RELEASE_RQ, A_RELEASE_RP -> out.writeInt(0);
      case A_ABORT -> {
        Pdu.AAbort abort = (Pdu.AAbort) pdu;
        out.writeShort(0).writeByte(abort.source()).writeByte(abort.reason());
      }
    }
  }

  private static void writeData(Pdu.PDataTf pdu, ByteBuf out) {
    for (PresentationDataValue value : pdu.values()) {
      ByteBuf data = value.data();
      writeValueHeader(out, value.contextId(), value.command(), value.last(), data.readableBytes());
      out.writeBytes(data, data.readerIndex(), data.readableBytes());
    }
  }

  private static void writeRequest(Pdu.AAssociateRq rq, ByteBuf out) {
    writeFixed(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle(), out);
    writeText(ItemType.APPLICATION_CONTEXT, rq.applicationContextName().value(), out);
    for (PresentationContextRq context : rq.presentationContexts()) {
      item(
          ItemType.PRESENTATION_CONTEXT_RQ,
          out,
          () -> {
            out.writeByte(context.id()).writeMedium(0);
            writeText(ItemType.ABSTRACT_SYNTAX, context.abstractSyntax().value(), out);
            for (Uid syntax : context.transferSyntaxes()) {
              writeText(ItemType.TRANSFER_SYNTAX, syntax.value(), out);
            }
          });
    }
    writeUserInformation(rq.userInformation(), out);
  }

  private static void writeAcceptance(Pdu.AAssociateAc ac, ByteBuf out) {
    writeFixed(ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle(), out);
    writeText(ItemType.APPLICATION_CONTEXT, ac.applicationContextName().value(), out);
    for (PresentationContextAc context : ac.presentationContexts()) {
      item(
          ItemType.PRESENTATION_CONTEXT_AC,
          out,
          () -> {
            out.writeByte(context.id()).writeByte(0);
            out.writeByte(context.result().code()).writeByte(0);
            // The sub-item is there also when its value is not significant (PS3.8 §9.3.3.2).
            String syntax = context.transferSyntax().map(Uid::value).orElse("1.2.840.10008.1.2");
            writeText(ItemType.TRANSFER_SYNTAX, syntax, out);
          });
    }
    writeUserInformation(ac.userInformation(), out);
  }

  private static void writeFixed(int version, String called, String calling, ByteBuf out) {
    out.writeShort(version).writeShort(0);
    writeAeTitle(called, out);
    writeAeTitle(calling, out);
    out.writeZero(32);
  }

  private static void writeAeTitle(String title, ByteBuf out) {
    if (title.length() > AE_TITLE_LENGTH) {
      throw new IllegalArgumentException(
          "AE title: %d characters (expected: at most 16; PS3.5 §6.2)".formatted(title.length()));
    }
    out.writeCharSequence(title, StandardCharsets.ISO_8859_1);
    for (int i = title.length(); i < AE_TITLE_LENGTH; i++) {
      out.writeByte(' ');
    }
  }

  private static void writeUserInformation(UserInformation info, ByteBuf out) {
    item(ItemType.USER_INFORMATION, out, () -> writeSubItems(info, out));
  }

  private static void writeSubItems(UserInformation info, ByteBuf out) {
    item(ItemType.MAXIMUM_LENGTH, out, () -> out.writeInt((int) info.maxPduLength()));
    info.implementationClassUid()
        .ifPresent(uid -> writeText(ItemType.IMPLEMENTATION_CLASS_UID, uid.value(), out));
    info.asynchronousOperationsWindow().ifPresent(window -> writeWindow(window, out));
    info.roleSelections().forEach(role -> writeRole(role, out));
    info.implementationVersionName()
        .ifPresent(name -> writeText(ItemType.IMPLEMENTATION_VERSION_NAME, name, out));
    info.extendedNegotiations().forEach(negotiation -> writeExtended(negotiation, out));
    info.commonExtendedNegotiations().forEach(negotiation -> writeCommon(negotiation, out));
    info.userIdentity().ifPresent(identity -> writeIdentity(identity, out));
    info.userIdentityResponse()
        .ifPresent(
            response ->
                item(ItemType.USER_IDENTITY_AC, out, () -> writeCounted(response.toArray(), out)));
  }

  private static void writeWindow(AsynchronousOperationsWindow window, ByteBuf out) {
    item(
        ItemType.ASYNCHRONOUS_OPERATIONS_WINDOW,
        out,
        () -> {
          out.writeShort(window.maxOperationsInvoked());
          out.writeShort(window.maxOperationsPerformed());
        });
  }

  private static void writeRole(RoleSelection role, ByteBuf out) {
    item(
        ItemType.ROLE_SELECTION,
        out,
        () -> {
          writeCounted(role.sopClassUid(), out);
          out.writeByte(role.scuRole() ? 1 : 0).writeByte(role.scpRole() ? 1 : 0);
        });
  }

  private static void writeExtended(ExtendedNegotiation negotiation, ByteBuf out) {
    item(
        ItemType.EXTENDED_NEGOTIATION,
        out,
        () -> {
          writeCounted(negotiation.sopClassUid(), out);
          out.writeBytes(negotiation.serviceClassApplicationInformation().toArray());
        });
  }

  private static void writeCommon(CommonExtendedNegotiation negotiation, ByteBuf out) {
    item(
        ItemType.COMMON_EXTENDED_NEGOTIATION,
        out,
        () -> {
          writeCounted(negotiation.sopClassUid(), out);
          writeCounted(negotiation.serviceClassUid(), out);
          List<Uid> related = negotiation.relatedGeneralSopClassUids();
          counted(out, () -> related.forEach(uid -> writeCounted(uid, out)));
        });
  }

  private static void writeIdentity(UserIdentity identity, ByteBuf out) {
    item(
        ItemType.USER_IDENTITY_RQ,
        out,
        () -> {
          out.writeByte(identity.type()).writeByte(identity.positiveResponseRequested() ? 1 : 0);
          writeCounted(identity.primaryField().toArray(), out);
          writeCounted(identity.secondaryField().toArray(), out);
        });
  }

  private static void writeText(int type, String text, ByteBuf out) {
    item(type, out, () -> out.writeCharSequence(text, StandardCharsets.ISO_8859_1));
  }

  private static void writeCounted(Uid uid, ByteBuf out) {
    writeCounted(uid.value().getBytes(StandardCharsets.US_ASCII), out);
  }

  private static void writeCounted(byte[] bytes, ByteBuf out) {
    counted(out, () -> out.writeBytes(bytes));
  }

  private static void item(int type, ByteBuf out, Runnable content) {
    out.writeByte(type).writeByte(0);
    counted(out, content);
  }

  private static void counted(ByteBuf out, Runnable content) {
    int lengthIndex = out.writerIndex();
    out.writeShort(0);
    content.run();
    int length = out.writerIndex() - lengthIndex - 2;
    if (length > 0xFFFF) {
      throw new IllegalArgumentException(
          "A-ASSOCIATE item: %d bytes (expected: at most 65535; PS3.8 §9.3.2)".formatted(length));
    }
    out.setShort(lengthIndex, length);
  }
}
