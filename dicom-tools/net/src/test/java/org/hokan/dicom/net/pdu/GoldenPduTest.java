package org.hokan.dicom.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes typed from PS3.8 §9.3 and PS3.7 §D.3.3, or sent by dcmtk 3.6.7's echoscu and storescp. */
class GoldenPduTest {
  private static final Uid VERIFICATION = Uid.of("1.2.840.10008.1.1");
  private static final Uid IMPLICIT = Uid.of("1.2.840.10008.1.2");
  private static final Uid DCMTK = Uid.of("1.2.276.0.7230010.3.0.3.6.7");
  private static final String TITLES =
      "484f4b414e2020202020202020202020454e444f312020202020202020202020" + "00".repeat(32);
  private static final String APPLICATION_CONTEXT =
      "10000015312e322e3834302e31303030382e332e312e312e31";
  private static final String DCMTK_VERSION =
      "5200001b312e322e3237362e302e373233303031302e332e302e332e362e37"
          + "5500000f4f464649535f44434d544b5f333637";

  static final String DCMTK_RQ =
      "0100000000cd00010000"
          + TITLES
          + APPLICATION_CONTEXT
          + "2000002e0100ff0030000011312e322e3834302e31303030382e312e31"
          + "40000011312e322e3834302e31303030382e312e32"
          + "5000003a5100000400004000"
          + DCMTK_VERSION;
  static final String DCMTK_AC =
      "0200000000b800010000"
          + TITLES
          + APPLICATION_CONTEXT
          + "21000019010000004000"
          + "0011312e322e3834302e31303030382e312e32"
          + "5000003a5100000400008000"
          + DCMTK_VERSION;

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
  }

  private static Pdu read(String hex) {
    ByteBuf in = hex(hex);
    Pdu pdu = new PduReader(PduLimits.DEFAULT).read(in);
    assertThat(in.isReadable()).isFalse();
    return pdu;
  }

  static String write(Pdu pdu) {
    ByteBuf out = Unpooled.buffer();
    PduWriter.write(pdu, out);
    return ByteBufUtil.hexDump(out);
  }

  private static UserInformation.Builder dcmtk(long maxPduLength) {
    return UserInformation.builder()
        .maxPduLength(maxPduLength)
        .implementationClassUid(DCMTK)
        .implementationVersionName("OFFIS_DCMTK_367");
  }

  @Test
  void readsTheRequestOfAnotherImplementation() {
    assertThat(read(DCMTK_RQ))
        .isEqualTo(
            new Pdu.AAssociateRq(
                1,
                "HOKAN",
                "ENDO1",
                Pdu.DICOM_APPLICATION_CONTEXT,
                List.of(new PresentationContextRq(1, VERIFICATION, List.of(IMPLICIT))),
                dcmtk(16_384).build()));
  }

  @Test
  void readsAndWritesTheAcceptanceOfAnotherImplementation() {
    Pdu acceptance =
        new Pdu.AAssociateAc(
            1,
            "HOKAN",
            "ENDO1",
            Pdu.DICOM_APPLICATION_CONTEXT,
            List.of(PresentationContextAc.accepted(1, IMPLICIT)),
            dcmtk(32_768).build());
    assertThat(read(DCMTK_AC)).isEqualTo(acceptance);
    assertThat(write(acceptance)).isEqualTo(DCMTK_AC);
  }

  @Test
  void writesTheRequestAsTheOtherDoesButForItsReservedByte() {
    assertThat(write(read(DCMTK_RQ))).isEqualTo(DCMTK_RQ.replace("0100ff00", "01000000"));
  }

  static Stream<Object[]> shortPdus() {
    return Stream.of(
        new Object[] {new Pdu.AAssociateRj(1, 3, 2), "03000000000400010302"},
        new Object[] {new Pdu.AReleaseRq(), "05000000000400000000"},
        new Object[] {new Pdu.AReleaseRp(), "06000000000400000000"},
        new Object[] {new Pdu.AAbort(2, 6), "07000000000400000206"});
  }

  @ParameterizedTest
  @MethodSource("shortPdus")
  void readsAndWritesShortPdus(Pdu pdu, String bytes) {
    assertThat(write(pdu)).isEqualTo(bytes);
    assertThat(read(bytes)).isEqualTo(pdu);
  }

  @Test
  void readsAndWritesPresentationDataValues() {
    String bytes = "04000000000f" + "000000050303aabbcc" + "000000020502";
    Pdu.PDataTf pdu = (Pdu.PDataTf) read(bytes);
    assertThat(pdu.values()).hasSize(2);
    PresentationDataValue first = pdu.values().get(0);
    assertThat(first.contextId()).isEqualTo(3);
    assertThat(first.command()).isTrue();
    assertThat(first.last()).isTrue();
    assertThat(ByteBufUtil.hexDump(first.data())).isEqualTo("aabbcc");
    assertThat(pdu.values().get(1).command()).isFalse();
    assertThat(pdu.values().get(1).data().isReadable()).isFalse();
    assertThat(write(pdu)).isEqualTo(bytes);
    pdu.release();
  }

  /** Every user information sub-item, with its bytes as PS3.7 §D.3.3 has them. */
  static Stream<Object[]> userItems() {
    Uid sop = Uid.of("1.2");
    return Stream.of(
        new Object[] {
          "53000004000a0005",
          UserInformation.builder()
              .asynchronousOperationsWindow(new AsynchronousOperationsWindow(10, 5))
              .build()
        },
        new Object[] {
          "540000070003312e320001",
          UserInformation.builder().add(new RoleSelection(sop, false, true)).build()
        },
        new Object[] {
          "560000070003312e320101",
          UserInformation.builder()
              .add(new ExtendedNegotiation(sop, Octets.of((byte) 1, (byte) 1)))
              .build()
        },
        new Object[] {
          "570000110003312e320003312e330005" + "0003312e34",
          UserInformation.builder()
              .add(new CommonExtendedNegotiation(sop, Uid.of("1.3"), List.of(Uid.of("1.4"))))
              .build()
        },
        new Object[] {
          "5800000b" + "0201" + "0003626f62" + "00027077",
          UserInformation.builder()
              .userIdentity(UserIdentity.usernameAndPasscode("bob", "pw"))
              .build()
        },
        new Object[] {
          "590000040002abcd",
          UserInformation.builder()
              .userIdentityResponse(Octets.of((byte) 0xAB, (byte) 0xCD))
              .build()
        });
  }

  @ParameterizedTest
  @MethodSource("userItems")
  void readsAndWritesEveryUserInformationItem(String item, UserInformation information) {
    Pdu pdu = withUserInformation(information);
    String items = "5100000400000000" + item;
    assertThat(write(pdu)).contains("5000%04x%s".formatted(items.length() / 2, items));
    assertThat(read(write(pdu))).isEqualTo(pdu);
  }

  private static Pdu.AAssociateRq withUserInformation(UserInformation information) {
    return new Pdu.AAssociateRq(
        1,
        "HOKAN",
        "ENDO1",
        Pdu.DICOM_APPLICATION_CONTEXT,
        List.of(new PresentationContextRq(1, VERIFICATION, List.of(IMPLICIT))),
        information);
  }

  @Test
  void skipsItemsThatItDoesNotKnow() {
    String unknownItem = "7f000003aabbcc";
    String unknownSubItem = "60000002aabb";
    String user = "5000000e" + unknownSubItem + "5100000400004000";
    String contexts =
        "2000002e0100ff0030000011312e322e3834302e31303030382e312e31"
            + "40000011312e322e3834302e31303030382e312e32";
    String body = "00010000" + TITLES + unknownItem + APPLICATION_CONTEXT + contexts + user;
    Pdu pdu = read("0100%08x%s".formatted(body.length() / 2, body));
    assertThat(pdu)
        .isEqualTo(withUserInformation(UserInformation.builder().maxPduLength(16_384).build()));
  }

  @Test
  void neverShowsAPasscode() {
    assertThat(UserIdentity.usernameAndPasscode("bob", "secret").toString())
        .doesNotContain("secret")
        .doesNotContain("bob");
  }

  static Stream<Object[]> faulty() {
    String context = "2000002e0100ff0030000011312e322e3834302e31303030382e312e31";
    return Stream.of(
        new Object[] {"0800000000040000", "PDU type: 08H", AbortReason.UNRECOGNIZED_PDU},
        new Object[] {
          "05000000000500000000", "A_RELEASE_RQ: 5 bytes", AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          "01007fffffff", "A_ASSOCIATE_RQ: 2147483647", AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          "0400ffffffff", "P_DATA_TF: 4294967295", AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          "040000000006000000010303", "length 1", AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          "040000000006ffffffff0303", "length 4294967295", AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          DCMTK_RQ.replace(context, context.replace("0100ff00", "0200ff00")),
          "presentation context id: 2",
          AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          DCMTK_RQ.replace("40000011", "60000011"),
          "0 transfer syntaxes",
          AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          DCMTK_RQ.replace("40000011312e", "40000011412e"),
          "no UID",
          AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          DCMTK_RQ.replace("10000015", "11000015"),
          "no application context",
          AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          DCMTK_RQ.replace("5000003a", "4f00003a"),
          "no user information",
          AbortReason.INVALID_PDU_PARAMETER_VALUE
        },
        new Object[] {
          DCMTK_RQ.replace("5500000f", "550000ff"),
          "user information: item 55H: 15 bytes left (expected: 255",
          AbortReason.INVALID_PDU_PARAMETER_VALUE
        });
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void saysWhatIsWrong(String bytes, String message, AbortReason reason) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(PduException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(message)
        .hasMessageContaining("expected");
  }

  @Test
  void refusesMoreItemsThanTheLimit() {
    PduLimits few = new PduLimits(4096, 4096, 16);
    UserInformation.Builder many = UserInformation.builder();
    for (int i = 0; i < 20; i++) {
      many.add(new RoleSelection(Uid.of("1." + i), true, false));
    }
    ByteBuf in = hex(write(withUserInformation(many.build())));
    assertThatThrownBy(() -> new PduReader(few).read(in))
        .isInstanceOf(PduException.class)
        .hasMessageContaining("more than 16");
  }

  @Test
  void refusesToWriteWhatDoesNotFit() {
    Pdu.AAssociateRq longTitle =
        new Pdu.AAssociateRq(
            1,
            "A".repeat(17),
            "B",
            Pdu.DICOM_APPLICATION_CONTEXT,
            List.of(),
            UserInformation.builder().build());
    assertThatThrownBy(() -> write(longTitle)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new PresentationContextAc(1, ContextResult.ACCEPTANCE, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PresentationContextRq(1, VERIFICATION, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PduLimits(100, 4096, 16))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
