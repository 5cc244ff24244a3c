package org.hokan.dicom.net.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse.CFindRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CMoveRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CStoreRsp;
import org.hokan.dicom.net.dimse.GoldenCommands.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSetTest {

  static Stream<Golden> golden() {
    return GoldenCommands.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void writesTheBytesThatPydicomWrites(Golden golden) {
    assertThat(HexFormat.of().formatHex(CommandSet.encode(golden.message())))
        .isEqualTo(golden.hex());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void readsTheMessageBackFromItsBytes(Golden golden) {
    assertThat(decode(golden.bytes())).isEqualTo(golden.message());
  }

  @ParameterizedTest
  @EnumSource(CommandField.class)
  void hasAGoldenMessageForEveryCommandField(CommandField field) {
    assertThat(golden().map(g -> g.message().commandField())).containsOnlyOnce(field);
  }

  @Test
  void readsWhatDcmtkSends() {
    // findscu and movescu 3.6.7, captured from the wire: Command Data Set Type is 0001H there.
    assertThat(
            decode(
                "00000000040000004c000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                    + "312e322e322e310000000001020000002000000010010200000001000000000702000000000000"
                    + "000008020000000100"))
        .isEqualTo(new CFindRq(1, GoldenCommands.FIND, Priority.MEDIUM));
    assertThat(
            decode(
                "00000000040000005c000000000002001c000000312e322e3834302e31303030382e352e312e342e"
                    + "312e322e322e32000000000102000000210000001001020000000100000000060800000056494557"
                    + "455231200000000702000000000000000008020000000100"))
        .isEqualTo(new CMoveRq(1, GoldenCommands.MOVE, Priority.MEDIUM, "VIEWER1"));
  }

  @Test
  void leavesTheBufferAsItWas() {
    ByteBuffer buffer = ByteBuffer.wrap(echo().bytes());
    CommandSet.decode(buffer);
    assertThat(buffer.position()).isZero();
    assertThat(buffer.hasRemaining()).isTrue();
  }

  @Test
  void readsFromTheMiddleOfABuffer() {
    byte[] wire = echo().bytes();
    ByteBuffer buffer = ByteBuffer.allocateDirect(wire.length + 10);
    buffer.position(5).put(5, wire).limit(5 + wire.length);
    assertThat(CommandSet.decode(buffer)).isInstanceOf(CEchoRq.class);
  }

  @Test
  void readsWithoutCommandGroupLength() {
    assertThat(decode(echo().without(0x0000).bytes())).isEqualTo(echoMessage());
  }

  @Test
  void readsWithAWrongCommandGroupLength() {
    assertThat(decode(echo().with(0x0000, 1, 2, 3, 4).bytes())).isEqualTo(echoMessage());
  }

  @Test
  void readsElementsInAnyOrder() {
    assertThat(decode(echo().reversed().bytes())).isEqualTo(echoMessage());
  }

  @Test
  void readsPastRetiredAndUnknownElements() {
    assertThat(decode(echo().with(0x0001, 9, 9, 9, 9).with(0x0ABC, 1, 2).bytes()))
        .isEqualTo(echoMessage());
  }

  @Test
  void readsPastAZeroByteAtTheEnd() {
    byte[] wire = echo().bytes();
    assertThat(decode(Arrays.copyOf(wire, wire.length + 1))).isEqualTo(echoMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.1", "1.2.840.10008.1.1 ", " 1.2.840.10008.1.1\0\0 \0"})
  void readsUidsWithSpacesAndZerosAround(String uid) {
    assertThat(decode(echo().with(0x0002, uid).bytes())).isEqualTo(echoMessage());
  }

  @Test
  void readsAMissingOrUnknownPriorityAsMedium() {
    Command find = Command.of(new CFindRq(1, GoldenCommands.FIND, Priority.HIGH));
    CFindRq medium = new CFindRq(1, GoldenCommands.FIND, Priority.MEDIUM);
    assertThat(decode(find.without(0x0700).bytes())).isEqualTo(medium);
    assertThat(decode(find.with(0x0700, 0x77, 0x77).bytes())).isEqualTo(medium);
  }

  @Test
  void readsAMissingDataSetTypeWhereTheCommandFieldDecides() {
    assertThat(decode(echo().without(0x0800).bytes()).hasDataSet()).isFalse();
    assertThat(decode(store().without(0x0800).bytes()).hasDataSet()).isTrue();
  }

  @Test
  void readsHalfAMoveOriginatorAsNone() {
    assertThat(((CStoreRq) decode(store().without(0x1031).bytes())).moveOriginator()).isEmpty();
    assertThat(((CStoreRq) decode(store().without(0x1030).bytes())).moveOriginator()).isEmpty();
    assertThat(((CStoreRq) decode(store().with(0x1030, "").bytes())).moveOriginator()).isEmpty();
  }

  @Test
  void readsARemainingNumberInALastResponse() {
    CMoveRsp pending =
        new CMoveRsp(
            1, Outcome.PENDING, Affected.UNSAID, SubOperations.underWay(4, 3, 2, 1), false);
    CMoveRsp read = (CMoveRsp) decode(Command.of(pending).with(0x0900, 0, 0).bytes());
    assertThat(read.status()).isEqualTo(Status.SUCCESS);
    assertThat(read.subOperations().remaining()).hasValue(4);
  }

  @Test
  void writesNoRemainingNumberInALastResponse() {
    SubOperations counts = SubOperations.underWay(4, 3, 2, 1);
    for (Status status : List.of(Status.SUCCESS, Status.UNABLE_TO_PROCESS)) {
      CMoveRsp last = new CMoveRsp(1, Outcome.of(status), Affected.UNSAID, counts, false);
      CMoveRsp read = (CMoveRsp) decode(CommandSet.encode(last));
      assertThat(read.subOperations()).isEqualTo(SubOperations.ended(3, 2, 1));
    }
    CMoveRsp cancelled = new CMoveRsp(1, Outcome.of(Status.CANCEL), Affected.UNSAID, counts, false);
    assertThat(decode(CommandSet.encode(cancelled))).isEqualTo(cancelled);
  }

  @Test
  void writesErrorCommentsAsAtMost64CharactersOfAscii() {
    CStoreRsp wordy =
        new CStoreRsp(
            1, Outcome.of(Status.CANNOT_UNDERSTAND, "é\n\\" + "x".repeat(100)), Affected.UNSAID);
    CStoreRsp read = (CStoreRsp) decode(CommandSet.encode(wordy));
    assertThat(read.outcome().errorComment()).hasValue("???" + "x".repeat(61));
  }

  @Test
  void letsNoControlCharactersOfAPeersCommentThrough() {
    Command response =
        Command.of(new CStoreRsp(1, Outcome.of(Status.CANNOT_UNDERSTAND), Affected.UNSAID))
            .with(0x0902, "bad\u001b[31m\nred");
    assertThat(((CStoreRsp) decode(response.bytes())).outcome().errorComment())
        .hasValue("bad [31m red");
  }

  @Test
  void leavesNothingOfACommentThatIsOnlyControlCharactersAtItsEnds() {
    Command padded =
        Command.of(new CStoreRsp(1, Outcome.of(Status.CANNOT_UNDERSTAND), Affected.UNSAID));
    assertThat(((CStoreRsp) decode(padded.with(0x0902, "\u0001bad\u0002").bytes())).outcome())
        .isEqualTo(Outcome.of(Status.CANNOT_UNDERSTAND, "bad"));
    assertThat(((CStoreRsp) decode(padded.with(0x0902, "\u0001\u0002").bytes())).outcome())
        .isEqualTo(Outcome.of(Status.CANNOT_UNDERSTAND));
  }

  @Test
  void readsAResponseAboutNoRealUidAsAboutNothingSaid() {
    Command response =
        Command.of(new CStoreRsp(1, Outcome.SUCCESS, Affected.UNSAID)).with(0x1000, "no uid");
    assertThat(((CStoreRsp) decode(response.bytes())).affected()).isEqualTo(Affected.UNSAID);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0100, 0x0800})
  void refusesWithoutAnswerWhenItIsNotKnownWhatFollows(int element) {
    Command pending =
        Command.of(new CFindRsp(1, Outcome.PENDING, Affected.UNSAID, true)).without(element);
    assertThatThrownBy(() -> decode(pending.bytes()))
        .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e.answer()).isEmpty())
        .hasMessageContaining("(0000,%04X)".formatted(element))
        .hasMessageContaining("missing");
  }

  @Test
  void refusesAnUnknownCommandField() {
    assertThatThrownBy(() -> decode(echo().with(0x0100, 0x99, 0x00).bytes()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("(0000,0100) Command Field: 0099H");
  }

  @Test
  void refusesADataSetWhereNoneMayBe() {
    assertThatThrownBy(() -> decode(echo().with(0x0800, 0, 0).bytes()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("0000H in a C-ECHO-RQ (expected: 0101H");
    assertThatThrownBy(() -> decode(store().with(0x0800, 1, 1).bytes()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("0101H in a C-STORE-RQ (expected: a data set");
  }

  @Test
  void refusesAMatchWithoutIdentifier() {
    Command pending =
        Command.of(new CFindRsp(1, Outcome.PENDING, Affected.UNSAID, true)).with(0x0800, 1, 1);
    assertThatThrownBy(() -> decode(pending.bytes()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("FF00H without identifier");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0002, 0x1000})
  void answersAStoreWithoutItsUidsSoThatTheAssociationCanLiveOn(int element) {
    CommandException refused = refused(store().without(element));
    assertThat(refused).hasMessageContaining("(0000,%04X)".formatted(element));
    assertThat(refused.dataSetFollows()).isTrue();
    assertThat(refused.answer())
        .get()
        .isInstanceOfSatisfying(
            CStoreRsp.class,
            answer -> {
              assertThat(answer.messageIdBeingRespondedTo()).isEqualTo(7);
              assertThat(answer.status()).isEqualTo(Status.INVALID_ARGUMENT_VALUE);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.x", "1.2.3\\1.2.4", "urn:oid:1.2"})
  void answersAStoreWithAUidThatIsNone(String uid) {
    CommandException refused = refused(store().with(0x1000, uid));
    assertThat(refused.answer()).isPresent();
    assertThat(refused)
        .hasMessageContaining("(0000,1000) Affected SOP Instance UID")
        .hasMessageNotContaining(uid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "LONGER_THAN_SIXTEEN", "BACK\\SLASH"})
  void answersAMoveToWhatIsNoAeTitle(String destination) {
    CMoveRq move = new CMoveRq(3, GoldenCommands.MOVE, Priority.MEDIUM, "VIEWER1");
    assertThat(refused(Command.of(move).with(0x0600, destination)).answer())
        .get()
        .isInstanceOf(CMoveRsp.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void answersEveryRequestThatLacksItsSopClassWithItsOwnResponse(Golden golden) {
    if (golden.message() instanceof DimseRequest request) {
      CommandException refused = refused(Command.of(request).without(0x0002).without(0x0003));
      assertThat(refused.dataSetFollows()).isEqualTo(request.hasDataSet());
      assertThat(refused.answer().map(DimseResponse::commandField))
          .isEqualTo(CommandField.of(request.commandField().value() | 0x8000));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void respondsToEveryRequestWithItsOwnResponse(Golden golden) {
    if (golden.message() instanceof DimseRequest request) {
      DimseResponse response = request.respond(Outcome.of(Status.SOP_CLASS_NOT_SUPPORTED));
      assertThat(response.commandField().value())
          .isEqualTo(request.commandField().value() | 0x8000);
      assertThat(response.messageIdBeingRespondedTo()).isEqualTo(request.messageId());
      assertThat(response.affected().sopClassUid()).hasValue(request.sopClassUid());
      assertThat(decode(CommandSet.encode(response))).isEqualTo(response);
    }
  }

  @Test
  void answersNothingWhenTheMessageIdIsMissing() {
    assertThat(refused(store().without(0x0110)).answer()).isEmpty();
    assertThat(refused(store().with(0x0110, 1, 2, 3, 4)).answer()).isEmpty();
  }

  @Test
  void refusesElementsOfOtherGroups() {
    byte[] wire = echo().bytes();
    wire[12] = 8;
    assertThatThrownBy(() -> decode(wire))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("(0008,0002) at offset 12");
  }

  @Test
  void refusesAnElementGivenTwice() {
    byte[] twice = concat(echo().bytes(), Command.element(0x0100, new byte[] {1, 0}));
    assertThatThrownBy(() -> decode(twice))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("(0000,0100): given twice");
  }

  @Test
  void refusesMoreElementsThanAnyMessageHas() {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 200; i++) {
      many.writeBytes(Command.element(0x2000 + i, new byte[0]));
    }
    assertThatThrownBy(() -> decode(many.toByteArray()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("more than 128 elements");
  }

  @Test
  void refusesLengthsBeyondTheEnd() {
    byte[] wire = echo().bytes();
    Arrays.fill(wire, 4, 8, (byte) 0xFF);
    assertThatThrownBy(() -> decode(wire))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("length 4294967295");
  }

  @Test
  void refusesACommandSetLongerThanTheLimitBeforeReadingIt() {
    assertThatThrownBy(() -> decode(new byte[CommandSet.MAX_LENGTH + 1]))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("65537 bytes");
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedBytesNeverEscapeAsAnotherException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Golden> all = GoldenCommands.all();
    byte[] damaged = all.get(random.nextInt(all.size())).bytes();
    for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
    for (byte[] wire : List.of(damaged, cut)) {
      Throwable thrown = catchThrowable(() -> decode(wire));
      assertThat(Optional.ofNullable(thrown))
          .as("seed %d", seed)
          .satisfiesAnyOf(
              t -> assertThat(t).isEmpty(),
              t -> assertThat(t).get().isInstanceOf(CommandException.class));
    }
  }

  private static Command echo() {
    return Command.of(echoMessage());
  }

  private static CEchoRq echoMessage() {
    return new CEchoRq(1, Uid.of("1.2.840.10008.1.1"));
  }

  private static Command store() {
    return Command.of(GoldenCommands.all().get(0).message());
  }

  private static CommandException refused(Command command) {
    Throwable thrown = catchThrowable(() -> decode(command.bytes()));
    assertThat(thrown).isInstanceOf(CommandException.class);
    return (CommandException) thrown;
  }

  private static DimseMessage decode(String hex) {
    return decode(HexFormat.of().parseHex(hex));
  }

  private static DimseMessage decode(byte[] wire) {
    return CommandSet.decode(ByteBuffer.wrap(wire));
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
