-- Local tables: neither entries nor projections. Secrets never stand in bodies.
CREATE TABLE credential (
  officer BLOB PRIMARY KEY, password TEXT NOT NULL, temporary INTEGER NOT NULL,
  device BLOB, step INTEGER NOT NULL, pending BLOB
) STRICT;
CREATE TABLE printed_code (officer BLOB NOT NULL, hash BLOB NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (officer, hash)) STRICT;
CREATE TABLE session (
  hash BLOB PRIMARY KEY, officer BLOB NOT NULL, machine INTEGER NOT NULL, created INTEGER NOT NULL, seen INTEGER NOT NULL,
  placed INTEGER NOT NULL, post TEXT NOT NULL, lane INTEGER NOT NULL, direction TEXT NOT NULL
) STRICT;
CREATE INDEX session_officer ON session (officer);
CREATE TABLE failure (mark TEXT PRIMARY KEY, count INTEGER NOT NULL, until INTEGER NOT NULL, latest INTEGER NOT NULL) STRICT;
