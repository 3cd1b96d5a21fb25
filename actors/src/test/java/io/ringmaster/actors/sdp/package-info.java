@NullMarked
package io.ringmaster.actors.sdp;

import org.jspecify.annotations.NullMarked;
