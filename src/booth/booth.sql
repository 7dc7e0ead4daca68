-- remarks_of_holder: notes on all documents of a person, newest first
SELECT r.* FROM remark r
 WHERE r.record = :holder OR r.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY r.happened DESC, r.id DESC LIMIT :most

-- counts_today: crossings of an officer since the start of the shift
SELECT count(*) FROM movement WHERE officer = :officer AND happened >= :since

-- waiting: open referrals at a post
SELECT count(*) FROM referral WHERE closed = 0 AND post = :post

-- last_journey: how the last traveller came whom this officer decided on at this post
SELECT carrier, craft, from_place, to_place FROM movement
 WHERE happened >= :since AND officer = :officer AND post = :post AND direction = :direction AND annulled = 0
 ORDER BY happened DESC, id LIMIT 1

-- crossings_of_plate: crossings with a plate, newest first, the people of one group together
SELECT m.record, COALESCE(d.holder, m.record), m.*
  FROM movement m LEFT JOIN document d ON d.record = m.record
 WHERE m.craft = :plate AND m.mode IN ('land', 'sea') AND m.annulled = 0
 ORDER BY m.happened DESC, m.group_id, m.id LIMIT :most

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
