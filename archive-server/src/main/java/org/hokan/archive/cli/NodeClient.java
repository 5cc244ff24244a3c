package org.hokan.archive.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running node. Finds it by the files {@code admin-address} and {@code admin-token} in its
 * data folder. {@link HttpURLConnection}, for a command must start fast and asks once or twice.
 */
final class NodeClient {
  static final String ADDRESS_FILE = "admin-address";
  static final String TOKEN_FILE = "admin-token";
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_TIMEOUT_MILLIS = 600_000;

  private final Path folder;
  private final URI address;
  private final String token;

  private NodeClient(Path folder, URI address, String token) {
    this.folder = folder;
    this.address = address;
    this.token = token;
  }

  static NodeClient of(Path folder) {
    try {
      URI address = URI.create(line(folder.resolve(ADDRESS_FILE)));
      return new NodeClient(folder, address, line(folder.resolve(TOKEN_FILE)));
    } catch (NoSuchFileException e) {
      throw new CliException(
          CliException.NO_NODE,
          "no node runs in %s, or it is still starting (expected: its data folder, by --data or %s; start one with: bin/hokan serve --data %s)"
              .formatted(folder, NodeOptions.VARIABLE, folder));
    } catch (AccessDeniedException e) {
      throw new CliException(
          CliException.NO_NODE,
          "%s: only its owner may read it (run this command as the user that runs the node)"
              .formatted(e.getFile()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CliException(
          CliException.NO_NODE, "%s: cannot be read: %s".formatted(folder, e.getMessage()));
    }
  }

  private static String line(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  JsonNode get(Query query) {
    return exchange("GET", query, null, "");
  }

  JsonNode send(String method, Query query, ObjectNode body) {
    try {
      return exchange(method, query, JSON.writeValueAsBytes(body), "application/json");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode post(Query query) {
    return exchange("POST", query, new byte[0], "");
  }

  JsonNode upload(Query query, byte[] body) {
    return exchange("POST", query, body, "application/dicom");
  }

  void delete(Query query) {
    exchange("DELETE", query, null, "");
  }

  /** Who takes an answer's body as it comes. */
  @FunctionalInterface
  interface Receiver {
    void take(InputStream body) throws IOException;
  }

  void download(Query query, Receiver receiver) {
    try {
      HttpURLConnection connection = open("GET", query);
      try (InputStream in = answer(connection)) {
        receiver.take(in);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private JsonNode exchange(String method, Query query, byte @Nullable [] body, String type) {
    try {
      HttpURLConnection connection = open(method, query);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        if (!type.isEmpty()) {
          connection.setRequestProperty("Content-Type", type);
        }
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      try (InputStream in = answer(connection)) {
        byte[] bytes = in.readAllBytes();
        return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpURLConnection open(String method, Query query) throws IOException {
    URI uri = address.resolve("/api/v1" + query);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(READ_TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Accept", "application/json, */*");
    return connection;
  }

  private InputStream answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 300) {
      return connection.getInputStream();
    }
    @Nullable InputStream error = connection.getErrorStream();
    byte[] bytes = error == null ? new byte[0] : error.readAllBytes();
    throw refused(status, new String(bytes, StandardCharsets.UTF_8));
  }

  private CliException refused(int status, String body) {
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return new CliException(
          CliException.NO_NODE,
          "the node at %s does not accept the token in %s (is it another node's folder?)"
              .formatted(address, folder.resolve(TOKEN_FILE)));
    }
    String message = "the node answered %d".formatted(status);
    try {
      message = JSON.readTree(body).path("error").asText(message);
    } catch (JsonProcessingException e) {
      message = message + " without saying why; something else may listen at " + address;
    }
    return new CliException(status < 500 ? CliException.REFUSED : CliException.FAILED, message);
  }

  private CliException unreachable(IOException e) {
    if (e instanceof ConnectException) {
      return new CliException(
          CliException.NO_NODE,
          "the node of %s does not run: nothing answers at %s (start it with: bin/hokan serve --data %s)"
              .formatted(folder, address, folder));
    }
    if (e instanceof SocketTimeoutException) {
      return new CliException(
          CliException.FAILED,
          "the node at %s does not answer in time (look into its log)".formatted(address));
    }
    return new CliException(
        CliException.FAILED,
        "the node at %s: the connection failed: %s (look into its log)"
            .formatted(address, e.getMessage()));
  }
}
