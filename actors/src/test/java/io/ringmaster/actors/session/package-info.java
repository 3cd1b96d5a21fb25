@NullMarked
package io.ringmaster.actors.session;

import org.jspecify.annotations.NullMarked;
