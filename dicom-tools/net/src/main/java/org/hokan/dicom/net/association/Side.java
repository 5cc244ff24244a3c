package org.hokan.dicom.net.association;

import java.util.concurrent.atomic.AtomicLong;
import org.hokan.dicom.net.pdu.Pdu;

/** What differs between the two sides of an association. Called on the event loop. */
interface Side {
  /** Whether this side asks for the association. */
  boolean requestor();

  /** The request that the requestor sends. */
  Pdu.AAssociateRq request();

  /** What was told of lately, before there was an association. */
  Repeats repeats();

  /** What all associations of this side hold, in bytes. */
  AtomicLong held();

  /** Bytes came, and there is no association yet. */
  void received(int bytes);

  /**
   * A request came (acceptor only). Returns the answer, if the service-provider rejects by itself;
   * otherwise the user decides later.
   */
  java.util.Optional<Pdu.AAssociateRj> indicated(
      Pdu.AAssociateRq request, AssociationHandler handler);

  /** Established: who uses it from now on. */
  AssociationUser established(Association association);

  /** The peer rejected (requestor only). */
  void rejected(Pdu.AAssociateRj rejection);

  /** The connection ended before an association was established, for the given reason. */
  void failed(AssociationException cause);

  /**
   * There is no association any more, or there will be none; the connection may stay open for a
   * while. May be called more than once.
   */
  void over();

  /** The connection is closed; the last call. */
  void closed(AssociationHandler handler);
}
