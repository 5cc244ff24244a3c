package org.hokan.dicom.net.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationEnd;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationUser;
import org.hokan.dicom.net.association.Chunk;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.association.Repeats;
import org.hokan.dicom.net.dimse.CommandException;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.service.Invocation.Answers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DIMSE service-user of one association, both as SCU and as SCP. On the event loop it reads
 * commands and sorts: requests and their data sets go to the {@link Inbox}, responses to the {@link
 * Invoker}, C-CANCEL takes effect at once.
 */
final class DimseSession implements AssociationUser {
  private static final Logger LOG = LoggerFactory.getLogger(DimseSession.class);

  private final Association association;
  private final AssociationLimits limits;
  private final Workers workers;
  private final Patience patience;
  private final Invoker invoker;
  private final Performer performer;
  private final Consumer<DimseSession> whenEnded;
  private Optional<Incoming> response = Optional.empty();
  private boolean gathers;

  DimseSession(
      Association association,
      AssociationLimits limits,
      Services services,
      Workers workers,
      Consumer<DimseSession> whenEnded) {
    this.association = association;
    this.limits = limits;
    this.workers = workers;
    this.patience = new Patience(association, limits.operationTimeout(), this::storing);
    this.invoker = new Invoker(association, patience);
    this.performer =
        new Performer(
            association,
            invoker,
            limits,
            services,
            workers.of(association.info(), limits.maxIdentifierLength()));
    this.whenEnded = whenEnded;
  }

  private boolean storing() {
    return performer.storing();
  }

  Association association() {
    return association;
  }

  Invoker invoker() {
    return invoker;
  }

  Performer performer() {
    return performer;
  }

  @Override
  public boolean command(PresentationContext context, ByteBuffer command) {
    int length = command.remaining();
    gathers = false;
    DimseMessage message;
    try {
      message = CommandSet.decode(command);
    } catch (CommandException e) {
      return refused(context, e, length);
    }
    gathers = !(message instanceof CStoreRq);
    if (message instanceof DimseRequest request) {
      if (request instanceof CStoreRq) {
        patience.objectCame();
      }
      performer.begin(request, new ServiceContext(association.info(), context), length);
    } else if (message instanceof DimseMessage.CCancelRq cancel) {
      performer.cancel(cancel.messageIdBeingRespondedTo());
    } else if (message instanceof DimseResponse answer) {
      responded(answer, context);
    }
    return message.hasDataSet();
  }

  private boolean refused(PresentationContext context, CommandException e, int length) {
    if (e.answer().isEmpty()) {
      association.abort(String.valueOf(e.getMessage()));
      return e.dataSetFollows();
    }
    workers
        .repeats()
        .tell("command " + workers.party().apply(association.info()))
        .ifPresent(
            more ->
                LOG.info(
                    "{} request refused: {}{}", association, e.getMessage(), Repeats.more(more)));
    performer.refuse(e.answer().get(), context, e.dataSetFollows(), length);
    return e.dataSetFollows();
  }

  private void responded(DimseResponse answer, PresentationContext context) {
    int messageId = answer.messageIdBeingRespondedTo();
    Optional<Invocation> invocation = invoker.awaiting(messageId);
    if (invocation.isEmpty()) {
      association.abort(
          "%s: to message %d (expected: one that awaits a response; PS3.7 §9.3)"
              .formatted(answer.commandField(), messageId));
    } else if (answer.status().isPending() && invocation.get().answers() == Answers.ONE) {
      association.abort(
          "%s: status %s to message %d (expected: one response, the last; PS3.7 §9.1)"
              .formatted(answer.commandField(), answer.status(), messageId));
    } else if (answer.hasDataSet()) {
      response = Optional.of(new Incoming(invocation.get(), answer, context));
    } else {
      invoker.answered(invocation.get(), new Response(answer, context, new byte[0]));
    }
  }

  @Override
  public boolean gathers() {
    return gathers;
  }

  @Override
  public void data(Chunk chunk) {
    if (response.isEmpty()) {
      performer.data(chunk);
      return;
    }
    Incoming incoming = response.get();
    boolean last = chunk.last();
    boolean fits = incoming.add(chunk, limits.maxIdentifierLength());
    chunk.release();
    if (!fits) {
      association.abort(
          "%s data set: more than %d bytes (expected: at most that)"
              .formatted(incoming.command.commandField(), limits.maxIdentifierLength()));
      response = Optional.empty();
    } else if (last) {
      response = Optional.empty();
      invoker.answered(
          incoming.invocation,
          new Response(incoming.command, incoming.context, incoming.bytes.toByteArray()));
    }
  }

  @Override
  public void readComplete() {
    performer.readComplete();
  }

  @Override
  public boolean busy() {
    return performer.busy() || invoker.busy();
  }

  @Override
  public void ended(AssociationEnd end, AssociationException cause) {
    invoker.fail(cause);
    performer.ended(cause);
    whenEnded.accept(this);
  }

  /** A response whose data set is coming in. */
  private static final class Incoming {
    private final Invocation invocation;
    private final DimseResponse command;
    private final PresentationContext context;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    Incoming(Invocation invocation, DimseResponse command, PresentationContext context) {
      this.invocation = invocation;
      this.command = command;
      this.context = context;
    }

    boolean add(Chunk chunk, int most) {
      if (bytes.size() + chunk.length() > most) {
        return false;
      }
      byte[] copy = new byte[chunk.length()];
      chunk.buffer().get(copy);
      bytes.writeBytes(copy);
      return true;
    }
  }
}
