package org.hokan.dicom.cli;

import java.io.Console;
import java.io.PrintWriter;

/**
 * One line at the bottom of a terminal that is written over while work goes on, a few times a
 * second. Nothing at all where there is no terminal. Thread-safe.
 */
final class Progress {
  private static final long PAUSE_NANOS = 200_000_000;

  private final PrintWriter err;
  private final boolean shown;
  private long last;
  private int width;

  Progress(PrintWriter err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  /** Where a person is looking on. */
  static Progress onTerminal(PrintWriter err) {
    return new Progress(err, isTerminal());
  }

  /** Since Java 22 there is a console also without terminal, which then says so itself. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException beforeJava22) {
      return true;
    }
  }

  /** Shows it, unless the last was shown just now; true, so that it can end a predicate. */
  synchronized boolean show(String text) {
    long now = System.nanoTime();
    if (shown && (last == 0 || now - last >= PAUSE_NANOS)) {
      last = now;
      print(text);
    }
    return true;
  }

  /** Takes the line away, so that other lines can be printed. */
  synchronized void clear() {
    if (shown && width > 0) {
      print("");
      err.print("\r");
      err.flush();
    }
  }

  private void print(String text) {
    String line = Texts.cut(text, 79);
    err.print("\r" + Texts.padded(line, width));
    err.flush();
    width = Texts.width(line);
  }
}
