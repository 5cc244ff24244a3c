package org.hokan.archive.procedure;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code performed_procedure_study}. */
@Entity
@Journaled
@Table(name = "performed_procedure_study")
class StepStudyEntity implements Serializable {
  private static final long serialVersionUID = 1L;

  @Id long stepId;
  @Id String studyInstanceUid = "";
  String facility = "";

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepStudyEntity that
        && that.stepId == stepId
        && that.studyInstanceUid.equals(studyInstanceUid);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stepId, studyInstanceUid);
  }
}
