CREATE TABLE node (node BLOB PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, sign_key BLOB NOT NULL, cert_sha256 BLOB,
	state TEXT NOT NULL, trusted_upto INTEGER) STRICT;
CREATE TABLE journal_lane (lane INTEGER PRIMARY KEY, node BLOB NOT NULL, own INTEGER NOT NULL, state TEXT NOT NULL,
	seq INTEGER NOT NULL, hash BLOB NOT NULL, hlc INTEGER NOT NULL, frontier BLOB NOT NULL) STRICT;
CREATE TABLE journal_entry (id BLOB PRIMARY KEY, lane INTEGER NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL,
	kind INTEGER NOT NULL, body_hash BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL, UNIQUE (lane, seq)) STRICT;
CREATE TABLE journal_body (entry BLOB PRIMARY KEY, record BLOB NOT NULL, hlc INTEGER NOT NULL, type TEXT NOT NULL,
	version INTEGER NOT NULL, happened INTEGER NOT NULL, actor BLOB, purpose TEXT NOT NULL, parent BLOB,
	request BLOB NOT NULL, salt BLOB NOT NULL, data BLOB NOT NULL) STRICT;
CREATE INDEX journal_body_record ON journal_body (record, hlc, entry);
CREATE INDEX journal_body_actor ON journal_body (actor, hlc);
CREATE TABLE journal_ref (record BLOB NOT NULL, entry BLOB NOT NULL, role TEXT NOT NULL, PRIMARY KEY (record, entry, role)) STRICT;
CREATE INDEX journal_ref_entry ON journal_ref (entry);
CREATE TABLE journal_erased (lane INTEGER NOT NULL, seq INTEGER NOT NULL, run BLOB NOT NULL, PRIMARY KEY (lane, seq)) STRICT;
CREATE TABLE journal_checkpoint (lane INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
	PRIMARY KEY (lane, size)) STRICT;
CREATE TABLE journal_arrival (lane INTEGER NOT NULL, upto INTEGER NOT NULL, arrived INTEGER NOT NULL, via TEXT NOT NULL,
	PRIMARY KEY (lane, upto)) STRICT;
CREATE TABLE journal_quarantine (lane INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, why TEXT NOT NULL,
	bytes BLOB NOT NULL, PRIMARY KEY (lane, seq, hash)) STRICT;
CREATE TABLE record_head (record BLOB PRIMARY KEY, n INTEGER NOT NULL, hlc INTEGER NOT NULL, entry BLOB) STRICT;
CREATE TABLE set_version (name TEXT PRIMARY KEY, version INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE journal_projection (name TEXT PRIMARY KEY, digest BLOB NOT NULL, generation INTEGER NOT NULL) STRICT;
