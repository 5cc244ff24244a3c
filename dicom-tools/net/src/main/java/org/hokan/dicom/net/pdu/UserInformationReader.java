package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.Uid;

/** Reads the user information item; sub-items it does not know are skipped (PS3.8 §9.3.1). */
final class UserInformationReader {
  private final ItemCursor cursor;
  private final UserInformation.Builder builder = UserInformation.builder();

  UserInformationReader(ItemCursor cursor) {
    this.cursor = cursor;
  }

  UserInformation read(ByteBuf in) {
    while (in.isReadable()) {
      readItem(cursor.next(in, "user information"));
    }
    return builder.build();
  }

  private void readItem(ItemCursor.Item item) {
    ByteBuf in = item.content();
    switch (item.type()) {
      case ItemType.MAXIMUM_LENGTH -> builder.maxPduLength(maximumLength(in));
      case ItemType.IMPLEMENTATION_CLASS_UID ->
          builder.implementationClassUid(ItemCursor.uid(in, "implementation class UID"));
      case ItemType.IMPLEMENTATION_VERSION_NAME ->
          builder.implementationVersionName(ItemCursor.stripPadding(ItemCursor.text(in)));
      case ItemType.ASYNCHRONOUS_OPERATIONS_WINDOW ->
          builder.asynchronousOperationsWindow(window(in));
      case ItemType.ROLE_SELECTION -> builder.add(role(in));
      case ItemType.EXTENDED_NEGOTIATION -> builder.add(extended(in));
      case ItemType.COMMON_EXTENDED_NEGOTIATION -> builder.add(common(in));
      case ItemType.USER_IDENTITY_RQ -> builder.userIdentity(identity(in));
      case ItemType.USER_IDENTITY_AC ->
          builder.userIdentityResponse(
              ItemCursor.octets(ItemCursor.counted(in, "user identity response")));
      default -> in.skipBytes(in.readableBytes());
    }
  }

  private static long maximumLength(ByteBuf in) {
    ItemCursor.need(in, 4, "maximum length");
    return in.readUnsignedInt();
  }

  private static AsynchronousOperationsWindow window(ByteBuf in) {
    ItemCursor.need(in, 4, "asynchronous operations window");
    return new AsynchronousOperationsWindow(in.readUnsignedShort(), in.readUnsignedShort());
  }

  private static RoleSelection role(ByteBuf in) {
    Uid sopClass = ItemCursor.uid(ItemCursor.counted(in, "role selection"), "role selection");
    ItemCursor.need(in, 2, "role selection");
    return new RoleSelection(sopClass, in.readByte() != 0, in.readByte() != 0);
  }

  private static ExtendedNegotiation extended(ByteBuf in) {
    String what = "extended negotiation";
    Uid sopClass = ItemCursor.uid(ItemCursor.counted(in, what), what);
    return new ExtendedNegotiation(sopClass, ItemCursor.octets(in));
  }

  private static CommonExtendedNegotiation common(ByteBuf in) {
    String what = "common extended negotiation";
    Uid sopClass = ItemCursor.uid(ItemCursor.counted(in, what), what);
    Uid serviceClass = ItemCursor.uid(ItemCursor.counted(in, what), what);
    List<Uid> related = new ArrayList<>();
    if (in.isReadable()) {
      ByteBuf list = ItemCursor.counted(in, what);
      while (list.isReadable()) {
        related.add(ItemCursor.uid(ItemCursor.counted(list, what), what));
      }
    }
    return new CommonExtendedNegotiation(sopClass, serviceClass, related);
  }

  private static UserIdentity identity(ByteBuf in) {
    ItemCursor.need(in, 2, "user identity");
    int type = in.readUnsignedByte();
    boolean answer = in.readByte() != 0;
    Octets primary = ItemCursor.octets(ItemCursor.counted(in, "user identity primary field"));
    Octets secondary = ItemCursor.octets(ItemCursor.counted(in, "user identity secondary field"));
    return new UserIdentity(type, answer, primary, secondary);
  }
}
