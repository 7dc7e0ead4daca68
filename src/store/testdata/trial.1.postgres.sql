CREATE TABLE trial (id BYTEA PRIMARY KEY, number BIGINT, words TEXT COLLATE "C", bytes BYTEA);
CREATE INDEX trial_number ON trial (number);
