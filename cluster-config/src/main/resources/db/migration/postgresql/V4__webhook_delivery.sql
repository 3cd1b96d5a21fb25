-- How far the events of a session have got to its webhook (docs/adr/0008). Sessions without a webhook have no row.
CREATE TABLE webhook_delivery (
  session_id VARCHAR(255) PRIMARY KEY,
  journal_row BIGINT NOT NULL, -- the line of the session's journal up to which the receiver has everything
  event_position BIGINT NOT NULL, -- of the last event it has
  failing_since TIMESTAMP(6) WITH TIME ZONE, -- null while it takes what it gets
  ended_at TIMESTAMP(6) WITH TIME ZONE -- it has everything, or (failing_since is set) was given up
);
