package org.hokan.dicom.net.service;

import java.io.IOException;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.Outcome;

/** Tells the peer how a C-GET goes, and sends it the objects. Used by the thread that runs it. */
public interface GetResponder extends RetrieveResponder {
  /**
   * The transfer syntaxes in which the peer takes objects of this SOP class on this association:
   * those of its contexts on which it has the SCP role. Empty when it takes none.
   */
  Set<Uid> accepted(Uid sopClassUid);

  /** Sends one object as a C-STORE sub-operation and awaits its answer. */
  default Outcome store(OutgoingObject object) throws IOException {
    return begin(object).outcome();
  }

  /**
   * Hands one object over as a C-STORE sub-operation, as {@link ClientAssociation#begin} does.
   *
   * @throws NoPresentationContextException when {@link #accepted} does not have its syntax; nothing
   *     was sent then, and the association lives
   * @throws IOException when the object can't be read before anything was sent, or the association
   *     is lost
   */
  StoreUnderWay begin(OutgoingObject object) throws IOException;
}
