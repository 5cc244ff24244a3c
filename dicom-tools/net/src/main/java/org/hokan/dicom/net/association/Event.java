package org.hokan.dicom.net.association;

/** The events of the upper layer protocol machine (PS3.8 Table 9-10). */
enum Event {
  /** A-ASSOCIATE request by the local user. */
  EVT1,
  /** Transport connection confirmed. */
  EVT2,
  /** A-ASSOCIATE-AC received. */
  EVT3,
  /** A-ASSOCIATE-RJ received. */
  EVT4,
  /** Transport connection came in. */
  EVT5,
  /** A-ASSOCIATE-RQ received. */
  EVT6,
  /** A-ASSOCIATE response by the local user: accept. */
  EVT7,
  /** A-ASSOCIATE response by the local user: reject. */
  EVT8,
  /** P-DATA request by the local user. */
  EVT9,
  /** P-DATA-TF received. */
  EVT10,
  /** A-RELEASE request by the local user. */
  EVT11,
  /** A-RELEASE-RQ received. */
  EVT12,
  /** A-RELEASE-RP received. */
  EVT13,
  /** A-RELEASE response by the local user. */
  EVT14,
  /** A-ABORT request by the local user. */
  EVT15,
  /** A-ABORT received. */
  EVT16,
  /** Transport connection closed. */
  EVT17,
  /** ARTIM timer expired. */
  EVT18,
  /** Unrecognized or invalid PDU received. */
  EVT19
}
