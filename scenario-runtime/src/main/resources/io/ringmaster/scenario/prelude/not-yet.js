// What VoxEngine has and this engine has not. It throws an error that names it, so an author learns at once what is missing,
// where a missing name would only be a ReferenceError. `call.reInvite` alone stays undefined: scenarios test for it.

function notYet(name) {
  return () => {
    throw new Error(name + ' is not supported yet');
  };
}

function lacking(owner, path, names) {
  for (let i = 0; i < names.length; i++) owner[names[i]] = notYet(path + '.' + names[i]);
  return owner;
}

const CALL_METHODS_NOT_YET = [
  'answerDirect', 'say', 'sendMessage', 'handleMicStatus', 'handleBlindTransfer', 'notifyBlindTransferSuccess',
  'notifyBlindTransferFailed', 'enableBeepDetection', 'disableBeepDetection', 'transferTo', 'monitorMediaStatistics',
  'enableMediaStatistics', 'acceptReInvite', 'rejectReInvite',
];
for (let i = 0; i < CALL_METHODS_NOT_YET.length; i++) {
  defineCallMethod(CALL_METHODS_NOT_YET[i], notYet('Call.' + CALL_METHODS_NOT_YET[i]));
}

const VOX_ENGINE_NOT_YET = [
  'allowWebSocketConnections', 'callConference', 'callPSTN', 'callUser', 'callUserDirect', 'callWhatsappUser', 'createASR',
  'createConference', 'createRecorder', 'createSequencePlayer', 'createStreamingAgent', 'createTTSPlayer',
  'createToneScriptPlayer', 'createURLPlayer', 'createWebSocket', 'destroyConference', 'disableStatisticsForIncomingWebsockets',
  'disableTraceForIncomingWebsockets', 'enableStatisticsForIncomingWebsockets', 'enableTraceForIncomingWebsockets',
  'enqueueACDRequest', 'enqueueTask', 'forwardCallToPSTN', 'forwardCallToUser', 'forwardCallToUserDirect', 'getSecretValue',
];
lacking(VoxEngine, 'VoxEngine', VOX_ENGINE_NOT_YET);
lacking(Net, 'Net', ['sendMail', 'sendMailAsync']);
lacking(AMD, 'AMD', ['create', 'AnsweringMachineDetector']);

const CALL_LIST = [
  'reportError', 'reportErrorAsync', 'reportProgress', 'reportProgressAsync', 'reportResult', 'reportResultAsync',
  'requestNextAttempt', 'requestNextAttemptAsync',
];
publish('CallList', lacking({}, 'CallList', CALL_LIST));
VoxEngine.CallList = globalThis.CallList;
publish('AI', lacking({}, 'AI', ['detectVoicemail']));
publish('ApplicationStorage', lacking({}, 'ApplicationStorage', ['get', 'keys', 'put', 'remove']));
publish('Crypto', lacking({}, 'Crypto', ['hmac_sha256', 'md5', 'sha1', 'sha256']));
publish('IVR', lacking({}, 'IVR', ['reset']));
publish('PhoneNumber', lacking({}, 'PhoneNumber', ['getInfo']));
publish('IVRState', function IVRState() {
  notYet('IVRState')();
});
