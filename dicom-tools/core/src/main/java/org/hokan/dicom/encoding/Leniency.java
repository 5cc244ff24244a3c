package org.hokan.dicom.encoding;

/**
 * What real objects do against the standard, and the readers put up with. A reader reports each
 * kind that it met; none of them is worth refusing an object for.
 */
public enum Leniency {
  /** A value of odd length (PS3.5 §7.1.1 wants even ones). Kept as it is. */
  ODD_LENGTH,
  /** A tag after a greater one, or the same again (PS3.5 §7.1). The last of equal ones counts. */
  TAGS_NOT_ASCENDING,
  /** A VR of another kind than the dictionary's. The object's own is used. */
  VR_OTHER_THAN_DICTIONARY,
  /** Two letters that are no VR known here. Read as PS3.5 §6.2 has future VRs: like UN. */
  UNKNOWN_VR,
  /** Something that is no VR at all where one should stand; the lengths show what was meant. */
  INVALID_VR,
  /** An element without VR in a data set with explicit VRs. */
  IMPLICIT_ELEMENT,
  /** A 16-bit length with a VR that needs a 32-bit one (PS3.5 §7.1.2). */
  SHORT_LENGTH_WITH_LONG_VR,
  /** Reserved bytes between VR and length that are not 0. */
  RESERVED_NOT_ZERO,
  /** A sequence with a length, closed by a delimiter nevertheless, or an item likewise. */
  NEEDLESS_DELIMITER,
  /** An item delimiter where no item is open. */
  STRAY_DELIMITER,
  /** A delimiter whose length is not 0. */
  DELIMITER_WITH_LENGTH,
  /** An item or a sequence of undefined length that ends without its delimiter. */
  MISSING_DELIMITER,
  /** A sequence or item whose length is not that of what is in it. */
  WRONG_LENGTH,
  /** A sequence by its VR whose value is no item. Kept as bytes. */
  SEQUENCE_WITHOUT_ITEMS,
  /** Explicit VRs although the transfer syntax says implicit. */
  EXPLICIT_DECLARED_IMPLICIT,
  /** No VRs although the transfer syntax says explicit. */
  IMPLICIT_DECLARED_EXPLICIT,
  /** The other byte order than the transfer syntax says. */
  OTHER_BYTE_ORDER,
  /** Not deflated although the transfer syntax says so. */
  NOT_DEFLATED,
  /** Deflated with the zlib header that PS3.5 §A.5 does not have. */
  ZLIB_HEADER,
  /** Fewer bytes after the last element than an element has. Kept. */
  TRAILING_BYTES,
  /** The last element is cut off; kept as far as it goes, if {@link ReadLimits} allows that. */
  TRUNCATED,
  /** No preamble and prefix before the meta information (PS3.10 §7.1). */
  MISSING_PREAMBLE,
  /** No meta information; the transfer syntax is guessed from the first element. */
  MISSING_META_INFORMATION,
  /** No length of the meta information (0002,0000). */
  MISSING_META_GROUP_LENGTH,
  /** A length of the meta information that is not that of what is in it. */
  WRONG_META_GROUP_LENGTH,
  /** No usable transfer syntax in the meta information; guessed from the first element. */
  MISSING_TRANSFER_SYNTAX
}
