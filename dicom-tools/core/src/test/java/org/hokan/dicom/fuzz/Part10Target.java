package org.hokan.dicom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.fuzz.FuzzTarget;

/** A file. What could be read, and names its transfer syntax, is the same after writing it. */
public final class Part10Target implements FuzzTarget {
  @Override
  public String name() {
    return "part10";
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>(Seeds.files("charsets"));
    seeds.addAll(Seeds.files("objects"));
    return seeds;
  }

  @Override
  public void run(byte[] input) throws IOException {
    try (Part10File file = Part10.open(new ByteArrayInputStream(input))) {
      DataSetReader reader = file.reader(ReadLimits.DEFAULT);
      DataSet dataSet = reader.read();
      DataSetTarget.touch(dataSet);
      assertThat(file.dataSetOffset()).isBetween(0L, (long) input.length);
      if (file.metaInformation().flatMap(FileMetaInformation::transferSyntaxUid).isPresent()) {
        same(file, reader.transferSyntax(), dataSet);
      }
    } catch (DataSetException e) {
      assertThat(e.getMessage()).contains("expected");
    }
  }

  private static void same(Part10File file, TransferSyntax found, DataSet dataSet)
      throws IOException {
    FileMetaInformation meta = file.metaInformation().orElseThrow();
    Uid syntax = meta.transferSyntaxUid().orElseThrow();
    if (!found.equals(TransferSyntax.orUnknown(syntax))) {
      return; // the data set is in another one, and may say more than the named one can
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.write(meta, dataSet, out);
    try (Part10File again = Part10.open(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(again.metaInformation()).contains(meta);
      assertThat(again.read()).isEqualTo(dataSet);
    }
  }
}
