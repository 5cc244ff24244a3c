package org.hokan.archive.commitment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilentPeersTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong(-5 * SECOND);
  private final SilentPeers peers = new SilentPeers(now::get);

  private void fails(String title, long afterSeconds) {
    long begin = peers.begin();
    now.addAndGet(afterSeconds * SECOND);
    peers.failed(title, begin);
  }

  @Test
  void whoDidNotAnswerIsLeftAloneForAWhileAndNobodyElse() {
    fails("DEAF", 30);
    now.addAndGet(SilentPeers.PAUSE.toNanos() - 1);
    assertThatThrownBy(() -> peers.check("DEAF"))
        .isInstanceOf(IOException.class)
        .hasMessage("AE DEAF: did not answer another report within the last 60 s");
    assertThatCode(() -> peers.check("OTHER")).doesNotThrowAnyException();
    now.addAndGet(1);
    assertThatCode(() -> peers.check("DEAF")).doesNotThrowAnyException();
  }

  @Test
  void whoFailsAtOnceKeepsNobodyWaiting() {
    fails("REFUSES", 0);
    assertThatCode(() -> peers.check("REFUSES")).doesNotThrowAnyException();
  }

  @Test
  void whoAnswersIsAskedAgain() {
    fails("BACK", 30);
    peers.answered("BACK");
    assertThatCode(() -> peers.check("BACK")).doesNotThrowAnyException();
  }
}
