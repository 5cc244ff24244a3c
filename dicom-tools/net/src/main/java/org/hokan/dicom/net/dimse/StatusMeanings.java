package org.hokan.dicom.net.dimse;

import java.util.Locale;

/** Words for status codes: PS3.7 Annex C, PS3.4 §B.2.3 and §C.4. */
final class StatusMeanings {
  private StatusMeanings() {}

  static String of(int code, CommandField operation) {
    String special =
        switch (operation) {
          case C_STORE_RQ, C_STORE_RSP -> storage(code);
          case C_FIND_RQ, C_FIND_RSP -> find(code);
          case C_MOVE_RQ, C_MOVE_RSP, C_GET_RQ, C_GET_RSP -> retrieve(code);
          default -> "";
        };
    return special.isEmpty() ? general(code) : special;
  }

  private static String storage(int code) {
    return switch (code) {
      case 0xB000 -> "kept, data elements were changed";
      case 0xB006 -> "kept, some elements were left out";
      case 0xB007 -> "kept, the data set does not match its SOP class";
      default ->
          switch (code & 0xFF00) {
            case 0xA700 -> "refused: out of resources";
            case 0xA900 -> "the data set does not match its SOP class";
            default -> (code & 0xF000) == 0xC000 ? "the receiver cannot understand it" : "";
          };
    };
  }

  private static String find(int code) {
    return switch (code) {
      case 0xA700 -> "refused: out of resources";
      case 0xA710 -> "invalid prior record key";
      case 0xA900 -> "the identifier does not match the SOP class";
      case 0xB001 -> "there are more matches than the responder tells";
      case 0xFF00 -> "matches are continuing";
      case 0xFF01 -> "matches are continuing, an optional key was not supported";
      default -> (code & 0xF000) == 0xC000 ? "unable to process" : "";
    };
  }

  private static String retrieve(int code) {
    return switch (code) {
      case 0xA701 -> "refused: out of resources to calculate the number of matches";
      case 0xA702 -> "refused: out of resources to perform sub-operations";
      case 0xA801 -> "the move destination is not known to the peer";
      case 0xA900 -> "the identifier does not match the SOP class";
      case 0xAA00 -> "none of the frames asked for were found";
      case 0xAA01 -> "unable to create a new object for this SOP class";
      case 0xAA02 -> "unable to extract frames";
      case 0xAA03 -> "a time-based request for an object without time base";
      case 0xAA04 -> "invalid request";
      case 0xB000 -> "done, with failures or warnings";
      case 0xFF00 -> "sub-operations are continuing";
      default -> (code & 0xF000) == 0xC000 ? "unable to process" : "";
    };
  }

  private static String general(int code) {
    return switch (code) {
      case 0x0000 -> "success";
      case 0x0105 -> "no such attribute";
      case 0x0106 -> "invalid attribute value";
      case 0x0107 -> "attribute list error";
      case 0x0110 -> "processing failure";
      case 0x0111 -> "duplicate SOP instance";
      case 0x0112 -> "no such SOP instance";
      case 0x0113 -> "no such event type";
      case 0x0114 -> "no such argument";
      case 0x0115 -> "invalid argument value";
      case 0x0116 -> "attribute value out of range";
      case 0x0117 -> "invalid SOP instance";
      case 0x0118 -> "no such SOP class";
      case 0x0119 -> "class-instance conflict";
      case 0x0120 -> "missing attribute";
      case 0x0121 -> "missing attribute value";
      case 0x0122 -> "refused: SOP class not supported";
      case 0x0123 -> "no such action";
      case 0x0124 -> "refused: not authorized";
      case 0x0210 -> "duplicate invocation";
      case 0x0211 -> "unrecognized operation";
      case 0x0212 -> "mistyped argument";
      case 0x0213 -> "resource limitation";
      case 0xFE00 -> "ended by C-CANCEL";
      default -> new Status(code).category().name().toLowerCase(Locale.ROOT);
    };
  }
}
