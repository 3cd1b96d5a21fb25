// Listeners by event name, as VoxEngine and Call keep them: in the order they were added, the same function once (as in the DOM).

function listeners() {
  return dictionary();
}

function addListener(all, event, callback, what) {
  requireText(event, what, 'the event');
  const known = all[event] ?? (all[event] = list());
  for (let i = 0; i < known.length; i++) if (known[i].callback === callback) return;
  append(known, { __proto__: null, callback, removed: false });
}

// Without a callback every listener of the event goes.
function removeListener(all, event, callback, what) {
  requireText(event, what, 'the event');
  if (all[event] === undefined) return;
  all[event] = select(all[event], (each) => {
    each.removed ||= callback === undefined || each.callback === callback;
    return !each.removed;
  });
}

// Calls the listeners that there are when the event is raised: one added meanwhile waits for the next event, one removed
// meanwhile is not called any more. Returns the last value that is not undefined.
function raise(all, event) {
  const present = all[event.name];
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
