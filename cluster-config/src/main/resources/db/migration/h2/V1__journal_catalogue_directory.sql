-- The journal, as pekko-persistence-jdbc 1.1.1 wants it. Identifiers are quoted because it quotes them.
CREATE TABLE "event_journal" (
  "ordering" BIGINT UNIQUE NOT NULL AUTO_INCREMENT,
  "deleted" BOOLEAN DEFAULT FALSE NOT NULL,
  "persistence_id" VARCHAR(255) NOT NULL,
  "sequence_number" BIGINT NOT NULL,
  "writer" VARCHAR NOT NULL,
  "write_timestamp" BIGINT NOT NULL,
  "adapter_manifest" VARCHAR NOT NULL,
  "event_payload" BLOB NOT NULL,
  "event_ser_id" INTEGER NOT NULL,
  "event_ser_manifest" VARCHAR NOT NULL,
  "meta_payload" BLOB,
  "meta_ser_id" INTEGER,
  "meta_ser_manifest" VARCHAR,
  PRIMARY KEY ("persistence_id", "sequence_number")
);

CREATE TABLE "event_tag" (
  "event_id" BIGINT NOT NULL,
  "tag" VARCHAR NOT NULL,
  PRIMARY KEY ("event_id", "tag"),
  CONSTRAINT "fk_event_journal" FOREIGN KEY ("event_id") REFERENCES "event_journal" ("ordering") ON DELETE CASCADE
);

-- Cluster sharding keeps snapshots of the entities it remembers.
CREATE TABLE "snapshot" (
  "persistence_id" VARCHAR(255) NOT NULL,
  "sequence_number" BIGINT NOT NULL,
  "created" BIGINT NOT NULL,
  "snapshot_ser_id" INTEGER NOT NULL,
  "snapshot_ser_manifest" VARCHAR NOT NULL,
  "snapshot_payload" BLOB NOT NULL,
  "meta_ser_id" INTEGER,
  "meta_ser_manifest" VARCHAR,
  "meta_payload" BLOB,
  PRIMARY KEY ("persistence_id", "sequence_number")
);

-- Scenarios under their names, and every version that a session may still be pinned to.
CREATE TABLE scenario (
  name VARCHAR(255) PRIMARY KEY,
  hash CHAR(64) NOT NULL,
  updated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE scenario_version (
  hash CHAR(64) PRIMARY KEY,
  source CLOB NOT NULL
);

CREATE TABLE rule (
  name VARCHAR(255) PRIMARY KEY,
  pattern VARCHAR(4000) NOT NULL,
  scenarios CLOB NOT NULL, -- a JSON array of names
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
  number VARCHAR NOT NULL,
  callerid VARCHAR NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP(6) WITH TIME ZONE
);

CREATE INDEX call_directory_newest ON call_directory (created_at DESC, call_id DESC);
CREATE INDEX call_directory_active ON call_directory (active, created_at DESC, call_id DESC);
CREATE INDEX call_directory_state ON call_directory (state, created_at DESC, call_id DESC);

CREATE TABLE session_directory (
  session_id VARCHAR(255) PRIMARY KEY,
  state VARCHAR(32) NOT NULL,
  active BOOLEAN NOT NULL,
  control VARCHAR(32) NOT NULL,
  rule VARCHAR(255),
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP(6) WITH TIME ZONE,
  finish_reason VARCHAR
);

CREATE INDEX session_directory_newest ON session_directory (created_at DESC, session_id DESC);
CREATE INDEX session_directory_active ON session_directory (active, created_at DESC, session_id DESC);
CREATE INDEX session_directory_state ON session_directory (state, created_at DESC, session_id DESC);
