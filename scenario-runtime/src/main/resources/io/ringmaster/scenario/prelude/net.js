// Net: HTTP requests to the outside. At most three are under way, the others wait here.

const MOST_IN_FLIGHT = 3;
const MOST_REQUESTS = 35; // under way and waiting
const CONNECT_TIMEOUT = 6000; // ms; can only be lowered
const REQUEST_TIMEOUT = 90000; // ms; can only be lowered

let lastRequest = 0;
let inFlight = dictionary();
let inFlightCount = 0;
let queue = list();

const Net = {
  httpRequest(url, callback, parameters) {
    if (callback !== undefined && callback !== null) requireFunction(callback, 'Net.httpRequest', 'the callback');
    request(url, parameters, callback ?? (() => {}), 'Net.httpRequest');
  },

  httpRequestAsync(url, parameters) {
    return new Promise((resolve) => request(url, parameters, resolve, 'Net.httpRequestAsync'));
  },

  // Older scenarios construct it and then set its fields.
  HttpRequestOptions: function HttpRequestOptions() {},
};

publish('Net', Net);

function request(url, parameters, callback, what) {
  const { fields, rawOutput } = describeRequest(url, options(parameters, what, 'the options'), what);
  if (!requestAllowed(what)) return;
  if (inFlightCount + queue.length >= MOST_REQUESTS) throw new Error('Exceeded the HTTP connection count limit!');
  append(queue, { __proto__: null, fields, rawOutput, callback });
  sendQueued();
}

// The handler of Terminating may make one request.
function requestAllowed(what) {
  if (session.phase === TERMINATING && session.lastRequestAllowed) {
    session.lastRequestAllowed = false;
    return true;
  }
  return isRunning(what);
}

function sendQueued() {
  while (inFlightCount < MOST_IN_FLIGHT && queue.length > 0) {
    const next = queue[0];
    queue = select(queue, (each) => each !== next);
    const number = ++lastRequest;
    inFlight[number] = next;
    inFlightCount++;
    next.fields.request = number;
    emit(next.fields);
  }
}

function dropQueuedRequests() {
  if (queue.length > 0) warn(queue.length + ' HTTP requests that were not sent yet are dropped');
  queue = list();
}

function finishRequest(number, result) {
  const done = inFlight[number];
  if (done === undefined) return;
  delete inFlight[number];
  inFlightCount--;
  sendQueued();
  const { callback } = done;
  callback(scenarioResult(result, done.rawOutput));
}

function scenarioResult(result, rawOutput) {
  const { code, text, headers, error } = result;
  const lines = list();
  for (let i = 0; i < headers.length; i++) append(lines, headers[i].key + ': ' + headers[i].value + '\r\n');
  const seen = { code, text, headers, raw_headers: join(lines, '') };
  if (rawOutput) seen.data = utf8Bytes(text);
  if (error !== undefined) seen.error = error;
  return seen;
}

function describeRequest(url, given, what) {
  const method = upper(optionalText(given.method, what, 'method') ?? 'GET');
  const fields = {
    __proto__: null,
    type: 'SendHttpRequest',
    request: 0,
    method,
    url: withParameters(requireText(url, what, 'the URL'), given.params, what),
    headers: requestHeaders(given.headers, what),
    body: requestBody(method, given.postData, what),
    connectTimeout: lowered(given.connectionTimeout, CONNECT_TIMEOUT),
    timeout: lowered(given.timeout, REQUEST_TIMEOUT),
  };
  return { fields, rawOutput: !!given.rawOutput };
}

// Scenarios count in seconds.
function lowered(seconds, most) {
  const given = +seconds * 1000;
  return given > 0 && given < most ? max(1, floor(given)) : most;
}

function requestBody(method, data, what) {
  if (data === undefined || data === null) return '';
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') {
    warn(what + ': postData is only sent with POST, PUT and PATCH, not with ' + method);
    return '';
  }
  return isArray(data) ? utf8Text(data) : requireText(data, what, 'postData');
}

function withParameters(url, parameters, what) {
  const given = options(parameters, what, 'params');
  const names = keys(given);
  let full = url;
  for (let i = 0; i < names.length; i++) {
    const separator = indexOf(full, '?') < 0 ? '?' : '&';
    full += separator + encodeURIComponent(names[i]) + '=' + encodeURIComponent(String(given[names[i]]));
  }
  return full;
}

// From a map, or from an array of "Name: value".
function requestHeaders(headers, what) {
  const given = options(headers, what, 'headers');
  const sent = list();
  const add = (key, value) => append(sent, { __proto__: null, key, value });
  const names = keys(given);
  let agent = false;
  for (let i = 0; i < names.length; i++) {
    let name = names[i];
    let value = String(given[name]);
    if (isArray(given)) {
      const colon = indexOf(value, ':');
      if (colon < 1) throw new TypeError(what + ": the header '" + value + "' is not of the form 'Name: value'");
      name = trim(slice(value, 0, colon));
      value = trim(slice(value, colon + 1));
    }
    agent ||= lower(name) === 'user-agent';
    add(name, value);
  }
  if (!agent) add('User-Agent', 'VoxEngine/1.0');
  return sent;
}
