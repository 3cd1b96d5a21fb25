/// What a node adds so that several of them are one system.
@NullMarked
package io.ringmaster.node.cluster;

import org.jspecify.annotations.NullMarked;
