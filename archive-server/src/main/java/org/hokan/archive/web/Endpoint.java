package org.hokan.archive.web;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import java.io.IOException;
import java.util.List;

/**
 * One method of one path of the API.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path below {@code /api/v1}, with parameters in braces
 * @param parameters the query parameters that it knows; any other is refused
 * @param handler answers a request
 */
record Endpoint(HttpMethod method, String path, List<String> parameters, Handler handler) {

  /** Answers a request on a thread that may block. */
  @FunctionalInterface
  interface Handler {
    HttpResponse handle(Call call) throws IOException;
  }

  static Endpoint get(String path, Handler handler, String... parameters) {
    return new Endpoint(HttpMethod.GET, path, List.of(parameters), handler);
  }

  static Endpoint post(String path, Handler handler, String... parameters) {
    return new Endpoint(HttpMethod.POST, path, List.of(parameters), handler);
  }

  static Endpoint put(String path, Handler handler, String... parameters) {
    return new Endpoint(HttpMethod.PUT, path, List.of(parameters), handler);
  }

  static Endpoint delete(String path, Handler handler, String... parameters) {
    return new Endpoint(HttpMethod.DELETE, path, List.of(parameters), handler);
  }
}
