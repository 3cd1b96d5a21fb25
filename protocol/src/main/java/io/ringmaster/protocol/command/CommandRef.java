package io.ringmaster.protocol.command;

/// Which command of a session this is: the turn that gave it and its place in that turn's list, both from 0. A call takes
/// commands of its session in this order, so a repeat after a crash is recognised by being no later than the last one taken.
public record CommandRef(long turn, int index) implements Comparable<CommandRef> {

  @Override
  public int compareTo(CommandRef other) {
    int byTurn = Long.compare(turn, other.turn);
    return byTurn != 0 ? byTurn : Integer.compare(index, other.index);
  }
}
