package io.ringmaster.actors.port;

/// One scenario file.
///
/// @param name what it is called in rules, logs and stack traces
/// @param hash SHA-256 of the source in UTF-8, in hex; pins the version a session runs
/// @param source JavaScript
public record ScenarioSource(String name, String hash, String source) {}
