import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/// Takes out of a translated function what costs and serves nothing here.
///
/// - Memory is reached through the engine's own memory class instead of an interface, pages and exception handlers.
/// - Endive asks before every call and every jump backwards whether the thread is interrupted. The jumps are enough: what does not jump
///   backwards ends, and recursion ends at the engine's stack limit.
final class LeanCode {
  private static final String SHARED = "Shaded";

  private LeanCode() {}

  static void apply(MethodNode method, String memory) {
    for (var insn : method.instructions.toArray()) {
      if (insn instanceof MethodInsnNode call && call.owner.endsWith(SHARED)) {
        if (call.name.matches("memory(Read|Write)(Byte|Short|Int|Long|Float|Double)")) {
          call.owner = memory;
        } else if (call.name.equals("checkInterruption") && !(next(call) instanceof JumpInsnNode)) {
          method.instructions.remove(call);
        }
      }
    }
  }

  private static AbstractInsnNode next(AbstractInsnNode insn) {
    var next = insn.getNext();
    while (next != null && next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }
}
