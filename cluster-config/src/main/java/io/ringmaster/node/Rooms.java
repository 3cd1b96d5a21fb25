package io.ringmaster.node;

import io.ringmaster.actors.call.CallSettings;
import io.ringmaster.actors.session.CallLimits;
import io.ringmaster.actors.session.SessionSettings;
import io.ringmaster.http.HttpSettings;
import io.ringmaster.media.MediaSettings;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.scenario.ScenarioSettings;
import io.ringmaster.sip.SipSettings;

/// The node's settings in the words of each room.
final class Rooms {

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
