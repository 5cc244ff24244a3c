package org.hokan.dicom.net.dimse;

import java.util.OptionalInt;

/**
 * A DIMSE response (PS3.7 §9.3, §10.3). Immutable. C-FIND, C-MOVE and C-GET may have several; all
 * but the last have status Pending.
 */
public sealed interface DimseResponse extends DimseMessage {
  /** Message ID Being Responded To (0000,0120). */
  int messageIdBeingRespondedTo();

  /** Status, and what explains it. */
  Outcome outcome();

  /** What the response says it is about. */
  Affected affected();

  default Status status() {
    return outcome().status();
  }

  /** C-STORE-RSP (PS3.7 §9.3.1.2). */
  record CStoreRsp(int messageIdBeingRespondedTo, Outcome outcome, Affected affected)
      implements DimseResponse {
    public CStoreRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_STORE_RSP;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }
  }

  /** C-FIND-RSP (PS3.7 §9.3.2.2); with status Pending the identifier of a match follows. */
  record CFindRsp(
      int messageIdBeingRespondedTo, Outcome outcome, Affected affected, boolean hasDataSet)
      implements DimseResponse {
    public CFindRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
      if (outcome.status().isPending() && !hasDataSet) {
        throw new IllegalArgumentException(
            "C-FIND-RSP: status %s without identifier (expected: one follows; PS3.7 §9.3.2.2)"
                .formatted(outcome.status()));
      }
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_FIND_RSP;
    }
  }

  /** C-MOVE-RSP (PS3.7 §9.3.4.2); the list of failed SOP Instance UIDs may follow. */
  record CMoveRsp(
      int messageIdBeingRespondedTo,
      Outcome outcome,
      Affected affected,
      SubOperations subOperations,
      boolean hasDataSet)
      implements DimseResponse {
    public CMoveRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_MOVE_RSP;
    }
  }

  /** C-GET-RSP (PS3.7 §9.3.3.2); the list of failed SOP Instance UIDs may follow. */
  record CGetRsp(
      int messageIdBeingRespondedTo,
      Outcome outcome,
      Affected affected,
      SubOperations subOperations,
      boolean hasDataSet)
      implements DimseResponse {
    public CGetRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_GET_RSP;
    }
  }

  /** C-ECHO-RSP (PS3.7 §9.3.5.2). */
  record CEchoRsp(int messageIdBeingRespondedTo, Outcome outcome, Affected affected)
      implements DimseResponse {
    public CEchoRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_ECHO_RSP;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }
  }

  /** N-EVENT-REPORT-RSP (PS3.7 §10.3.1.2); the Event Reply may follow. */
  record NEventReportRsp(
      int messageIdBeingRespondedTo,
      Outcome outcome,
      Affected affected,
      OptionalInt eventTypeId,
      boolean hasDataSet)
      implements DimseResponse {
    public NEventReportRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
      Values.us("Event Type ID", eventTypeId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_EVENT_REPORT_RSP;
    }
  }

  /** N-GET-RSP (PS3.7 §10.3.2.2); the Attribute List may follow. */
  record NGetRsp(
      int messageIdBeingRespondedTo, Outcome outcome, Affected affected, boolean hasDataSet)
      implements DimseResponse {
    public NGetRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_GET_RSP;
    }
  }

  /** N-SET-RSP (PS3.7 §10.3.3.2); the Attribute List may follow. */
  record NSetRsp(
      int messageIdBeingRespondedTo, Outcome outcome, Affected affected, boolean hasDataSet)
      implements DimseResponse {
    public NSetRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_SET_RSP;
    }
  }

  /** N-ACTION-RSP (PS3.7 §10.3.4.2); the Action Reply may follow. */
  record NActionRsp(
      int messageIdBeingRespondedTo,
      Outcome outcome,
      Affected affected,
      OptionalInt actionTypeId,
      boolean hasDataSet)
      implements DimseResponse {
    public NActionRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
      Values.us("Action Type ID", actionTypeId);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_ACTION_RSP;
    }
  }

  /** N-CREATE-RSP (PS3.7 §10.3.5.2); the Attribute List may follow. */
  record NCreateRsp(
      int messageIdBeingRespondedTo, Outcome outcome, Affected affected, boolean hasDataSet)
      implements DimseResponse {
    public NCreateRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_CREATE_RSP;
    }
  }

  /** N-DELETE-RSP (PS3.7 §10.3.6.2). */
  record NDeleteRsp(int messageIdBeingRespondedTo, Outcome outcome, Affected affected)
      implements DimseResponse {
    public NDeleteRsp {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.N_DELETE_RSP;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }
  }
}
