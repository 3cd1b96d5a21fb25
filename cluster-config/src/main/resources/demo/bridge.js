// Joins the caller with somebody else. Call 7001 with the SIP URI of that somebody in the header X-Bridge-To.
//
// VoxEngine.easyProcess(incoming, outgoing) does much the same in one line; this shows what happens on the way, and
// passes the reason on when the other side cannot be reached.

VoxEngine.addEventListener(AppEvents.CallAlerting, (e) => {
  const incoming = e.call;
  const target = e.headers['X-Bridge-To'];

  incoming.addEventListener(CallEvents.Disconnected, VoxEngine.terminate);

  if (!target) {
    Logger.write('Whom to call? The header X-Bridge-To is missing.');
    incoming.reject(400);
    return;
  }

  const outgoing = VoxEngine.callSIP(target, { callerid: e.callerid, displayName: e.displayName });

  // What the other side does, the caller learns.
  outgoing.addEventListener(CallEvents.Ringing, () => incoming.ring());
  outgoing.addEventListener(CallEvents.AudioStarted, () => incoming.startEarlyMedia());
  outgoing.addEventListener(CallEvents.Connected, () => incoming.answer());
  outgoing.addEventListener(CallEvents.Failed, (failure) => {
    Logger.write(`${target} cannot be reached: ${failure.code} ${failure.reason}`);
    incoming.reject(failure.code);
  });

  // Either side hanging up ends both.
  outgoing.addEventListener(CallEvents.Disconnected, VoxEngine.terminate);

  // The two may be joined before anybody has answered: they hear each other as soon as there is something to hear.
  VoxEngine.sendMediaBetween(incoming, outgoing);
});
