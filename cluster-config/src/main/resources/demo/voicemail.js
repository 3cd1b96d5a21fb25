// Takes a message. Call 7003, speak after the beep, and end with # or by hanging up.

VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call, callerid }) => {
  call.addEventListener(CallEvents.Connected, () => call.startPlayback('file:beep.wav'));

  let recording = false;
  call.addEventListener(CallEvents.PlaybackFinished, () => {
    recording = true;
    call.handleTones(true);
    call.record();
  });

  call.addEventListener(CallEvents.ToneReceived, (e) => {
    if (e.tone === '#') call.hangup();
  });

  call.addEventListener(CallEvents.RecordStarted, (e) => Logger.write(`A message from ${callerid} begins: ${e.url}`));

  // The file is complete a moment after the call has ended, so the session waits for it if there is one.
  call.addEventListener(CallEvents.Disconnected, () => {
    if (!recording) VoxEngine.terminate();
  });
  call.addEventListener(CallEvents.RecordStopped, (e) => {
    Logger.write(`A message of ${e.duration} s from ${callerid} is at ${e.url}`);
    VoxEngine.terminate();
  });
  call.addEventListener(CallEvents.RecordError, (e) => {
    Logger.write(`The message could not be recorded: ${e.error}`);
    recording = false;
    call.hangup();
  });

  call.answer();
});
