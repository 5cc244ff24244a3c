package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;

/** The attributes of an object that the node decides and indexes by. */
final class ObjectHead {
  /** Every object has attributes in or below it (PS3.3 §C.12.1, §C.7.1). */
  private static final int PATIENT_GROUP = 0x0010;

  /** Nothing that is asked for is longer; longer values are passed over. */
  private static final int LONGEST_VALUE = 16_384;

  /** Real objects have some hundreds of elements, and thousands of bytes in them. */
  private static final ReadLimits USUAL = limits(10_000, 1 << 20);

  /** What most refer to other objects, one item for each, may have many more. */
  private static final ReadLimits LARGEST = limits(200_000, 8 << 20);

  private ObjectHead() {}

  private static ReadLimits limits(int elements, int bytesOfValues) {
    return ReadLimits.builder()
        .maxElements(elements)
        .maxTotalLength(bytesOfValues)
        .truncation(ReadLimits.Truncation.REFUSE)
        .build();
  }

  /**
   * Reads the head of a data set.
   *
   * @param dataSet at its first byte
   * @throws DataSetException when it cannot be read
   */
  static DataSet read(InputStream dataSet, Uid transferSyntax) throws IOException {
    return read(dataSet, transferSyntax, LARGEST);
  }

  /**
   * The same of a usual object. Heads of others take 20 times their bytes in memory.
   *
   * @throws DataSetException also when it is larger
   */
  static DataSet readUsual(InputStream dataSet, Uid transferSyntax) throws IOException {
    return read(dataSet, transferSyntax, USUAL);
  }

  private static DataSet read(InputStream dataSet, Uid transferSyntax, ReadLimits limits)
      throws IOException {
    DataSet head =
        new DataSetReader(dataSet, TransferSyntax.orUnknown(transferSyntax), limits)
            .omittingValuesOver(LONGEST_VALUE)
            .readUntil(ArrivalFacts.END_OF_HEAD);
    if (head.isEmpty() || head.elements().get(0).tag() >>> 16 > PATIENT_GROUP) {
      throw new DataSetException(
          "no element before group 0011H (expected: attributes that identify the object)");
    }
    return head;
  }

  /**
   * Of a head what rules and the index ask for: values of attributes that have a keyword, and what
   * the index keeps. What most refer to other objects is not in it.
   */
  static DataSet asked(DataSet head) {
    DataSet.Builder asked = DataSet.builder(head.characterSet());
    head.elements().stream().filter(ObjectHead::isNamedValue).forEach(asked::put);
    return asked.putAll(Index.kept(head)).build();
  }

  private static boolean isNamedValue(Element element) {
    return element instanceof ValueElement
        && ElementDictionary.keywordOf(element.tag()).isPresent();
  }

  /** Whether what is asked of a large head takes no more memory than a usual one. */
  static boolean isUsual(DataSet asked) {
    long bytes =
        asked.elements().stream()
            .mapToLong(element -> element instanceof ValueElement value ? value.length() : 0)
            .sum();
    return bytes <= USUAL.maxTotalLength();
  }

  /**
   * What contradicts the request: another SOP Instance or SOP Class UID in the data set. A missing
   * one contradicts nothing; the request has it.
   */
  static Optional<String> contradiction(DataSet head, Arrival arrival) {
    return differs(head, Tag.SOPInstanceUID, arrival.sopInstance())
        ? Optional.of("(0008,0018) is not the request's SOP Instance UID")
        : differs(head, Tag.SOPClassUID, arrival.sopClass())
            ? Optional.of("(0008,0016) is not the request's SOP Class UID")
            : Optional.empty();
  }

  private static boolean differs(DataSet head, int tag, Uid expected) {
    return head.string(tag).filter(value -> !value.equals(expected.value())).isPresent();
  }

  /**
   * The head with a place in the index: where Study or Series Instance UID is missing or no UID,
   * one made from what identifies the object, always the same for the same object.
   */
  static DataSet placed(DataSet head, Arrival arrival) {
    Uid study =
        head.uid(Tag.StudyInstanceUID)
            .orElseGet(() -> made(arrival.facility(), arrival.sopInstance().value()));
    Uid series =
        head.uid(Tag.SeriesInstanceUID)
            .orElseGet(() -> made(study.value(), head.string(Tag.Modality).orElse("")));
    return head.toBuilder()
        .uid(Tag.SOPClassUID, arrival.sopClass())
        .uid(Tag.SOPInstanceUID, arrival.sopInstance())
        .uid(Tag.StudyInstanceUID, study)
        .uid(Tag.SeriesInstanceUID, series)
        .build();
  }

  /**
   * The head of a stored object, placed, read again from its pack.
   *
   * @param syntax of what is stored
   */
  static DataSet stored(PackStore store, Location location, Uid syntax, Arrival arrival) {
    try (InputStream bytes = store.open(location)) {
      return stored(bytes, syntax, arrival);
    } catch (IOException e) {
      throw unreadable(arrival, e);
    }
  }

  /** The same of its bytes. */
  static DataSet stored(InputStream bytes, Uid syntax, Arrival arrival) {
    try {
      return placed(read(Part10.open(bytes).dataSet(), syntax), arrival);
    } catch (IOException e) {
      throw unreadable(arrival, e);
    }
  }

  private static StorageException unreadable(Arrival arrival, IOException why) {
    return new StorageException("%s: cannot be read again".formatted(arrival.sopInstance()), why);
  }

  static boolean hasPlace(DataSet head) {
    return head.uid(Tag.StudyInstanceUID).isPresent()
        && head.uid(Tag.SeriesInstanceUID).isPresent();
  }

  /** Always the same UID for the same names (RFC 9562 version 3). */
  private static Uid made(String first, String second) {
    return Uid.of(
        UUID.nameUUIDFromBytes(
            ("hokan\n" + first + "\n" + second).getBytes(StandardCharsets.UTF_8)));
  }
}
