package io.ringmaster.http;

/// One thing that must be well before this node may take calls.
///
/// @param name such as `journal` or `sip`
/// @param detail a sentence for an operator; empty when there is nothing to say
public record ReadinessCheck(String name, boolean ready, String detail) {}
