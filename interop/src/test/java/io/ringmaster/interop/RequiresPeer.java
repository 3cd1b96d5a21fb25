package io.ringmaster.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test talks to programs written by others. Where one is not installed the test is skipped and says so; with `CI=true` in the
/// environment that is a failure instead, because there nobody reads what was skipped.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(Peers.class)
public @interface RequiresPeer {

  /// Names of programs on the PATH, such as `sipp`.
  String[] value();
}
