package org.hokan.archive.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.hokan.archive.config.Configuration;

/** Looks whether a node's ports are free before all that a start does, which can take minutes. */
final class FreePorts {
  private FreePorts() {}

  /**
   * @throws NodeException when one is taken, or may not be used
   */
  static void require(Configuration configuration) {
    require("DICOM", "dicom.port", configuration.dicom().host(), configuration.dicom().port());
    require("HTTP", "http.port", configuration.http().host(), configuration.http().port());
  }

  private static void require(String what, String key, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new NodeException(
          "%s %s:%d: cannot listen: %s (set %s to a free one, or 0)"
              .formatted(what, host, port, e.getMessage(), key),
          e);
    }
  }
}
