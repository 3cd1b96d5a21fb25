-- Which database this is, in one row: the nodes of a cluster must all use the same one, and compare this before they join.
CREATE TABLE database_identity (
  id VARCHAR(36) PRIMARY KEY
);

INSERT INTO database_identity VALUES (CAST(RANDOM_UUID() AS VARCHAR(36)));
