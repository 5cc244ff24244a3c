package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The files in folders and below, in the order of their names, found while they are asked for.
 * Links to folders are not followed, so that there is no way round in circles. A folder that cannot
 * be listed is told and passed over. Not thread-safe.
 */
final class FileWalk implements Iterator<Path> {
  /** Hears of a folder that cannot be listed. */
  interface Unreadable {
    void folder(Path folder, IOException why);
  }

  private final Deque<Path> ahead = new ArrayDeque<>();
  private final Unreadable unreadable;
  private @Nullable Path next;

  /** Starts with these files and folders; a link among them is followed. */
  FileWalk(List<Path> starts, Unreadable unreadable) {
    this.unreadable = unreadable;
    for (Path start : starts) {
      if (Files.isDirectory(start)) {
        addAll(start, false);
      } else {
        ahead.addLast(start);
      }
    }
  }

  private void addAll(Path folder, boolean first) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(found::add);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      unreadable.folder(folder, e instanceof IOException io ? io : new IOException(e.getCause()));
    }
    Collections.sort(found);
    if (first) {
      Collections.reverse(found);
      found.forEach(ahead::addFirst);
    } else {
      found.forEach(ahead::addLast);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ahead.isEmpty()) {
      Path path = ahead.removeFirst();
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        addAll(path, true);
      } else if (!Files.isDirectory(path)) {
        next = path;
      }
    }
    return next != null;
  }

  @Override
  public Path next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Path found = next;
    next = null;
    return found;
  }
}
