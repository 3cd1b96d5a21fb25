/// Posts events to the webhooks of rules.
@NullMarked
package io.ringmaster.node.webhook;

import org.jspecify.annotations.NullMarked;
