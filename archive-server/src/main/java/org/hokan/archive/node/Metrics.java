package org.hokan.archive.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.ingest.IngestFigures;
import org.hokan.archive.ingest.IngestOutcome;
import org.hokan.archive.storage.StorageVitals;
import org.hokan.dicom.net.service.DicomServer;

/** Figures that rooms keep anyway, as metrics. No UID and no person is ever a tag. */
final class Metrics {
  private Metrics() {}

  static void bind(MeterRegistry metrics, Rooms rooms, Ingest ingest, DicomServer dicom) {
    Gauge.builder("archive.scp.associations.open", dicom, DicomServer::associations)
        .register(metrics);
    Gauge.builder("archive.ingest.index.lag", ingest, Ingest::indexLag)
        .description("objects that are durable and not indexed yet")
        .register(metrics);
    for (IngestOutcome outcome : IngestOutcome.values()) {
      IngestFigures figures = ingest.figures();
      FunctionCounter.builder("archive.ingest.receptions", figures, f -> f.count(outcome))
          .tag("outcome", outcome.word())
          .register(metrics);
      FunctionCounter.builder("archive.ingest.duration.seconds", figures, f -> f.seconds(outcome))
          .tag("outcome", outcome.word())
          .register(metrics);
    }
    storage(metrics, rooms, "archive.storage.objects", StorageVitals::objects);
    storage(metrics, rooms, "archive.storage.bytes", StorageVitals::bytes);
    storage(metrics, rooms, "archive.storage.forces", StorageVitals::forces);
    storage(metrics, rooms, "archive.storage.failures", StorageVitals::failures);
    Gauge.builder("archive.storage.packs.open", rooms.store(), store -> store.vitals().openPacks())
        .register(metrics);
    Gauge.builder(
            "archive.storage.memory.bytes", rooms.store(), store -> store.vitals().bytesInMemory())
        .register(metrics);
  }

  private static void storage(
      MeterRegistry metrics, Rooms rooms, String name, ToDoubleFunction<StorageVitals> figure) {
    FunctionCounter.builder(name, rooms.store(), store -> figure.applyAsDouble(store.vitals()))
        .register(metrics);
  }
}
