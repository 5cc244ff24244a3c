package org.hokan.dicom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.json.DicomJson;
import org.hokan.fuzz.FuzzTarget;

/**
 * DICOM JSON, or an encoded data set to be written as such. What could be read can be written and
 * read, and is then written again as the same text; only padding is lost on the way.
 */
public final class JsonTarget implements FuzzTarget {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    DataSet dataSet = Seeds.dataSet();
    seeds.add(DicomJson.INLINE.toJson(dataSet).getBytes(StandardCharsets.UTF_8));
    seeds.add(DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    for (byte[] file : Seeds.files("charsets")) {
      try {
        DataSet read = Part10.open(new ByteArrayInputStream(file)).read();
        seeds.add(DicomJson.INLINE.toJson(read).getBytes(StandardCharsets.UTF_8));
      } catch (IOException | DataSetException e) {
        continue; // one file there is damaged on purpose
      }
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length > 0 && (input[0] == '{' || input[0] == ' ')) {
      text(new String(input, StandardCharsets.UTF_8));
    } else {
      dataSet(input);
    }
  }

  private static void text(String json) {
    DataSet read;
    try {
      read = DicomJson.INLINE.read(json);
    } catch (DataSetException e) {
      assertThat(e.getMessage()).contains("expected");
      return;
    }
    DataSetTarget.touch(read);
    String written = DicomJson.INLINE.toJson(read);
    DataSet again = DicomJson.INLINE.read(written);
    assertThat(DicomJson.INLINE.toJson(again)).isEqualTo(written);
  }

  private static void dataSet(byte[] bytes) {
    DataSet read;
    try {
      read = DataSetReader.read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    } catch (DataSetException e) {
      assertThat(e.getMessage()).contains("expected");
      return;
    }
    text(DicomJson.INLINE.toJson(read)); // once: values of odd length get their padding
  }
}
