package org.hokan.archive.index;

import org.hokan.dicom.data.DataSet;

/**
 * What somebody asks for.
 *
 * @param facility code of the facility whose patients are asked for; others are never seen
 * @param root the information model
 * @param keys the identifier, with Query/Retrieve Level and, unless it is the default, its
 *     character set
 * @param retrieveAeTitle what the answers say as Retrieve AE Title
 * @param combinedDateTime whether a date range and a time range are one range of moments; needs
 *     extended negotiation (PS3.4 §C.2.2.2.5, §C.5.1.1)
 * @param relational whether unique keys of higher levels may be missing; needs extended negotiation
 * @param unknownMatches whether an entity without a value matches every key (PS3.4 §C.2.2.1.2)
 */
public record IndexQuery(
    String facility,
    QueryRoot root,
    DataSet keys,
    String retrieveAeTitle,
    boolean combinedDateTime,
    boolean relational,
    boolean unknownMatches) {

  public static Builder builder(String facility, QueryRoot root, DataSet keys) {
    return new Builder(facility, root, keys);
  }

  /** Starts with nothing negotiated. */
  public static final class Builder {
    private final String facility;
    private final QueryRoot root;
    private final DataSet keys;
    private String retrieveAeTitle = "";
    private boolean combinedDateTime;
    private boolean relational;
    private boolean unknownMatches;

    private Builder(String facility, QueryRoot root, DataSet keys) {
      this.facility = facility;
      this.root = root;
      this.keys = keys;
    }

    public Builder retrieveAeTitle(String value) {
      retrieveAeTitle = value;
      return this;
    }

    public Builder combinedDateTime(boolean value) {
      combinedDateTime = value;
      return this;
    }

    public Builder relational(boolean value) {
      relational = value;
      return this;
    }

    public Builder unknownMatches(boolean value) {
      unknownMatches = value;
      return this;
    }

    public IndexQuery build() {
      return new IndexQuery(
          facility, root, keys, retrieveAeTitle, combinedDateTime, relational, unknownMatches);
    }
  }
}
