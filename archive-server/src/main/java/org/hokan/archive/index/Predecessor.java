package org.hokan.archive.index;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hokan.dicom.data.Uid;

/**
 * The object that another one takes the place of: one that lost something of it, or the same one in
 * another storage class.
 *
 * @param digest SHA-256 of the object as it came, in lower-case hex
 * @param length its bytes
 * @param sequence the turn in which it came among all objects of the node; 0: not known
 */
public record Predecessor(Uid sopInstanceUid, String digest, long length, long sequence) {
  /** Whether nothing was lost: the other one is the same, byte for byte. */
  public boolean isSame(String digestOfTheOther) {
    return digest.equals(digestOfTheOther);
  }

  /** The new SOP Instance UID of what an object becomes; always the same one. */
  public static Uid successorUid(String facility, Uid sopInstanceUid) {
    String name = "hokan\nlossy\n" + facility + "\n" + sopInstanceUid.value();
    return Uid.of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
