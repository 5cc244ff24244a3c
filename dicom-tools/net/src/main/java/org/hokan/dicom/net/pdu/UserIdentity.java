package org.hokan.dicom.net.pdu;

/**
 * Who uses the requesting application (PS3.7 §D.3.3.7.1). Fields stay bytes, and are never shown by
 * {@link #toString()}.
 *
 * @param type the User-Identity-Type: 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5
 *     JSON web token
 * @param secondaryField the passcode for type 2, else empty
 */
public record UserIdentity(
    int type, boolean positiveResponseRequested, Octets primaryField, Octets secondaryField) {
  public static final int USERNAME = 1;
  public static final int USERNAME_AND_PASSCODE = 2;
  public static final int KERBEROS = 3;
  public static final int SAML = 4;
  public static final int JSON_WEB_TOKEN = 5;

  /** A user name, with a request for an answer. */
  public static UserIdentity username(String name) {
    return new UserIdentity(USERNAME, true, Octets.utf8(name), Octets.empty());
  }

  /** A user name and a passcode, with a request for an answer. */
  public static UserIdentity usernameAndPasscode(String name, String passcode) {
    return new UserIdentity(USERNAME_AND_PASSCODE, true, Octets.utf8(name), Octets.utf8(passcode));
  }
}
