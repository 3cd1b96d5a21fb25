import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/// The basic blocks of a method without exception handlers: which follow which, and what lies on the operand stack between them. A block
/// begins with its label. What cannot be reached is taken out of the method.
final class ControlFlow {
  private final List<List<AbstractInsnNode>> blocks = new ArrayList<>();
  private final List<List<Type>> stacks = new ArrayList<>();
  private final int[][] successors;

  ControlFlow(String owner, MethodNode method) {
    removeUnreachable(owner, method);
    var blockOf = new HashMap<LabelNode, Integer>();
    split(owner, method, blockOf);
    successors = new int[blocks.size()][];
    for (int block = 0; block < blocks.size(); block++) {
      successors[block] = successorsOf(block, blockOf);
    }
  }

  int size() {
    return blocks.size();
  }

  List<AbstractInsnNode> instructions(int block) {
    return blocks.get(block);
  }

  LabelNode label(int block) {
    return (LabelNode) blocks.get(block).getFirst();
  }

  int[] successors(int block) {
    return successors[block];
  }

  /// The block entered without a jump, or -1.
  int fallsInto(int block) {
    var last = blocks.get(block).getLast();
    boolean conditional = last instanceof JumpInsnNode && last.getOpcode() != Opcodes.GOTO;
    return ends(last) && !conditional ? -1 : block + 1;
  }

  /// What lies on the operand stack when the block is entered, the lowest first.
  List<Type> stackAt(int block) {
    return stacks.get(block);
  }

  /// How many instructions.
  int weight(BitSet region) {
    return region.stream().map(block -> blocks.get(block).size() - 1).sum();
  }

  /// The blocks outside that follow one inside.
  List<Integer> exits(BitSet region) {
    var exits = new TreeSet<Integer>();
    region.stream()
        .forEach(block -> {
          for (int next : successors[block]) {
            if (!region.get(next)) {
              exits.add(next);
            }
          }
        });
    return List.copyOf(exits);
  }

  boolean returns(BitSet region) {
    return region.stream().anyMatch(block -> isReturn(blocks.get(block).getLast()));
  }

  static boolean isReturn(AbstractInsnNode insn) {
    return insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN;
  }

  private static void removeUnreachable(String owner, MethodNode method) {
    var frames = frames(owner, method);
    var all = method.instructions.toArray();
    for (int i = 0; i < all.length; i++) {
      boolean told = all[i].getType() == AbstractInsnNode.FRAME; // they are computed again
      if (told || frames[i] == null && !(all[i] instanceof LabelNode)) {
        method.instructions.remove(all[i]);
      }
    }
  }

  private static Frame<BasicValue>[] frames(String owner, MethodNode method) {
    try {
      return new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
    } catch (AnalyzerException e) {
      throw new IllegalStateException(method.name + " cannot be followed", e);
    }
  }

  private void split(String owner, MethodNode method, Map<LabelNode, Integer> blockOf) {
    var targets = new HashSet<LabelNode>();
    for (var insn : method.instructions) {
      targets.addAll(targetsOf(insn));
    }
    var frames = frames(owner, method);
    var all = method.instructions.toArray();
    List<AbstractInsnNode> current = null;
    for (int i = 0; i < all.length; i++) {
      boolean isLabel = all[i] instanceof LabelNode;
      if (isLabel && !targets.contains(all[i])) {
        continue;
      }
      if (current == null || isLabel) {
        var label = isLabel ? (LabelNode) all[i] : new LabelNode();
        current = new ArrayList<>(List.of(label));
        blockOf.put(label, blocks.size());
        blocks.add(current);
        stacks.add(typesOn(frames[i]));
      }
      if (!isLabel) {
        current.add(all[i]);
      }
      if (ends(all[i])) {
        current = null;
      }
    }
  }

  private static List<Type> typesOn(Frame<BasicValue> frame) {
    var types = new ArrayList<Type>();
    for (int i = 0; i < frame.getStackSize(); i++) {
      types.add(frame.getStack(i).getType());
    }
    return List.copyOf(types);
  }

  private static boolean ends(AbstractInsnNode insn) {
    return !targetsOf(insn).isEmpty() || isReturn(insn) || insn.getOpcode() == Opcodes.ATHROW;
  }

  private static List<LabelNode> targetsOf(AbstractInsnNode insn) {
    return switch (insn) {
      case JumpInsnNode jump -> List.of(jump.label);
      case TableSwitchInsnNode table -> with(table.labels, table.dflt);
      case LookupSwitchInsnNode lookup -> with(lookup.labels, lookup.dflt);
      default -> List.of();
    };
  }

  private static List<LabelNode> with(List<LabelNode> labels, LabelNode otherwise) {
    var all = new ArrayList<>(labels);
    all.add(otherwise);
    return all;
  }

  private int[] successorsOf(int block, Map<LabelNode, Integer> blockOf) {
    var next = new TreeSet<Integer>();
    for (var label : targetsOf(blocks.get(block).getLast())) {
      next.add(blockOf.get(label));
    }
    if (fallsInto(block) >= 0) {
      next.add(fallsInto(block));
    }
    return next.stream().mapToInt(Integer::intValue).toArray();
  }
}
