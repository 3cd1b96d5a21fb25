// The methods of Call. The first parameter is the call's record, the others are the scenario's arguments. A wrong type throws;
// what is wrong with the moment only warns; what the call then makes of the command it decides itself.

const DTMF_TYPES = 3;
const LARGEST_BODY = 8192;

const callMethods = {
  __proto__: null,

  state: (call) => call.state,
  id: (call) => call.id,
  incoming: (call) => call.incoming,
  callerid: (call) => call.callerid,
  displayName: (call) => call.displayName,
  number: (call) => call.number,
  clientType: (call) => call.clientType,
  vad: () => false,
  toString: (call) => 'Call(' + call.id + ', ' + (call.incoming ? 'incoming' : 'outgoing') + ', ' + call.state + ')',

  customData(call, text) {
    if (text === undefined) return call.customData;
    requireText(text, 'Call.customData', 'the text');
    warnOfLongCustomData('Call.customData', text);
    call.customData = text;
    tell(call, { __proto__: null, type: 'customData', customData: text });
    return text;
  },

  addEventListener(call, event, callback) {
    addListener(call.listeners, event, callback, 'Call.addEventListener');
  },

  removeEventListener(call, event, callback) {
    removeListener(call.listeners, event, callback, 'Call.removeEventListener');
  },

  answer(call, headers, parameters) {
    const { displayName } = options(parameters, 'Call.answer', 'the parameters');
    const command = { __proto__: null, type: 'answer', headers: sendable(headers, 'Call.answer') };
    command.displayName = optionalText(displayName, 'Call.answer', 'displayName');
    // easyProcess on a leg that is connected already, or a second answer: nothing to do, nothing to complain of.
    if (call.state !== CONNECTED && isIncoming(call, 'answer')) tell(call, command);
  },

  ring(call, headers) {
    const command = { __proto__: null, type: 'ring', headers: sendable(headers, 'Call.ring') };
    if (isIncoming(call, 'ring')) tell(call, command);
  },

  startEarlyMedia(call, headers) {
    const command = { __proto__: null, type: 'startEarlyMedia', headers: sendable(headers, 'Call.startEarlyMedia') };
    if (isIncoming(call, 'startEarlyMedia')) tell(call, command);
  },

  reject: (call, code, headers) => refuse(call, 'reject', code, headers),
  decline: (call, code, headers) => refuse(call, 'decline', code, headers),

  hangup(call, headers) {
    tell(call, { __proto__: null, type: 'hangup', headers: sendable(headers, 'Call.hangup') });
  },

  // startPlayback(url, {loop, progressivePlayback}), or in older scenarios startPlayback(url, loop, progressivePlayback).
  startPlayback(call, url, parameters, progressive) {
    requireText(url, 'Call.startPlayback', 'the URL');
    let loop = parameters;
    if (typeof parameters !== 'boolean') {
      ({ loop, progressivePlayback: progressive } = options(parameters, 'Call.startPlayback', 'the parameters'));
    }
    tell(call, { __proto__: null, type: 'startPlayback', url, loop: !!loop, progressivePlayback: !!progressive });
  },

  stopPlayback(call) {
    tell(call, { __proto__: null, type: 'stopPlayback' });
  },

  playProgressTone(call, country) {
    const known = upper(requireText(country, 'Call.playProgressTone', 'the country'));
    if (known !== 'US' && known !== 'RU') warn('Call.playProgressTone: no tone of ' + country + ' is known; US is played');
    tell(call, { __proto__: null, type: 'playProgressTone', country: known === 'RU' ? 'RU' : 'US' });
  },

  record(call, parameters) {
    const { stereo, hd_audio: hdAudio, lossless } = options(parameters, 'Call.record', 'the parameters');
    tell(call, { __proto__: null, type: 'record', stereo: !!stereo, hdAudio: !!hdAudio, lossless: !!lossless });
  },

  sendMediaTo: (call, unit) => connect(call, unit, 'sendMediaTo'),
  stopMediaTo: (call, unit) => connect(call, unit, 'stopMediaTo'),

  handleTones(call, on, dtmfType) {
    if (typeof on !== 'boolean') throw new TypeError('Call.handleTones: the flag must be a boolean, not ' + kindOf(on));
    let type = dtmfType === undefined ? 0 : +String(dtmfType);
    if (!isInteger(type) || type < 0 || type > DTMF_TYPES) {
      warn('Call.handleTones: ' + logText(dtmfType) + ' is no DTMFType; DTMFType.ALL is taken');
      type = 0;
    }
    tell(call, { __proto__: null, type: 'handleTones', on, dtmfType: type });
  },

  sendInfo(call, mimeType, body, headers) {
    requireText(mimeType, 'Call.sendInfo', 'the MIME type');
    requireText(body, 'Call.sendInfo', 'the body');
    const command = { __proto__: null, type: 'sendInfo', mimeType, body, headers: sendable(headers, 'Call.sendInfo') };
    const bytes = utf8Length(body);
    if (bytes > LARGEST_BODY) warn('Call.sendInfo: ' + bytes + ' bytes; at most ' + LARGEST_BODY + ' can be sent, so nothing was');
    else tell(call, command);
  },

  sendDigits(call, digits) {
    const text = typeof digits === 'number' ? String(digits) : requireText(digits, 'Call.sendDigits', 'the digits');
    for (let i = 0; i < text.length; i++) {
      if (indexOf('0123456789*#p', text[i]) < 0) {
        throw new TypeError("Call.sendDigits: '" + text + "' has characters other than 0-9, *, # and p");
      }
    }
    if (text !== '') tell(call, { __proto__: null, type: 'sendDigits', digits: text });
  },
};

const callMethodNames = keys(callMethods);
for (let i = 0; i < callMethodNames.length; i++) defineCallMethod(callMethodNames[i], callMethods[callMethodNames[i]]);

// Only incoming calls can be answered, rung or refused.
function isIncoming(call, method) {
  if (!call.incoming) warn('Call.' + method + ': call ' + call.id + ' is outgoing; nothing was done');
  return call.incoming;
}

function refuse(call, method, code, headers) {
  if (!isInteger(code)) throw new TypeError('Call.' + method + ': the code must be a whole number, not ' + kindOf(code));
  if (code < 300 || code > 699) throw new RangeError('Call.' + method + ': ' + code + ' is no final SIP status from 300 to 699');
  const command = { __proto__: null, type: method, code, headers: sendable(headers, 'Call.' + method) };
  if (isIncoming(call, method)) tell(call, command);
}

function connect(call, unit, method) {
  const to = requireCall(unit, 'Call.' + method, 'the receiver');
  if (to.state === OVER) warn('Call.' + method + ': the receiver ' + to.id + ' is over; nothing was done');
  else tell(call, { __proto__: null, type: method, to: to.id });
}

function requireCall(value, what, part) {
  const record = recordOf(value);
  if (record === undefined) throw wrongType(what, part, 'a Call', value);
  return record;
}
