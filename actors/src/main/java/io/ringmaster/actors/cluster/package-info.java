/// Calls and sessions spread over the cluster: shards, the lines between entities, and the history read from the journal.
@NullMarked
package io.ringmaster.actors.cluster;

import org.jspecify.annotations.NullMarked;
