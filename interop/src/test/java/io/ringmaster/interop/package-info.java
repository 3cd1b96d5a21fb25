/// Black-box tests against programs written by others, and the multi-node fault tests.
@NullMarked
package io.ringmaster.interop;

import org.jspecify.annotations.NullMarked;
