package org.hokan.dicom.json;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;

/**
 * Data sets to the DICOM JSON model and back (PS3.18 Annex F). Immutable and thread-safe.
 *
 * <p>Writing: attributes ascend, group lengths are left out, text is decoded, (0008,0005) stays as
 * it is. IS, DS, SV and UV become numbers where that keeps every digit, else strings. Not-a-number
 * and infinities become the strings "NaN", "Infinity" and "-Infinity". Encapsulated data in line is
 * the items as they stand in an object (PS3.5 §A.4).
 *
 * <p>Reading: numbers may come as strings and strings as numbers, names as one string; a missing
 * "vr" is looked up; group lengths are left out. Where (0008,0005) is missing or cannot hold the
 * texts, it becomes ISO_IR 192. Everything else that is not as the standard has it is refused with
 * a {@link DataSetException}, which tells tag and place but never a value.
 */
public final class DicomJson {

  /**
   * All values in line, no line breaks, {@link JsonLimits#DEFAULT}. BulkDataURI is refused on
   * reading.
   */
  public static final DicomJson INLINE = builder().build();

  private final BulkDataTarget target;
  private final BulkDataSource source;
  private final JsonLimits limits;
  private final int indent;

  private DicomJson(Builder builder) {
    this.target = builder.target;
    this.source = builder.source;
    this.limits = builder.limits;
    this.indent = builder.indent;
  }

  /** A builder with the properties of {@link #INLINE}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Writes one data set as an object. */
  public void write(DataSet dataSet, Appendable out) throws IOException {
    new DataSetJsonWriter(new JsonText(out, indent), target).write(dataSet);
  }

  /**
   * Writes data sets as an array, as DICOMweb answers do; each is written before the next is asked
   * for.
   */
  public void writeAll(Iterable<DataSet> dataSets, Appendable out) throws IOException {
    JsonText text = new JsonText(out, indent);
    text.open('[');
    for (DataSet dataSet : dataSets) {
      text.separate();
      new DataSetJsonWriter(text, target).write(dataSet);
    }
    text.close(']');
  }

  /** One data set as an object. */
  public String toJson(DataSet dataSet) {
    StringBuilder out = new StringBuilder();
    try {
      write(dataSet, out);
    } catch (IOException fromBulkData) {
      throw new UncheckedIOException(fromBulkData);
    }
    return out.toString();
  }

  /**
   * Reads one data set.
   *
   * @throws DataSetException when it is no DICOM JSON, more follows, or a limit is exceeded
   */
  public DataSet read(Reader in) throws IOException {
    JsonParser parser = new JsonParser(in, limits);
    DataSet dataSet = new DataSetJsonReader(source).read(parser.value());
    if (parser.peekToken() != -1) {
      throw parser.fault("the end");
    }
    return dataSet;
  }

  /** Reads one data set from a text: see {@link #read(Reader)}. */
  public DataSet read(String json) {
    try {
      return read(new StringReader(json));
    } catch (IOException fromBulkData) {
      throw new UncheckedIOException(fromBulkData);
    }
  }

  /**
   * Reads an array of data sets, or a single one; each is handed on before the next is read.
   *
   * @throws DataSetException when it is no DICOM JSON, more follows, or a limit is exceeded
   */
  public void readAll(Reader in, Consumer<DataSet> consumer) throws IOException {
    JsonParser parser = new JsonParser(in, limits);
    DataSetJsonReader reader = new DataSetJsonReader(source);
    if (parser.peekToken() != '[') {
      consumer.accept(reader.read(parser.value()));
    } else {
      parser.expect('[');
      boolean more = parser.peekToken() != ']';
      while (more) {
        consumer.accept(reader.read(parser.value()));
        more = parser.peekToken() == ',';
        if (more) {
          parser.expect(',');
        }
      }
      parser.expect(']');
    }
    if (parser.peekToken() != -1) {
      throw parser.fault("the end");
    }
  }

  /** Collects how to write and read. Not thread-safe. */
  public static final class Builder {
    private BulkDataTarget target = (path, element) -> Optional.empty();
    private BulkDataSource source =
        (tag, vr, uri) -> {
          throw new DataSetException(
              "%s: a BulkDataURI (expected: Value or InlineBinary; nothing is fetched here)"
                  .formatted(Element.format(tag)));
        };
    private JsonLimits limits = JsonLimits.DEFAULT;
    private int indent;

    private Builder() {}

    /** Where values go on writing. */
    public Builder bulkDataTarget(BulkDataTarget value) {
      target = value;
      return this;
    }

    /** Where values named by URI come from on reading. */
    public Builder bulkDataSource(BulkDataSource value) {
      source = value;
      return this;
    }

    /** The limits on reading. */
    public Builder limits(JsonLimits value) {
      limits = value;
      return this;
    }

    /** Spaces for each level on writing, with line breaks; 0 for neither. */
    public Builder indent(int spaces) {
      indent = spaces;
      return this;
    }

    /** The writer and reader. */
    public DicomJson build() {
      return new DicomJson(this);
    }
  }
}
