// Helpers of VoxEngine that join two calls, written as a scenario could write them: on the public methods, in the order of
// listeners that the published original has.

VoxEngine.easyProcess = function easyProcess(call1, call2, onEstablished, direct) {
  requireCall(call1, 'VoxEngine.easyProcess', 'the first call');
  requireCall(call2, 'VoxEngine.easyProcess', 'the second call');
  if (direct) notYet('VoxEngine.easyProcess in direct mode')();
  call2.addEventListener('Call.Connected', (e) => {
    call1.answer(onlyExtensions(e.headers), { displayName: e.displayName ?? call2.displayName() });
  });
  VoxEngine.sendMediaBetween(call1, call2);
  if (typeof onEstablished === 'function') call1.addEventListener('Call.Connected', () => onEstablished(call1, call2));
  call2.addEventListener('Call.Ringing', () => call1.ring());
  call2.addEventListener('Call.AudioStarted', () => call1.startEarlyMedia());
  relayMessages(call1, call2);
  relayReInvites(call1, call2);
  relayReInvites(call2, call1);
  call1.addEventListener('Call.Failed', JSession.close);
  call1.addEventListener('Call.Disconnected', JSession.close);
  call2.addEventListener('Call.Failed', JSession.close);
  call2.addEventListener('Call.Disconnected', JSession.close);
};

// On every incoming call: place one to the same SIP URI and join the two.
VoxEngine.forwardCallToSIP = function forwardCallToSIP(onEstablished, video) {
  VoxEngine.addEventListener('Application.CallAlerting', (e) => {
    const outgoing = VoxEngine.callSIP(e.toURI, {
      callerid: e.callerid,
      displayName: e.displayName,
      headers: onlyExtensions(e.headers),
      video: !!video,
    });
    VoxEngine.easyProcess(e.call, outgoing, onEstablished);
  });
};

VoxEngine.playSoundAndHangup = function playSoundAndHangup(url) {
  requireText(url, 'VoxEngine.playSoundAndHangup', 'the URL');
  VoxEngine.addEventListener('Application.CallAlerting', (e) => {
    e.call.addEventListener('Call.Connected', () => e.call.startPlayback(url));
    e.call.addEventListener('Call.PlaybackFinished', VoxEngine.terminate);
    e.call.addEventListener('Call.Failed', VoxEngine.terminate);
    e.call.addEventListener('Call.Disconnected', VoxEngine.terminate);
    e.call.answer();
  });
};

function relayMessages(call1, call2) {
  const message = (to) => (e) => attempt(() => to.sendMessage(e.text));
  const info = (to) => (e) => to.sendInfo(e.mimeType, e.body, onlyExtensions(e.headers));
  call1.addEventListener('Call.MessageReceived', message(call2));
  call2.addEventListener('Call.MessageReceived', message(call1));
  call1.addEventListener('Call.InfoReceived', info(call2));
  call2.addEventListener('Call.InfoReceived', info(call1));
}

function relayReInvites(from, to) {
  from.addEventListener('Call.ReInviteReceived', (e) => {
    if (to.clientType() !== 'pstn' && typeof to.reInvite !== 'undefined') to.reInvite(e.headers, e.mimeType, e.body);
    else if (e.mimeType === 'application/json') attempt(() => from.acceptReInvite(e.headers, 'application/sdp', ''));
  });
  from.addEventListener('Call.ReInviteAccepted', (e) => attempt(() => to.acceptReInvite(e.headers, e.mimeType, e.body)));
  from.addEventListener('Call.ReInviteRejected', (e) =>
    attempt(() => to.rejectReInvite(e.headers, { code: e.code, reason: e.reason })),
  );
}

// A message that cannot be relayed yet is no reason to end a conversation.
function attempt(relay) {
  try {
    relay();
  } catch (error) {
    warn('VoxEngine.easyProcess: ' + logText(error));
  }
}

// A leg's headers without those that describe that leg alone (Reason, VI-*): what of them may go to the other leg.
function onlyExtensions(headers) {
  const passed = dictionary();
  const names = keys(headers);
  for (let i = 0; i < names.length; i++) if (slice(lower(names[i]), 0, 2) === 'x-') passed[names[i]] = headers[names[i]];
  return passed;
}
