/// What becomes of calls when nodes die, leave, freeze, or lose their database.
@NullMarked
package io.ringmaster.interop.faults;

import org.jspecify.annotations.NullMarked;
