import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

/// Cuts a method that is too large for the Java compilers into a small one and many parts.
///
/// A part is what one block dominates: there is one way in. The largest such pieces below a size are taken. In an interpreter, such as the
/// 52 KB of QuickJS's, that is about one part for each instruction it knows, so that the compilers see those that are used, one by one.
final class Outliner {
  /// Instructions; less is not worth a call.
  private static final int SMALLEST_PART = 14;

  private final String owner;
  private final String memoryClass;
  private final MethodNode method;
  private final int largest;
  private final ControlFlow flow;
  private final Dominators dominators;
  private final Locals locals;

  /// By the block they begin with.
  private final Map<Integer, Part> parts = new HashMap<>();

  private final boolean[] gone;

  Outliner(String owner, String memoryClass, MethodNode method, int largest) {
    if (!method.tryCatchBlocks.isEmpty()) {
      throw new IllegalStateException(method.name + " has exception handlers");
    }
    this.owner = owner;
    this.memoryClass = memoryClass;
    this.method = method;
    this.largest = largest;
    flow = new ControlFlow(owner, method);
    dominators = new Dominators(flow);
    locals = new Locals(method, flow);
    gone = new boolean[flow.size()];
  }

  /// Changes the method. The result is what was cut out of it.
  List<MethodNode> outline() {
    dominators.children(0).forEach(this::select);
    var code = new InsnList();
    var kept = new ArrayList<Integer>();
    for (int block = 0; block < flow.size(); block++) {
      if (!gone[block] || parts.containsKey(block)) {
        kept.add(block);
      }
    }
    method.instructions.clear();
    for (int i = 0; i < kept.size(); i++) {
      int block = kept.get(i);
      if (parts.containsKey(block)) {
        code.add(flow.label(block));
        code.add(parts.get(block).call());
        continue;
      }
      flow.instructions(block).forEach(code::add);
      int next = flow.fallsInto(block);
      if (next >= 0 && (i + 1 == kept.size() || kept.get(i + 1) != next)) {
        code.add(new JumpInsnNode(Opcodes.GOTO, flow.label(next)));
      }
    }
    method.instructions = code;
    return parts.values().stream().map(Part::method).toList();
  }

  private void select(int block) {
    var region = dominators.subtree(block);
    int weight = flow.weight(region);
    if (weight < SMALLEST_PART) {
      return;
    }
    if (weight <= largest
        && onlyNumbersOnTheStack(block)
        && flow.exits(region).stream().allMatch(this::onlyNumbersOnTheStack)) {
      region.stream().forEach(each -> gone[each] = true);
      var name = method.name + "_" + parts.size();
      parts.put(block, new Part(owner, name, memoryClass, method, flow, locals, block, region));
    } else {
      dominators.children(block).forEach(this::select);
    }
  }

  private boolean onlyNumbersOnTheStack(int block) {
    return flow.stackAt(block).stream().noneMatch(type -> type.getSort() >= Type.ARRAY);
  }
}
