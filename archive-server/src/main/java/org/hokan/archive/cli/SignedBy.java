package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Which person answers for what is done. */
final class SignedBy {
  @Option(
      names = "--signed-by",
      paramLabel = "NAME",
      required = true,
      description = "The person who answers for it.")
  String name = "";

  ObjectNode on(ObjectNode body) {
    return body.put("signedBy", name);
  }
}
