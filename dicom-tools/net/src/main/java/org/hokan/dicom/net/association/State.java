package org.hokan.dicom.net.association;

/** The states of the upper layer protocol machine (PS3.8 Tables 9-1 to 9-5). */
enum State {
  /** Idle. */
  STA1,
  /** Transport connection open, awaiting A-ASSOCIATE-RQ. */
  STA2,
  /** Awaiting the local A-ASSOCIATE response. */
  STA3,
  /** Awaiting the opening of the transport connection. */
  STA4,
  /** Awaiting A-ASSOCIATE-AC or -RJ. */
  STA5,
  /** Established, ready for data transfer. */
  STA6,
  /** Awaiting A-RELEASE-RP. */
  STA7,
  /** Awaiting the local A-RELEASE response. */
  STA8,
  /** Release collision, requestor: awaiting the local A-RELEASE response. */
  STA9,
  /** Release collision, acceptor: awaiting A-RELEASE-RP. */
  STA10,
  /** Release collision, requestor: awaiting A-RELEASE-RP. */
  STA11,
  /** Release collision, acceptor: awaiting the local A-RELEASE response. */
  STA12,
  /** Awaiting the close of the transport connection; the association no longer exists. */
  STA13
}
