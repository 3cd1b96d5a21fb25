package io.ringmaster.node;

import io.ringmaster.actors.call.CallSettings;
import io.ringmaster.actors.courier.CourierSettings;
import io.ringmaster.actors.session.CallLimits;
import io.ringmaster.actors.session.SessionSettings;
import io.ringmaster.http.HttpSettings;
import io.ringmaster.media.MediaSettings;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.scenario.ScenarioSettings;
import io.ringmaster.sip.SipSettings;
import java.time.Duration;

/// The node's settings in the words of each room.
final class Rooms {

  /// News of a session gets lost on its way to its courier only while a node is lost or leaves.
  private static final Duration COURIERS_LOOK = Duration.ofSeconds(30);

  private Rooms() {}

  static MediaSettings media(NodeSettings node) {
    var sounds = node.sounds();
    return new MediaSettings(
        node.host(),
        node.advertisedHost(),
        node.rtp().lowPort(),
        node.rtp().highPort(),
        node.rtp().eventLoops(),
        node.rtp().stoppedAfter(),
        node.recordings(),
        new MediaSettings.Sounds(
            node.soundsDirectory(),
            node.data().resolve("cache").resolve("sounds"),
            sounds.cacheLimit(),
            sounds.cacheAge(),
            sounds.memoryLimit(),
            sounds.downloadTimeout(),
            sounds.downloadLimit(),
            sounds.durationLimit()));
  }

  static SipSettings sip(NodeSettings node) {
    var sip = node.sip();
    return new SipSettings(
        node.host(),
        node.advertisedHost(),
        sip.port(),
        node.node(),
        sip.userAgent(),
        sip.t1(),
        sip.inviteLifetime(),
        sip.maxMessageSize());
  }

  static ScenarioSettings scenario(NodeSettings node) {
    var scenario = node.scenario();
    return new ScenarioSettings(
        scenario.turnTimeout(),
        scenario.memoryLimit(),
        scenario.stackLimit(),
        0,
        scenario.maxLiveContexts(),
        scenario.parkAfter());
  }

  static CallSettings call(NodeSettings node, String url) {
    var call = node.call();
    return new CallSettings(
        call.answerTimeout(), call.resendInterval(), call.linger(), url + "/v1/recordings/");
  }

  static SessionSettings session(NodeSettings node, String url) {
    var session = node.session();
    return new SessionSettings(
        session.idleTimeout(),
        session.idleTimeoutWithQueue(),
        session.httpDrainTimeout(),
        node.call().resendInterval(),
        node.call().linger(),
        new CallLimits(session.maxCalls(), session.maxUnansweredCalls()),
        url);
  }

  static CourierSettings couriers(NodeSettings node) {
    var webhook = node.webhook();
    return new CourierSettings(
        webhook.firstPause(),
        webhook.longestPause(),
        webhook.giveUpAfter(),
        webhook.mostEvents(),
        COURIERS_LOOK,
        node.call().linger());
  }

  static HttpSettings http(NodeSettings node, int port) {
    var http = node.http();
    return new HttpSettings(
        http.host(),
        port,
        http.apiKey(),
        http.allowedHosts(),
        http.maxBody(),
        http.requestTimeout(),
        http.bodyTimeout(),
        http.heartbeat());
  }
}
