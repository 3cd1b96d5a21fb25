/// The control API from a shell.
@NullMarked
package io.ringmaster.http.cli;

import org.jspecify.annotations.NullMarked;
