import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/// The local variables of a translated function: one type each (they are WebAssembly's locals), and where which of them is live, that is
/// read before it is written.
final class Locals {
  private final ControlFlow flow;
  private final Map<Integer, Type> types = new HashMap<>();
  private final BitSet[] live;

  Locals(MethodNode method, ControlFlow flow) {
    this.flow = flow;
    int slot = 0;
    for (var type : Type.getArgumentTypes(method.desc)) {
      types.put(slot, type);
      slot += type.getSize();
    }
    for (int block = 0; block < flow.size(); block++) {
      flow.instructions(block).forEach(insn -> learn(method, insn));
    }
    live = liveness();
  }

  Type type(int slot) {
    return types.get(slot);
  }

  BitSet liveAt(int block) {
    return live[block];
  }

  BitSet written(BitSet region) {
    var slots = new BitSet();
    region.stream()
        .mapToObj(flow::instructions)
        .forEach(
            block -> block.stream().filter(Locals::writes).forEach(insn -> slots.set(slot(insn))));
    return slots;
  }

  BitSet read(BitSet region) {
    var slots = new BitSet();
    region.stream()
        .mapToObj(flow::instructions)
        .forEach(
            block -> block.stream().filter(Locals::reads).forEach(insn -> slots.set(slot(insn))));
    return slots;
  }

  private static boolean reads(AbstractInsnNode insn) {
    return insn instanceof IincInsnNode
        || insn instanceof VarInsnNode && insn.getOpcode() <= Opcodes.ALOAD;
  }

  private static boolean writes(AbstractInsnNode insn) {
    return insn instanceof IincInsnNode
        || insn instanceof VarInsnNode && insn.getOpcode() >= Opcodes.ISTORE;
  }

  private static int slot(AbstractInsnNode insn) {
    return insn instanceof IincInsnNode increment ? increment.var : ((VarInsnNode) insn).var;
  }

  private void learn(MethodNode method, AbstractInsnNode insn) {
    var type =
        switch (insn.getOpcode()) {
          case Opcodes.ILOAD, Opcodes.ISTORE -> Type.INT_TYPE;
          case Opcodes.LLOAD, Opcodes.LSTORE -> Type.LONG_TYPE;
          case Opcodes.FLOAD, Opcodes.FSTORE -> Type.FLOAT_TYPE;
          case Opcodes.DLOAD, Opcodes.DSTORE -> Type.DOUBLE_TYPE;
          case Opcodes.ASTORE ->
              throw new IllegalStateException(method.name + " keeps a reference in a local");
          default -> null;
        };
    if (type != null) {
      var known = types.putIfAbsent(slot(insn), type);
      if (known != null && !known.equals(type)) {
        throw new IllegalStateException(method.name + " uses one local for two types");
      }
    }
  }

  private BitSet[] liveness() {
    var in = new BitSet[flow.size()];
    var first = new BitSet[flow.size()];
    var kept = new BitSet[flow.size()];
    for (int block = 0; block < in.length; block++) {
      in[block] = new BitSet();
      first[block] = new BitSet();
      kept[block] = new BitSet();
      for (var insn : flow.instructions(block)) {
        if (reads(insn) && !kept[block].get(slot(insn))) {
          first[block].set(slot(insn));
        }
        if (writes(insn)) {
          kept[block].set(slot(insn));
        }
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int block = in.length - 1; block >= 0; block--) {
        var now = new BitSet();
        for (int next : flow.successors(block)) {
          now.or(in[next]);
        }
        now.andNot(kept[block]);
        now.or(first[block]);
        changed |= !now.equals(in[block]);
        in[block] = now;
      }
    }
    return in;
  }
}
