/// What an operator may choose: the command line, the configuration, and what to say when neither can work.
@NullMarked
package io.ringmaster.node.settings;

import org.jspecify.annotations.NullMarked;
