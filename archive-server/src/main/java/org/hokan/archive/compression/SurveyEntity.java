package org.hokan.archive.compression;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Set;
import java.util.TreeSet;
import org.hokan.archive.db.Derived;

/** The row of {@code compression_survey}. */
@Entity
@Table(name = "compression_survey")
@Derived(from = "rules, contracts and libraries")
class SurveyEntity {
  static final String ALL = "all";

  @Id String name = ALL;

  /** Of the rules and contracts for which it is, or was, looked through. */
  String fingerprint = "";

  /** UIDs of the transfer syntaxes that could be made then, in order. */
  String libraries = "";

  /** The last study that was looked at. */
  long position;

  boolean underWay;

  Set<String> libraries() {
    return Set.of(libraries.split(" "));
  }

  /**
   * Keeps what can be made; whether that is another text.
   *
   * @param alone whether one node works: what it has lost is new when it comes back. What a node
   *     beside others lacks says nothing of them.
   */
  boolean tell(Set<String> made, boolean alone) {
    TreeSet<String> all = new TreeSet<>(made);
    if (!alone) {
      all.addAll(libraries());
    }
    String before = libraries;
    libraries = String.join(" ", all).trim();
    return !libraries.equals(before);
  }
}
