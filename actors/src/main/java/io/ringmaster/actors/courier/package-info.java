/// Takes the events of sessions to the webhooks that their rules name.
@NullMarked
package io.ringmaster.actors.courier;

import org.jspecify.annotations.NullMarked;
