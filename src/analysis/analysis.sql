-- flows: crossings by one dimension and sex; refusals are counted apart, annulled ones nowhere
SELECT CASE :by WHEN 'post' THEN m.post WHEN 'day' THEN m.day WHEN 'nationality' THEN m.nationality WHEN 'age' THEN m.age_band
                WHEN 'purpose' THEN m.purpose WHEN 'category' THEN m.category ELSE m.direction END AS name,
       m.sex, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.day >= :first AND m.day <= :last
   AND (:post = '' OR m.post = :post) AND (:direction = '' OR m.direction = :direction)
   AND (:nationality = '' OR m.nationality = :nationality) AND (:sex = '' OR m.sex = :sex OR (:sex = 'U' AND m.sex = ''))
   AND (:age = '' OR m.age_band = :age) AND (:purpose = '' OR m.purpose = :purpose)
 GROUP BY 1, 2 ORDER BY 1, 2

-- overstays: entries whose last day is past and after which the person, on whichever document, did not cross again by that day
SELECT m.stay_until, m.sex, count(*)
  FROM movement m JOIN document d ON d.record = m.record
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.direction = 'entry' AND m.stay_until <> '' AND m.stay_until < :as_of
   AND (:post = '' OR m.post = :post) AND (:nationality = '' OR m.nationality = :nationality)
   AND NOT EXISTS (SELECT 1 FROM movement x JOIN document e ON e.record = x.record
                    WHERE e.holder = d.holder AND x.annulled = 0 AND x.decision = 'admit' AND x.happened > m.happened AND x.day <= :as_of)
 GROUP BY 1, 2 ORDER BY 1, 2

-- refusals: reasons of refusals, each as its JSON list
SELECT m.reasons, m.sex, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'refuse' AND m.day >= :first AND m.day <= :last
   AND (:post = '' OR m.post = :post) AND (:nationality = '' OR m.nationality = :nationality)
 GROUP BY 1, 2 ORDER BY 1, 2

-- day_hours: crossings of a day up to an instant, by hour, direction and decision
SELECT m.hour, m.direction, m.decision, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.day = :day AND m.happened <= :until AND (:post = '' OR m.post = :post)
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3

-- day_referrals: people sent to the second line between two instants
SELECT count(*) FROM referral r WHERE r.opened >= :since AND r.opened <= :until AND (:post = '' OR r.post = :post)

-- day_claims: claims for protection made between two instants
SELECT count(*) FROM claim c WHERE c.happened >= :since AND c.happened <= :until AND (:post = '' OR c.post = :post)

-- day_lanes: what each lane of a post recorded on a day
SELECT m.lane, count(*) FROM movement m WHERE m.annulled = 0 AND m.day = :day AND m.post = :post GROUP BY 1 ORDER BY 1

-- lanes_open: who stands at a lane of a post, the last to come first
SELECT s.lane, s.direction, s.created, o.name
  FROM session s JOIN officer o ON o.record = s.officer
 WHERE s.machine = 0 AND s.placed = 1 AND s.post = :post AND s.lane > 0 AND s.seen >= :since
 ORDER BY s.lane, s.created DESC, o.name

-- waiting_count: how many wait at the second line, and since when
SELECT count(*), min(r.opened) FROM referral r WHERE r.closed = 0 AND (:post = '' OR r.post = :post)

-- waiting: who waits at the second line, the longest first
SELECT r.id, r.opened, r.post, r.lane, r.reason FROM referral r
 WHERE r.closed = 0 AND (:post = '' OR r.post = :post) ORDER BY r.opened, r.id LIMIT :most

-- on_duty: who is signed in at a post
SELECT o.name, s.lane, s.created FROM session s JOIN officer o ON o.record = s.officer
 WHERE s.machine = 0 AND s.placed = 1 AND s.post = :post AND s.seen >= :since ORDER BY o.name, s.created

-- last_count: the last count of a queue
SELECT q.people, q.minutes, q.estimate, q.happened FROM queue_count q
 WHERE q.post = :post AND q.happened >= :since ORDER BY q.happened DESC, q.id DESC LIMIT 1

-- last_slip_back: the last slip that came through the queue
SELECT s.seconds, s.back FROM slip s WHERE s.post = :post AND s.back > 0 AND s.given >= :since ORDER BY s.back DESC, s.id DESC LIMIT 1

-- hits_waiting: people at the second line for a possible match
SELECT count(*) FROM referral r WHERE r.closed = 0 AND r.post = :post AND r.reason = 'list_hit'

-- hits_undecided: comparisons in which an officer could not tell, of documents last seen at a post
SELECT count(*) FROM watch_finding f JOIN document d ON d.record = f.record WHERE f.finding = 'open' AND d.last_post = :post

-- day_corrections: crossings of a day that were corrected or annulled
SELECT count(*) FROM movement m WHERE m.post = :post AND m.day = :day AND m.corrected IS NOT NULL
