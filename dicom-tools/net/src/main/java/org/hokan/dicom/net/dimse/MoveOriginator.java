package org.hokan.dicom.net.dimse;

/**
 * The C-MOVE that a C-STORE sub-operation belongs to (PS3.7 §9.1.1.1.6, §9.1.1.1.7).
 *
 * @param aeTitle the AE that invoked the C-MOVE
 * @param messageId the Message ID of that C-MOVE
 */
public record MoveOriginator(String aeTitle, int messageId) {
  public MoveOriginator {
    Values.aeTitle("Move Originator Application Entity Title", aeTitle);
    Values.us("Move Originator Message ID", messageId);
  }
}
