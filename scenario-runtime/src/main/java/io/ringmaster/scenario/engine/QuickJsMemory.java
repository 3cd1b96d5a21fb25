package io.ringmaster.scenario.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

/// The linear memory of one instance: one array, little-endian.
///
/// Endive's own is an array of pages, each access of which costs the Java compiler some forty nodes; QuickJS's interpreter loop has 1,800
/// of them in one method. The static methods here are what the build puts in the place of Endive's (`LeanCode`): one bounds check, one move.
/// They are spelled out, over 35 bytes each, on purpose: that is what C1 takes into its callers, and thousands of copies exhaust it; C2 takes
/// them where they are hot. An address outside the memory is an [IndexOutOfBoundsException], which costs the script its context.
///
/// For one thread at a time: nothing waits here, nothing is atomic.
@SuppressWarnings("removal") // the interface still asks for what it is about to drop
final class QuickJsMemory implements Memory {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private final MemoryLimits limits;
  private int pages;

  /// May be longer than the pages: what grows does so often, and each time would copy all.
  private byte[] bytes;

  private DataSegment @Nullable [] segments;

  // What the parts of a function hand to its rest, see Part in src/build. As many as are needed;
  // with fewer nothing runs at all.
  int i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11;
  long l0, l1;
  double d0, d1;

  QuickJsMemory(MemoryLimits limits) {
    this.limits = limits;
    pages = limits.initialPages();
    bytes = new byte[Memory.bytes(pages)];
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  // --- Called by the code made from quickjs.wasm
  // ----------------------------------------------------------------------

  static byte memoryReadByte(int base, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 1) throw outside(base, offset, bytes);
    return bytes[address];
  }

  static short memoryReadShort(int base, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 2) throw outside(base, offset, bytes);
    return (short) SHORT.get(bytes, address);
  }

  static int memoryReadInt(int base, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 4) throw outside(base, offset, bytes);
    return (int) INT.get(bytes, address);
  }

  static long memoryReadLong(int base, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 8) throw outside(base, offset, bytes);
    return (long) LONG.get(bytes, address);
  }

  static float memoryReadFloat(int base, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 4) throw outside(base, offset, bytes);
    return (float) FLOAT.get(bytes, address);
  }

  static double memoryReadDouble(int base, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 8) throw outside(base, offset, bytes);
    return (double) DOUBLE.get(bytes, address);
  }

  static void memoryWriteByte(int base, byte value, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 1) throw outside(base, offset, bytes);
    bytes[address] = value;
  }

  static void memoryWriteShort(int base, short value, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 2) throw outside(base, offset, bytes);
    SHORT.set(bytes, address, value);
  }

  static void memoryWriteInt(int base, int value, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 4) throw outside(base, offset, bytes);
    INT.set(bytes, address, value);
  }

  static void memoryWriteLong(int base, long value, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 8) throw outside(base, offset, bytes);
    LONG.set(bytes, address, value);
  }

  static void memoryWriteFloat(int base, float value, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 4) throw outside(base, offset, bytes);
    FLOAT.set(bytes, address, value);
  }

  static void memoryWriteDouble(int base, double value, int offset, Memory memory) {
    var bytes = ((QuickJsMemory) memory).bytes;
    int address = base + offset;
    if ((base | address) < 0 || address > bytes.length - 8) throw outside(base, offset, bytes);
    DOUBLE.set(bytes, address, value);
  }

  private static IndexOutOfBoundsException outside(int base, int offset, byte[] bytes) {
    return new IndexOutOfBoundsException(
        "address %d + %d in a memory of %d bytes"
            .formatted(Integer.toUnsignedLong(base), offset, bytes.length));
  }

  // --- Size
  // -----------------------------------------------------------------------------------------------------------

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public int grow(int more) {
    int before = pages;
    if (more < 0 || more > maximumPages() - before) {
      return -1;
    }
    pages = before + more;
    if (Memory.bytes(pages) > bytes.length) {
      int roomy = Math.min(maximumPages(), Math.max(pages, before + before / 2));
      bytes = Arrays.copyOf(bytes, Memory.bytes(roomy));
    }
    return before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
  }

  // --- In bulk
  // --------------------------------------------------------------------------------------------------------

  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] data) {
    initialize(instance, data, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] data, int index) {
    segments = data;
    if (data == null) {
      return;
    }
    for (int i = 0; i < data.length; i++) {
      if (data[i] instanceof ActiveDataSegment active && active.index() == index) {
        int at =
            (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        write(at, active.data(), 0, active.data().length);
        drop(i);
      }
    }
  }

  @Override
  public void initPassiveSegment(int segment, int to, int from, int length) {
    if (segments == null) {
      throw new IndexOutOfBoundsException("the module has no data segment " + segment);
    }
    write(to, segments[segment].data(), from, length);
  }

  @Override
  public void drop(int segment) {
    if (segments != null) {
      segments[segment] = PassiveDataSegment.EMPTY;
    }
  }

  @Override
  public void write(int address, byte[] data, int offset, int length) {
    System.arraycopy(data, offset, bytes, address, length);
  }

  @Override
  public byte[] readBytes(int address, int length) {
    Objects.checkFromIndexSize(address, length, bytes.length);
    return Arrays.copyOfRange(bytes, address, address + length);
  }

  @Override
  public void zero() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public void fill(byte value, int from, int to) {
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void copy(int to, int from, int length) {
    System.arraycopy(bytes, from, bytes, to, length);
  }

  // --- One value
  // ------------------------------------------------------------------------------------------------------

  @Override
  public byte read(int address) {
    return bytes[address];
  }

  @Override
  public short readShort(int address) {
    return (short) SHORT.get(bytes, address);
  }

  @Override
  public long readU16(int address) {
    return Short.toUnsignedLong(readShort(address));
  }

  @Override
  public int readInt(int address) {
    return (int) INT.get(bytes, address);
  }

  @Override
  public long readLong(int address) {
    return (long) LONG.get(bytes, address);
  }

  @Override
  public float readFloat(int address) {
    return (float) FLOAT.get(bytes, address);
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public double readDouble(int address) {
    return (double) DOUBLE.get(bytes, address);
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public void writeByte(int address, byte value) {
    bytes[address] = value;
  }

  @Override
  public void writeShort(int address, short value) {
    SHORT.set(bytes, address, value);
  }

  @Override
  public void writeI32(int address, int value) {
    INT.set(bytes, address, value);
  }

  @Override
  public void writeLong(int address, long value) {
    LONG.set(bytes, address, value);
  }

  @Override
  public void writeF32(int address, float value) {
    FLOAT.set(bytes, address, value);
  }

  @Override
  public void writeF64(int address, double value) {
    DOUBLE.set(bytes, address, value);
  }

  // --- Threads: there is one
  // ------------------------------------------------------------------------------------------

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Object lock(int address) {
    return this;
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException("nothing waits in a memory that is not shared");
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException("nothing waits in a memory that is not shared");
  }

  @Override
  public int notify(int address, int most) {
    return 0;
  }
}
