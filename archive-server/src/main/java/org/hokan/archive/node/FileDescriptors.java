package org.hokan.archive.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.hokan.archive.config.DicomConfiguration;

/**
 * The file descriptors that a process may have: where connections can take them all, none is left
 * for packs.
 */
final class FileDescriptors {
  /** For packs, the database, the program itself, and associations to destinations. */
  static final int OTHERS = 1000;

  private FileDescriptors() {}

  /** Most of this process; where that is not known, any number. */
  static long most() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /**
   * What to tell an operator whose limits can take more than there are.
   *
   * @param httpConnections most of them
   * @param most descriptors
   */
  static Optional<String> shortage(DicomConfiguration.Peers peers, int httpConnections, long most) {
    long wanted =
        (long) peers.maxPendingConnections() + peers.maxAssociations() + httpConnections + OTHERS;
    return most >= wanted
        ? Optional.empty()
        : Optional.of(
            "%d file descriptors (expected: %d or more, as dicom.max-pending-connections, dicom.max-associations and http.max-connections allow; see ulimit -n)"
                .formatted(most, wanted));
  }
}
