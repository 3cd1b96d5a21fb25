// The two functions that the host calls. It takes them off the global object before any scenario runs.

// Some input of a turn becomes events; each kind is spelled out in TurnInput.
const INPUTS = {
  __proto__: null,

  // The first: the files are evaluated after it. `customData` is what the session was started with.
  ScenarioLoaded(turn) {
    session.id = turn.session;
    session.customData = turn.customData ?? '';
  },

  // All files are evaluated: this turn is only there to hand their commands out.
  FilesEvaluated() {},

  AppEventRaised: ({ input }) => raiseAppEvent(input.numbered.event),

  CallEventRaised({ input }) {
    const { callId, event } = input.numbered;
    const record = calls[callId];
    if (record === undefined) return; // placed by somebody else than the scenario, or forgotten
    applyState(record, event);
    if (session.phase === RUNNING) raise(record.listeners, callEvent(record, event));
  },

  HttpRequestRaised({ input }) {
    const answer = session.phase === RUNNING ? raise(appListeners, input.numbered.event) : undefined;
    // An async handler: the client waits for what it comes to, and a rejection is the scenario's failure like any other.
    if (isObject(answer) && typeof answer.then === 'function') {
      then(resolved(answer), (value) => answerHttp(input.request, value));
    } else {
      answerHttp(input.request, answer);
    }
  },

  TimersDue: () => fireDueTimers(),

  HttpRequestDone: ({ input }) => finishRequest(input.request, input.result),
};

function raiseAppEvent(event) {
  switch (event.name) {
    case 'Application.CallAlerting':
      if (session.phase === RUNNING) raise(appListeners, alerting(event));
      break;
    case 'Application.Terminating':
      enterTerminating();
      session.lastRequestAllowed = true;
      raise(appListeners, event);
      session.lastRequestAllowed = false;
      break;
    case 'Application.Terminated':
      session.phase = TERMINATED;
      raise(appListeners, event);
      break;
    default:
      if (session.phase === RUNNING) raise(appListeners, event);
  }
}

function alerting(event) {
  completeHeaders(event);
  const record = addCall({
    __proto__: null,
    id: event.id,
    incoming: true,
    callerid: event.callerid,
    displayName: event.displayName,
    number: event.destination,
    clientType: event.headers['VI-Client-Type'] ?? 'sip',
  });
  record.customData = event.customData ?? '';
  own(event, 'call', record.face, true);
  return event;
}

function callEvent(record, event) {
  own(event, 'call', record.face, true);
  own(event, 'id', record.id, true);
  own(event, 'eventSourceField', 'call', true);
  completeHeaders(event);
  return event;
}

// Scenarios read headers without looking whether there are any.
function completeHeaders(event) {
  if (event.headers === undefined) own(event, 'headers', {}, true);
}

// A string or number is the body as it is, anything else as JSON; nothing is an empty body.
function answerHttp(request, value) {
  const plain = value === undefined || typeof value === 'string' || typeof value === 'number';
  const body = plain ? String(value ?? '') : toJson(value);
  emit({
    __proto__: null,
    type: 'AnswerHttp',
    request,
    contentType: plain ? 'text/plain; charset=utf-8' : 'application/json',
    body: body ?? 'null',
  });
}

// What happened since the last turn without a turn of its own, because nobody listened: only its traces are left.
function catchUp(missed) {
  for (let i = 0; i < missed.length; i++) {
    const { callId, event } = missed[i].numbered;
    if (callId === undefined) enterTerminating(); // Application.Terminating
    else if (calls[callId] !== undefined) applyState(calls[callId], event);
  }
}

globalThis.__turn = function turn(json) {
  const turn = parseJson(json);
  if (turn.missed !== undefined) catchUp(turn.missed);
  session.nextCall = turn.nextCall ?? session.nextCall;
  INPUTS[turn.input.type](turn);
};

globalThis.__flush = function flush() {
  return '{"commands":[' + takeCommands() + '],"wakeAt":' + wakeAt() + takeChangedListeners() + '}';
};
