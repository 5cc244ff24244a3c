package org.hokan.dicom.net.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.hokan.fuzz.FuzzTarget;

/** A command set. What was once written is written again as the same bytes. */
public final class CommandSetTarget implements FuzzTarget {
  @Override
  public String name() {
    return "command-set";
  }

  @Override
  public List<byte[]> seeds() {
    return GoldenCommands.all().stream().map(GoldenCommands.Golden::bytes).toList();
  }

  @Override
  public void run(byte[] input) {
    DimseMessage message;
    try {
      message = CommandSet.decode(ByteBuffer.wrap(input));
    } catch (CommandException e) {
      assertThat(e.getMessage()).contains("expected");
      e.answer().ifPresent(CommandSetTarget::lasts);
      return;
    }
    lasts(message);
  }

  private static void lasts(DimseMessage message) {
    byte[] written = CommandSet.encode(message);
    DimseMessage again = CommandSet.decode(ByteBuffer.wrap(written));
    assertThat(again.commandField()).isEqualTo(message.commandField());
    assertThat(again.hasDataSet()).isEqualTo(message.hasDataSet());
    assertThat(CommandSet.encode(again)).isEqualTo(written);
  }
}
