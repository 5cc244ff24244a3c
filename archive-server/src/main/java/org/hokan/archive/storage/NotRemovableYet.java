package org.hokan.archive.storage;

/**
 * A pack stays for now, because something of its second copies is missing or at work. Nothing is
 * wrong with the pack: it can be removed later.
 */
public final class NotRemovableYet extends StorageException {
  private static final long serialVersionUID = 1L;

  public NotRemovableYet(String message) {
    super(message);
  }
}
