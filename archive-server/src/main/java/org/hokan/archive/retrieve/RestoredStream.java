package org.hokan.archive.retrieve;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An original that is made of its smaller form while it is read. Where that cannot be done, what is
 * left of the form is read to its end first: its digest decides whether the form is damaged, and
 * then that is what the reader hears. Not thread-safe.
 */
final class RestoredStream extends FilterInputStream {
  private final InputStream form;

  /**
   * @param original closes the form, too
   * @param form proves itself at its end
   */
  RestoredStream(InputStream original, InputStream form) {
    super(original);
    this.form = form;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      prove();
      throw e instanceof IOException failure ? failure : new IOException(e.getMessage(), e);
    }
  }

  /**
   * Reads the form to its end.
   *
   * @throws IOException when it is not as it was stored
   */
  void prove() throws IOException {
    form.transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
