package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpStatus;

/** A request that is answered with an error; the message says what to do, without patient data. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpStatus status;

  Refusal(HttpStatus status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal badRequest(String message) {
    return new Refusal(HttpStatus.BAD_REQUEST, message);
  }

  static Refusal notFound(String message) {
    return new Refusal(HttpStatus.NOT_FOUND, message);
  }

  static Refusal conflict(String message) {
    return new Refusal(HttpStatus.CONFLICT, message);
  }

  HttpStatus status() {
    return status;
  }
}
