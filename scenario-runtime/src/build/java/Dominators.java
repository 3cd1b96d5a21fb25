import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The tree of immediate dominators, by the iterative algorithm of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
final class Dominators {
  private final ControlFlow flow;
  private final List<Integer> postOrder = new ArrayList<>();
  private final int[] number;
  private final int[] immediate;

  private final List<List<Integer>> children = new ArrayList<>();

  Dominators(ControlFlow flow) {
    this.flow = flow;
    number = new int[flow.size()];
    immediate = new int[flow.size()];
    Arrays.fill(immediate, -1);
    walk();
    solve();
    for (int block = 0; block < flow.size(); block++) {
      children.add(new ArrayList<>());
    }
    for (int block = 1; block < flow.size(); block++) {
      children.get(immediate[block]).add(block);
    }
  }

  /// The blocks that a block dominates with no other in between.
  List<Integer> children(int block) {
    return children.get(block);
  }

  /// All blocks that cannot be reached without passing `block`, itself included.
  BitSet subtree(int block) {
    var all = new BitSet();
    var todo = new ArrayDeque<Integer>();
    todo.add(block);
    while (!todo.isEmpty()) {
      int each = todo.remove();
      all.set(each);
      todo.addAll(children.get(each));
    }
    return all;
  }

  private void walk() {
    record Step(int block, int next) {}
    var seen = new BitSet();
    var path = new ArrayDeque<Step>();
    path.push(new Step(0, 0));
    seen.set(0);
    while (!path.isEmpty()) {
      var top = path.pop();
      var successors = flow.successors(top.block);
      if (top.next < successors.length) {
        path.push(new Step(top.block, top.next + 1));
        int next = successors[top.next];
        if (!seen.get(next)) {
          seen.set(next);
          path.push(new Step(next, 0));
        }
      } else {
        number[top.block] = postOrder.size();
        postOrder.add(top.block);
      }
    }
  }

  private void solve() {
    var predecessors = new ArrayList<List<Integer>>();
    for (int block = 0; block < flow.size(); block++) {
      predecessors.add(new ArrayList<>());
    }
    for (int block : postOrder) {
      for (int next : flow.successors(block)) {
        predecessors.get(next).add(block);
      }
    }
    immediate[0] = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int block : postOrder.reversed()) {
        if (block == 0) {
          continue;
        }
        int found = -1;
        for (int before : predecessors.get(block)) {
          if (immediate[before] >= 0) {
            found = found < 0 ? before : common(found, before);
          }
        }
        changed |= found != immediate[block];
        immediate[block] = found;
      }
    }
  }

  private int common(int one, int other) {
    int a = one;
    int b = other;
    while (a != b) {
      if (number[a] < number[b]) {
        a = immediate[a];
      } else {
        b = immediate[b];
      }
    }
    return a;
  }
}
