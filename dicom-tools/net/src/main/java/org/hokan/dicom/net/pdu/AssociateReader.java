package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/** Reads the body of an A-ASSOCIATE-RQ or -AC (PS3.8 §9.3.2, §9.3.3). */
final class AssociateReader {
  private final ItemCursor cursor;
  private final List<PresentationContextRq> proposed = new ArrayList<>();
  private final List<PresentationContextAc> answered = new ArrayList<>();
  private final BitSet ids = new BitSet(256);
  private Optional<Uid> applicationContext = Optional.empty();
  private Optional<UserInformation> userInformation = Optional.empty();

  AssociateReader(PduLimits limits) {
    cursor = new ItemCursor(limits.maxItems());
  }

  Pdu readRequest(ByteBuf in) {
    Fixed fixed = readFixed(in);
    readItems(in);
    return new Pdu.AAssociateRq(
        fixed.protocolVersion,
        fixed.calledAeTitle,
        fixed.callingAeTitle,
        requireApplicationContext(),
        proposed,
        requireUserInformation());
  }

  Pdu readAcceptance(ByteBuf in) {
    Fixed fixed = readFixed(in);
    readItems(in);
    return new Pdu.AAssociateAc(
        fixed.protocolVersion,
        fixed.calledAeTitle,
        fixed.callingAeTitle,
        requireApplicationContext(),
        answered,
        requireUserInformation());
  }

  private static Fixed readFixed(ByteBuf in) {
    ItemCursor.need(in, 68, "A-ASSOCIATE");
    int version = in.readUnsignedShort();
    in.skipBytes(2);
    String called = ItemCursor.stripPadding(ItemCursor.text(in.readSlice(16)));
    String calling = ItemCursor.stripPadding(ItemCursor.text(in.readSlice(16)));
    in.skipBytes(32);
    return new Fixed(version, called, calling);
  }

  private void readItems(ByteBuf in) {
    while (in.isReadable()) {
      ItemCursor.Item item = cursor.next(in, "A-ASSOCIATE");
      switch (item.type()) {
        case ItemType.APPLICATION_CONTEXT ->
            applicationContext = Optional.of(ItemCursor.uid(item.content(), "application context"));
        case ItemType.PRESENTATION_CONTEXT_RQ -> proposed.add(proposal(item.content()));
        case ItemType.PRESENTATION_CONTEXT_AC -> answered.add(answer(item.content()));
        case ItemType.USER_INFORMATION ->
            userInformation = Optional.of(new UserInformationReader(cursor).read(item.content()));
        default -> item.content().skipBytes(item.content().readableBytes());
      }
    }
  }

  private PresentationContextRq proposal(ByteBuf in) {
    int id = contextId(in);
    in.skipBytes(3);
    Optional<Uid> abstractSyntax = Optional.empty();
    List<Uid> transferSyntaxes = new ArrayList<>();
    while (in.isReadable()) {
      ItemCursor.Item item = cursor.next(in, "presentation context " + id);
      if (item.type() == ItemType.ABSTRACT_SYNTAX) {
        abstractSyntax = Optional.of(ItemCursor.uid(item.content(), "abstract syntax"));
      } else if (item.type() == ItemType.TRANSFER_SYNTAX) {
        transferSyntaxes.add(ItemCursor.uid(item.content(), "transfer syntax"));
      }
    }
    if (abstractSyntax.isEmpty() || transferSyntaxes.isEmpty()) {
      throw PduException.invalid(
          "presentation context %d: %d abstract, %d transfer syntaxes (expected: 1, 1 or more; PS3.8 §9.3.2.2)"
              .formatted(id, abstractSyntax.isPresent() ? 1 : 0, transferSyntaxes.size()));
    }
    return new PresentationContextRq(id, abstractSyntax.get(), transferSyntaxes);
  }

  private PresentationContextAc answer(ByteBuf in) {
    int id = contextId(in);
    in.skipBytes(1);
    ContextResult result = ContextResult.of(in.readUnsignedByte());
    in.skipBytes(1);
    Optional<Uid> transferSyntax = Optional.empty();
    while (result == ContextResult.ACCEPTANCE && in.isReadable()) {
      ItemCursor.Item item = cursor.next(in, "presentation context " + id);
      if (item.type() == ItemType.TRANSFER_SYNTAX) {
        transferSyntax = Optional.of(ItemCursor.uid(item.content(), "transfer syntax"));
      }
    }
    if (result == ContextResult.ACCEPTANCE && transferSyntax.isEmpty()) {
      throw PduException.invalid(
          "presentation context %d: accepted without transfer syntax (expected: one; PS3.8 §9.3.3.2)"
              .formatted(id));
    }
    return new PresentationContextAc(id, result, transferSyntax);
  }

  private int contextId(ByteBuf in) {
    ItemCursor.need(in, 4, "presentation context");
    int id = in.readUnsignedByte();
    if (id % 2 == 0 || ids.get(id)) {
      throw PduException.invalid(
          "presentation context id: %d%s (expected: odd, each once; PS3.8 §9.3.2.2)"
              .formatted(id, ids.get(id) ? " again" : ""));
    }
    ids.set(id);
    return id;
  }

  private Uid requireApplicationContext() {
    return applicationContext.orElseThrow(
        () ->
            PduException.invalid(
                "A-ASSOCIATE: no application context item (expected: one; PS3.8 §9.3.2.1)"));
  }

  private UserInformation requireUserInformation() {
    return userInformation.orElseThrow(
        () ->
            PduException.invalid(
                "A-ASSOCIATE: no user information item (expected: one; PS3.8 §9.3.2.3)"));
  }

  private record Fixed(int protocolVersion, String calledAeTitle, String callingAeTitle) {}
}
