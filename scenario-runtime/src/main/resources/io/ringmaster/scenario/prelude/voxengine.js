// The object VoxEngine: the session, and the calls it places. easy-process.js adds the helpers that join two calls.

const appListeners = listeners('');

const VoxEngine = {
  addEventListener(event, callback) {
    addListener(appListeners, event, callback, 'VoxEngine.addEventListener');
  },

  removeEventListener(event, callback) {
    removeListener(appListeners, event, callback, 'VoxEngine.removeEventListener');
  },

  customData(text) {
    if (text === undefined) return session.customData;
    requireText(text, 'VoxEngine.customData', 'the text');
    warnOfLongCustomData('VoxEngine.customData', text);
    session.customData = text;
    if (isRunning('VoxEngine.customData')) emit({ __proto__: null, type: 'SetSessionData', customData: text });
    return text;
  },

  // The statements after it still run; commands, timers and listeners of the session do not any more.
  terminate() {
    if (session.phase !== RUNNING) return;
    emit({ __proto__: null, type: 'TerminateSession' });
    enterTerminating();
  },

  // callSIP(to, {callerid, ...}), or in older scenarios callSIP(to, callerid, displayName, password, ...).
  callSIP(to, ...rest) {
    requireText(to, 'VoxEngine.callSIP', 'the destination');
    const given = isObject(rest[0])
      ? rest[0]
      : {
          callerid: rest[0],
          displayName: rest[1],
          password: rest[2],
          authUser: rest[3],
          headers: rest[4],
          video: rest[5],
          outProxy: rest[6],
        };
    const text = (name) => optionalText(given[name], 'VoxEngine.callSIP', name);
    if (given.amd) notYet('VoxEngine.callSIP with answering machine detection')();
    if (given.video) warn('VoxEngine.callSIP: video is not supported yet; the call has audio only');
    const details = {
      __proto__: null,
      to,
      callerid: text('callerid'),
      displayName: text('displayName'),
      password: text('password'),
      authUser: text('authUser'),
      headers: sendable(given.headers ?? given.extraHeaders, 'VoxEngine.callSIP'),
      outProxy: text('outProxy'),
    };
    return placeCall(details);
  },

  sendMediaBetween(first, second) {
    requireCall(first, 'VoxEngine.sendMediaBetween', 'the first unit');
    requireCall(second, 'VoxEngine.sendMediaBetween', 'the second unit');
    first.sendMediaTo(second);
    second.sendMediaTo(first);
  },

  stopMediaBetween(first, second) {
    requireCall(first, 'VoxEngine.stopMediaBetween', 'the first unit');
    requireCall(second, 'VoxEngine.stopMediaBetween', 'the second unit');
    first.stopMediaTo(second);
    second.stopMediaTo(first);
  },
};

publish('VoxEngine', VoxEngine);
// The older name of the same thing, called by published helpers.
publish('JSession', { close: VoxEngine.terminate });

function enterTerminating() {
  session.phase = TERMINATING;
  dropTimers();
  dropQueuedRequests();
}

function placeCall(details) {
  const outgoing = {
    __proto__: null,
    id: session.id + '-' + session.nextCall,
    incoming: false,
    callerid: details.callerid ?? '',
    displayName: details.displayName ?? '',
    number: userOf(details.to),
    clientType: 'sip',
  };
  if (isRunning('VoxEngine.callSIP')) {
    session.nextCall++;
    emit({ __proto__: null, type: 'PlaceCall', call: outgoing.id, details });
    return addCall(outgoing).face;
  }
  // A session that ends places no calls, but the statements after terminate() still run: they get a call that is over.
  const record = addCall(outgoing);
  delete calls[record.id];
  record.state = OVER;
  return record.face;
}

// `7001` for `sip:7001@pbx:5070;transport=tcp`, and for `7001`.
function userOf(address) {
  const colon = indexOf(address, ':');
  const scheme = lower(slice(address, 0, max(colon, 0)));
  const rest = scheme === 'sip' || scheme === 'sips' || scheme === 'tel' ? slice(address, colon + 1) : address;
  const at = indexOf(rest, '@');
  return at < 0 ? rest : slice(rest, 0, at);
}
