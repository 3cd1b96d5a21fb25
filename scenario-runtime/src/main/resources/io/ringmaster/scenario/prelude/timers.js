// Timers. The host is told when the earliest is due and gives a turn then; all that are due by its time fire in that turn.

const MOST_TIMERS = 100;
const SHORTEST_INTERVAL = 100; // ms
const LONGEST_DELAY = 2147483647; // ms, as in browsers

let timers = list(); // in the order in which they are due
let lastTimer = 0;

publish('setTimeout', function setTimeout(callback, delay, ...rest) {
  return startTimer(callback, milliseconds(delay), 0, rest, 'setTimeout');
});
publish('setInterval', function setInterval(callback, delay, ...rest) {
  const period = max(SHORTEST_INTERVAL, milliseconds(delay));
  return startTimer(callback, period, period, rest, 'setInterval');
});
publish('clearTimeout', clearTimer);
publish('clearInterval', clearTimer);

function startTimer(callback, delay, period, rest, what) {
  requireFunction(callback, what, 'the callback');
  if (!isRunning(what)) return ++lastTimer;
  if (timers.length >= MOST_TIMERS) throw new Error(what + ': ' + MOST_TIMERS + ' timers are active; a session may have no more');
  const timer = { __proto__: null, id: ++lastTimer, due: now() + delay, period, callback, rest, active: true };
  schedule(timer);
  return timer.id;
}

function schedule(timer) {
  const ordered = select(timers, (each) => each.due <= timer.due);
  const sooner = ordered.length;
  append(ordered, timer);
  for (let i = sooner; i < timers.length; i++) append(ordered, timers[i]);
  timers = ordered;
}

function clearTimer(id) {
  timers = select(timers, (each) => {
    if (each.id === id) each.active = false;
    return each.active;
  });
}

function dropTimers() {
  for (let i = 0; i < timers.length; i++) timers[i].active = false;
  timers = list();
}

// When the next turn is wanted, in ms since 1970; null for never.
function wakeAt() {
  return timers.length === 0 ? null : timers[0].due;
}

// A timer that was started or became due again meanwhile waits for the next turn, so no scenario can keep this one alive.
function fireDueTimers() {
  const time = now();
  const due = select(timers, (each) => each.due <= time);
  for (let i = 0; i < due.length; i++) {
    const timer = due[i];
    if (!timer.active) continue;
    const period = timer.period;
    if (period === 0) {
      clearTimer(timer.id);
    } else {
      timers = select(timers, (each) => each !== timer);
      timer.due = max(timer.due + period, time + 1); // a late turn makes up for one period, not for all it missed
      schedule(timer);
    }
    apply(timer.callback, undefined, timer.rest);
  }
}

function milliseconds(delay) {
  const given = +delay;
  return isNaN(given) ? 0 : min(LONGEST_DELAY, max(0, floor(given)));
}
