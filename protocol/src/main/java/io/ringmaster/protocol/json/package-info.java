/// How protocol values become JSON for the outside and CBOR for the journal and the cluster.
@NullMarked
package io.ringmaster.protocol.json;

import org.jspecify.annotations.NullMarked;
