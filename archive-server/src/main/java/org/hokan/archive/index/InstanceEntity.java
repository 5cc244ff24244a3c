package org.hokan.archive.index;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hokan.archive.db.Derived;

/** A row of {@code instance}. */
@Entity
@Table(name = "instance")
@Derived(from = "packs")
class InstanceEntity extends StoredObjectColumns {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "instance_seq")
  @SequenceGenerator(name = "instance_seq", sequenceName = "instance_seq", allocationSize = 500)
  long id;

  long seriesId;
}
