// The enumerations of VoxEngine's core API: names and values as its published typings have them, two members from newer and older
// documentation (CallEvents.MediaStatisticsReceived, CallEvents.FirstVideoPacket), and module names that public scenarios use.

publish('AMD', {
  Events: freeze({
    DetectionComplete: 'AMD.Events.DetectionComplete', DetectionError: 'AMD.Events.DetectionError',
  }),
  Model: freeze({
    BR: 'br', CL: 'cl', CO: 'colombia', KZ: 'kz', MX: 'mx', RU: 'ru', PH: 'ph', PE: 'pe', US: 'us',
    EU_GENERAL: 'eu_general',
  }),
  ResultClass: freeze({
    VOICEMAIL: 'VOICEMAIL', HUMAN: 'HUMAN', TIMEOUT: 'TIMEOUT', CALL_ENDED: 'CALL_ENDED',
  }),
  ResultSubtype: freeze({
    MIMIC: 'MIMIC', NONE: 'NONE',
  }),
});

publish('ACDEvents', freeze({
  OperatorReached: 'ACD.OperatorReached', OperatorCallAttempt: 'ACD.OperatorCallAttempt',
  OperatorFailed: 'ACD.OperatorFailed', Error: 'ACD.Error', Waiting: 'ACD.Waiting', Queued: 'ACD.Queued',
  Offline: 'ACD.Offline', QueueFull: 'ACD.QueueFull',
}));

publish('AppEvents', freeze({
  CallAlerting: 'Application.CallAlerting', Terminating: 'Application.Terminating',
  Terminated: 'Application.Terminated', Started: 'Application.Started', HttpRequest: 'Application.HttpRequest',
  WebSocket: 'AppEvents.NewWebSocketConnection', NewWebSocketFailed: 'Application.OnNewWebSocketFailed',
}));

publish('CallAudioQuality', freeze({
  HD: 'HD', STANDARD: 'Standard',
}));

publish('CallEvents', freeze({
  AudioStarted: 'Call.AudioStarted', AudioIdentificationStarted: 'Call.AudioIdentificationStarted',
  AudioIdentificationResult: 'Call.AudioIdentificationResult',
  AudioIdentificationStopped: 'Call.AudioIdentificationStopped',
  AudioIdentificationError: 'Call.AudioIdentificationError', BlindTransferRequested: 'Call.BlindTransferRequested',
  Connected: 'Call.Connected', Forwarding: 'Call.Forwarding', Disconnected: 'Call.Disconnected', Failed: 'Call.Failed',
  InfoReceived: 'Call.InfoReceived', MessageReceived: 'Call.MessageReceived', MicStatusChange: 'Call.MicStatusChange',
  OffHold: 'Call.OffHold', OnHold: 'Call.OnHold', PlaybackFinished: 'Call.PlaybackFinished',
  PlaybackReady: 'Call.PlaybackReady', PlaybackStarted: 'Call.PlaybackStarted', PushSent: 'Call.PushSent',
  ReInviteAccepted: 'Call.ReInviteAccepted', ReInviteReceived: 'Call.ReInviteReceived',
  ReInviteRejected: 'Call.ReInviteRejected', RecordStarted: 'Call.RecordStarted', RecordStopped: 'Call.RecordStopped',
  RecordError: 'Call.RecordError', Ringing: 'Call.Ringing', StateChanged: 'Call.StateChanged',
  Statistics: 'Call.Statistics', ToneDetected: 'Call.ToneDetected', ToneReceived: 'Call.ToneReceived',
  TransferComplete: 'Call.TransferComplete', TransferFailed: 'Call.TransferFailed',
  VideoTrackCreated: 'Call.Video.TrackCreated', FirstAudioPacketReceived: 'Call.FirstAudioPacketReceived',
  FirstVideoPacketReceived: 'Call.FirstVideoPacketReceived', RtpStopped: 'Call.RtpStopped',
  RtpResumed: 'Call.RtpResumed', BeepDetectionComplete: 'Call.BeepDetectionComplete',
  BeepDetectionError: 'Call.BeepDetectionError', AudioQualityDetected: 'Call.AudioQualityDetected',
  FirstVideoPacket: 'Call.Video.FirstPacket', MediaStatisticsReceived: 'Call.MediaStatisticsReceived',
}));

publish('ConferenceDirection', freeze({
  SEND: 'SEND', RECEIVE: 'RECEIVE', BOTH: 'BOTH',
}));

publish('ConferenceEvents', freeze({
  ConferenceError: 'Conference.Error', Started: 'Conference.Started', Stopped: 'Conference.Stopped',
  EndpointAdded: 'Conference.EndpointAdded', EndpointUpdated: 'Conference.EndpointUpdated',
  EndpointRemoved: 'Conference.EndpointRemoved', EndpointManaged: 'Conference.EndpointManaged',
}));

publish('ConferenceMode', freeze({
  MIX: 'MIX', FORWARD: 'FORWARD',
}));

publish('DTMFType', freeze({
  ALL: 0, TELEPHONE_EVENT: 1, IN_BAND: 2, SIP_INFO: 3,
}));

publish('PlayerEvents', freeze({
  Created: 'Player.Created', PlaybackReady: 'Player.PlaybackReady', Started: 'Player.Started',
  Stopped: 'Player.Stopped', PlaybackFinished: 'Player.PlaybackFinished', Error: 'Player.Error',
  PlaybackMarkerReached: 'Player.PlaybackMarkerReached', PlaybackBuffering: 'Player.Buffering',
}));

publish('RecordExpireTime', freeze({
  THREEMONTHS: '', SIXMONTHS: '-6m', ONEYEAR: '-1y', TWOYEARS: '-2y', THREEYEARS: '-3y', FIVEYEARS: '-5y',
}));

publish('RecorderEvents', freeze({
  RecorderError: 'Recorder.Error', Started: 'Recorder.Started', Stopped: 'Recorder.Stopped',
}));

publish('SequencePlayerEvents', freeze({
  Created: 'SequencePlayer.Created', PlaybackReady: 'SequencePlayer.PlaybackReady', Started: 'SequencePlayer.Started',
  Stopped: 'SequencePlayer.Stopped', PlaybackFinished: 'SequencePlayer.PlaybackFinished',
  Error: 'SequencePlayer.Error', PlaybackMarkerReached: 'SequencePlayer.PlaybackMarkerReached',
}));

publish('SmartQueueEvents', freeze({
  Waiting: 'SmartQueue.Waiting', OperatorReached: 'SmartQueue.OperatorReached',
  EnqueueSuccess: 'SmartQueue.EnqueueSuccess', TaskDistributed: 'SmartQueue.DistributeTask',
  ClientDisconnected: 'SmartQueue.ClientDisconnected', TaskCanceled: 'SmartQueue.TaskCanceled',
  Error: 'SmartQueue.Error',
}));

publish('SmartQueueOperatorSettingsMode', freeze({
  STRICT: 'STRICT', SMART: 'SMART',
}));

publish('TaskWaitingCode', freeze({
  NONE: 500, SUCCESS: 200, CANNOT_BE_ESTIMATED: 501, OVERFLOWED: 503,
}));

publish('TerminationStatus', freeze({
  NONE: 0, INTERNAL_ERROR: 500, NORMAL: 1000, TIMEOUT_REACHED: 1001, MS_NOT_ANSWERED: 1002, QUEUE_EMPTY: 1003,
  MAX_WAITING_TIME_REACHED: 1004, MAX_QUEUE_SIZE_REACHED: 1005, OPERATOR_NOT_AVAILABLE: 1006, CLIENT_TERMINATE: 1100,
  FINISHED_BY_CLIENT: 1201, FINISHED_BY_OPERATOR: 1202, FAILED: 1203, CANCELED: 1204, TRANSFERRED: 1205,
}));

publish('TranscriptionProvider', freeze({
  GOOGLE: 'google', YANDEX: 'yandex', TBANK: 'tcs',
}));

publish('URLPlayerRequestMethod', freeze({
  GET: 'GET', POST: 'POST',
}));

publish('WebSocketAudioEncoding', freeze({
  PCM8: 'PCM8', PCM16_8KHZ: 'PCM8', PCM16: 'PCM16', PCM16_16KHZ: 'PCM16', ALAW: 'ALAW', ULAW: 'ULAW', OPUS: 'OPUS',
}));

publish('WebSocketCloseCode', freeze({
  CLOSE_NORMAL: 1000, CLOSE_GOING_AWAY: 1001, CLOSE_PROTOCOL_ERROR: 1002, CLOSE_UNSUPPORTED: 1003,
  CLOSED_NO_STATUS: 1005, CLOSE_ABNORMAL: 1006, CLOSE_UNSUPPORTED_PAYLOAD: 1007, CLOSE_POLICY_VIOLATION: 1008,
  CLOSE_TOO_LARGE: 1009, CLOSE_MANDATORY_EXTENSION: 1010, CLOSE_SERVER_ERROR: 1011, CLOSE_SERVICE_RESTART: 1012,
  CLOSE_TRY_AGAIN_LATER: 1013, CLOSE_BAD_GATEWAY: 1014, CLOSE_TLS_FAIL: 1015,
}));

publish('WebSocketEvents', freeze({
  OPEN: 'WebSocket.Open', CLOSE: 'WebSocket.Close', MESSAGE: 'WebSocket.Message', ERROR: 'WebSocket.Error',
  CREATED: 'WebSocket.Created', MEDIA_STARTED: 'WebSocket.MediaEventStarted', MEDIA_ENDED: 'WebSocket.MediaEventEnded',
}));

publish('WebSocketReadyState', freeze({
  CLOSED: 'closed', CLOSING: 'closing', CONNECTING: 'connecting', OPEN: 'open',
}));

// A member that is not listed is its own lower-case name: scenarios name modules that the typings forgot (Modules.CallList,
// Modules.Player, ...), and require() of any of them is harmless.
publish('Modules', tolerant({
  ACD: 'acd', AI: 'ai', ApplicationStorage: 'applicationstorage', ASR: 'asr', Avatar: 'avatar',
  Conference: 'conference', ElevenLabs: 'elevenlabs', Gemini: 'gemini', IVR: 'ivr', OpenAI: 'openai',
  PushService: 'pushservice', Recorder: 'recorder', SmartQueue: 'smartqueue', StreamingAgent: 'streamingagent',
  Ultravox: 'ultravox', Cartesia: 'cartesia', Yandex: 'yandex', VoximplantAPI: 'voximplantapi',
}, lower));

// Voices come in hundreds of constants, which scenarios read at top level. Each is its own path, such as 'Amazon.en_US_Joanna'.
publish('Language', constants(''));
publish('VoiceList', constants(''));

// An object on which every other member has the value `fallback(name)`.
function tolerant(members, fallback) {
  return new Proxy(members, {
    __proto__: null,
    get: (known, name) => (typeof name === 'string' && known[name] === undefined ? fallback(name) : known[name]),
  });
}

function constants(path) {
  const itself = { toString: () => path, toJSON: () => path };
  return tolerant(itself, (name) => constants(path === '' ? name : path + '.' + name));
}
