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
SELECT m.stay_until, m.sex, count(*), m.age_band
  FROM movement m JOIN document d ON d.record = m.record
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.direction = 'entry' AND m.stay_until <> '' AND m.stay_until < :as_of
   AND (:post = '' OR m.post = :post) AND (:nationality = '' OR m.nationality = :nationality)
   AND NOT EXISTS (SELECT 1 FROM movement x JOIN document e ON e.record = x.record
                    WHERE e.holder = d.holder AND x.annulled = 0 AND x.decision = 'admit' AND x.happened > m.happened AND x.day <= :as_of)
 GROUP BY 1, 2, 4 ORDER BY 1, 2, 4

-- refusals: reasons of refusals, each as its JSON list
SELECT m.reasons, m.sex, count(*), m.age_band
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'refuse' AND m.day >= :first AND m.day <= :last
   AND (:post = '' OR m.post = :post) AND (:nationality = '' OR m.nationality = :nationality)
 GROUP BY 1, 2, 4 ORDER BY 1, 2, 4

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

-- waits: how many waited so long, as asked at the booth or measured by a slip; rows by code and rising wait
SELECT CASE :by WHEN 'hour' THEN CAST(x.hour + 100 AS TEXT) WHEN 'lane' THEN x.post || ' ' || CAST(x.lane + 1000 AS TEXT)
                WHEN 'lane_hour' THEN x.post || ' ' || CAST(x.lane + 1000 AS TEXT) || ' ' || CAST(x.hour + 100 AS TEXT)
                WHEN 'day' THEN x.day ELSE x.post END AS code, x.seconds, count(*)
  FROM (SELECT q.post, q.lane, q.hour, q.day, q.minutes * 60 AS seconds FROM queue_count q WHERE q.minutes > 0 OR q.people = 0
        UNION ALL SELECT s.post, s.lane, s.hour, s.day, s.seconds FROM slip s WHERE s.back > 0) x
 WHERE x.day >= :first AND x.day <= :last AND (:post = '' OR x.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- decision_times: how many decisions at the booth took so long from presenting the person; rows by code and rising time
SELECT CASE :by WHEN 'hour' THEN CAST(m.hour + 100 AS TEXT) WHEN 'lane' THEN m.post || ' ' || CAST(m.lane + 1000 AS TEXT)
                WHEN 'lane_hour' THEN m.post || ' ' || CAST(m.lane + 1000 AS TEXT) || ' ' || CAST(m.hour + 100 AS TEXT)
                WHEN 'day' THEN m.day ELSE m.post END AS code, m.seconds, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.seconds > 0 AND m.day >= :first AND m.day <= :last AND (:post = '' OR m.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- hit_outcomes: findings about hits of lists between two instants
SELECT f.list, f.finding, d.sex, d.nationalities, d.born, count(*)
  FROM watch_finding f JOIN document d ON d.record = f.record
 WHERE f.happened >= :since AND f.happened <= :until AND (:post = '' OR d.last_post = :post)
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5

-- claims: claims for protection between two instants
SELECT c.post, c.sex, c.age_band, c.happened FROM claim c
 WHERE c.happened >= :since AND c.happened <= :until AND (:post = '' OR c.post = :post) ORDER BY c.happened, c.id

-- people_between: who was let in or out at a post between two instants
SELECT m.sex, count(*) FROM movement m
 WHERE m.happened >= :since AND m.happened <= :until AND m.post = :post AND m.annulled = 0 AND m.decision = 'admit' GROUP BY 1 ORDER BY 1

-- peaks: peak modes that lasted between two instants
SELECT * FROM peak p WHERE p.began <= :until AND p.ends >= :since AND (:post = '' OR p.post = :post) ORDER BY p.began DESC, p.id LIMIT :most

-- paper_entries: crossings entered from paper forms: sex, count, and the longest time until it was entered
SELECT m.sex, count(*), max(m.arrived - m.happened) FROM movement m
 WHERE m.paper <> '' AND m.annulled = 0 AND m.post = :post AND m.day >= :first AND m.day <= :last GROUP BY 1 ORDER BY 1

-- paper_waste: forms that were spoiled or lost
SELECT f.state, count(*) FROM paper_form f
 WHERE f.post = :post AND f.state <> 'used' AND f.happened >= :since AND f.happened <= :until GROUP BY f.state ORDER BY f.state

-- equipment: all items that were there
SELECT * FROM equipment e WHERE e.registered <= :until AND (:post = '' OR e.post = :post) ORDER BY e.kind, e.post, e.serial, e.record LIMIT :most

-- outages: when items were out of order
SELECT * FROM outage o WHERE o.began <= :until AND (o.ended = 0 OR o.ended >= :since) AND (:post = '' OR o.post = :post) ORDER BY o.kind, o.post, o.began, o.id

-- power: what the posts ran on
SELECT * FROM power p WHERE p.began <= :until AND (p.ended = 0 OR p.ended >= :since) AND (:post = '' OR p.post = :post) ORDER BY p.post, p.began, p.id

-- second_line: who was sent to the second line between two instants, and what came of it
SELECT r.reason, r.post, r.outcome, r.sex, r.nationalities, r.born, r.opened, r.closed FROM referral r
 WHERE r.opened >= :since AND r.opened <= :until AND (:post = '' OR r.post = :post) ORDER BY r.opened, r.id

-- children: children let in or out, by who accompanied them, age or post
SELECT CASE :by WHEN 'age' THEN m.age_band WHEN 'post' THEN m.post ELSE m.companion END AS code, m.sex, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.age_band IN ('0-5', '6-11', '12-17') AND m.day >= :first AND m.day <= :last
   AND (:post = '' OR m.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- holdings: who was held between two instants
SELECT h.ground, h.post, d.sex, d.born, h.begun, h.ended, h.until
  FROM holding h JOIN document d ON d.record = h.record
 WHERE h.begun >= :since AND h.begun <= :until AND (:post = '' OR h.post = :post) ORDER BY h.begun, h.id
