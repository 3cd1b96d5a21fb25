@NullMarked
package io.ringmaster.scenario;

import org.jspecify.annotations.NullMarked;
