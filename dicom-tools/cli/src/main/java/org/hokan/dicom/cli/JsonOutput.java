package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.json.DicomJson;

/** Prints matches as one array of DICOM JSON while they come, one on a line. Not thread-safe. */
final class JsonOutput implements FindTool.Output {
  private final PrintWriter out;
  private boolean begun;

  JsonOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void match(DataSet match) {
    out.print(begun ? ",\n" : "[\n");
    begun = true;
    try {
      DicomJson.INLINE.write(match, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    out.println(begun ? "\n]" : "[]");
    out.flush();
  }
}
