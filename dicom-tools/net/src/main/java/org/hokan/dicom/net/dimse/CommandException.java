package org.hokan.dicom.net.dimse;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command set that is not as PS3.7 §6.3, §9.3, §10.3 and Annex E say. The message names the
 * element, what came and what was expected, and holds no patient data.
 *
 * <p>When the command set as such could be read, and only a field's value is wrong, {@link
 * #answer()} has the response that refuses the request: the association may live on after the data
 * set, if {@link #dataSetFollows()}, was skipped. Without an answer nothing sure is known about
 * what follows, and the association is to be aborted.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable DimseResponse answer;
  private final boolean dataSetFollows;

  CommandException(String message) {
    super(message);
    this.answer = null;
    this.dataSetFollows = false;
  }

  CommandException(
      String message, Throwable cause, @Nullable DimseResponse answer, boolean dataSetFollows) {
    super(message, cause);
    this.answer = answer;
    this.dataSetFollows = dataSetFollows;
  }

  /** The response that refuses the request; empty when the association is to be aborted. */
  public Optional<DimseResponse> answer() {
    return Optional.ofNullable(answer);
  }

  /** Whether a data set follows that is to be skipped before the answer. */
  public boolean dataSetFollows() {
    return dataSetFollows;
  }
}
