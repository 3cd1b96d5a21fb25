package io.ringmaster.scenario.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import run.endive.runtime.Memory;
import run.endive.wasm.types.MemoryLimits;

class QuickJsMemoryTest {
  private static final int END = Memory.PAGE_SIZE;

  private final QuickJsMemory underTest = new QuickJsMemory(new MemoryLimits(1, 3));

  @Test
  void valuesAreLittleEndian() {
    QuickJsMemory.memoryWriteLong(8, 0x1122334455667788L, 4, underTest);

    assertThat(underTest.readBytes(12, 8))
        .containsExactly(0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11);
    assertThat(QuickJsMemory.memoryReadInt(12, 4, underTest)).isEqualTo(0x11223344);
    assertThat(QuickJsMemory.memoryReadShort(12, 0, underTest)).isEqualTo((short) 0x7788);
    assertThat(QuickJsMemory.memoryReadByte(0, 12, underTest)).isEqualTo((byte) 0x88);
  }

  @Test
  void numbersWithFractionsKeepTheirBits() {
    QuickJsMemory.memoryWriteDouble(0, -0.1, 24, underTest);
    QuickJsMemory.memoryWriteFloat(40, Float.MIN_VALUE, 0, underTest);

    assertThat(QuickJsMemory.memoryReadDouble(24, 0, underTest)).isEqualTo(-0.1);
    assertThat(underTest.readF64(24)).isEqualTo(Double.doubleToLongBits(-0.1));
    assertThat(QuickJsMemory.memoryReadFloat(40, 0, underTest)).isEqualTo(Float.MIN_VALUE);
  }

  /// The address is the sum of two unsigned numbers: it must not come round again to a valid one.
  @ParameterizedTest
  @CsvSource({"65533, 0", "0, 65533", "65532, 1", "-4, 8", "-2147483648, 0", "2147483647, 1"})
  void addressOutsideIsRefused(int base, int offset) {
    assertThatThrownBy(() -> QuickJsMemory.memoryReadInt(base, offset, underTest))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("65536 bytes");
    assertThatThrownBy(() -> QuickJsMemory.memoryWriteInt(base, 1, offset, underTest))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void lastBytesBelongToIt() {
    QuickJsMemory.memoryWriteInt(END - 4, 7, 0, underTest);

    assertThat(underTest.readInt(END - 4)).isEqualTo(7);
  }

  @Test
  void growsToItsMaximumAndKeepsWhatItHolds() {
    underTest.writeI32(100, 42);

    assertThat(underTest.grow(1)).isEqualTo(1);
    assertThat(underTest.grow(2)).as("beyond the maximum").isEqualTo(-1);
    assertThat(underTest.grow(1)).isEqualTo(2);

    assertThat(underTest.pages()).isEqualTo(3);
    assertThat(underTest.readInt(100)).isEqualTo(42);
    assertThat(underTest.readLong(3 * END - 8)).isZero();
    assertThatThrownBy(() -> underTest.readLong(3 * END - 7))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void overlappingBytesAreCopiedAsIfThroughABuffer() {
    underTest.write(0, new byte[] {1, 2, 3, 4, 5}, 0, 5);

    underTest.copy(1, 0, 4);

    assertThat(underTest.readBytes(0, 5)).containsExactly(1, 1, 2, 3, 4);
  }
}
