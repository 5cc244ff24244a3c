package org.hokan.dicom.image.codec.jpeg2000;

import jj2000.j2k.util.MsgLogger;

/** Keeps the library from printing; what matters it throws. */
final class SilentLogger implements MsgLogger {
  @Override
  public void printmsg(int severity, String message) {}

  @Override
  public void println(String text, int firstLineIndent, int indent) {}

  @Override
  public void flush() {}
}
