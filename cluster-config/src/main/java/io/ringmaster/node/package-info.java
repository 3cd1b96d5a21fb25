/// The node: main class, configuration, cluster, journal schema. The only room that sees all others.
@NullMarked
package io.ringmaster.node;

import org.jspecify.annotations.NullMarked;
