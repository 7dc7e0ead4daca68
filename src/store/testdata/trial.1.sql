CREATE TABLE trial (id BLOB PRIMARY KEY, number INTEGER, words TEXT, bytes BLOB) STRICT;
CREATE INDEX trial_number ON trial (number);
