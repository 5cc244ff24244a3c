package org.hokan.archive.web;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import java.util.function.Function;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.billing.BillingException;
import org.hokan.archive.index.QuarantineException;
import org.hokan.dicom.data.DataSetException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into a status and {@code {"error": ...}}. */
final class Errors implements ServerErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private final Function<Throwable, Optional<String>> takesNoChange;

  /** With why the node takes no change, where a failure is that. */
  Errors(Function<Throwable, Optional<String>> takesNoChange) {
    this.takesNoChange = takesNoChange;
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    Throwable peeled = Exceptions.peel(cause);
    Refusal refusal = refusal(peeled);
    if (refusal.status().isServerError()) {
      LOG.error("{} {} failed", context.method(), context.config().route().patternString(), peeled);
    }
    return Json.error(refusal.status(), String.valueOf(refusal.getMessage()));
  }

  @Override
  public com.linecorp.armeria.common.AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return Json.aggregatedError(status, words(status));
  }

  private Refusal refusal(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (cause instanceof ChangeRefusedException refused) {
      return new Refusal(status(refused.reason()), message);
    }
    if (cause instanceof BillingException) {
      return Refusal.conflict(message);
    }
    if (cause instanceof QuarantineException quarantine) {
      return quarantine.isMissing() ? Refusal.notFound(message) : Refusal.conflict(message);
    }
    if (cause instanceof DataSetException) {
      return Refusal.badRequest("the file cannot be read: " + message);
    }
    if (cause instanceof ContentTooLargeException) {
      return new Refusal(
          HttpStatus.REQUEST_ENTITY_TOO_LARGE, words(HttpStatus.REQUEST_ENTITY_TOO_LARGE));
    }
    if (cause instanceof HttpStatusException status) {
      return new Refusal(status.httpStatus(), words(status.httpStatus()));
    }
    if (cause instanceof RequestTimeoutException) {
      return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "the node is too busy; try again later");
    }
    return takesNoChange
        .apply(cause)
        .map(why -> new Refusal(HttpStatus.SERVICE_UNAVAILABLE, why))
        .orElseGet(
            () ->
                new Refusal(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "the node failed; its log says at this time what went wrong"));
  }

  private static HttpStatus status(ChangeRefusedException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case EXISTS, CONFLICT, CHANGED_MEANWHILE -> HttpStatus.CONFLICT;
      case INVALID -> HttpStatus.BAD_REQUEST;
    };
  }

  private static String words(HttpStatus status) {
    if (status.equals(HttpStatus.NOT_FOUND)) {
      return "no such path (see /api/v1/openapi.json for those there are)";
    }
    if (status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
      return "this path does not know this method (see /api/v1/openapi.json)";
    }
    if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
      return "the body is too large (expected: at most %d bytes)".formatted(AdminServer.MAX_BODY);
    }
    return status.reasonPhrase();
  }
}
