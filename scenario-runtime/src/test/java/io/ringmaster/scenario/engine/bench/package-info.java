/// Measurements of the script engine, to be run by hand.
@NullMarked
package io.ringmaster.scenario.engine.bench;

import org.jspecify.annotations.NullMarked;
