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

-- holdings: who was held between two instants
SELECT h.ground, h.post, d.sex, d.born, h.begun, h.ended, h.until, d.nationalities
  FROM holding h JOIN document d ON d.record = h.record
 WHERE h.begun >= :since AND h.begun <= :until AND (:post = '' OR h.post = :post) ORDER BY h.begun, h.id

-- children: children let in or out, and of them: alone, nobody asked, a consent seen
SELECT CASE :by WHEN 'age' THEN m.age_band WHEN 'post' THEN m.post WHEN 'nationality' THEN m.nationality WHEN 'consent' THEN m.consent
                WHEN 'direction' THEN m.direction ELSE m.companion END AS code, m.sex, count(*),
       sum(CASE WHEN m.companion = 'nobody' THEN 1 ELSE 0 END), sum(CASE WHEN m.companion = '' THEN 1 ELSE 0 END),
       sum(CASE WHEN m.consent = '' OR m.consent = 'none' THEN 0 ELSE 1 END)
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.age_band IN ('0-5', '6-11', '12-17') AND m.day >= :from AND m.day <= :to
   AND (:post = '' OR m.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- groups: people let in or out in a group, and of them children
SELECT CASE :by WHEN 'post' THEN m.post WHEN 'nationality' THEN m.nationality WHEN 'vehicle' THEN g.vehicle WHEN 'direction' THEN m.direction
                WHEN 'day' THEN m.day ELSE CAST(g.members AS TEXT) END AS code, m.sex, count(*),
       sum(CASE WHEN m.age_band IN ('0-5', '6-11', '12-17') THEN 1 ELSE 0 END)
  FROM movement m JOIN travel_group g ON g.record = m.group_id
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.day >= :from AND m.day <= :to AND (:post = '' OR m.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- group_counts: the groups of those people, by the same codes
SELECT CASE :by WHEN 'post' THEN m.post WHEN 'nationality' THEN m.nationality WHEN 'vehicle' THEN g.vehicle WHEN 'direction' THEN m.direction
                WHEN 'day' THEN m.day ELSE CAST(g.members AS TEXT) END AS code, count(DISTINCT m.group_id)
  FROM movement m JOIN travel_group g ON g.record = m.group_id
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.day >= :from AND m.day <= :to AND (:post = '' OR m.post = :post)
 GROUP BY 1 ORDER BY 1

-- bans: entry bans that were ordered, and of them: in force on the last day, lifted
SELECT CASE :by WHEN 'nationality' THEN b.nationalities WHEN 'post' THEN d.last_post ELSE b.reasons END AS code, b.sex, count(*),
       sum(CASE WHEN b.lifted = 0 AND b.starts <= :to AND b.ends >= :to THEN 1 ELSE 0 END), sum(CASE WHEN b.lifted > 0 THEN 1 ELSE 0 END)
  FROM ban b LEFT JOIN document d ON d.record = b.record
 WHERE b.happened >= :since AND b.happened <= :until AND (:post = '' OR d.last_post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- penalties: exits that came too late, and of them: excused, to be paid, paid; then the days too long
SELECT CASE :by WHEN 'nationality' THEN m.nationality WHEN 'post' THEN o.post WHEN 'age' THEN m.age_band
                WHEN 'length' THEN CASE WHEN o.days <= 7 THEN '1-7' WHEN o.days <= 30 THEN '8-30' WHEN o.days <= 90 THEN '31-90' ELSE '91+' END
                ELSE o.explanation END AS code, m.sex, count(*),
       sum(CASE WHEN o.excused = 1 THEN 1 ELSE 0 END), sum(CASE WHEN o.amount > 0 THEN 1 ELSE 0 END), sum(CASE WHEN o.paid > 0 THEN 1 ELSE 0 END), CAST(sum(o.days) AS BIGINT)
  FROM overstay o JOIN movement m ON m.id = o.crossing
 WHERE m.annulled = 0 AND o.happened >= :since AND o.happened <= :until AND (:post = '' OR o.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- corrections: records of crossings that were corrected, and of them: annulled
SELECT CASE :by WHEN 'what' THEN c.what WHEN 'post' THEN m.post WHEN 'nationality' THEN m.nationality WHEN 'age' THEN m.age_band ELSE c.reason END AS code,
       m.sex, count(*), sum(CASE WHEN c.what = 'annul' THEN 1 ELSE 0 END)
  FROM correction c JOIN movement m ON m.id = c.corrects
 WHERE c.happened >= :since AND c.happened <= :until AND (:post = '' OR m.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2

-- conveyances: calls that came or were due, with what their lists, passes and files say; silent alerts are not among what needs a look
SELECT CASE :by WHEN 'post' THEN c.post WHEN 'flag' THEN c.flag ELSE c.kind END AS code, count(*),
       sum(CASE WHEN c.crew_version > 0 THEN 1 ELSE 0 END + CASE WHEN c.passenger_version > 0 THEN 1 ELSE 0 END), CAST(sum(c.crew + c.passengers) AS BIGINT),
       CAST(sum(p.screened) AS BIGINT), CAST(sum(c.hits) AS BIGINT), CAST(sum(p.fresh) AS BIGINT), CAST(sum(p.missing) AS BIGINT), CAST(sum(c.cleared) AS BIGINT), CAST(sum(c.passes) AS BIGINT), CAST(sum(c.passes - c.ashore) AS BIGINT), CAST(sum(s.late) AS BIGINT), CAST(sum(f.deserters) AS BIGINT), CAST(sum(f.stowaways) AS BIGINT)
  FROM convoy c
  LEFT JOIN (SELECT record, sum(CASE WHEN inspection IS NOT NULL THEN 1 ELSE 0 END) AS screened, sum(CASE WHEN change = 'new' THEN 1 ELSE 0 END) AS fresh,
                    sum(CASE WHEN change = 'missing' THEN 1 ELSE 0 END) AS missing FROM convoy_person GROUP BY record) p ON p.record = c.record
  LEFT JOIN (SELECT record, sum(CASE WHEN task IS NOT NULL THEN 1 ELSE 0 END) AS late FROM shore_pass GROUP BY record) s ON s.record = c.record
  LEFT JOIN (SELECT convoy, sum(CASE WHEN what = 'deserter' THEN 1 ELSE 0 END) AS deserters, sum(CASE WHEN what = 'stowaway' THEN 1 ELSE 0 END) AS stowaways
               FROM convoy_file GROUP BY convoy) f ON f.convoy = c.record
 WHERE c.state <> 'cancelled' AND CASE WHEN c.arrived > 0 THEN c.arrived ELSE c.due END >= :since AND CASE WHEN c.arrived > 0 THEN c.arrived ELSE c.due END <= :until
   AND (:post = '' OR c.post = :post)
 GROUP BY 1 ORDER BY 1

-- listed: people of crew and passenger lists, and of them: need another look, cleared, had a shore pass, gave it back
SELECT CASE :by WHEN 'sex' THEN CASE WHEN p.sex = '' THEN 'U' ELSE p.sex END WHEN 'list' THEN p.list WHEN 'post' THEN c.post ELSE p.nationality END AS code, p.sex, count(*),
       sum(CASE WHEN p.advice IN ('look', 'refer', 'care') THEN 1 ELSE 0 END), sum(CASE WHEN p.entry IS NOT NULL THEN 1 ELSE 0 END),
       sum(CASE WHEN p.pass <> '' THEN 1 ELSE 0 END), sum(CASE WHEN p.pass <> '' AND p.pass_back > 0 THEN 1 ELSE 0 END)
  FROM convoy_person p JOIN convoy c ON c.record = p.record
 WHERE c.state <> 'cancelled' AND p.change <> 'missing' AND CASE WHEN c.arrived > 0 THEN c.arrived ELSE c.due END >= :since
   AND CASE WHEN c.arrived > 0 THEN c.arrived ELSE c.due END <= :until AND (:post = '' OR c.post = :post)
 GROUP BY 1, 2 ORDER BY 1, 2
