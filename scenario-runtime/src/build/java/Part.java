import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/// Blocks of a method as a method of their own, and the call that takes their place.
///
/// It is handed what lies on the operand stack and the locals it needs. It may be left by several ways: to a block that stayed, or by a
/// return of the whole. On each it gives back the operand stack and the locals it changed. With one way the first of these is the result and
/// the others go through fields of the memory (`i0`, `l0`, ...); with several the result is the number of the way. The caller reads the
/// fields at once, so recursion does no harm; a memory serves one thread at a time.
final class Part {
  private static final String KINDS = "ilfd";

  private final String memoryClass;
  private final ControlFlow flow;
  private final Locals locals;
  private final int entry;
  private final BitSet region;
  private final Type returned;
  private final int memory;
  private final List<Way> ways = new ArrayList<>();
  private final List<Integer> parameters = new ArrayList<>();
  private final Type result;
  private final MethodNode method;
  private final MethodInsnNode invocation;

  /// Where the locals of the whole are in the part.
  private final Map<Integer, Integer> slots = new HashMap<>();

  private final Map<LabelNode, LabelNode> labels = new HashMap<>();
  private int free;

  /// @param target the block it leads to; none is a return of the whole
  /// @param carried what lies on the stack then, the lowest first
  /// @param changed locals of the whole
  private record Way(
      LabelNode target, LabelNode leave, List<Type> carried, List<Integer> changed) {}

  private record Value(Type type, int slot) {}

  Part(
      String owner,
      String name,
      String memoryClass,
      MethodNode whole,
      ControlFlow flow,
      Locals locals,
      int entry,
      BitSet region) {
    this.memoryClass = memoryClass;
    this.flow = flow;
    this.locals = locals;
    this.entry = entry;
    this.region = region;
    returned = Type.getReturnType(whole.desc);
    memory = memorySlot(whole);
    findWays();
    findParameters();
    result = result();
    var descriptor = descriptor();
    method = new MethodNode(Opcodes.ACC_STATIC, name, descriptor, null, null);
    invocation = new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    write(method.instructions);
  }

  MethodNode method() {
    return method;
  }

  private static int memorySlot(MethodNode whole) {
    int slot = 0;
    for (var type : Type.getArgumentTypes(whole.desc)) {
      if (type.getClassName().endsWith(".Memory")) {
        return slot;
      }
      slot += type.getSize();
    }
    throw new IllegalStateException(whole.name + " is given no memory");
  }

  private void findWays() {
    var written = locals.written(region);
    for (int exit : flow.exits(region)) {
      var changed = (BitSet) locals.liveAt(exit).clone();
      changed.and(written);
      ways.add(
          new Way(
              flow.label(exit),
              new LabelNode(),
              flow.stackAt(exit),
              changed.stream().boxed().toList()));
    }
    if (flow.returns(region)) {
      ways.add(
          new Way(
              null,
              new LabelNode(),
              returned == Type.VOID_TYPE ? List.of() : List.of(returned),
              List.of()));
    }
  }

  /// What is live at the entry and read, or else passed through to where somebody reads it. And the memory.
  private void findParameters() {
    var needed = locals.read(region);
    ways.forEach(way -> way.changed.forEach(needed::set));
    needed.and(locals.liveAt(entry));
    needed.set(memory);
    needed.stream().forEach(parameters::add);
  }

  private Type result() {
    if (ways.size() > 1) {
      return Type.INT_TYPE;
    }
    if (ways.isEmpty()) {
      return Type.VOID_TYPE;
    }
    var only = ways.getFirst();
    if (!only.carried.isEmpty()) {
      return only.carried.getFirst();
    }
    return only.changed.isEmpty() ? Type.VOID_TYPE : locals.type(only.changed.getFirst());
  }

  private String descriptor() {
    var types = new ArrayList<>(flow.stackAt(entry));
    types.forEach(type -> free += type.getSize());
    for (int slot : parameters) {
      types.add(locals.type(slot));
      slots.put(slot, free);
      free += locals.type(slot).getSize();
    }
    return Type.getMethodDescriptor(result, types.toArray(Type[]::new));
  }

  // --- The method
  // -----------------------------------------------------------------------------------------------------

  private void write(InsnList code) {
    int slot = 0;
    for (var type : flow.stackAt(entry)) {
      code.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
      slot += type.getSize();
    }
    for (var way : ways) {
      if (way.target != null) {
        labels.put(way.target, way.leave);
      }
    }
    var order = new ArrayList<>(List.of(entry));
    region.stream().filter(block -> block != entry).forEach(order::add);
    for (int i = 0; i < order.size(); i++) {
      for (var insn : flow.instructions(order.get(i))) {
        code.add(moved(insn));
      }
      int next = flow.fallsInto(order.get(i));
      if (next >= 0 && (i + 1 == order.size() || order.get(i + 1) != next)) {
        code.add(new JumpInsnNode(Opcodes.GOTO, moved(flow.label(next))));
      }
    }
    for (int number = 0; number < ways.size(); number++) {
      leave(code, number);
    }
  }

  private AbstractInsnNode moved(AbstractInsnNode insn) {
    if (ControlFlow.isReturn(insn)) {
      return new JumpInsnNode(Opcodes.GOTO, ways.getLast().leave);
    }
    return switch (insn) {
      case LabelNode label -> moved(label);
      case VarInsnNode access -> new VarInsnNode(access.getOpcode(), slotOf(access.var));
      case IincInsnNode increment -> new IincInsnNode(slotOf(increment.var), increment.incr);
      default -> insn.clone(new MovedLabels());
    };
  }

  private LabelNode moved(LabelNode label) {
    return labels.computeIfAbsent(label, any -> new LabelNode());
  }

  private int slotOf(int slot) {
    return slots.computeIfAbsent(slot, any -> fresh(locals.type(slot)));
  }

  private int fresh(Type type) {
    int slot = free;
    free += type.getSize();
    return slot;
  }

  private void leave(InsnList code, int number) {
    var way = ways.get(number);
    code.add(way.leave);
    var values = new ArrayList<Value>();
    for (var type : way.carried.reversed()) {
      var value = new Value(type, fresh(type));
      values.addFirst(value);
      code.add(new VarInsnNode(type.getOpcode(Opcodes.ISTORE), value.slot));
    }
    way.changed.forEach(slot -> values.add(new Value(locals.type(slot), slotOf(slot))));
    var direct = ways.size() == 1 && !values.isEmpty() ? values.removeFirst() : null;
    var fields = new Fields();
    for (var value : values) {
      fields.reach(code, slotOf(memory));
      code.add(new VarInsnNode(value.type.getOpcode(Opcodes.ILOAD), value.slot));
      code.add(fields.next(Opcodes.PUTFIELD, value.type));
    }
    if (direct != null) {
      code.add(new VarInsnNode(direct.type.getOpcode(Opcodes.ILOAD), direct.slot));
    } else if (result != Type.VOID_TYPE) {
      code.add(new IntInsnNode(Opcodes.SIPUSH, number));
    }
    code.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
  }

  // --- The call
  // -------------------------------------------------------------------------------------------------------

  InsnList call() {
    var code = new InsnList();
    for (int slot : parameters) {
      code.add(new VarInsnNode(locals.type(slot).getOpcode(Opcodes.ILOAD), slot));
    }
    code.add(invocation);
    if (ways.isEmpty()) { // it always throws
      code.add(new InsnNode(Opcodes.ACONST_NULL));
      code.add(new InsnNode(Opcodes.ATHROW));
      return code;
    }
    if (ways.size() == 1) {
      goOn(code, ways.getFirst(), result != Type.VOID_TYPE);
      return code;
    }
    var arrivals = ways.stream().map(any -> new LabelNode()).toArray(LabelNode[]::new);
    int last = arrivals.length - 1;
    code.add(new TableSwitchInsnNode(0, last - 1, arrivals[last], Arrays.copyOf(arrivals, last)));
    for (int number = 0; number <= last; number++) {
      code.add(arrivals[number]);
      goOn(code, ways.get(number), false);
    }
    return code;
  }

  /// @param firstIsThere the first value lies on the stack already
  private void goOn(InsnList code, Way way, boolean firstIsThere) {
    var fields = new Fields();
    boolean there = firstIsThere;
    for (var type : way.carried) {
      if (!there) {
        take(code, fields, type);
      }
      there = false;
    }
    for (int slot : way.changed) {
      if (!there) {
        take(code, fields, locals.type(slot));
      }
      there = false;
      code.add(new VarInsnNode(locals.type(slot).getOpcode(Opcodes.ISTORE), slot));
    }
    code.add(
        way.target == null
            ? new InsnNode(returned.getOpcode(Opcodes.IRETURN))
            : new JumpInsnNode(Opcodes.GOTO, way.target));
  }

  private void take(InsnList code, Fields fields, Type type) {
    fields.reach(code, memory);
    code.add(fields.next(Opcodes.GETFIELD, type));
  }

  /// The fields that values go through, of each kind from 0 on.
  private final class Fields {
    private final Map<Type, Integer> used = new LinkedHashMap<>();

    void reach(InsnList code, int memorySlot) {
      code.add(new VarInsnNode(Opcodes.ALOAD, memorySlot));
      code.add(new TypeInsnNode(Opcodes.CHECKCAST, memoryClass));
    }

    FieldInsnNode next(int opcode, Type type) {
      int number = used.merge(type, 1, Integer::sum) - 1;
      char kind =
          KINDS.charAt(
              List.of(Type.INT_TYPE, Type.LONG_TYPE, Type.FLOAT_TYPE, Type.DOUBLE_TYPE)
                  .indexOf(type));
      return new FieldInsnNode(opcode, memoryClass, kind + "" + number, type.getDescriptor());
    }
  }

  /// Cloning asks for the labels of the copies one by one.
  private final class MovedLabels extends AbstractMap<LabelNode, LabelNode> {
    @Override
    public LabelNode get(Object label) {
      return moved((LabelNode) label);
    }

    @Override
    public Set<Entry<LabelNode, LabelNode>> entrySet() {
      throw new UnsupportedOperationException("labels are made when they are asked for");
    }
  }
}
