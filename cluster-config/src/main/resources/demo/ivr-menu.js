// A small voice menu. Call 7000.
//
// It greets the caller, then waits for a digit: 1, 2 or 3 plays the answer of that department and hangs up. Any other key is
// refused and the greeting starts again; so does silence, and after the third silence we hang up.

const DEPARTMENTS = {
  1: 'file:sales.wav',
  2: 'file:support.wav',
  3: 'file:operator.wav',
};

const PATIENCE = 5000; // ms of silence after the greeting
const LAST_SILENCE = 3;

VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
  let whenPlayed; // what to do when the sound that plays now is over
  let timer; // runs while we wait for a digit
  let silences = 0;

  call.addEventListener(CallEvents.Connected, greet);
  call.addEventListener(CallEvents.PlaybackFinished, () => whenPlayed());
  call.addEventListener(CallEvents.ToneReceived, (e) => choose(e.tone));
  call.addEventListener(CallEvents.Disconnected, VoxEngine.terminate);

  call.handleTones(true);
  call.answer();

  function greet() {
    play('file:greeting.wav', waitForDigit);
  }

  // A new sound takes the place of the one that plays, whose end is then not reported.
  function play(sound, next) {
    whenPlayed = next;
    call.startPlayback(sound);
  }

  function waitForDigit() {
    timer = setTimeout(() => {
      silences += 1;
      if (silences < LAST_SILENCE) greet();
      else call.hangup();
    }, PATIENCE);
  }

  function choose(digit) {
    Logger.write(`The caller pressed ${digit}`);
    clearTimeout(timer);
    if (digit in DEPARTMENTS) {
      call.handleTones(false);
      play(DEPARTMENTS[digit], call.hangup);
    } else {
      play('file:invalid.wav', greet);
    }
  }
});
