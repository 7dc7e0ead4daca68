-- open_referral_of_record: the referral of a document that nobody decided yet
SELECT * FROM referral WHERE record = :record AND closed = 0 ORDER BY opened DESC, id DESC LIMIT 1

-- referral_by_id: one referral
SELECT * FROM referral WHERE id = :id

-- queue: open referrals of a post, longest wait first; an empty post means all
SELECT q.record, q.* FROM referral q WHERE q.closed = 0 AND (:post = '' OR q.post = :post) ORDER BY q.opened, q.id LIMIT :most

-- remarks_of_holder: notes on all documents of a person, newest first
SELECT r.* FROM remark r
 WHERE r.record = :holder OR r.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY r.happened DESC, r.id DESC LIMIT :most

-- counts_today: crossings of an officer since the start of the shift
SELECT count(*) FROM movement WHERE officer = :officer AND happened >= :since

-- waiting: open referrals at a post
SELECT count(*) FROM referral WHERE closed = 0 AND post = :post

-- refusal_asked: requests to confirm a refusal of a person that nobody answered yet
SELECT count(*) FROM second_request WHERE closed = 0 AND what = 'refusal' AND about = :record

-- requests: open requests to confirm a refusal or a ban, but for one's own, oldest first
SELECT * FROM second_request WHERE closed = 0 AND what IN ('refusal', 'ban') AND asker <> :actor ORDER BY asked, id LIMIT :most

-- request_by_record: one request
SELECT * FROM second_request WHERE record = :record

-- officer_by_id: a user's number and name
SELECT number, name FROM officer WHERE record = :record

-- crossed_between: did a document cross in these days, at this post? An empty post means any
SELECT count(*) FROM movement m
 WHERE m.record = :record AND m.day >= :first AND m.day <= :last AND (:post = '' OR m.post = :post)

-- documents_crossed: documents that crossed in these days, newest first
SELECT d.record, d.* FROM document d
 WHERE d.record IN (SELECT m.record FROM movement m WHERE m.day >= :first AND m.day <= :last AND (:post = '' OR m.post = :post))
 ORDER BY d.last_seen DESC, d.record LIMIT :most

-- documents_of_number: search by number, whoever issued it
SELECT d.record, d.* FROM document d WHERE d.document_number = :number ORDER BY d.last_seen DESC, d.record LIMIT :most

-- documents_of_word: search by the beginning of one word of a name; what else must agree is compared by the caller
SELECT d.record, d.* FROM document d
 WHERE d.record IN (SELECT n.record FROM document_name n WHERE n.word >= :low AND n.word < :high)
 ORDER BY d.last_seen DESC, d.record LIMIT :most

-- documents_of_holder: all documents tied to a person, newest first
SELECT d.record, d.* FROM document d WHERE d.holder = :holder ORDER BY d.last_seen DESC, d.record LIMIT :most

-- are_apart: did somebody compare these two documents, and found two people?
SELECT count(*) FROM apart WHERE (record = :record AND other = :other) OR (record = :other AND other = :record)

-- crossings: a page of crossings, newest first; empty means all
SELECT m.record, m.* FROM movement m
 WHERE m.day >= :first AND m.day <= :last AND (:post = '' OR m.post = :post)
   AND (:direction = '' OR m.direction = :direction) AND (:decision = '' OR m.decision = :decision)
   AND (m.happened < :before OR (m.happened = :before AND m.id < :id))
 ORDER BY m.happened DESC, m.id DESC LIMIT :most

-- crossings_count: how many there are in all
SELECT count(*) FROM movement m
 WHERE m.day >= :first AND m.day <= :last AND (:post = '' OR m.post = :post)
   AND (:direction = '' OR m.direction = :direction) AND (:decision = '' OR m.decision = :decision)

-- crossed_at: is a crossing of a document stored, at this post, in this direction, at this time?
SELECT count(*) FROM movement WHERE record = :record AND happened = :happened AND post = :post AND direction = :direction

-- permit_stored: is a visa or permit stored in a document's record?
SELECT count(*) FROM permit WHERE record = :record AND number = :number

-- last_journey: how the last traveller came whom this officer decided on at this post
SELECT carrier, craft, from_place, to_place FROM movement
 WHERE happened >= :since AND officer = :officer AND post = :post AND direction = :direction AND annulled = 0
 ORDER BY happened DESC, id LIMIT 1

-- child_answer: what was last said of a child during an inspection
SELECT * FROM child_answer WHERE inspection = :inspection AND record = :record

-- available_at: officers of a post who said for whose interviews and searches they are available, until the end of their shift
SELECT a.record, a.* FROM available a WHERE a.post = :post AND a.until > :now AND (a.women = 1 OR a.men = 1) ORDER BY a.record LIMIT :most

-- agencies_asked: agencies that were asked about a person, newest first
SELECT a.* FROM agency a
 WHERE a.record = :holder OR a.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY a.asked DESC, a.id LIMIT :most

-- stateless_of_record: the file of a stateless person
SELECT * FROM stateless WHERE record = :record

-- claim_by_id: one claim for protection; its record stands first
SELECT c.record, c.* FROM claim c WHERE c.id = :id

-- claims: claims for protection, those that wait first, the longest first, then the last answered
SELECT c.record, c.* FROM claim c ORDER BY c.open DESC, CASE WHEN c.open = 1 THEN c.happened ELSE -c.answered END, c.id LIMIT :most

-- group_by_record: one group
SELECT g.record, g.* FROM travel_group g WHERE g.record = :record

-- group_at: the open group of a lane
SELECT g.record, g.* FROM travel_group g
 WHERE g.closed = 0 AND g.post = :post AND g.lane = :lane AND g.direction = :direction AND g.opened >= :since
 ORDER BY g.opened DESC, g.record LIMIT 1

-- group_members: who is of a group, in order
SELECT * FROM group_member WHERE record = :record ORDER BY place

-- group_of: the group of an inspection
SELECT m.record, m.* FROM group_member m WHERE m.inspection = :inspection ORDER BY m.joined LIMIT 1

-- companions: who was looked at in a group and is on record: did they enter with it, and when did they leave since?
SELECT m.document, m.minor, m.kinship,
       (SELECT count(*) FROM movement e WHERE e.record = m.document AND e.group_id = m.record AND e.decision = 'admit' AND e.annulled = 0),
       (SELECT COALESCE(max(x.happened), 0) FROM movement x
         WHERE x.record IN (SELECT o.record FROM document o WHERE o.holder = d.holder)
           AND x.direction = 'exit' AND x.decision = 'admit' AND x.annulled = 0 AND x.happened >= m.joined),
       d.*
  FROM group_member m JOIN document d ON d.record = m.document
 WHERE m.record = :record ORDER BY m.place

-- groups_of_document: the groups in which a document was looked at, newest first
SELECT m.record FROM group_member m WHERE m.document = :document ORDER BY m.joined DESC, m.record LIMIT :most

-- kinships_of: what was told of a document's bearer and another, with both names
SELECT a.surname || ' ' || a.given_names, b.surname || ' ' || b.given_names, k.*
  FROM kinship k JOIN document a ON a.record = k.record JOIN document b ON b.record = k.other
 WHERE k.record = :record OR k.other = :record
 ORDER BY k.happened DESC, k.other LIMIT :most

-- crossings_of_plate: crossings with a plate, newest first, the people of one group together
SELECT m.record, COALESCE(d.holder, m.record), m.*
  FROM movement m LEFT JOIN document d ON d.record = m.record
 WHERE m.craft = :plate AND m.mode IN ('land', 'sea') AND m.annulled = 0
 ORDER BY m.happened DESC, m.group_id, m.id LIMIT :most

-- last_claim: the newest claim for protection of a record
SELECT id FROM claim WHERE record = :record ORDER BY happened DESC, id DESC LIMIT 1

-- direction_of_lane: the direction that whoever works at a lane now has chosen
SELECT s.direction FROM session s JOIN officer o ON o.record = s.officer
 WHERE s.machine = 0 AND s.placed = 1 AND s.post = :post AND s.lane = :lane AND s.seen >= :since AND s.direction <> '' AND o.left_at = 0 AND o.blocked_at = 0
 ORDER BY s.seen DESC, s.hash LIMIT 1

-- last_relief: the last change-over to a user since then
SELECT * FROM relief WHERE relief = :relief AND happened >= :since ORDER BY happened DESC, id DESC LIMIT 1

-- unfinished: whom an officer scanned between two times, and nobody decided on since
SELECT b.entry, b.happened FROM journal_body b
 WHERE b.actor = :officer AND b.hlc >= :first AND b.hlc < :last AND b.type = 'inspection'
   AND NOT EXISTS (SELECT 1 FROM movement m WHERE m.record = b.record AND m.happened >= b.happened)
   AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.record = b.record AND r.opened >= b.happened)
   AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.record = b.record AND c.happened >= b.happened)
 ORDER BY b.hlc DESC, b.entry LIMIT :most
-- departure_by_id: a refusal and what became of it; its record stands first
SELECT d.record, d.* FROM departure d WHERE d.id = :id

-- departures_open: who is still to depart from a post, the longest first
SELECT d.record, d.* FROM departure d WHERE d.post = :post AND d.open = 1 ORDER BY d.refused, d.id LIMIT :most

-- departures_ended: refusals of a post that ended since a time, the last first
SELECT d.record, d.* FROM departure d
 WHERE d.post = :post AND d.open = 0 AND d.refused >= :since ORDER BY d.refused DESC, d.id LIMIT :most

-- letter_number: the number of the form of a refusal
SELECT l.number FROM letter l WHERE l.about = :about AND l.name = 'refusal' ORDER BY l.issued DESC LIMIT 1
