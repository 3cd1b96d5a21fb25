/// A JavaScript engine whose heap is plain bytes: every turn has a time and a memory limit, sees only the clock and the randomness it is given,
/// and a context can be written to bytes, moved and taken up again elsewhere.
///
/// The public types say nothing of QuickJS except [QuickJsEngine], the one entrance; a second engine would be a second such class.
@NullMarked
package io.ringmaster.scenario.engine;

import org.jspecify.annotations.NullMarked;
