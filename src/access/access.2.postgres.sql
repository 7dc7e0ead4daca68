-- Who handed over the password and the printed list in force (empty: the user's own), the last sign-in, and what a machine credential is for.
ALTER TABLE credential ADD COLUMN password_by BYTEA;
ALTER TABLE credential ADD COLUMN codes_by BYTEA;
ALTER TABLE credential ADD COLUMN signed_in BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN label TEXT NOT NULL DEFAULT '';
