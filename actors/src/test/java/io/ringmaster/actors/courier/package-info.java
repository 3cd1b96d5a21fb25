@NullMarked
package io.ringmaster.actors.courier;

import org.jspecify.annotations.NullMarked;
