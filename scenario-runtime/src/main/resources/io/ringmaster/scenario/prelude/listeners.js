// Listeners by event name, as VoxEngine and Call keep them: in the order they were added, the same function once (as in the DOM).
// The host is told which events have any, and gives no turn to one that nobody listens to.

// owner: the id of a call; empty for VoxEngine.
function listeners(owner) {
  return { __proto__: null, owner, byEvent: dictionary(), changed: false };
}

let changedListeners = list();

function noteChange(all) {
  if (all.changed) return;
  all.changed = true;
  append(changedListeners, all);
}

// `,"listens":{owner: [event, ...]}` with all the events that each owner's listeners have, where that has changed since the last time.
function takeChangedListeners() {
  if (changedListeners.length === 0) return '';
  const listens = dictionary();
  for (let i = 0; i < changedListeners.length; i++) {
    const { owner, byEvent } = changedListeners[i];
    changedListeners[i].changed = false;
    listens[owner] = select(keys(byEvent), (event) => byEvent[event].length > 0);
  }
  changedListeners = list();
  return ',"listens":' + encode(listens);
}

function addListener(all, event, callback, what) {
  requireText(event, what, 'the event');
  const known = all.byEvent[event] ?? (all.byEvent[event] = list());
  for (let i = 0; i < known.length; i++) if (known[i].callback === callback) return;
  append(known, { __proto__: null, callback, removed: false });
  noteChange(all);
}

// Without a callback every listener of the event goes.
function removeListener(all, event, callback, what) {
  requireText(event, what, 'the event');
  if (all.byEvent[event] === undefined) return;
  all.byEvent[event] = select(all.byEvent[event], (each) => {
    each.removed ||= callback === undefined || each.callback === callback;
    return !each.removed;
  });
  noteChange(all);
}

// Calls the listeners that there are when the event is raised: one added meanwhile waits for the next event, one removed
// meanwhile is not called any more. Returns the last value that is not undefined.
function raise(all, event) {
  const present = all.byEvent[event.name];
  let answer;
  if (present === undefined) return answer;
  const copy = select(present, () => true);
  for (let i = 0; i < copy.length; i++) {
    const { callback, removed } = copy[i];
    if (removed) continue;
    const returned = requireFunction(callback, event.name, 'a listener')(event);
    if (returned !== undefined) answer = returned;
  }
  return answer;
}
