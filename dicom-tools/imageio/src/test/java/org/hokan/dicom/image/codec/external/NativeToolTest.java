package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.junit.jupiter.api.Test;

class NativeToolTest {
  private static final NativeTool.Budget SMALL = new NativeTool.Budget(1L << 30, 4096, 1);

  @Test
  void whatTheProgramWritesIsTheResult() {
    byte[] result = run("cp", new byte[] {1, 2, 3}, "", NativeTool.INPUT, NativeTool.OUTPUT);

    assertThat(result).containsExactly(1, 2, 3);
  }

  @Test
  void aMissingProgramNamesThePackageToInstall() {
    NativeTool missing = new NativeTool("djxl", "libjxl-tools", "/nonexistent");

    assertThat(missing.unavailable()).hasValue("install libjxl-tools (Debian package): no djxl");
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> missing.run(work(new byte[0], "", "x"), SMALL, Reason.DAMAGED))
        .matches(refused -> refused.reason() == Reason.UNAVAILABLE);
  }

  @Test
  void aProgramThatDoesNotEndIsStopped() {
    assertFails("sleep", Reason.TIME, "60");
  }

  @Test
  void aProgramThatWritesTooMuchIsStopped() {
    assertFails("dd", Reason.LIMIT, "if=/dev/zero", "bs=1024", "count=100", "of=" + "/dev/stdout");
  }

  @Test
  void aProgramThatTakesTooMuchMemoryIsRefusedIt() {
    assertFails("dd", Reason.DAMAGED, "if=/dev/zero", "bs=3G", "count=1");
  }

  @Test
  void aCrashIsAnAnswer() {
    assertFails("sh", Reason.FAILED, "-c", "kill -SEGV $$");
  }

  @Test
  void aRefusalHasTheReasonOfTheCaller() {
    assertFails("false", Reason.DAMAGED);
  }

  @Test
  void successWithoutItsProofIsNone() {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> run("cp", new byte[1], "Done.", NativeTool.INPUT, NativeTool.OUTPUT))
        .matches(failed -> failed.reason() == Reason.DAMAGED);
  }

  @Test
  void anInterruptedCallerStopsTheProgram() {
    Thread.currentThread().interrupt();
    try {
      assertFails("sleep", Reason.INTERRUPTED, "60");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void assertFails(String command, Reason reason, String... arguments) {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> run(command, new byte[0], "", arguments))
        .satisfies(failed -> assertThat(failed.reason()).isEqualTo(reason));
  }

  private static byte[] run(String command, byte[] input, String proof, String... arguments) {
    return new NativeTool(command, "coreutils")
        .run(work(input, proof, arguments), SMALL, Reason.DAMAGED);
  }

  private static NativeTool.Work work(byte[] input, String proof, String... arguments) {
    return new NativeTool.Work(input, "in", "out", List.of(arguments), proof);
  }
}
