Statements of the journal. One text for both databases.

-- lane: a lane's head
SELECT seq, hash, hlc, frontier, state, own, node FROM journal_lane WHERE lane = :lane
-- lane_new: a lane that begins
INSERT INTO journal_lane (lane, node, own, state, seq, hash, hlc, frontier) VALUES (:lane, :node, :own, 'open', 0, :hash, 0, :frontier)
-- lane_move: the fence: nothing is changed when another wrote
UPDATE journal_lane SET seq = :seq, hash = :hash, hlc = :hlc, frontier = :frontier WHERE lane = :lane AND seq = :from_seq AND hash = :from_hash
-- lane_touch: a commit that follows another, so that a standby has both
UPDATE journal_lane SET hlc = hlc WHERE lane = :lane
-- lane_state: open, closed, stopped
UPDATE journal_lane SET state = :state WHERE lane = :lane
-- lanes: all, in order
SELECT lane, seq, own FROM journal_lane ORDER BY lane

-- head: a record's last entry
SELECT n, hlc, entry FROM record_head WHERE record = :record
-- head_set: after a batch
UPDATE record_head SET n = :n, hlc = :hlc, entry = :entry WHERE record = :record
-- head_drop: nothing is left of the record
DELETE FROM record_head WHERE record = :record
-- head_count: what the bodies say
SELECT count(*) FROM journal_body WHERE record = :record
-- head_last: the last entry of what the bodies say
SELECT entry, hlc FROM journal_body WHERE record = :record ORDER BY hlc DESC, entry DESC LIMIT 1

-- entry_put: a header
INSERT INTO journal_entry (id, lane, seq, hlc, kind, body_hash, prev, hash) VALUES (:id, :lane, :seq, :hlc, :kind, :body_hash, :prev, :hash)
-- body_put: a body
INSERT INTO journal_body (entry, record, hlc, type, version, happened, actor, purpose, parent, request, salt, data)
 VALUES (:entry, :record, :hlc, :type, :version, :happened, :actor, :purpose, :parent, :request, :salt, :data)
-- ref_put: another record that an entry names
INSERT INTO journal_ref (record, entry, role) VALUES (:record, :entry, :role) ON CONFLICT (record, entry, role) DO NOTHING

-- known: is this id stored, and by whom
SELECT b.entry, b.actor, b.request FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id WHERE e.id = :id
-- entry: one entry whole; the body's columns are NULL when it was erased
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data, b.request, b.salt, b.entry
 FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id WHERE e.id = :id
-- history: a record's entries in order
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data
 FROM journal_body b JOIN journal_entry e ON e.id = b.entry WHERE b.record = :record ORDER BY b.hlc, b.entry
-- refs: entries that name a record, newest first
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data
 FROM journal_ref r JOIN journal_entry e ON e.id = r.entry JOIN journal_body b ON b.entry = r.entry
 WHERE r.record = :record ORDER BY e.hlc DESC, e.id DESC LIMIT :most

-- projection: what its tables were made by
SELECT digest, generation FROM journal_projection WHERE name = :name
-- projection_set: after a rebuild
INSERT INTO journal_projection (name, digest, generation) VALUES (:name, :digest, :generation)
 ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, generation = excluded.generation
-- records_after: records that have bodies, in order
SELECT DISTINCT record FROM journal_body WHERE record > :record ORDER BY record LIMIT :most
