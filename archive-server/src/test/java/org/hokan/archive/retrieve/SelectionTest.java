package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Located;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final int MANY = 3 * Selection.PAGE + 7;

  private final List<Integer> pages = new ArrayList<>();
  private final AtomicInteger gone = new AtomicInteger();

  @Test
  void whatIsMoreThanAPageIsReadPageByPageInItsOrder() {
    Selection selection = selection(ids -> ids);

    assertThat(read(selection)).containsExactlyElementsOf(numbers(MANY));
    assertThat(pages).containsExactly(Selection.PAGE, Selection.PAGE, 7);
    assertThat(gone).hasValue(0);
  }

  @Test
  void aPageIsReadOnlyWhenItsTurnComes() {
    Selection selection = selection(ids -> ids);

    selection.read(gone::addAndGet).next();

    assertThat(pages).isEmpty();
  }

  @Test
  void whatIsNotKeptAnyMoreIsLeftOutAndCounted() {
    Selection selection = selection(ids -> ids.stream().filter(id -> id % 2 == 0).toList());

    List<Long> read = read(selection);

    assertThat(selection.size()).isEqualTo(MANY);
    assertThat(read).hasSize(MANY - gone.get());
    assertThat(gone).hasValue(Selection.PAGE + 3);
  }

  /**
   * Of the numbers from 0.
   *
   * @param kept those of a page that are there still
   */
  private Selection selection(UnaryOperator<List<Long>> kept) {
    Selection selection =
        new Selection(
            ids -> {
              pages.add(ids.size());
              return kept.apply(ids).stream().map(SelectionTest::row).toList();
            });
    numbers(MANY).forEach(id -> selection.add(new Located(id, row(id))));
    return selection;
  }

  private List<Long> read(Selection selection) {
    List<Long> read = new ArrayList<>();
    selection.read(gone::addAndGet).forEachRemaining(row -> read.add(row.sequence()));
    return read;
  }

  private static List<Long> numbers(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static InstanceRow row(long number) {
    return new InstanceRow(
        "demo",
        new Uid("1.2.3"),
        new Uid("1.2.3.1"),
        new Uid("1.2.3.1." + number),
        Uids.VLEndoscopicImageStorage,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        "0".repeat(64),
        new StoredAt("volume-1", "packs/demo/ECONOMY/000001.tar", 512, 100),
        Instant.EPOCH,
        new Sender("ENDO1", "HOKAN", "127.0.0.1"),
        new Decided("ECONOMY", "", 0, "", 0, "", ""),
        Optional.empty(),
        number);
  }
}
