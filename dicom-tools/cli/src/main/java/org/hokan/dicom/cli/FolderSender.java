package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/**
 * Sends files and folders to a storage SCP (PS3.4 Annex B), each object in the transfer syntax that
 * its file has.
 *
 * <p>Files are looked into by their heads and streamed, so memory grows neither with their size nor
 * with their number. An association that is lost costs the object that was under way; the next one
 * goes over a new one. Thread-safe; one call of {@link #send} uses as many threads as associations.
 */
public final class FolderSender {
  private static final int BATCH = 2_000;
  private static final int MOST_LOSSES_IN_A_ROW = 3;

  private final PeerAddress peer;
  private final String title;
  private final int associations;
  private final AssociationLimits limits;

  /**
   * @param title our own AE title
   * @param associations how many are used at once, 1 or more
   */
  public FolderSender(PeerAddress peer, String title, int associations, AssociationLimits limits) {
    if (associations < 1) {
      throw new IllegalArgumentException(
          "associations: %d (expected: 1 or more)".formatted(associations));
    }
    this.peer = peer;
    this.title = title;
    this.associations = associations;
    this.limits = limits;
  }

  /** One association at a time, under usual limits. */
  public FolderSender(PeerAddress peer, String title) {
    this(peer, title, 1, AssociationLimits.DEFAULT);
  }

  /**
   * Sends the files, and those in the folders and below. Returns when all were answered or failed.
   *
   * @throws IOException when the peer cannot be reached or rejects the association, and nothing was
   *     sent
   */
  public SendReport send(List<Path> filesAndFolders, SendListener listener) throws IOException {
    SendCounts counts = new SendCounts(listener);
    Iterator<Path> walk =
        new FileWalk(filesAndFolders, (folder, why) -> counts.skipped(folder, Failures.text(why)));
    try (DicomClient client = DicomClient.builder().limits(limits).build()) {
      while (walk.hasNext()) {
        for (SendPlan plan : SendPlan.of(batch(walk, counts))) {
          new Delivery(client, plan, counts).run();
        }
      }
    }
    return counts.report();
  }

  private static List<DicomFile> batch(Iterator<Path> walk, SendCounts counts) {
    List<DicomFile> files = new ArrayList<>();
    while (files.size() < BATCH && walk.hasNext()) {
      Path path = walk.next();
      try {
        DicomFile file = FileScan.scan(path);
        files.add(file);
        counts.found(file);
      } catch (FileScan.NotStorableException e) {
        counts.skipped(path, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        counts.failed(path, Optional.empty(), Failures.text(e));
      }
    }
    return files;
  }

  /** One plan on its way, over up to as many associations as were asked for. */
  private final class Delivery {
    private final DicomClient client;
    private final SendPlan plan;
    private final SendCounts counts;
    private final Queue<DicomFile> queue;
    private int connected;

    Delivery(DicomClient client, SendPlan plan, SendCounts counts) {
      this.client = client;
      this.plan = plan;
      this.counts = counts;
      this.queue = new ConcurrentLinkedQueue<>(plan.files());
    }

    void run() throws IOException {
      List<IOException> causes = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 1; i < Math.min(associations, plan.files().size()); i++) {
        Thread thread = new Thread(() -> work(causes), "sender-" + i);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      work(causes);
      for (Thread thread : threads) {
        join(thread);
      }
      giveUpTheRest(causes);
    }

    /** What is left in the queue after every worker has gone could not be sent at all. */
    private void giveUpTheRest(List<IOException> causes) throws IOException {
      if (queue.isEmpty()) {
        return;
      }
      IOException cause = causes.get(0);
      if (counts.nothingSent() && connected == 0) {
        throw cause;
      }
      queue.forEach(
          file -> counts.failed(file, Optional.empty(), "not sent: " + Failures.text(cause)));
    }

    private void work(List<IOException> causes) {
      int losses = 0;
      while (!queue.isEmpty()) {
        try (ClientAssociation association = client.connect(proposal())) {
          begun();
          if (!sendAll(association)) {
            losses = 0;
          }
        } catch (IOException e) {
          synchronized (causes) {
            causes.add(e);
          }
          return;
        }
        if (++losses > MOST_LOSSES_IN_A_ROW) {
          return;
        }
      }
    }

    private synchronized void begun() {
      connected++;
      counts.associationBegun();
    }

    private AssociationProposal proposal() {
      AssociationProposal.Builder proposal = PeerOptions.proposal(peer, title);
      for (ContextNeed need : plan.needs()) {
        proposal.propose(need.sopClassUid(), List.of(need.transferSyntaxUid()));
      }
      return proposal.build();
    }

    /** Sends until the queue is empty or the association is lost; whether the first was lost. */
    private boolean sendAll(ClientAssociation association) {
      boolean first = true;
      for (DicomFile file = queue.poll(); file != null; file = queue.poll()) {
        if (!send(association, file)) {
          return first;
        }
        first = false;
      }
      return false;
    }

    private boolean send(ClientAssociation association, DicomFile file) {
      try {
        Outcome outcome =
            association.store(
                new OutgoingObject(
                    file.sopClassUid(),
                    file.sopInstanceUid(),
                    file.transferSyntaxUid(),
                    source(file)));
        counts.answered(file, outcome);
        return true;
      } catch (NoPresentationContextException e) {
        counts.failed(file, Optional.empty(), notTaken(file, e));
        return true;
      } catch (AssociationException e) {
        counts.failed(file, Optional.empty(), Failures.text(e));
        return false;
      } catch (IOException e) {
        counts.failed(file, Optional.empty(), Failures.text(e));
        return true;
      }
    }
  }

  private static StoreSource source(DicomFile file) {
    return StoreSource.of(file.path(), file.offset());
  }

  private static String notTaken(DicomFile file, NoPresentationContextException why) {
    if (why.isRejectedByUser()) {
      return Failures.rejectedByUser(file.sopClassUid());
    }
    return "the peer does not take %s in %s"
        .formatted(FileScan.name(file.sopClassUid()), FileScan.name(file.transferSyntaxUid()));
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("sending: interrupted", e);
    }
  }
}
