package org.hokan.dicom.net.dimse;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.DimseMessage.CCancelRq;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.DimseRequest.NCreateRq;
import org.hokan.dicom.net.dimse.DimseRequest.NDeleteRq;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.NSetRq;
import org.hokan.dicom.net.dimse.DimseResponse.CEchoRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CFindRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CGetRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CMoveRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CStoreRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NActionRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NCreateRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NDeleteRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NEventReportRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NGetRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NSetRsp;

/** One message for each Command Field, with the bytes that pydicom 2.3.1 writes for its fields. */
final class GoldenCommands {
  static final Uid CT = Uid.of("1.2.840.10008.5.1.4.1.1.2");
  static final Uid INSTANCE = Uid.of("1.2.3.4");
  static final Uid ECHO = Uid.of("1.2.840.10008.1.1");
  static final Uid FIND = Uid.of("1.2.840.10008.5.1.4.1.2.2.1");
  static final Uid MOVE = Uid.of("1.2.840.10008.5.1.4.1.2.2.2");
  static final Uid GET = Uid.of("1.2.840.10008.5.1.4.1.2.2.3");
  static final Uid COMMITMENT = Uid.of("1.2.840.10008.1.20.1");
  static final Uid COMMITMENT_INSTANCE = Uid.of("1.2.840.10008.1.20.1.1");

  record Golden(DimseMessage message, String hex) {
    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return message.commandField().toString();
    }
  }

  private GoldenCommands() {}

  static List<Golden> all() {
    return List.of(
        new Golden(
            new CStoreRq(
                7, CT, INSTANCE, Priority.LOW, Optional.of(new MoveOriginator("HOKAN", 258))),
            "000000000400000072000000000002001a000000312e322e3834302e31303030382e352e312e342e"
                + "312e312e320000000001020000000100000010010200000007000000000702000000020000000008"
                + "0200000000000000001008000000312e322e332e34000000301006000000484f4b414e2000003110"
                + "020000000201"),
        new Golden(
            new CStoreRsp(
                7,
                Outcome.of(Status.OUT_OF_RESOURCES, "disk full")
                    .withOffendingElements(List.of(0x00100020)),
                Affected.of(CT, INSTANCE)),
            "000000000400000078000000000002001a000000312e322e3834302e31303030382e352e312e342e"
                + "312e312e320000000001020000000180000020010200000007000000000802000000010100000009"
                + "0200000000a7000001090400000010002000000002090a0000006469736b2066756c6c2000000010"
                + "08000000312e322e332e3400"),
        new Golden(
            new CFindRq(1, FIND, Priority.MEDIUM),
            "00000000040000004c000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                + "312e322e322e31000000000102000000200000001001020000000100000000070200000000000000"
                + "0008020000000000"),
        new Golden(
            new CFindRsp(1, Outcome.PENDING, Affected.of(FIND), true),
            "00000000040000004c000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                + "312e322e322e31000000000102000000208000002001020000000100000000080200000000000000"
                + "00090200000000ff"),
        new Golden(
            new CMoveRq(3, MOVE, Priority.HIGH, "VIEWER1"),
            "00000000040000005c000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                + "312e322e322e32000000000102000000210000001001020000000300000000060800000056494557"
                + "455231200000000702000000010000000008020000000000"),
        new Golden(
            new CMoveRsp(
                3, Outcome.PENDING, Affected.of(MOVE), SubOperations.underWay(300, 2, 1, 0), false),
            "000000000400000074000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                + "312e322e322e32000000000102000000218000002001020000000300000000080200000001010000"
                + "00090200000000ff00002010020000002c0100002110020000000200000022100200000001000000"
                + "2310020000000000"),
        new Golden(
            new CGetRq(3, GET, Priority.MEDIUM),
            "00000000040000004c000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                + "312e322e322e33000000000102000000100000001001020000000300000000070200000000000000"
                + "0008020000000000"),
        new Golden(
            new CGetRsp(
                3,
                Outcome.of(Status.SUB_OPERATIONS_WITH_FAILURES),
                Affected.of(GET),
                SubOperations.ended(2, 1, 0),
                true),
            "00000000040000006a000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                + "312e322e322e33000000000102000000108000002001020000000300000000080200000000000000"
                + "00090200000000b0000021100200000002000000221002000000010000002310020000000000"),
        new Golden(
            new CEchoRq(1, ECHO),
            "0000000004000000380000000000020012000000312e322e3834302e31303030382e312e31000000"
                + "00010200000030000000100102000000010000000008020000000101"),
        new Golden(
            new CEchoRsp(1, Outcome.SUCCESS, Affected.of(ECHO)),
            "0000000004000000420000000000020012000000312e322e3834302e31303030382e312e31000000"
                + "0001020000003080000020010200000001000000000802000000010100000009020000000000"),
        new Golden(
            new CCancelRq(3),
            "00000000040000001e0000000000000102000000ff0f000020010200000003000000000802000000"
                + "0101"),
        new Golden(
            new NEventReportRq(5, COMMITMENT, COMMITMENT_INSTANCE, 2, true),
            "0000000004000000620000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "0000000102000000000100001001020000000500000000080200000000000000001016000000312e"
                + "322e3834302e31303030382e312e32302e312e3100000210020000000200"),
        new Golden(
            new NEventReportRsp(
                5,
                Outcome.of(Status.PROCESSING_FAILURE).withErrorId(9),
                Affected.of(COMMITMENT, COMMITMENT_INSTANCE),
                OptionalInt.of(2),
                false),
            "0000000004000000760000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "00000001020000000081000020010200000005000000000802000000010100000009020000001001"
                + "000003090200000009000000001016000000312e322e3834302e31303030382e312e32302e312e31"
                + "00000210020000000200"),
        new Golden(
            new NGetRq(6, COMMITMENT, COMMITMENT_INSTANCE, List.of(0x00100020, 0x7FE00010)),
            "0000000004000000680000000000030014000000312e322e3834302e31303030382e312e32302e31"
                + "0000000102000000100100001001020000000600000000080200000001010000011016000000312e"
                + "322e3834302e31303030382e312e32302e312e31000005100800000010002000e07f1000"),
        new Golden(
            new NGetRsp(
                6,
                Outcome.of(Status.ATTRIBUTE_LIST_ERROR)
                    .withAttributeIdentifiers(List.of(0x00100020, 0x7FE00010)),
                Affected.of(COMMITMENT, COMMITMENT_INSTANCE),
                true),
            "0000000004000000720000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "00000001020000001081000020010200000006000000000802000000000000000009020000000701"
                + "0000001016000000312e322e3834302e31303030382e312e32302e312e3100000510080000001000"
                + "2000e07f1000"),
        new Golden(
            new NSetRq(6, COMMITMENT, INSTANCE),
            "00000000040000004a0000000000030014000000312e322e3834302e31303030382e312e32302e31"
                + "0000000102000000200100001001020000000600000000080200000000000000011008000000312e"
                + "322e332e3400"),
        new Golden(
            new NSetRsp(
                6,
                Outcome.of(Status.ATTRIBUTE_VALUE_OUT_OF_RANGE),
                Affected.of(COMMITMENT, INSTANCE),
                false),
            "0000000004000000540000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "00000001020000002081000020010200000006000000000802000000010100000009020000001601"
                + "0000001008000000312e322e332e3400"),
        new Golden(
            new NActionRq(4, COMMITMENT, COMMITMENT_INSTANCE, 1, true),
            "0000000004000000620000000000030014000000312e322e3834302e31303030382e312e32302e31"
                + "0000000102000000300100001001020000000400000000080200000000000000011016000000312e"
                + "322e3834302e31303030382e312e32302e312e3100000810020000000100"),
        new Golden(
            new NActionRsp(
                4,
                Outcome.SUCCESS,
                Affected.of(COMMITMENT, COMMITMENT_INSTANCE),
                OptionalInt.of(1),
                false),
            "00000000040000006c0000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "00000001020000003081000020010200000004000000000802000000010100000009020000000000"
                + "0000001016000000312e322e3834302e31303030382e312e32302e312e3100000810020000000100"),
        new Golden(
            new NCreateRq(6, COMMITMENT, Optional.empty(), true),
            "00000000040000003a0000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "000000010200000040010000100102000000060000000008020000000000"),
        new Golden(
            new NCreateRsp(
                6,
                Outcome.of(Status.DUPLICATE_SOP_INSTANCE),
                Affected.of(COMMITMENT, INSTANCE),
                false),
            "0000000004000000540000000000020014000000312e322e3834302e31303030382e312e32302e31"
                + "00000001020000004081000020010200000006000000000802000000010100000009020000001101"
                + "0000001008000000312e322e332e3400"),
        new Golden(
            new NDeleteRq(6, COMMITMENT, INSTANCE),
            "00000000040000004a0000000000030014000000312e322e3834302e31303030382e312e32302e31"
                + "0000000102000000500100001001020000000600000000080200000001010000011008000000312e"
                + "322e332e3400"),
        new Golden(
            new NDeleteRsp(6, Outcome.of(Status.NO_SUCH_SOP_INSTANCE), Affected.UNSAID),
            "00000000040000002800000000000001020000005081000020010200000006000000000802000000"
                + "010100000009020000001201"));
  }
}
