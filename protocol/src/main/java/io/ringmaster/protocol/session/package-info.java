/// What a session takes in and what its scenario answers, turn by turn.
@NullMarked
package io.ringmaster.protocol.session;

import org.jspecify.annotations.NullMarked;
