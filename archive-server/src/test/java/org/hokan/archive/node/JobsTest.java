package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hokan.archive.retrieve.Storescp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, was given up, and is tried anew, by the commands that an operator types. */
class JobsTest {
  private static final Pattern FORWARD =
      Pattern.compile("\"id\" : (\\d+),\\s+\"kind\" : \"forward\"");

  @Test
  void anOperatorSeesWhatWaitsAndWhyAndHasItTriedAtOnce(@TempDir Path folder) throws Exception {
    try (LiveNode node =
            LiveNode.start("billing.quiet-time=0s", "job.first-pause=1h", "job.longest-pause=1h");
        Storescp pacs = new Storescp(folder)) {
      node.admit("h");
      node.addAe("ENDO", "h", "store");
      node.addAe("GONE", "h", "receive", closedPort());
      String rule = "rule add --ae ENDO --name all --when true --then forward=GONE --order 1";
      node.hokan(rule.split(" ")).done();
      Objects.send(node, "ENDO", "2.25.631", "P-4711", 1);

      await().untilAsserted(() -> assertThat(jobs(node)).contains("no association"));
      assertThat(jobs(node)).contains("h 2.25.631 GONE").doesNotContain("P-4711");
      assertThat(node.hokan("job", "list").done()).contains("forward", "no association");
      assertThat(node.hokan("job", "list", "--dead").err()).contains("Nothing was given up.");
      assertThat(node.hokan("job", "retry", "999999").err()).contains("job: unknown number");

      node.hokan("ae", "change", "GONE", "--port", Integer.toString(pacs.port())).done();
      node.hokan("job", "retry", forward(node).orElseThrow()).done();
      await().untilAsserted(() -> assertThat(pacs.files()).hasSize(1));
      await().untilAsserted(() -> assertThat(forward(node)).isEmpty());
      assertThat(node.hokan("audit", "list", "--json").done()).contains("job.retry");
    }
  }

  private static int closedPort() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static String jobs(LiveNode node) {
    return node.hokan("job", "list", "--json").done();
  }

  private static Optional<String> forward(LiveNode node) {
    Matcher found = FORWARD.matcher(jobs(node));
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
