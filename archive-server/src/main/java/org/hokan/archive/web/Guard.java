package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;

/**
 * Lets in who has the token, before a byte of the body is read; compares in constant time. Whoever
 * is turned away is in the audit trail.
 */
final class Guard {
  private static final String SCHEME = "Bearer ";

  private final byte[] token;
  private final Audit audit;
  private final Clock clock;

  Guard(String token, Audit audit, Clock clock) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.audit = audit;
    this.clock = clock;
  }

  /** The endpoint as a service: guarded, its handler on a thread that may block. */
  HttpService service(Endpoint endpoint) {
    return (context, request) ->
        isKnown(request)
            ? HttpResponse.of(answer(endpoint, context, request))
            : turnAway(context, request);
  }

  private static CompletableFuture<HttpResponse> answer(
      Endpoint endpoint, ServiceRequestContext context, HttpRequest request) {
    return request
        .aggregate()
        .thenApplyAsync(
            whole -> {
              Call call = new Call(context, whole);
              call.checkParameters(endpoint.parameters());
              return Endpoints.handle(endpoint, call);
            },
            context.blockingTaskExecutor());
  }

  private boolean isKnown(HttpRequest request) {
    String given = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] bytes = given.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token, bytes);
  }

  private HttpResponse turnAway(ServiceRequestContext context, HttpRequest request) {
    request.abort();
    String peer = context.remoteAddress().getAddress().getHostAddress();
    CompletableFuture<HttpResponse> answer =
        CompletableFuture.supplyAsync(
            () -> {
              audit.accessed(
                  AuditEvent.security(clock.instant(), "unknown", "admin.denied")
                      .peer(peer)
                      .failed()
                      .build());
              return Json.error(
                  HttpStatus.UNAUTHORIZED,
                  "no valid token (expected: Authorization: Bearer and the text of the file admin-token in the node's data folder)");
            },
            context.blockingTaskExecutor());
    return HttpResponse.of(answer)
        .mapHeaders(
            headers -> headers.toBuilder().add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer").build());
  }
}
