package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.hokan.fuzz.FuzzTarget;

/**
 * The bytes of an open pack that a store finds at its start. It starts and goes on, or refuses with
 * a reason; what is stored then comes after all that was found, and is read again. Of a pack
 * without damage all is found again; a damaged header with a right check, which no disk makes, may
 * claim what was acknowledged after it. An odd first byte has the checks of headers made right
 * first, so that they do not hide the rest.
 */
public final class PackTarget implements FuzzTarget {
  private static final int CHECK_FROM_END = 9;

  @Override
  public String name() {
    return "pack";
  }

  @Override
  public List<byte[]> seeds() {
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    pack.write(0);
    for (int i = 1; i <= 4; i++) {
      byte[] body = TestObjects.random(300 * i, i);
      pack.writeBytes(header(i, (i + 1) / 2, body, i == 4).toByteArray());
      pack.writeBytes(Arrays.copyOf(body, (int) TarHeader.padded(body.length)));
    }
    byte[] torn = pack.toByteArray();
    pack.writeBytes(new byte[TarHeader.TRAILER]);
    byte[] checked = pack.toByteArray();
    checked[0] = 1;
    return List.of(pack.toByteArray(), checked, Arrays.copyOf(torn, torn.length - 700));
  }

  private static ByteArrayOutputStream header(
      long sequence, long pair, byte[] body, boolean reserved) {
    EntryHeader header =
        new EntryHeader(
            sequence,
            2 * pair - 1,
            "1.2." + sequence,
            body.length,
            TestObjects.sha256(body),
            pair == 1 ? Optional.of(TestObjects.crc(body)) : Optional.empty(),
            TestObjects.ARRIVED,
            Map.of("calling", "ENDO1"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(reserved ? header.encodeReserved() : header.encode());
    return bytes;
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length < 1) {
      return;
    }
    byte[] pack = Arrays.copyOfRange(input, 1, input.length);
    if ((input[0] & 1) == 1) {
      makeChecksRight(pack);
    }
    SimulatedDisk disk = new SimulatedDisk();
    LocalPackStore store = open(disk);
    StoredObject first = TestObjects.put(store, TestObjects.ENDO, "1.2.1", new byte[100]);
    disk.powerCut(1, new SplittableRandom(1));
    replace(disk, Workload.DATA.resolve("volume").resolve(first.location().pack()), pack);
    try {
      look(disk);
    } catch (StorageException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static LocalPackStore open(SimulatedDisk disk) {
    return LocalPackStore.open(
        Workload.settings(), new TestClock(), disk, new ManualExecutor().direct().workers());
  }

  private static void replace(SimulatedDisk disk, Path path, byte[] content) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.WRITE)) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(content), 0);
      file.force(true);
    }
  }

  private static void look(SimulatedDisk disk) {
    LocalPackStore store = open(disk);
    List<StoredObject> found = replay(store);
    boolean whole = store.verify(progress -> {}).damages().isEmpty();
    StoredObject next = TestObjects.put(store, TestObjects.ENDO, "9.9", new byte[100]);
    assertThat(TestObjects.read(store, next.location())).hasSize(100);
    assertThat(found).allMatch(object -> object.sequence() < next.sequence());
    store.close();
    LocalPackStore again = open(disk);
    assertThat(TestObjects.read(again, next.location())).hasSize(100);
    List<StoredObject> foundAgain = replay(again);
    if (whole) {
      found.add(next);
      assertThat(foundAgain).isEqualTo(found);
    }
  }

  private static List<StoredObject> replay(LocalPackStore store) {
    List<StoredObject> found = new ArrayList<>();
    store.replay(Map.of(), PackFiles.stepOver(found, new AtomicInteger()));
    return found;
  }

  /** Writes the sums and checks that what looks like a header should have. */
  private static void makeChecksRight(byte[] pack) {
    for (int at = 0; at + TarHeader.BLOCK <= pack.length; at += TarHeader.BLOCK) {
      if (pack[at + 257] == 'u' && pack[at + 156] == TarHeader.FILE) {
        makeSumRight(pack, at);
      }
    }
    for (int at = 0; at + TarHeader.BLOCK <= pack.length; at += TarHeader.BLOCK) {
      if (pack[at + 257] == 'u' && pack[at + 156] == TarHeader.PAX) {
        makeCheckRight(pack, at);
        makeSumRight(pack, at);
      }
    }
  }

  private static void makeSumRight(byte[] pack, int at) {
    Arrays.fill(pack, at + 148, at + 156, (byte) ' ');
    int sum = 0;
    for (int i = at; i < at + TarHeader.BLOCK; i++) {
      sum += pack[i] & 0xFF;
    }
    put(pack, at + 148, "%06o\0 ".formatted(sum));
  }

  private static void makeCheckRight(byte[] pack, int at) {
    long length = TarHeader.length(pack, at).orElse(0);
    long file = at + TarHeader.BLOCK + TarHeader.padded(length);
    if (length < 100 || file + TarHeader.BLOCK > pack.length) {
      return;
    }
    int end = at + TarHeader.BLOCK + (int) length;
    int checkRecord = 3 + (EntryHeader.PREFIX + "check").length() + 1 + CHECK_FROM_END;
    CRC32C crc = new CRC32C();
    crc.update(pack, at + TarHeader.BLOCK, (int) length - checkRecord);
    crc.update(pack, (int) file, TarHeader.BLOCK);
    put(pack, end - CHECK_FROM_END, "%08x".formatted(crc.getValue()));
  }

  private static void put(byte[] pack, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, pack, at, bytes.length);
  }
}
