package io.ringmaster.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.headers.ProductVersion;
import org.apache.pekko.http.javadsl.model.headers.Server;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;

/// The HTTP API of a node: control, event streams, recordings, health, and a small page for people.
public final class HttpApi {

  private final HttpSettings settings;
  private final HttpPorts ports;

  public HttpApi(HttpSettings settings, HttpPorts ports) {
    this.settings = settings;
    this.ports = ports;
  }

  /// Begins to listen. The stage fails with [CannotServe] when the address cannot be had, or when it can be reached from other
  /// machines and no API key is set.
  public CompletionStage<HttpServer> start(ActorSystem<?> system) {
    InetAddress address;
    try {
      address = InetAddress.getByName(settings.host());
    } catch (UnknownHostException e) {
      return CompletableFuture.failedFuture(
          new CannotServe(
              "the HTTP address '%s' is unknown; use one of this machine, such as 127.0.0.1"
                  .formatted(settings.host()),
              e));
    }
    if (!address.isLoopbackAddress() && settings.apiKey() == null) {
      return CompletableFuture.failedFuture(
          new CannotServe(
              "the HTTP API can place calls, so on %s, which other machines can reach, it needs an API key; set one, or use 127.0.0.1"
                  .formatted(settings.host())));
    }
    var materializer = Materializer.createMaterializer(system);
    var streams = new EventStreams(settings.heartbeat());
    var router =
        new Router(
            endpoints(system, streams, materializer),
            new Guard(address.isLoopbackAddress(), allowedHosts(), settings.apiKey()),
            new Bodies(settings.maxBody(), settings.bodyTimeout(), materializer),
            ports.metrics());
    return Http.get(system)
        .newServerAt(address.getHostAddress(), settings.port())
        .withSettings(serverSettings(system))
        .bind(withTimeout(router))
        .handle((binding, failure) -> {
          if (failure == null) return new HttpServer(binding, streams);
          throw notBound(failure);
        });
  }

  List<Endpoint> endpoints(ActorSystem<?> system, EventStreams streams, Materializer materializer) {
    var blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    return Stream.of(
            new ScenarioRoutes(ports.editor(), ports.scripts(), blocking).endpoints(),
            new RuleRoutes(ports.editor()).endpoints(),
            new SessionRoutes(
                    ports.sessions(), ports.directory(), ports.catalogue(), ports.history())
                .endpoints(),
            new CallRoutes(ports.calls(), ports.directory()).endpoints(),
            new EventRoutes(ports.calls(), ports.sessions(), ports.history(), streams, materializer)
                .endpoints(),
            new SocketRoutes(
                    ports.calls(),
                    ports.sessions(),
                    ports.history(),
                    streams,
                    settings.maxBody(),
                    materializer)
                .endpoints(),
            new AccessRoutes(ports.sessions()).endpoints(),
            new RecordingRoutes(ports.recordings(), system).endpoints(),
            new HealthRoutes(ports.readiness(), ports.metrics(), blocking).endpoints(),
            new PageRoutes().endpoints())
        .flatMap(List::stream)
        .toList();
  }

  /// A host given by name is a name under which we are reached.
  private List<String> allowedHosts() {
    var names = new ArrayList<>(settings.allowedHosts());
    names.add(settings.host());
    return names;
  }

  private Route withTimeout(Router router) {
    return Directives.withRequestTimeout(
        settings.requestTimeout(),
        request -> Problems.response(Problems.tooSlow()),
        () ->
            Directives.extractRequest(
                request -> Directives.completeWithFuture(router.answer(request))));
  }

  private ServerSettings serverSettings(ActorSystem<?> system) {
    var defaults = ServerSettings.create(Adapter.toClassic(system));
    return defaults
        .withWebsocketSettings(
            defaults.getWebsocketSettings().withPeriodicKeepAliveMaxIdle(settings.heartbeat()))
        .withServerHeader(Optional.of(Server.create(ProductVersion.create("ringmaster", ""))))
        .withTransparentHeadRequests(false)
        .withVerboseErrorMessages(false)
        .withParsingErrorHandler(ParsingProblems.class.getName());
  }

  private CannotServe notBound(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return new CannotServe(
        "HTTP cannot listen on %s port %d (%s); is it taken? Choose another with --http-port, or end what uses it"
            .formatted(settings.host(), settings.port(), root.getMessage()),
        cause);
  }
}
