package org.hokan.dicom.net.service;

import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TooManyElementsException;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.dimse.DimseRequest;

/** Encodes and decodes the data sets that are held whole: identifiers and lists of failed UIDs. */
final class Identifiers {
  /** Failed SOP Instance UID List. */
  static final int FAILED_SOP_INSTANCE_UID_LIST = 0x00080058;

  /** So many bytes more than came may deflated ones become (PS3.5 §A.5); identifiers are small. */
  static final int MOST_INFLATED = 1 << 20;

  /**
   * Elements and items of what is asked with: twice the data dictionary. In memory each is many
   * times as large as on the wire, and the budget of all requests counts what is on the wire.
   */
  static final int MOST_KEYS = 10_000;

  /**
   * The same of all else: requests and reports of commitment, and steps (MPPS) at their end, list
   * images, and each is an item with two UIDs.
   */
  static final int MOST_ELEMENTS = 100_000;

  private Identifiers() {}

  static byte[] encode(DataSet dataSet, PresentationContext context) {
    return DataSetWriter.toBytes(dataSet, TransferSyntax.orUnknown(context.transferSyntax()));
  }

  static DataSet decode(byte[] bytes, PresentationContext context) {
    return decode(bytes, context, MOST_ELEMENTS);
  }

  private static DataSet decode(byte[] bytes, PresentationContext context, int mostElements) {
    int most = bytes.length + MOST_INFLATED;
    ReadLimits limits =
        ReadLimits.builder()
            .maxElements(mostElements)
            .maxValueLength(most)
            .maxTotalLength(most)
            .build();
    return DataSetReader.read(bytes, TransferSyntax.orUnknown(context.transferSyntax()), limits);
  }

  /**
   * A request's data set.
   *
   * @throws DataSetException when it can't be read, or has more elements than that operation's may
   */
  static DataSet requested(byte[] bytes, PresentationContext context, DimseRequest request) {
    return decode(bytes, context, NormalizedOperations.isOne(request) ? MOST_ELEMENTS : MOST_KEYS);
  }

  /** What a request whose data set was not read is answered with: the status of its failures. */
  static ServiceException refusal(DimseRequest request, DataSetException why) {
    ServiceException answer = new ServiceException(Operations.failure(request), comment(why));
    answer.addSuppressed(why);
    return answer;
  }

  /** At most 64 characters. */
  private static String comment(DataSetException why) {
    return why instanceof TooManyElementsException many
        ? "over %1$d elements and items (expected: at most %1$d)".formatted(many.most())
        : "data set can not be read";
  }

  static DataSet failed(List<Uid> sopInstanceUids) {
    return DataSet.builder()
        .uid(FAILED_SOP_INSTANCE_UID_LIST, sopInstanceUids.toArray(Uid[]::new))
        .build();
  }

  static List<Uid> failedUids(DataSet dataSet) {
    return dataSet.strings(FAILED_SOP_INSTANCE_UID_LIST).stream()
        .filter(Uid::isUid)
        .map(Uid::of)
        .toList();
  }
}
