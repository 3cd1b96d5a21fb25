package io.ringmaster.scenario;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a fresh [Stage] on a host that all tests share and that ends with them.
final class OnOneHost implements BeforeAllCallback, ParameterResolver {

  /// A turn may take long on a machine that is busy with other things, and on an engine that nothing has warmed up.
  static final ScenarioSettings PATIENT =
      new ScenarioSettings(
          Duration.ofSeconds(10), 16 << 20, 192 << 10, 0, 256, Duration.ofSeconds(5));

  private static final Namespace SPACE = Namespace.create(OnOneHost.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    host(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class
        || parameter.getParameter().getType() == VoxScenarioHost.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var host = host(context);
    return parameter.getParameter().getType() == Stage.class ? new Stage(host) : host;
  }

  private static VoxScenarioHost host(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent("host", any -> new VoxScenarioHost(PATIENT), VoxScenarioHost.class);
  }
}
