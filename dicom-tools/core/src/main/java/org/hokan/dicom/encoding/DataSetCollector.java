package org.hokan.dicom.encoding;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Layout;

/** Builds a data set out of what a parser tells. */
final class DataSetCollector implements DataSetHandler {

  private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

  private final ReadLimits limits;
  private final long omitValuesOver;
  private final Deque<OpenSequence> sequences = new ArrayDeque<>();
  private OpenDataSet current = new OpenDataSet(SpecificCharacterSet.DEFAULT);
  private List<byte[]> fragments = List.of();
  private List<WireForm> fragmentForms = List.of();
  private ElementHeader fragmentsHeader =
      new ElementHeader(0, VR.OB, 0, 0, 0, Layout.ANY, WireForm.PLAIN);
  private long total;

  DataSetCollector(ReadLimits limits, long omitValuesOver) {
    this.limits = limits;
    this.omitValuesOver = omitValuesOver;
  }

  private static final class OpenDataSet {
    private final List<Element> elements = new ArrayList<>();
    private SpecificCharacterSet characterSet;

    OpenDataSet(SpecificCharacterSet inherited) {
      this.characterSet = inherited;
    }
  }

  private record OpenSequence(
      ElementHeader header, OpenDataSet parent, List<DataSet> items, List<WireForm> forms) {}

  DataSet dataSet() {
    return DataSet.asRead(current.elements, current.characterSet);
  }

  @Override
  public void value(ElementHeader header, ValueStream value) throws IOException {
    if (header.length() > omitValuesOver) {
      return;
    }
    byte[] bytes = bytes(header, value);
    ValueElement element =
        ValueElement.asRead(header.tag(), header.vr(), bytes, form(header, bytes.length));
    if (header.tag() == SPECIFIC_CHARACTER_SET && bytes.length > 0) {
      DataSet alone = DataSet.asRead(List.of(element), SpecificCharacterSet.DEFAULT);
      current.characterSet = alone.characterSet();
    }
    current.elements.add(element);
  }

  private byte[] bytes(ElementHeader header, ValueStream value) throws IOException {
    long length = value.length();
    total += length;
    if (length > limits.maxValueLength() || total > limits.maxTotalLength()) {
      throw tooLong(header, length);
    }
    return value.readAllBytes();
  }

  private DataSetException tooLong(ElementHeader header, long length) {
    return length > limits.maxValueLength()
        ? Faults.at(
            header.tag(),
            header.offset(),
            length + " bytes",
            "at most " + limits.maxValueLength() + " in memory")
        : Faults.at(
            header.tag(),
            header.offset(),
            total + " bytes of values so far",
            "at most " + limits.maxTotalLength() + " in memory");
  }

  /** A value that was cut off keeps the length that its header gave. */
  private static WireForm form(ElementHeader header, int length) {
    WireForm form = header.form();
    if (length == header.length() || form.layout() != Layout.ANY) {
      return form;
    }
    return Forms.canonical(header);
  }

  @Override
  public void startSequence(ElementHeader header) {
    sequences.push(new OpenSequence(header, current, new ArrayList<>(), new ArrayList<>()));
  }

  @Override
  public void startItem(int index, long length) {
    current = new OpenDataSet(sequences.element().parent().characterSet);
  }

  @Override
  public void endItem(WireForm form) {
    OpenSequence sequence = sequences.element();
    sequence.items().add(DataSet.asRead(current.elements, current.characterSet));
    sequence.forms().add(form);
    current = sequence.parent();
  }

  @Override
  public void endSequence(WireForm form) {
    OpenSequence sequence = sequences.pop();
    current = sequence.parent();
    ElementHeader header = sequence.header();
    current.elements.add(
        new SequenceElement(
            header.tag(),
            header.vr(),
            sequence.items(),
            form,
            Forms.unlessPlain(sequence.forms())));
  }

  @Override
  public void startFragments(ElementHeader header) {
    fragments = new ArrayList<>();
    fragmentForms = new ArrayList<>();
    fragmentsHeader = header;
  }

  @Override
  public void fragment(int index, ValueStream value) throws IOException {
    byte[] bytes = bytes(fragmentsHeader, value);
    fragments.add(bytes);
    fragmentForms.add(
        bytes.length == value.length()
            ? WireForm.PLAIN
            : WireForm.item(fragmentsHeader.layout(), value.length(), WireForm.NO_DELIMITER));
  }

  @Override
  public void endFragments(WireForm form) {
    current.elements.add(
        new FragmentsElement(
            fragmentsHeader.tag(),
            fragmentsHeader.vr(),
            fragments,
            form,
            Forms.unlessPlain(fragmentForms)));
    fragments = List.of();
  }

  @Override
  public void irregular(ElementHeader header, byte[] bytes) {
    current.elements.add(ValueElement.asRead(header.tag(), header.vr(), bytes, header.form()));
  }
}
