package org.hokan.archive.node;

import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.billing.ClosingState;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobResult;
import org.hokan.archive.web.CloseFacts;

/** Closes months as durable work, and says how far it is. Thread-safe. */
final class Closes {
  private static final String KIND = "billing.close";
  private static final int MOST = 100;
  private static final Duration PATIENCE = Duration.ofDays(7);

  private final UsageLedger ledger;
  private final JobQueue jobs;
  private volatile String progress = "";

  Closes(UsageLedger ledger, JobQueue jobs) {
    this.ledger = ledger;
    this.jobs = jobs;
    jobs.handle(KIND, this::run);
  }

  private JobResult run(Job job) {
    ledger.finishClose(step -> progress = step);
    progress = "";
    return JobResult.DONE;
  }

  void begin(YearMonth month, String who) {
    ledger.beginClose(month, who, tx -> jobs.ask(tx, KIND, month.toString(), PATIENCE));
  }

  /** The close under way; what it does now is known only to the node that does it. */
  Optional<CloseFacts> facts() {
    return ledger.closing().map(this::facts);
  }

  private CloseFacts facts(ClosingState state) {
    Optional<Job> job =
        jobs.list(KIND, MOST).stream()
            .filter(j -> j.subject().equals(state.month().toString()))
            .findFirst();
    return new CloseFacts(
        state.month(),
        state.since(),
        state.by(),
        progress,
        job.map(Job::problem).orElse(""),
        job.map(Job::dead).orElse(false));
  }
}
