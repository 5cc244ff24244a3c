package org.hokan.archive.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one snapshot to several volumes; one that fails is left out and asked again later. */
final class SnapshotWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
  private static final int CHUNK = 1 << 20;

  private final List<VolumeWriter> volumes;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private @Nullable Header header;
  private Chain chain = new Chain(Chain.START);
  private long rows;

  SnapshotWriter(List<VolumeWriter> volumes) {
    this.volumes = new ArrayList<>(volumes);
  }

  void begin(Header begin) {
    header = begin;
    each(volume -> chain = volume.beginSnapshot(begin));
  }

  /** Whether any volume takes it still. */
  boolean isWanted() {
    return !volumes.isEmpty();
  }

  void row(String json) {
    rows++;
    add(Line.sealed(chain, Line.change(rows, json)));
    if (buffer.size() > CHUNK) {
      write();
    }
  }

  void end(Instant now) {
    Header begin = header;
    if (begin == null) {
      throw new IllegalStateException("snapshot: was not begun");
    }
    add(Line.sealed(chain, Line.end(rows, now)));
    write();
    each(volume -> volume.endSnapshot(begin));
    volumes.forEach(
        volume ->
            LOG.info(
                "Journal in {}: snapshot of {} rows at change {}",
                volume.folder(),
                rows,
                begin.number()));
  }

  /** Ends what was begun and has not ended; otherwise does nothing. */
  void abandon() {
    volumes.forEach(VolumeWriter::abandonSnapshot);
  }

  private void add(Line line) {
    buffer.writeBytes(line.text().getBytes(StandardCharsets.UTF_8));
    buffer.write('\n');
  }

  private void write() {
    each(volume -> volume.appendSnapshot(ByteBuffer.wrap(buffer.toByteArray())));
    buffer.reset();
  }

  private interface Work {
    void on(VolumeWriter volume) throws IOException;
  }

  private void each(Work work) {
    for (VolumeWriter volume : List.copyOf(volumes)) {
      try {
        work.on(volume);
      } catch (IOException e) {
        volumes.remove(volume);
        volume.failSnapshot(e);
      }
    }
  }
}
