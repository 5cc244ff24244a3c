package org.hokan.archive.retention;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.KeptUntil;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.KeptStudy;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all studies of a facility, page by page, and puts those on the list that nothing keeps
 * any longer. Each page is one transaction with the place that was come to, so that it goes on
 * there after a crash.
 */
final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final int PAGE = 500;

  /** The most studies on a list; the next list has the rest. */
  private static final long MOST = 100_000;

  private final RetentionRooms rooms;
  private final Due due;
  private final RetentionFigures figures;

  Preparation(RetentionRooms rooms, Due due, RetentionFigures figures) {
    this.rooms = rooms;
    this.due = due;
    this.figures = figures;
  }

  JobResult run(Job job) throws InterruptedException {
    if (!rooms.ingest().awaitIndexed()) {
      return JobResult.again("index not up to date");
    }
    long list = Long.parseLong(job.subject());
    while (rooms.database().write(tx -> page(tx, list))) {
      if (Thread.interrupted()) {
        throw new InterruptedException("node is stopping");
      }
    }
    return JobResult.DONE;
  }

  /** Whether there is more to look at. */
  private boolean page(Tx tx, long id) {
    DeletionListEntity list = DeletionRows.locked(tx, id);
    if (list.state != DeletionState.PREPARING) {
      return false;
    }
    List<KeptStudy> page =
        rooms.index().keptStudies(tx, Optional.of(list.facility), list.scanned, PAGE);
    List<DeletionItemEntity> found = new ArrayList<>();
    Due.Answers answers = due.of(tx, page);
    for (KeptStudy study : page) {
      list.scanned = study.id();
      keptUntil(answers, study)
          .flatMap(
              kept -> due.isPast(study, kept) ? item(tx, list, study, kept) : later(list, kept))
          .ifPresent(found::add);
    }
    tx.session().insertMultiple(found);
    boolean more = page.size() == PAGE && list.studies < MOST;
    if (!more) {
      list.state = list.studies == 0 ? DeletionState.EMPTY : DeletionState.PROPOSED;
    }
    tx.session().update(list);
    return more;
  }

  /** Empty also when it cannot be judged: then it stays, and the others are looked at. */
  private Optional<KeptUntil> keptUntil(Due.Answers answers, KeptStudy study) {
    try {
      return answers.keptUntil(study);
    } catch (IllegalArgumentException | DateTimeException e) {
      figures.notJudged();
      LOG.error("study {} stays: how long it is kept cannot be told", study.studyInstanceUid(), e);
      return Optional.empty();
    }
  }

  /** It is not due; the list remembers the first that will be. */
  private static Optional<DeletionItemEntity> later(DeletionListEntity list, KeptUntil kept) {
    LocalDate first = list.nextKeptUntil;
    if (first == null || kept.lastDay().isBefore(first)) {
      list.nextKeptUntil = kept.lastDay();
    }
    return Optional.empty();
  }

  /** Empty when it is held. */
  private Optional<DeletionItemEntity> item(
      Tx tx, DeletionListEntity list, KeptStudy study, KeptUntil past) {
    String uid = study.studyInstanceUid().value();
    if (rooms.holds().on(tx, study.facility(), uid, study.patientId()).isPresent()) {
      list.held++;
      return Optional.empty();
    }
    list.studies++;
    list.images += study.images();
    list.bytes += study.bytes();
    DeletionItemEntity row = new DeletionItemEntity();
    row.key = new DeletionItemEntity.Key(list.id, list.studies);
    row.studyInstanceUid = uid;
    row.patientId = study.patientId();
    row.images = study.images();
    row.bytes = study.bytes();
    row.lastArrival = study.lastArrival();
    row.keptUntil = past.lastDay();
    row.why = past.why();
    return Optional.of(row);
  }
}
