package org.hokan.dicom.net.dimse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hokan.dicom.data.Uid;
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

/**
 * A DIMSE request that gets at least one response: the operations of PS3.7 §9.3 and the operations
 * and notifications of §10.3. Immutable. Numbers are unsigned 16-bit values.
 */
public sealed interface DimseRequest extends DimseMessage {
  /** Message ID (0000,0110); unique among the sender's requests under way. */
  int messageId();

  /** The SOP class asked for: Affected (0000,0002) or Requested (0000,0003) SOP Class UID. */
  Uid sopClassUid();

  /**
   * The response to this request with this outcome and no data set: what is needed to refuse, and
   * the last response of most operations.
   */
  DimseResponse respond(Outcome outcome);

  /** C-STORE-RQ (PS3.7 §9.3.1.1); the data set follows. */
  record CStoreRq(
      int messageId,
      Uid affectedSopClassUid,
      Uid affectedSopInstanceUid,
      Priority priority,
      Optional<MoveOriginator> moveOriginator)
      implements DimseRequest {
    public CStoreRq {
      Values.us("Message ID", messageId);
    }

    public CStoreRq(int messageId, Uid affectedSopClassUid, Uid affectedSopInstanceUid) {
      this(
          messageId,
          affectedSopClassUid,
          affectedSopInstanceUid,
          Priority.MEDIUM,
          Optional.empty());
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_STORE_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return true;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    @Override
    public CStoreRsp respond(Outcome outcome) {
      return new CStoreRsp(
          messageId, outcome, Affected.of(affectedSopClassUid, affectedSopInstanceUid));
    }
  }

  /** C-FIND-RQ (PS3.7 §9.3.2.1); the identifier follows. */
  record CFindRq(int messageId, Uid affectedSopClassUid, Priority priority)
      implements DimseRequest {
    public CFindRq {
      Values.us("Message ID", messageId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_FIND_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return true;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    /** A last response; a match is told with {@link #respondPending}. */
    @Override
    public CFindRsp respond(Outcome outcome) {
      return new CFindRsp(messageId, outcome, Affected.of(affectedSopClassUid), false);
    }

    /** The response that a match's identifier follows. */
    public CFindRsp respondPending() {
      return new CFindRsp(messageId, Outcome.PENDING, Affected.of(affectedSopClassUid), true);
    }
  }

  /**
   * C-MOVE-RQ (PS3.7 §9.3.4.1); the identifier follows.
   *
   * @param moveDestination the AE title that the objects go to
   */
  record CMoveRq(int messageId, Uid affectedSopClassUid, Priority priority, String moveDestination)
      implements DimseRequest {
    public CMoveRq {
      Values.us("Message ID", messageId);
      Values.aeTitle("Move Destination", moveDestination);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_MOVE_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return true;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    @Override
    public CMoveRsp respond(Outcome outcome) {
      return respond(outcome, SubOperations.UNSAID, false);
    }

    public CMoveRsp respond(Outcome outcome, SubOperations counts, boolean withDataSet) {
      return new CMoveRsp(
          messageId, outcome, Affected.of(affectedSopClassUid), counts, withDataSet);
    }
  }

  /** C-GET-RQ (PS3.7 §9.3.3.1); the identifier follows. */
  record CGetRq(int messageId, Uid affectedSopClassUid, Priority priority) implements DimseRequest {
    public CGetRq {
      Values.us("Message ID", messageId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_GET_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return true;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    @Override
    public CGetRsp respond(Outcome outcome) {
      return respond(outcome, SubOperations.UNSAID, false);
    }

    public CGetRsp respond(Outcome outcome, SubOperations counts, boolean withDataSet) {
      return new CGetRsp(messageId, outcome, Affected.of(affectedSopClassUid), counts, withDataSet);
    }
  }

  /** C-ECHO-RQ (PS3.7 §9.3.5.1). */
  record CEchoRq(int messageId, Uid affectedSopClassUid) implements DimseRequest {
    public CEchoRq {
      Values.us("Message ID", messageId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_ECHO_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    @Override
    public CEchoRsp respond(Outcome outcome) {
      return new CEchoRsp(messageId, outcome, Affected.of(affectedSopClassUid));
    }
  }

  /** N-EVENT-REPORT-RQ (PS3.7 §10.3.1.1); Event Information may follow. */
  record NEventReportRq(
      int messageId,
      Uid affectedSopClassUid,
      Uid affectedSopInstanceUid,
      int eventTypeId,
      boolean hasDataSet)
      implements DimseRequest {
    public NEventReportRq {
      Values.us("Message ID", messageId);
      Values.us("Event Type ID", eventTypeId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_EVENT_REPORT_RQ;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    @Override
    public NEventReportRsp respond(Outcome outcome) {
      return new NEventReportRsp(
          messageId,
          outcome,
          Affected.of(affectedSopClassUid, affectedSopInstanceUid),
          OptionalInt.of(eventTypeId),
          false);
    }
  }

  /**
   * N-GET-RQ (PS3.7 §10.3.2.1).
   *
   * @param attributeIdentifiers the tags asked for; empty asks for all
   */
  record NGetRq(
      int messageId,
      Uid requestedSopClassUid,
      Uid requestedSopInstanceUid,
      List<Integer> attributeIdentifiers)
      implements DimseRequest {
    public NGetRq {
      Values.us("Message ID", messageId);
      attributeIdentifiers = List.copyOf(attributeIdentifiers);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_GET_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }

    @Override
    public Uid sopClassUid() {
      return requestedSopClassUid;
    }

    @Override
    public NGetRsp respond(Outcome outcome) {
      return respond(outcome, false);
    }

    public NGetRsp respond(Outcome outcome, boolean withDataSet) {
      return new NGetRsp(
          messageId,
          outcome,
          Affected.of(requestedSopClassUid, requestedSopInstanceUid),
          withDataSet);
    }
  }

  /** N-SET-RQ (PS3.7 §10.3.3.1); the Modification List follows. */
  record NSetRq(int messageId, Uid requestedSopClassUid, Uid requestedSopInstanceUid)
      implements DimseRequest {
    public NSetRq {
      Values.us("Message ID", messageId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_SET_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return true;
    }

    @Override
    public Uid sopClassUid() {
      return requestedSopClassUid;
    }

    @Override
    public NSetRsp respond(Outcome outcome) {
      return respond(outcome, false);
    }

    public NSetRsp respond(Outcome outcome, boolean withDataSet) {
      return new NSetRsp(
          messageId,
          outcome,
          Affected.of(requestedSopClassUid, requestedSopInstanceUid),
          withDataSet);
    }
  }

  /** N-ACTION-RQ (PS3.7 §10.3.4.1); Action Information may follow. */
  record NActionRq(
      int messageId,
      Uid requestedSopClassUid,
      Uid requestedSopInstanceUid,
      int actionTypeId,
      boolean hasDataSet)
      implements DimseRequest {
    public NActionRq {
      Values.us("Message ID", messageId);
      Values.us("Action Type ID", actionTypeId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_ACTION_RQ;
    }

    @Override
    public Uid sopClassUid() {
      return requestedSopClassUid;
    }

    @Override
    public NActionRsp respond(Outcome outcome) {
      return new NActionRsp(
          messageId,
          outcome,
          Affected.of(requestedSopClassUid, requestedSopInstanceUid),
          OptionalInt.of(actionTypeId),
          false);
    }
  }

  /**
   * N-CREATE-RQ (PS3.7 §10.3.5.1); the Attribute List may follow.
   *
   * @param affectedSopInstanceUid absent when the answering side shall make one
   */
  record NCreateRq(
      int messageId,
      Uid affectedSopClassUid,
      Optional<Uid> affectedSopInstanceUid,
      boolean hasDataSet)
      implements DimseRequest {
    public NCreateRq {
      Values.us("Message ID", messageId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_CREATE_RQ;
    }

    @Override
    public Uid sopClassUid() {
      return affectedSopClassUid;
    }

    @Override
    public NCreateRsp respond(Outcome outcome) {
      Affected affected = new Affected(Optional.of(affectedSopClassUid), affectedSopInstanceUid);
      return new NCreateRsp(messageId, outcome, affected, false);
    }
  }

  /** N-DELETE-RQ (PS3.7 §10.3.6.1). */
  record NDeleteRq(int messageId, Uid requestedSopClassUid, Uid requestedSopInstanceUid)
      implements DimseRequest {
    public NDeleteRq {
      Values.us("Message ID", messageId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_DELETE_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }

    @Override
    public Uid sopClassUid() {
      return requestedSopClassUid;
    }

    @Override
    public NDeleteRsp respond(Outcome outcome) {
      return new NDeleteRsp(
          messageId, outcome, Affected.of(requestedSopClassUid, requestedSopInstanceUid));
    }
  }
}
