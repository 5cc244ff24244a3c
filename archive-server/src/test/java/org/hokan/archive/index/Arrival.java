package org.hokan.archive.index;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;

/** Makes arrivals for tests: an endoscope's image of one patient unless told otherwise. */
final class Arrival {
  static final Uid ENDOSCOPIC = Uid.of("1.2.840.10008.5.1.4.1.1.77.1.1");
  static final Uid JPEG = Uid.of("1.2.840.10008.1.2.4.50");
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final DataSet.Builder head = DataSet.builder();
  private final String sopInstanceUid;
  private Uid sopClass = ENDOSCOPIC;
  private String facility = "demo";
  private String digest;
  private Instant arrived = NOON;
  private long length = 1000;
  private Optional<String> quarantine = Optional.empty();
  private Optional<Recompressed> recompressed = Optional.empty();
  private Optional<Predecessor> predecessor = Optional.empty();
  private long sequence;

  private Arrival(String sopInstanceUid) {
    this.sopInstanceUid = sopInstanceUid;
    this.digest = "digest of " + sopInstanceUid;
    with(Tag.PatientID, "12345").with(Tag.PatientName, "Yamada^Tarou");
    with(Tag.StudyInstanceUID, "1.2.1").with(Tag.SeriesInstanceUID, "1.2.1.1");
    with(Tag.Modality, "ES");
  }

  static Arrival of(String sopInstanceUid) {
    return new Arrival(sopInstanceUid);
  }

  /** An arrival with exactly this head. */
  static ArrivedInstance of(String facility, DataSet head) {
    Uid uid = head.uid(Tag.SOPInstanceUID).orElseThrow();
    Arrival arrival = new Arrival(uid.value()).in(facility);
    arrival.sopClass = head.uid(Tag.SOPClassUID).orElse(ENDOSCOPIC);
    return arrival.make(head);
  }

  Arrival with(int tag, String... values) {
    head.strings(tag, Arrays.asList(values));
    return this;
  }

  Arrival without(int tag) {
    head.remove(tag);
    return this;
  }

  Arrival in(String code) {
    facility = code;
    return this;
  }

  Arrival patient(String id) {
    return with(Tag.PatientID, id);
  }

  Arrival study(String uid) {
    return with(Tag.StudyInstanceUID, uid);
  }

  Arrival series(String uid) {
    return with(Tag.SeriesInstanceUID, uid);
  }

  Arrival sopClass(Uid uid) {
    sopClass = uid;
    return this;
  }

  Arrival digest(String value) {
    digest = value;
    return this;
  }

  Arrival at(Instant moment) {
    arrived = moment;
    return this;
  }

  Arrival length(long bytes) {
    length = bytes;
    return this;
  }

  Arrival quarantine(String reason) {
    quarantine = Optional.of(reason);
    return this;
  }

  /** The turn in which it came. */
  Arrival turn(long value) {
    sequence = value;
    return this;
  }

  /** A smaller form of what came in that turn. */
  Arrival recompressed(long sequenceOfOriginal) {
    recompressed =
        Optional.of(
            new Recompressed(
                Uid.of("1.2.840.10008.1.2.4.111"), "digest of the form", 2000, "a recipe"));
    sequence = sequenceOfOriginal;
    return this;
  }

  /** What takes the place of another one, having lost something. */
  Arrival successorOf(ArrivedInstance before) {
    predecessor =
        Optional.of(
            new Predecessor(
                before.sopInstanceUid(), before.digest(), before.at().length(), before.sequence()));
    sequence = before.sequence();
    return this;
  }

  ArrivedInstance make() {
    return make(
        head.string(Tag.SOPInstanceUID, sopInstanceUid)
            .string(Tag.SOPClassUID, sopClass.value())
            .build());
  }

  /** Of its bytes nothing can be believed. */
  ArrivedInstance makeDamaged() {
    return make(DataSet.empty());
  }

  private ArrivedInstance make(DataSet attributes) {
    return new ArrivedInstance(
        facility,
        sopClass,
        Uid.of(sopInstanceUid),
        JPEG,
        attributes,
        digest,
        new StoredAt("volume-1", facility + "/ECONOMY/000001.tar", 512, length),
        arrived,
        new Sender("ENDO1", "HOKAN", "127.0.0.1"),
        new Decided("ECONOMY", facility + "-1", 2, "stills", 3, "P10Y", "lossless"),
        quarantine,
        recompressed,
        predecessor,
        sequence);
  }
}
