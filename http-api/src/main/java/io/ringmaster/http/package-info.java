/// HTTP control endpoints, event streams and the console.
@NullMarked
package io.ringmaster.http;

import org.jspecify.annotations.NullMarked;
