package io.ringmaster.scenario.engine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import run.endive.runtime.Memory;

/// The memory of a context as what differs from the template: page count, stack pointer, then runs of (address, length, bytes) up to address -1.
final class MemoryDelta {
  /// Differences are looked for in steps of this many bytes: smaller steps find fewer equal bytes to carry but need more run headers.
  private static final int STEP = 64;

  private static final byte[] ZEROS = new byte[Memory.PAGE_SIZE];

  private MemoryDelta() {}

  static byte[] encode(QuickJsVm vm, QuickJsTemplate template) {
    var memory = vm.memory();
    int pages = memory.pages();
    var out = new Growing();
    out.putInt(pages);
    out.putInt(vm.stackPointer());
    for (int page = 0; page < pages; page++) {
      int start = page * Memory.PAGE_SIZE;
      var now = memory.readBytes(start, Memory.PAGE_SIZE);
      boolean inTemplate = start < template.image().length;
      encodePage(now, start, inTemplate ? template.image() : ZEROS, inTemplate ? start : 0, out);
    }
    out.putInt(-1);
    return out.toArray();
  }

  private static void encodePage(byte[] now, int start, byte[] before, int offset, Growing out) {
    int at = 0;
    while (at < now.length) {
      int skip = Arrays.mismatch(now, at, now.length, before, offset + at, offset + now.length);
      if (skip < 0) {
        return;
      }
      int from = (at + skip) & -STEP;
      int to = from + STEP;
      while (to < now.length
          && !Arrays.equals(now, to, to + STEP, before, offset + to, offset + to + STEP)) {
        to += STEP;
      }
      out.putInt(start + from);
      out.putInt(to - from);
      out.put(now, from, to - from);
      at = to;
    }
  }

  /// How many pages an instance needs to take the delta.
  static int pages(byte[] delta) {
    return ByteBuffer.wrap(delta).getInt();
  }

  /// Overwrites all of the instance's memory: nothing of whoever used it before remains.
  static void apply(byte[] delta, QuickJsVm vm, QuickJsTemplate template) {
    var in = ByteBuffer.wrap(delta);
    load(template, vm, in.getInt());
    try {
      vm.stackPointer(in.getInt());
      for (int address = in.getInt(); address >= 0; address = in.getInt()) {
        int length = in.getInt();
        vm.memory().write(address, delta, in.position(), length);
        in.position(in.position() + length);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IllegalStateException("a memory delta ends in the middle", e);
    }
  }

  /// Fills the instance with the template.
  static void load(QuickJsTemplate template, QuickJsVm vm, int pages) {
    var memory = vm.memory();
    int missing = pages - memory.pages();
    if (missing < 0 || memory.grow(missing) < 0) {
      throw new IllegalStateException(
          "an instance of " + memory.pages() + " pages cannot take " + pages);
    }
    memory.write(0, template.image(), 0, template.image().length);
    for (int page = template.pages(); page < pages; page++) {
      memory.write(page * Memory.PAGE_SIZE, ZEROS, 0, ZEROS.length);
    }
    vm.stackPointer(template.stackPointer());
  }

  /// Bytes appended to an array that doubles.
  private static final class Growing {
    private ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);

    void putInt(int value) {
      reserve(Integer.BYTES);
      buffer.putInt(value);
    }

    void put(byte[] bytes, int from, int length) {
      reserve(length);
      buffer.put(bytes, from, length);
    }

    byte[] toArray() {
      return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void reserve(int more) {
      if (buffer.remaining() < more) {
        int size = Math.max(buffer.capacity() * 2, buffer.position() + more);
        buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
      }
    }
  }
}
