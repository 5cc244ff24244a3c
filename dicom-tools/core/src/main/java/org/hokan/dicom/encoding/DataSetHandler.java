package org.hokan.dicom.encoding;

import java.io.IOException;
import org.hokan.dicom.data.WireForm;

/**
 * Is told of a data set's parts as they come, so that no more than one buffer of it is ever held.
 *
 * <p>The order of calls mirrors the nesting: {@code startSequence (startItem ... endItem)*
 * endSequence}, {@code startFragments fragment* endFragments}. A value's stream is valid during the
 * call only; what a handler leaves unread is skipped.
 */
public interface DataSetHandler {

  /** An element with a value. */
  void value(ElementHeader header, ValueStream value) throws IOException;

  /** A sequence begins. */
  void startSequence(ElementHeader header) throws IOException;

  /**
   * An item of the innermost sequence begins.
   *
   * @param index 0 for the first
   * @param length the length of its elements in bytes; {@link WireForm#UNDEFINED} for undefined
   */
  void startItem(int index, long length) throws IOException;

  /** The innermost item ended; how it stood on the wire is known only now. */
  void endItem(WireForm form) throws IOException;

  /** The innermost sequence ended; how it stood on the wire is known only now. */
  void endSequence(WireForm form) throws IOException;

  /** Encapsulated data begin (PS3.5 §A.4). */
  void startFragments(ElementHeader header) throws IOException;

  /**
   * A fragment.
   *
   * @param index 0 for the Basic Offset Table
   */
  void fragment(int index, ValueStream value) throws IOException;

  /** The encapsulated data ended. */
  void endFragments(WireForm form) throws IOException;

  /** Bytes that are no element: a stray delimiter, or what is left at the end. */
  default void irregular(ElementHeader header, byte[] bytes) throws IOException {}
}
