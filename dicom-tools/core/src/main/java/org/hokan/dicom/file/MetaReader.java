package org.hokan.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.Leniency;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.SyntaxGuess;
import org.hokan.dicom.encoding.TransferSyntax;

/** Finds the meta information, also where preamble, prefix or the whole of it are missing. */
final class MetaReader {

  private static final int PREAMBLE = 128;
  private static final int PREFIX = 4;
  private static final int LENGTH_ELEMENT = 12;
  private static final int META_GROUP = 0x0002;
  private static final ReadLimits LIMITS =
      ReadLimits.builder().maxElements(1000).maxValueLength(1 << 20).maxNesting(4).build();

  private final Set<Leniency> leniencies = EnumSet.noneOf(Leniency.class);

  record Result(
      Optional<FileMetaInformation> metaInformation,
      long dataSetOffset,
      Set<Leniency> leniencies) {}

  Part10File open(InputStream in) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, PREAMBLE + PREFIX);
    byte[] first = start.readNBytes(PREAMBLE + PREFIX);
    if (hasPrefix(first, PREAMBLE)) {
      return withMeta(start, PREAMBLE + PREFIX, Arrays.copyOf(first, PREAMBLE));
    }
    leniencies.add(Leniency.MISSING_PREAMBLE);
    boolean prefixOnly = hasPrefix(first, 0);
    int skipped = prefixOnly ? PREFIX : 0;
    start.unread(first, skipped, first.length - skipped);
    boolean meta = prefixOnly || isGroup2(first);
    return meta ? withMeta(start, skipped, new byte[0]) : withoutMeta(start, first);
  }

  private static boolean hasPrefix(byte[] bytes, int at) {
    return bytes.length >= at + PREFIX
        && bytes[at] == 'D'
        && bytes[at + 1] == 'I'
        && bytes[at + 2] == 'C'
        && bytes[at + 3] == 'M';
  }

  private static boolean isGroup2(byte[] bytes) {
    return bytes.length >= 8 && bytes[0] == 2 && bytes[1] == 0 && bytes[3] == 0;
  }

  private Part10File withMeta(InputStream in, int offset, byte[] preamble) throws IOException {
    DataSetReader reader = new DataSetReader(in, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, LIMITS);
    DataSet meta = reader.readGroup(META_GROUP);
    leniencies.addAll(reader.leniencies());
    checkLength(meta, reader.position());
    long dataSetOffset = offset + reader.position();
    if (meta.isEmpty()) {
      leniencies.add(Leniency.MISSING_META_INFORMATION);
    }
    Optional<FileMetaInformation> information =
        meta.isEmpty() ? Optional.empty() : Optional.of(new FileMetaInformation(meta));
    Result result = new Result(information, dataSetOffset, leniencies);
    Optional<Uid> named = meta.uid(Tag.TransferSyntaxUID);
    if (named.isPresent()) {
      TransferSyntax syntax = TransferSyntax.orUnknown(named.get());
      return new Part10File(result, syntax, reader.rest(), preamble);
    }
    leniencies.add(Leniency.MISSING_TRANSFER_SYNTAX);
    PushbackInputStream dataSet = new PushbackInputStream(reader.rest(), SyntaxGuess.LENGTH);
    byte[] start = dataSet.readNBytes(SyntaxGuess.LENGTH);
    dataSet.unread(start);
    return new Part10File(result, SyntaxGuess.ofDataSet(start), dataSet, preamble);
  }

  private void checkLength(DataSet meta, long length) {
    Optional<Long> declared = meta.longValue(Tag.FileMetaInformationGroupLength);
    if (declared.isEmpty()) {
      leniencies.add(Leniency.MISSING_META_GROUP_LENGTH);
    } else if (declared.get() != length - LENGTH_ELEMENT) {
      leniencies.add(Leniency.WRONG_META_GROUP_LENGTH);
    }
  }

  private Part10File withoutMeta(InputStream in, byte[] first) {
    leniencies.add(Leniency.MISSING_META_INFORMATION);
    return new Part10File(
        new Result(Optional.empty(), 0, leniencies), guess(first), in, new byte[0]);
  }

  private static TransferSyntax guess(byte[] start) {
    return SyntaxGuess.of(start)
        .orElseThrow(
            () ->
                new DataSetException(
                    ("file: %d bytes at offset 0 that start no data set"
                            + " (expected: preamble, prefix and meta information, or an element;"
                            + " PS3.10 §7.1)")
                        .formatted(start.length)));
  }
}
