// Refuses with the last three digits of the dialled number.
VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call, destination }) => {
  call.addEventListener(CallEvents.Disconnected, VoxEngine.terminate);
  call.reject(Number(destination.slice(-3)));
});
