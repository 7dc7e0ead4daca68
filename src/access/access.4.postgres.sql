-- Links and codes that let the public in: each once, for a short time. `moves`: the account that takes a new address by it.
CREATE TABLE account_ticket (
  hash BYTEA PRIMARY KEY, code BYTEA NOT NULL, email_key TEXT COLLATE "C" NOT NULL, email TEXT COLLATE "C" NOT NULL, language TEXT COLLATE "C" NOT NULL, moves BYTEA, made BIGINT NOT NULL
);
CREATE INDEX account_ticket_key ON account_ticket (email_key, made);
