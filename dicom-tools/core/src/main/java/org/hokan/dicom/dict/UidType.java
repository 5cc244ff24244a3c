package org.hokan.dicom.dict;

/** What a UID of PS3.6 Annex A names. */
public enum UidType {
  SOP_CLASS("SOP Class"),
  META_SOP_CLASS("Meta SOP Class"),
  SERVICE_CLASS("Service Class"),
  TRANSFER_SYNTAX("Transfer Syntax"),
  WELL_KNOWN_SOP_INSTANCE("Well-known SOP Instance"),
  WELL_KNOWN_FRAME_OF_REFERENCE("Well-known frame of reference"),
  SYNCHRONIZATION_FRAME_OF_REFERENCE("Synchronization Frame of Reference"),
  APPLICATION_CONTEXT_NAME("Application Context Name"),
  APPLICATION_HOSTING_MODEL("Application Hosting Model"),
  CODING_SCHEME("Coding Scheme"),
  UIDS_AS_CODING_SCHEME("DICOM UIDs as a Coding Scheme"),
  MAPPING_RESOURCE("Mapping Resource"),
  LDAP_OID("LDAP OID");

  private final String label;

  UidType(String label) {
    this.label = label;
  }

  /** As the standard's table writes it. */
  public String label() {
    return label;
  }

  static UidType of(String label) {
    for (UidType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("UID type: " + label + " (expected: one of PS3.6 Annex A)");
  }
}
