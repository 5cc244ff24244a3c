package org.hokan.dicom.net.service;

import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;

/**
 * How an operation on a normalized object went (PS3.7 §10.1): its status and what may come with it.
 *
 * @param affectedSopInstanceUid which instance it was, where the answering side says so; an
 *     N-CREATE without one lets the answering side make it
 * @param dataSet Action Reply, Attribute List or Event Reply
 */
public record NResult(
    Outcome outcome, Optional<Uid> affectedSopInstanceUid, Optional<DataSet> dataSet) {
  /** Success, with nothing to tell. */
  public static final NResult SUCCESS = of(Outcome.SUCCESS);

  /** An outcome alone. */
  public static NResult of(Outcome outcome) {
    return new NResult(outcome, Optional.empty(), Optional.empty());
  }

  /** Success for an instance that the answering side named. */
  public static NResult created(Uid sopInstanceUid) {
    return new NResult(Outcome.SUCCESS, Optional.of(sopInstanceUid), Optional.empty());
  }

  /** Success with a data set. */
  public static NResult with(DataSet dataSet) {
    return new NResult(Outcome.SUCCESS, Optional.empty(), Optional.of(dataSet));
  }

  /** The outcome's status. */
  public Status status() {
    return outcome.status();
  }
}
