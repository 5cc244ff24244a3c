package org.hokan.dicom.net.association;

/** The actions of the upper layer protocol machine (PS3.8 Tables 9-6 to 9-9). */
enum Action {
  /** Open the transport connection. */
  AE_1,
  /** Send A-ASSOCIATE-RQ. */
  AE_2,
  /** Confirm the acceptance to the local user. */
  AE_3,
  /** Tell the local user of the rejection, close the transport connection. */
  AE_4,
  /** Take the transport connection, start ARTIM. */
  AE_5,
  /** Stop ARTIM; indicate the request to the local user, or reject it and start ARTIM. */
  AE_6,
  /** Send A-ASSOCIATE-AC. */
  AE_7,
  /** Send A-ASSOCIATE-RJ, start ARTIM. */
  AE_8,
  /** Send P-DATA-TF. */
  DT_1,
  /** Indicate P-DATA. */
  DT_2,
  /** Send A-RELEASE-RQ. */
  AR_1,
  /** Indicate A-RELEASE. */
  AR_2,
  /** Confirm A-RELEASE, close the transport connection. */
  AR_3,
  /** Send A-RELEASE-RP, start ARTIM. */
  AR_4,
  /** Stop ARTIM. */
  AR_5,
  /** Indicate P-DATA while awaiting A-RELEASE-RP. */
  AR_6,
  /** Send P-DATA-TF before the A-RELEASE response. */
  AR_7,
  /** Indicate A-RELEASE: a collision. */
  AR_8,
  /** Send A-RELEASE-RP as the colliding requestor. */
  AR_9,
  /** Confirm A-RELEASE as the colliding acceptor. */
  AR_10,
  /** Send A-ABORT (service-user), start or restart ARTIM. */
  AA_1,
  /** Stop ARTIM, close the transport connection. */
  AA_2,
  /** Indicate A-ABORT or A-P-ABORT, close the transport connection. */
  AA_3,
  /** Indicate A-P-ABORT. */
  AA_4,
  /** Stop ARTIM. */
  AA_5,
  /** Ignore the PDU. */
  AA_6,
  /** Send A-ABORT. */
  AA_7,
  /** Send A-ABORT (service-provider), indicate A-P-ABORT, start ARTIM. */
  AA_8
}
