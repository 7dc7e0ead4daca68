-- Security keys: the public half, the last counter, and the hash of a PIN that we ask for where the key itself asks for none.
CREATE TABLE security_key (
  hash BYTEA PRIMARY KEY, credential BYTEA NOT NULL, officer BYTEA NOT NULL, public_key BYTEA NOT NULL, algorithm BIGINT NOT NULL,
  counter BIGINT NOT NULL, verifies BIGINT NOT NULL, pin TEXT COLLATE "C" NOT NULL, label TEXT COLLATE "C" NOT NULL, added BIGINT NOT NULL, used BIGINT NOT NULL,
  doubted BIGINT NOT NULL
);
CREATE INDEX security_key_officer ON security_key (officer);
-- Challenges that were answered: each counts once. They are forgotten when they would be too old anyway.
CREATE TABLE key_challenge (challenge BYTEA PRIMARY KEY, used BIGINT NOT NULL);
