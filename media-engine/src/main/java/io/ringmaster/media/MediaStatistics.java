package io.ringmaster.media;

/// The state of a media engine at one moment.
///
/// @param legs calls whose ports are bound
/// @param faults turns of an event loop that ended in an exception, survived and logged; anything but 0 is a defect
/// @param sum the packets of all legs, of those gone as well
public record MediaStatistics(int legs, long faults, LegStatistics sum) {}
