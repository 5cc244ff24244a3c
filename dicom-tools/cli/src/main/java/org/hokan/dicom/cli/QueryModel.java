package org.hokan.dicom.cli;

import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;

/** Information models of Query/Retrieve (PS3.4 §C.6.1, §C.6.2) with their SOP classes. */
enum QueryModel {
  PATIENT,
  STUDY;

  Uid find() {
    return switch (this) {
      case PATIENT -> Uids.PatientRootQueryRetrieveInformationModelFind;
      case STUDY -> Uids.StudyRootQueryRetrieveInformationModelFind;
    };
  }

  Uid move() {
    return switch (this) {
      case PATIENT -> Uids.PatientRootQueryRetrieveInformationModelMove;
      case STUDY -> Uids.StudyRootQueryRetrieveInformationModelMove;
    };
  }

  Uid get() {
    return switch (this) {
      case PATIENT -> Uids.PatientRootQueryRetrieveInformationModelGet;
      case STUDY -> Uids.StudyRootQueryRetrieveInformationModelGet;
    };
  }
}
