-- Links and codes that let the public in: each once, for a short time. `moves`: the account that takes a new address by it.
CREATE TABLE account_ticket (
  hash BLOB PRIMARY KEY, code BLOB NOT NULL, email_key TEXT NOT NULL, email TEXT NOT NULL, language TEXT NOT NULL, moves BLOB, made INTEGER NOT NULL
) STRICT;
CREATE INDEX account_ticket_key ON account_ticket (email_key, made);
