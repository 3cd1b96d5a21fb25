package io.ringmaster.actors;

/// Marks what entities of the cluster say to one another, so that the serializer for it (Jackson CBOR) is chosen in one place.
public interface ClusterMessage {}
