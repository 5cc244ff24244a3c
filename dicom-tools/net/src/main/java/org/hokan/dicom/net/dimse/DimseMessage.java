package org.hokan.dicom.net.dimse;

/**
 * The command part of one DIMSE message (PS3.7 §6.3): a request, a response, or C-CANCEL.
 * Immutable. The data set that may follow travels apart, as a stream.
 */
public sealed interface DimseMessage permits DimseRequest, DimseResponse, DimseMessage.CCancelRq {

  /** Which message this is. */
  CommandField commandField();

  /** Whether a data set follows on the same presentation context: Command Data Set Type. */
  boolean hasDataSet();

  /**
   * Asks the peer to end a C-FIND, C-MOVE or C-GET that is under way (PS3.7 §9.3.2.3, §9.3.3.3,
   * §9.3.4.3). There is no answer but the operation's own last response.
   */
  record CCancelRq(int messageIdBeingRespondedTo) implements DimseMessage {
    public CCancelRq {
      Values.us("Message ID Being Responded To", messageIdBeingRespondedTo);
    }

    @Override
    public CommandField commandField() {
      return CommandField.C_CANCEL_RQ;
    }

    @Override
    public boolean hasDataSet() {
      return false;
    }
  }
}
