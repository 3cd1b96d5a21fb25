// The session as its scenario sees it, and the commands that this turn has given so far.

const RUNNING = 'running';
const TERMINATING = 'terminating'; // from VoxEngine.terminate() or Application.Terminating on
const TERMINATED = 'terminated';

const LONGEST_LOG_LINE = 15000;
const CUSTOM_DATA_BYTES = 200;

const session = {
  __proto__: null,
  id: '',
  phase: RUNNING,
  customData: '',
  nextCall: 1,
  // Set while Application.Terminating is handled: the one HTTP request that is still allowed.
  lastRequestAllowed: false,
};

let commands = list();

// Each command becomes JSON at once, so that nothing a scenario does later can change it.
function emit(command) {
  append(commands, encode(command));
}

// JSON of what commands are made of: texts, numbers, booleans, lists and dictionaries. JSON.stringify would push nested objects on
// an ordinary array of its own, and so run a setter that a scenario may have put on Array.prototype.
function encode(value) {
  if (typeof value === 'string') return toJson(value);
  if (!isObject(value)) return String(value);
  const parts = list();
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) append(parts, encode(value[i]));
    return '[' + join(parts, ',') + ']';
  }
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const member = value[names[i]];
    if (member !== undefined) append(parts, toJson(names[i]) + ':' + encode(member));
  }
  return '{' + join(parts, ',') + '}';
}

function takeCommands() {
  const taken = join(commands, ',');
  commands = list();
  return taken;
}

function log(text) {
  emit({ __proto__: null, type: 'WriteLog', text: slice(text, 0, LONGEST_LOG_LINE) });
}

function warn(text) {
  log('WARNING: ' + text);
}

// Whether the session still takes commands; a warning says so where it does not.
function isRunning(owner, method) {
  if (session.phase === RUNNING) return true;
  warn((method === undefined ? owner : owner + '.' + method) + ': the session is ' + session.phase + '; nothing was done');
  return false;
}

function warnOfLongCustomData(what, text) {
  const bytes = utf8Length(text);
  if (bytes > CUSTOM_DATA_BYTES) warn(what + ': ' + bytes + ' bytes; VoxEngine promises room for ' + CUSTOM_DATA_BYTES);
}

// What Logger.write makes of any value. It never fails: a log line is no reason to end a call.
function logText(value) {
  try {
    if (typeof value === 'string') return value;
    const json = isObject(value) && value instanceof Error === false ? toJson(value) : undefined;
    return typeof json === 'string' ? json : String(value);
  } catch {
    return '(a value that cannot be shown)';
  }
}

const Logger = {
  write(message) {
    log(logText(message));
  },
  // From here on the log shows no digits: whoever renders it looks for this line.
  hideTones(hide) {
    log('Executing JS command: HideTones with params [' + (hide !== false) + ']');
  },
};

publish('Logger', Logger);
publish('trace', Logger.write);
