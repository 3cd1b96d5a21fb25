/// Tests of the script engine, and its measurements.
@NullMarked
package io.ringmaster.scenario.engine;

import org.jspecify.annotations.NullMarked;
