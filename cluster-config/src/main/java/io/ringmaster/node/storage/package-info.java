/// What a node keeps on disk: one pool of connections for the journal, the catalogue and the directory.
///
/// [Storage] is the way in.
@NullMarked
package io.ringmaster.node.storage;

import org.jspecify.annotations.NullMarked;
