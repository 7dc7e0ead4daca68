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
-- newest: entries, newest first
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data
 FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id
 WHERE e.id >= :from AND e.id < :before AND (:kind = 0 OR e.kind = :kind) ORDER BY e.id DESC LIMIT :most
-- newest_of_actor: of one actor
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data
 FROM journal_body b JOIN journal_entry e ON e.id = b.entry
 WHERE b.actor = :actor AND e.id >= :from AND e.id < :before AND (:kind = 0 OR e.kind = :kind) ORDER BY e.id DESC LIMIT :most
-- newest_of_record: of one record, and those that name it
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data
 FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id
 WHERE e.id IN (SELECT entry FROM journal_body WHERE record = :record UNION SELECT entry FROM journal_ref WHERE record = :record)
 AND e.id >= :from AND e.id < :before AND (:kind = 0 OR e.kind = :kind) ORDER BY e.id DESC LIMIT :most
-- oldest: bodies of a kind, oldest first
SELECT entry, record FROM journal_body WHERE type = :type AND entry < :before ORDER BY entry LIMIT :most
-- file_refs: does a body name this file
SELECT entry FROM journal_ref WHERE record = :record AND role = 'file' LIMIT 1
-- file_named/sqlite: does a body name this file, by its text
SELECT entry FROM journal_body WHERE instr(data, :id) > 0 LIMIT 1
-- file_named/postgres: does a body name this file, by its text
SELECT entry FROM journal_body WHERE position(:id in data) > 0 LIMIT 1

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
-- records_since: records of a lane's entries after a place
SELECT b.record, e.kind FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id WHERE e.lane = :lane AND e.seq > :seq

-- at: an entry and its body by place
SELECT e.id, e.hash, b.record, b.type, b.data FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id WHERE e.lane = :lane AND e.seq = :seq
-- place: where an entry stands
SELECT e.lane, e.seq, b.record, b.type FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id WHERE e.id = :id
-- page: a lane's entries whole, in order
SELECT e.id, e.lane, e.seq, e.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose, b.parent, b.data,
       e.kind, e.body_hash, e.prev, e.hash, b.salt, b.request, b.entry, x.run
 FROM journal_entry e LEFT JOIN journal_body b ON b.entry = e.id LEFT JOIN journal_erased x ON x.lane = e.lane AND x.seq = e.seq
 WHERE e.lane = :lane AND e.seq > :after ORDER BY e.seq LIMIT :most
-- refs_of: what an entry names
SELECT record, role FROM journal_ref WHERE entry = :entry AND role <> 'file' ORDER BY record, role
-- body_drop: its salt goes with it
DELETE FROM journal_body WHERE entry = :entry
-- refs_drop: with the body
DELETE FROM journal_ref WHERE entry = :entry
-- erased_put: why a body is missing
INSERT INTO journal_erased (lane, seq, run) VALUES (:lane, :seq, :run) ON CONFLICT (lane, seq) DO NOTHING
-- erased: was this erased before it arrived
SELECT run FROM journal_erased WHERE lane = :lane AND seq = :seq
-- erasures: all places of what was erased
SELECT lane, seq, run FROM journal_erased ORDER BY lane, seq
-- stray_bodies: bodies without a header
SELECT count(*) FROM journal_body b LEFT JOIN journal_entry e ON e.id = b.entry WHERE e.id IS NULL
-- stray_refs: references of entries without a body
SELECT count(*) FROM journal_ref r LEFT JOIN journal_body b ON b.entry = r.entry WHERE b.entry IS NULL
-- totals: what there is
SELECT (SELECT count(*) FROM journal_entry), (SELECT count(*) FROM journal_body), (SELECT count(*) FROM journal_lane)
-- checkpoints: of a lane, in order
SELECT size, root, note FROM journal_checkpoint WHERE lane = :lane ORDER BY size
-- checkpoint_after: the first that holds a place
SELECT size, root, note FROM journal_checkpoint WHERE lane = :lane AND size >= :seq ORDER BY size LIMIT 1
-- leaves: hashes of a lane's entries up to a place
SELECT hash FROM journal_entry WHERE lane = :lane AND seq <= :size ORDER BY seq
-- checkpoint_due: own lanes with news
SELECT lane FROM journal_lane l WHERE own = 1 AND seq > (SELECT coalesce(max(size), 0) FROM journal_checkpoint c WHERE c.lane = l.lane)
 ORDER BY lane
-- checkpoint_put: a signed head
INSERT INTO journal_checkpoint (lane, size, root, note) VALUES (:lane, :size, :root, :note) ON CONFLICT (lane, size) DO NOTHING
-- heads_after: heads in order of the records
SELECT record, n, hlc, entry FROM record_head WHERE record > :record AND n > 0 ORDER BY record LIMIT :most
-- head_total: how many
SELECT count(*) FROM record_head WHERE n > 0
-- quarantine_put: bytes for people to judge
INSERT INTO journal_quarantine (lane, seq, hash, why, bytes) VALUES (:lane, :seq, :hash, :why, :bytes) ON CONFLICT (lane, seq, hash) DO NOTHING
-- arrival_put: when and how a lane came
INSERT INTO journal_arrival (lane, upto, arrived, via) VALUES (:lane, :upto, :arrived, :via) ON CONFLICT (lane, upto) DO NOTHING
-- node: who may send
SELECT sign_key, state, trusted_upto FROM node WHERE node = :node
-- node_put: a node, approved or revoked
INSERT INTO node (node, name, role, sign_key, state, trusted_upto) VALUES (:node, :name, :role, :sign_key, :state, :trusted_upto)
 ON CONFLICT (node) DO UPDATE SET name = excluded.name, role = excluded.role, state = excluded.state, trusted_upto = excluded.trusted_upto
