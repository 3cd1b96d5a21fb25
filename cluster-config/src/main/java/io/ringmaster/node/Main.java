package io.ringmaster.node;

/// The one way in: `./ringmaster` passes its arguments here.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("ringmaster: not built yet");
    System.exit(2);
  }
}
