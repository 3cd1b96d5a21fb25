// Calls as scenarios hold them. What is known of a call is a record, private to the prelude; the Call object that scenarios
// see has the methods of call-methods.js and nothing else. Methods are bound to their call, so they work detached
// (`setTimeout(call.hangup, 5000)`).

const ALERTING = 'ALERTING';
const PROGRESSING = 'PROGRESSING';
const CONNECTED = 'CONNECTED';
const OVER = 'TERMINATED';

// The state that an event implies by itself; StateChanged, which comes before it, says so in words.
const STATE_AFTER = {
  __proto__: null,
  'Call.Connected': CONNECTED,
  'Call.Failed': OVER,
  'Call.Disconnected': OVER,
};

// RecordStopped follows Disconnected, so calls that are over are remembered for a while.
const OVER_REMEMBERED = 20;

class Call {
  #record;

  constructor(record) {
    this.#record = record;
  }

  static recordOf(value) {
    return isObject(value) && #record in value ? value.#record : undefined;
  }
}

// The record behind a Call object; undefined for anything else.
const recordOf = Call.recordOf;
const callPrototype = Call.prototype;
delete Call.recordOf;
delete callPrototype.constructor;
defineProperty(callPrototype, Symbol.toStringTag, { value: 'Call' });

let calls = dictionary();
let over = list();

// details: id, incoming, callerid, displayName, number, clientType.
function addCall(details) {
  const record = { __proto__: null, ...details, state: ALERTING, customData: '', listeners: listeners(details.id), face: undefined };
  record.face = new Call(record);
  calls[record.id] = record;
  return record;
}

// What an event changes by itself, whether or not somebody listens to it.
function applyState(record, event) {
  if (event.name === 'Call.Connected' && event.customData !== undefined) record.customData = event.customData;
  if (record.state === OVER) return;
  const state = event.name === 'Call.StateChanged' ? event.newState : STATE_AFTER[event.name];
  if (state === undefined) return;
  record.state = state;
  if (state === OVER) {
    append(over, record);
    if (over.length > OVER_REMEMBERED) {
      delete calls[over[0].id];
      over = select(over, (each) => each !== over[0]);
    }
  }
}

// `method(record, ...arguments)` becomes a method of every Call. It is bound to a call when it is first asked for there:
// binding all of them for every call would cost more than most calls ever use.
function defineCallMethod(name, method) {
  defineProperty(method, 'name', { value: name });
  defineProperty(callPrototype, name, {
    configurable: true,
    get() {
      const record = recordOf(this);
      if (record === undefined) throw new TypeError('Call.' + name + ': this is not a Call');
      const bound = bind(method, undefined, record);
      own(this, name, bound);
      return bound;
    },
    set(value) {
      own(this, name, value);
    },
  });
}

// A command for a call, unless the call or the session is over.
function tell(record, command) {
  if (record.state === OVER) {
    warn('Call.' + command.type + ': call ' + record.id + ' is over; nothing was done');
  } else if (isRunning('Call', command.type)) {
    emit({ __proto__: null, type: 'CommandCall', call: record.id, command });
  }
}

// The header fields that a scenario may send: X-* and VI-CallTimeout. Undefined when there are none.
function sendable(headers, what) {
  const given = options(headers, what, 'headers');
  // Methods are often listeners themselves (`addEventListener(..., call.hangup)`) and get an event where headers would be.
  if (given.eventSourceField !== undefined) return undefined;
  const names = keys(given);
  const sent = dictionary();
  let some = false;
  for (let i = 0; i < names.length; i++) {
    const name = lower(names[i]);
    const value = given[names[i]];
    if (slice(name, 0, 2) !== 'x-' && name !== 'vi-calltimeout') {
      warn(what + ': header ' + names[i] + ' is not sent; only X-* fields are');
    } else if (value !== undefined && value !== null) {
      sent[names[i]] = headerValue(value);
      some = true;
    }
  }
  return some ? sent : undefined;
}

function headerValue(value) {
  if (!isArray(value)) return String(value);
  const texts = list();
  for (let i = 0; i < value.length; i++) append(texts, String(value[i]));
  return texts;
}
