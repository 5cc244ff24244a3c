package org.hokan.archive.node;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/** A made video of any length, never held whole: fragments of a mebibyte (PS3.5 §A.4). */
final class Video {
  static final Uid SOP_CLASS = Uids.VideoEndoscopicImageStorage;
  static final Uid SYNTAX = new Uid("1.2.840.10008.1.2.4.102");
  private static final int FRAGMENT = 1 << 20;

  private final Uid study;
  private final int mebibytes;
  private final byte[] pattern = new byte[FRAGMENT];
  private final MessageDigest digest = sha256();

  Video(long seed, int mebibytes) {
    this.study = new Uid("1.2.40." + seed);
    this.mebibytes = mebibytes;
    new SplittableRandom(seed).nextBytes(pattern);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Uid study() {
    return study;
  }

  Uid instance() {
    return new Uid(study + ".1.1");
  }

  /** Of what was sent; whoever asks twice gets another. */
  byte[] digest() {
    return digest.digest();
  }

  OutgoingObject outgoing() {
    StoreSource source =
        new StoreSource() {
          @Override
          public long length() {
            return -1;
          }

          @Override
          public InputStream open() {
            return new DigestInputStream(bytes(), digest);
          }
        };
    return new OutgoingObject(SOP_CLASS, instance(), SYNTAX, source);
  }

  private InputStream bytes() {
    InputStream fragments = new SequenceInputStream(new Fragments());
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(head()),
                fragments,
                new ByteArrayInputStream(item(0xE0DD, 0)))));
  }

  private byte[] head() {
    DataSet head =
        DataSet.builder()
            .uid(Tag.SOPClassUID, SOP_CLASS)
            .uid(Tag.SOPInstanceUID, instance())
            .string(Tag.StudyDate, "20261121")
            .string(Tag.Modality, "ES")
            .string(Tag.PatientID, "V1")
            .uid(Tag.StudyInstanceUID, study)
            .uid(Tag.SeriesInstanceUID, new Uid(study + ".1"))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(head, out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // (7FE0,0010) OB, undefined length, then an empty Basic Offset Table.
    out.writeBytes(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1});
    out.writeBytes(item(0xE000, 0));
    return out.toByteArray();
  }

  private static byte[] item(int element, int length) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0xFFFE)
        .putShort((short) element)
        .putInt(length)
        .array();
  }

  /** Each an item header and the pattern. */
  private final class Fragments implements Enumeration<InputStream> {
    private int given;

    @Override
    public boolean hasMoreElements() {
      return given < mebibytes;
    }

    @Override
    public InputStream nextElement() {
      given++;
      return new SequenceInputStream(
          new ByteArrayInputStream(item(0xE000, FRAGMENT)), new ByteArrayInputStream(pattern));
    }
  }
}
