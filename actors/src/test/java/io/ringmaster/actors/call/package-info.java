@NullMarked
package io.ringmaster.actors.call;

import org.jspecify.annotations.NullMarked;
