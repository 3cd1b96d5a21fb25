package io.ringmaster.scenario.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/// Instances waiting for a context. Memory cannot shrink, so an instance serves only images of at least its own size.
final class VmPool {
  private final QuickJsModule module;
  private final int maxPages;
  private final int maxPooled;
  private final int maxPooledPages;
  private final TreeMap<Integer, Deque<QuickJsVm>> bySize = new TreeMap<>();
  private int size;

  /// @param maxPooled instances kept; with the template's size each, a few dozen cost little and absorb bursts
  /// @param maxPooledPages larger instances are left to the garbage collector
  VmPool(QuickJsModule module, int maxPages, int maxPooled, int maxPooledPages) {
    this.module = module;
    this.maxPages = maxPages;
    this.maxPooled = maxPooled;
    this.maxPooledPages = maxPooledPages;
  }

  /// An instance of at most that many pages, with somebody else's memory in it.
  QuickJsVm take(int pages) {
    synchronized (this) {
      var fitting = bySize.floorEntry(pages);
      if (fitting != null) {
        var vm = fitting.getValue().removeLast();
        if (fitting.getValue().isEmpty()) {
          bySize.remove(fitting.getKey());
        }
        size--;
        return vm;
      }
    }
    return new QuickJsVm(module, pages, maxPages);
  }

  /// Takes back an instance that is between turns and in good health.
  synchronized void give(QuickJsVm vm) {
    int pages = vm.memory().pages();
    if (size < maxPooled && pages <= maxPooledPages) {
      bySize.computeIfAbsent(pages, any -> new ArrayDeque<>()).addLast(vm);
      size++;
    }
  }

  synchronized int size() {
    return size;
  }
}
