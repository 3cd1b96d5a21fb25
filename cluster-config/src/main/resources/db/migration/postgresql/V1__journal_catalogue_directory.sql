-- The journal, as pekko-persistence-jdbc 1.1.1 wants it.
CREATE TABLE event_journal (
  ordering BIGSERIAL,
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  deleted BOOLEAN DEFAULT FALSE NOT NULL,
  writer VARCHAR(255) NOT NULL,
  write_timestamp BIGINT,
  adapter_manifest VARCHAR(255),
  event_ser_id INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255) NOT NULL,
  event_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

CREATE UNIQUE INDEX event_journal_ordering_idx ON event_journal (ordering);

CREATE TABLE event_tag (
  event_id BIGINT,
  tag VARCHAR(256),
  PRIMARY KEY (event_id, tag),
  CONSTRAINT fk_event_journal FOREIGN KEY (event_id) REFERENCES event_journal (ordering) ON DELETE CASCADE
);

-- Cluster sharding keeps snapshots of the entities it remembers.
CREATE TABLE snapshot (
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  created BIGINT NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

-- Scenarios under their names, and every version that a session may still be pinned to.
CREATE TABLE scenario (
  name VARCHAR(255) PRIMARY KEY,
  hash CHAR(64) NOT NULL,
  updated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE scenario_version (
  hash CHAR(64) PRIMARY KEY,
  source TEXT NOT NULL
);

CREATE TABLE rule (
  name VARCHAR(255) PRIMARY KEY,
  pattern VARCHAR(4000) NOT NULL,
  scenarios TEXT NOT NULL, -- a JSON array of names
  priority INTEGER NOT NULL,
  control VARCHAR(16) NOT NULL,
  webhook VARCHAR(4000)
);

-- One row. Counts up with every change of a scenario or rule, so that other nodes notice.
CREATE TABLE catalogue_version (
  version BIGINT NOT NULL
);

INSERT INTO catalogue_version VALUES (0);

-- Beside the journal: which calls and sessions there are.
CREATE TABLE call_directory (
  call_id VARCHAR(255) PRIMARY KEY,
  session_id VARCHAR(255) NOT NULL,
  state VARCHAR(32) NOT NULL,
  active BOOLEAN NOT NULL,
  direction VARCHAR(32) NOT NULL,
  number TEXT NOT NULL,
  callerid TEXT NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP(6) WITH TIME ZONE
);

CREATE INDEX call_directory_newest ON call_directory (created_at DESC, call_id DESC);
CREATE INDEX call_directory_active ON call_directory (created_at DESC, call_id DESC) WHERE active;
CREATE INDEX call_directory_state ON call_directory (state, created_at DESC, call_id DESC);

CREATE TABLE session_directory (
  session_id VARCHAR(255) PRIMARY KEY,
  state VARCHAR(32) NOT NULL,
  active BOOLEAN NOT NULL,
  control VARCHAR(32) NOT NULL,
  rule VARCHAR(255),
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP(6) WITH TIME ZONE,
  finish_reason TEXT
);

CREATE INDEX session_directory_newest ON session_directory (created_at DESC, session_id DESC);
CREATE INDEX session_directory_active ON session_directory (created_at DESC, session_id DESC) WHERE active;
CREATE INDEX session_directory_state ON session_directory (state, created_at DESC, session_id DESC);
