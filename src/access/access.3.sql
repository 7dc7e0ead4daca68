-- Security keys: the public half, the last counter, and the hash of a PIN that we ask for where the key itself asks for none.
CREATE TABLE security_key (
  hash BLOB PRIMARY KEY, credential BLOB NOT NULL, officer BLOB NOT NULL, public_key BLOB NOT NULL, algorithm INTEGER NOT NULL,
  counter INTEGER NOT NULL, verifies INTEGER NOT NULL, pin TEXT NOT NULL, label TEXT NOT NULL, added INTEGER NOT NULL, used INTEGER NOT NULL,
  doubted INTEGER NOT NULL
) STRICT;
CREATE INDEX security_key_officer ON security_key (officer);
-- Challenges that were answered: each counts once. They are forgotten when they would be too old anyway.
CREATE TABLE key_challenge (challenge BLOB PRIMARY KEY, used INTEGER NOT NULL) STRICT;
