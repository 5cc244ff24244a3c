package org.hokan.archive.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What has a second copy, where, and when it is made.
 *
 * @param volumes root folders of the copies, each on another disk than the first volumes; none: no
 *     copies
 * @param storageClasses shelves of these classes are copied
 * @param unavailable what becomes of an object when its copy cannot be made before Success
 * @param sameDevice whether a copy may lie on the file system that the first lies on
 */
public record CopySettings(
    List<Path> volumes,
    Set<String> storageClasses,
    Time time,
    Unavailable unavailable,
    boolean sameDevice) {

  /** When a copy is written. */
  public enum Time {
    /** An object is committed when it is forced on both volumes. */
    BEFORE_SUCCESS,
    /** An object is committed when it is forced on the first; the copy follows within seconds. */
    SOON_AFTER
  }

  /** What {@link Time#BEFORE_SUCCESS} does without a copy volume that can be written. */
  public enum Unavailable {
    /** The commit fails, and nothing is kept. */
    REFUSE,
    /** The object is committed on the first volume alone; its copy is owed. */
    OWE
  }

  public CopySettings {
    volumes = List.copyOf(volumes);
    storageClasses = Set.copyOf(storageClasses);
  }

  /** No copies at all. */
  public static CopySettings none() {
    return new CopySettings(List.of(), Set.of(), Time.BEFORE_SUCCESS, Unavailable.REFUSE, false);
  }

  /** Whether shelves of the class are to have copies. */
  boolean wants(Shelf shelf) {
    return storageClasses.contains(shelf.storageClass());
  }
}
