@NullMarked
package io.ringmaster.actors.cluster;

import org.jspecify.annotations.NullMarked;
