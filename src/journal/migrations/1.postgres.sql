CREATE TABLE node (node BYTEA PRIMARY KEY, name TEXT COLLATE "C" NOT NULL, role TEXT COLLATE "C" NOT NULL, sign_key BYTEA NOT NULL, cert_sha256 BYTEA,
	state TEXT COLLATE "C" NOT NULL, trusted_upto BIGINT);
CREATE TABLE journal_lane (lane BIGINT PRIMARY KEY, node BYTEA NOT NULL, own BIGINT NOT NULL, state TEXT COLLATE "C" NOT NULL,
	seq BIGINT NOT NULL, hash BYTEA NOT NULL, hlc BIGINT NOT NULL, frontier BYTEA NOT NULL);
CREATE TABLE journal_entry (id BYTEA PRIMARY KEY, lane BIGINT NOT NULL, seq BIGINT NOT NULL, hlc BIGINT NOT NULL,
	kind BIGINT NOT NULL, body_hash BYTEA NOT NULL, prev BYTEA NOT NULL, hash BYTEA NOT NULL, UNIQUE (lane, seq));
CREATE TABLE journal_body (entry BYTEA PRIMARY KEY, record BYTEA NOT NULL, hlc BIGINT NOT NULL, type TEXT COLLATE "C" NOT NULL,
	version BIGINT NOT NULL, happened BIGINT NOT NULL, actor BYTEA, purpose TEXT COLLATE "C" NOT NULL, parent BYTEA,
	request BYTEA NOT NULL, salt BYTEA NOT NULL, data BYTEA NOT NULL);
CREATE INDEX journal_body_record ON journal_body (record, hlc, entry);
CREATE INDEX journal_body_actor ON journal_body (actor, hlc);
CREATE TABLE journal_ref (record BYTEA NOT NULL, entry BYTEA NOT NULL, role TEXT COLLATE "C" NOT NULL, PRIMARY KEY (record, entry, role));
CREATE INDEX journal_ref_entry ON journal_ref (entry);
CREATE TABLE journal_erased (lane BIGINT NOT NULL, seq BIGINT NOT NULL, run BYTEA NOT NULL, PRIMARY KEY (lane, seq));
CREATE TABLE journal_checkpoint (lane BIGINT NOT NULL, size BIGINT NOT NULL, root BYTEA NOT NULL, note TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (lane, size));
CREATE TABLE journal_arrival (lane BIGINT NOT NULL, upto BIGINT NOT NULL, arrived BIGINT NOT NULL, via TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (lane, upto));
CREATE TABLE journal_quarantine (lane BIGINT NOT NULL, seq BIGINT NOT NULL, hash BYTEA NOT NULL, why TEXT COLLATE "C" NOT NULL,
	bytes BYTEA NOT NULL, PRIMARY KEY (lane, seq, hash));
CREATE TABLE record_head (record BYTEA PRIMARY KEY, n BIGINT NOT NULL, hlc BIGINT NOT NULL, entry BYTEA);
CREATE TABLE set_version (name TEXT COLLATE "C" PRIMARY KEY, version BIGINT NOT NULL, root BYTEA NOT NULL, note TEXT COLLATE "C" NOT NULL);
CREATE TABLE journal_projection (name TEXT COLLATE "C" PRIMARY KEY, digest BYTEA NOT NULL, generation BIGINT NOT NULL);
