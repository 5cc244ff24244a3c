package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The node's HTTP server. While it runs, the data folder holds {@code admin-address}; {@code
 * admin-token} stays there. Everything under {@code /api/v1} but the API's own description needs
 * the token; {@code /health} and {@code /metrics} do not. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {
  /** The largest body that is taken, in bytes. */
  static final int MAX_BODY = 2 << 20;

  /** The longest request line and the longest headers, in bytes. */
  static final int MAX_LINE = 8 << 10;

  static final int MAX_HEADERS = 16 << 10;

  private static final int MAX_STREAMS = 32;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);
  private static final int WORKERS = 16;

  /** Connections beyond the most that others are just closed for. */
  private static final int BEING_CLOSED = 32;

  private static final MediaType PROMETHEUS =
      MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

  private final Server server;
  private final AdminFiles files;
  private final String host;

  private AdminServer(Server server, AdminFiles files, String host) {
    this.server = server;
    this.files = files;
    this.host = host;
  }

  /**
   * Starts to listen, then writes the address file.
   *
   * @throws IOException when the address is taken or the data folder cannot be used
   */
  public static AdminServer start(
      WebSettings settings, AdminRooms rooms, PrometheusMeterRegistry metrics) throws IOException {
    AdminFiles files = new AdminFiles(settings.dataFolder());
    Guard guard = new Guard(files.token(), rooms.audit(), rooms.clock());
    CompletableFuture<AdminServer> started = new CompletableFuture<>();
    Server server =
        builder(settings, rooms, guard, metrics, () -> started.join().address()).build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new IOException(
          "HTTP %s:%d: cannot listen: %s (set http.port to a free one, or 0)"
              .formatted(settings.host(), settings.port(), cause(e).getMessage()),
          e);
    }
    AdminServer admin = new AdminServer(server, files, settings.host());
    started.complete(admin);
    files.writeAddress(admin.address());
    return admin;
  }

  private static Throwable cause(CompletionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static ServerBuilder builder(
      WebSettings settings,
      AdminRooms rooms,
      Guard guard,
      PrometheusMeterRegistry metrics,
      Supplier<String> address) {
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(settings.host(), settings.port()))
            .maxNumConnections(settings.maxConnections() + BEING_CLOSED)
            .childChannelPipelineCustomizer(new Crowd(settings.maxConnections()))
            .idleTimeout(IDLE_TIMEOUT)
            .http1MaxInitialLineLength(MAX_LINE)
            .http1MaxHeaderSize(MAX_HEADERS)
            .http2MaxHeaderListSize(MAX_HEADERS)
            .http2MaxStreamsPerConnection(MAX_STREAMS)
            .maxRequestLength(MAX_BODY)
            .requestTimeout(REQUEST_TIMEOUT)
            .bossGroupFactory(Doorkeeper::of)
            .blockingTaskExecutor(WORKERS)
            .gracefulShutdownTimeout(Duration.ofMillis(100), Duration.ofSeconds(5))
            .disableServerHeader()
            .unloggedExceptionsReportInterval(Duration.ZERO) // Errors logs what an operator needs
            .errorHandler(new Errors(rooms.operations()::takesNoChange));
    for (Endpoint endpoint : Endpoints.of(rooms, address)) {
      builder
          .route()
          .methods(endpoint.method())
          .path(Endpoints.PREFIX + endpoint.path())
          .build(guard.service(endpoint));
    }
    addOpen(builder, rooms, metrics);
    return builder;
  }

  /** What needs no token. */
  private static void addOpen(
      ServerBuilder builder, AdminRooms rooms, PrometheusMeterRegistry metrics) {
    Health health = new Health(rooms.operations());
    addOpen(builder, Endpoints.PREFIX + "/openapi.json", () -> Json.ok(OpenApi.read()));
    addOpen(builder, "/health", health::ready);
    addOpen(builder, "/health/ready", health::ready);
    addOpen(builder, "/health/live", health::live);
    addOpen(
        builder, "/metrics", () -> HttpResponse.of(HttpStatus.OK, PROMETHEUS, metrics.scrape()));
  }

  private static void addOpen(ServerBuilder builder, String path, Supplier<HttpResponse> answer) {
    HttpService service =
        (context, request) ->
            HttpResponse.of(CompletableFuture.supplyAsync(answer, context.blockingTaskExecutor()));
    builder.route().methods(HttpMethod.GET).path(path).build(service);
  }

  /** Where it listens, {@code http://127.0.0.1:8080}. */
  public String address() {
    // Who listens on all addresses is found on loopback.
    String reached = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
    String shown = reached.contains(":") ? "[" + reached + "]" : reached;
    return "http://%s:%d".formatted(shown, port());
  }

  public int port() {
    return server.activeLocalPort();
  }

  /** The path of each route, once for each method. */
  Stream<String> routes() {
    return server.serviceConfigs().stream().map(config -> config.route().patternString());
  }

  /** Ends in order: lets running requests end for a few seconds, removes the address file. */
  @Override
  public void close() throws IOException {
    try {
      files.removeAddress();
    } finally {
      server.stop().join();
    }
  }
}
