package org.hokan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.index.ArrivedInstance;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.IndexQuery;
import org.hokan.archive.index.QueryRoot;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The studies of a patient, asked by Patient ID as a viewer asks (PS3.4 §C.6.2.1), in an index on
 * H2 of 500 patients with two studies of ten images each; without the network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class PatientQuery {
  private static final int PATIENTS = 500;
  private static final int STUDIES = 2;
  private static final int IMAGES = 10;

  private Path folder = Path.of("");
  private int patient;

  @SuppressWarnings("NullAway.Init") // by fill, before anything else
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private Index index;

  @Setup
  public void fill() throws IOException {
    folder = Temporary.folder();
    database = Database.open(DatabaseSettings.h2(folder.resolve("index")), Index.entities());
    index = new Index(database);
    for (int p = 0; p < PATIENTS; p++) {
      List<ArrivedInstance> batch = new ArrayList<>();
      for (int i = 0; i < STUDIES * IMAGES; i++) {
        batch.add(image(p, p * STUDIES + i / IMAGES, i));
      }
      database.run(tx -> index.add(tx, batch));
    }
  }

  private static ArrivedInstance image(int patient, int study, int image) {
    Uid instance = Uid.of("2.25.3%06d%03d".formatted(study, image));
    DataSet head =
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, instance)
            .string(Tag.StudyDate, "20261120")
            .string(Tag.StudyTime, "101500")
            .string(Tag.AccessionNumber, "A" + study)
            .string(Tag.Modality, "ES")
            .string(Tag.StudyDescription, "COLONOSCOPY")
            .string(Tag.PatientName, "PATIENT" + patient + "^SYNTHETIC")
            .string(Tag.PatientID, "P" + patient)
            .uid(Tag.StudyInstanceUID, Uid.of("2.25.1%06d".formatted(study)))
            .uid(Tag.SeriesInstanceUID, Uid.of("2.25.2%06d".formatted(study)))
            .string(Tag.InstanceNumber, Integer.toString(image + 1))
            .build();
    return new ArrivedInstance(
        "bench",
        Uids.VLEndoscopicImageStorage,
        instance,
        TransferSyntax.JPEG_BASELINE_8BIT.uid(),
        head,
        "digest of " + instance,
        new StoredAt("volume", "packs/bench/ECONOMY/1.tar", 512, 277_000),
        Instant.EPOCH,
        new Sender("ENDO1", "HOKAN", "127.0.0.1"),
        new Decided("ECONOMY", "bench-1", 1, "", 0, "", ""),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  @TearDown
  public void close() throws IOException {
    database.close();
    Temporary.delete(folder);
  }

  @Benchmark
  public List<DataSet> studiesOfAPatient() {
    patient = (patient + 7) % PATIENTS;
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .string(Tag.PatientID, "P" + patient)
            .empty(Tag.PatientName)
            .empty(Tag.StudyInstanceUID)
            .empty(Tag.StudyDate)
            .empty(Tag.AccessionNumber)
            .empty(Tag.NumberOfStudyRelatedInstances)
            .build();
    List<DataSet> found = new ArrayList<>();
    index.query(
        IndexQuery.builder("bench", QueryRoot.STUDY, keys).retrieveAeTitle("HOKAN").build(),
        found::add);
    if (found.size() != STUDIES) {
      throw new IllegalStateException(found.size() + " studies (expected: " + STUDIES + ")");
    }
    return found;
  }
}
