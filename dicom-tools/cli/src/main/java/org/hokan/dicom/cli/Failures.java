package org.hokan.dicom.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationRejectedException;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says what went wrong, and what a person can do about it. */
final class Failures {
  private Failures() {}

  static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof CommandLine.ParameterException wrong) {
      throw wrong;
    }
    command.getOut().flush();
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + text(e));
    if (!isExpected(e)) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return Main.FAILED;
  }

  private static boolean isExpected(Exception e) {
    return e instanceof ToolException || e instanceof IOException || e instanceof DataSetException;
  }

  /** The failure in words for people, with what to do next where that is known. */
  static String text(Throwable e) {
    String hint = hint(e);
    return hint.isEmpty() ? message(e) : message(e) + "\n  " + hint;
  }

  private static String message(Throwable e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String hint(Throwable e) {
    if (cause(e, AssociationRejectedException.class) instanceof AssociationRejectedException r) {
      return rejected(r);
    }
    if (cause(e, UnknownHostException.class) != null) {
      return "Is the host name in --call right?";
    }
    if (cause(e, ConnectException.class) != null) {
      return "Does the peer run, and listen at the host and port given with --call?";
    }
    if (cause(e, SocketTimeoutException.class) != null) {
      return "The peer is silent; --timeout lets it think longer.";
    }
    return "";
  }

  private static String rejected(AssociationRejectedException rejected) {
    if (is(rejected, RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED)) {
      return "The peer does not know our AE title: admit it there, or give another with --as.";
    }
    if (is(rejected, RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED)) {
      return "The peer has another AE title than the one before the @ in --call.";
    }
    if (is(rejected, RejectReason.TEMPORARY_CONGESTION)
        || is(rejected, RejectReason.LOCAL_LIMIT_EXCEEDED)) {
      return "The peer has no room for another association now: try again later.";
    }
    return "";
  }

  private static boolean is(AssociationRejectedException rejected, RejectReason reason) {
    return rejected.source() == reason.source() && rejected.reason() == reason.code();
  }

  private static @Nullable Throwable cause(Throwable e, Class<?> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return at;
      }
    }
    return null;
  }

  /** The peer has the SOP class, and does not let this AE use it (PS3.8 §9.3.3.2). */
  static String rejectedByUser(Uid sopClass) {
    return "%s: rejected by user: may the AE do this? (ae change --may)"
        .formatted(FileScan.name(sopClass));
  }

  /** An outcome in words: {@code A700H refused: out of resources: disk full}. */
  static String text(Outcome outcome, CommandField operation) {
    String comment = outcome.errorComment().map(c -> ": " + Texts.printable(c)).orElse("");
    return outcome.status() + " " + outcome.status().meaning(operation) + comment;
  }
}
