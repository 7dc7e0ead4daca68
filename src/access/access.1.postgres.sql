-- Local tables: neither entries nor projections. Secrets never stand in bodies.
CREATE TABLE credential (
  officer BYTEA PRIMARY KEY, password TEXT COLLATE "C" NOT NULL, temporary BIGINT NOT NULL,
  device BYTEA, step BIGINT NOT NULL, pending BYTEA
);
CREATE TABLE printed_code (officer BYTEA NOT NULL, hash BYTEA NOT NULL, used BIGINT NOT NULL, PRIMARY KEY (officer, hash));
CREATE TABLE session (
  hash BYTEA PRIMARY KEY, officer BYTEA NOT NULL, machine BIGINT NOT NULL, created BIGINT NOT NULL, seen BIGINT NOT NULL,
  placed BIGINT NOT NULL, post TEXT COLLATE "C" NOT NULL, lane BIGINT NOT NULL, direction TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_officer ON session (officer);
CREATE TABLE failure (mark TEXT COLLATE "C" PRIMARY KEY, count BIGINT NOT NULL, until BIGINT NOT NULL, latest BIGINT NOT NULL);
