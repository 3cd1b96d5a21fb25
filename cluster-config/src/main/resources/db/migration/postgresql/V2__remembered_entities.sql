-- Which calls and sessions must come back on another node; kept by the journal's own transactions (docs/adr/0005).
CREATE TABLE remembered_entity (
  kind VARCHAR(16) NOT NULL,
  shard INTEGER NOT NULL,
  entity_id VARCHAR(64) NOT NULL,
  PRIMARY KEY (kind, shard, entity_id)
);

-- A shard is the id of its sessions without their 41 lower bits.
INSERT INTO remembered_entity
  SELECT 'call', CAST(session_id AS BIGINT) / 2199023255552, call_id FROM call_directory WHERE active;
INSERT INTO remembered_entity
  SELECT 'session', CAST(session_id AS BIGINT) / 2199023255552, session_id FROM session_directory WHERE active;
