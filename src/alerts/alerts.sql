-- past: documents that crossed since, newest first
SELECT * FROM document WHERE last_seen >= :since ORDER BY last_seen DESC LIMIT :most

-- crossings: how many there were since
SELECT count(*) FROM movement WHERE happened >= :since AND annulled = 0

-- past_of_plate: documents that crossed with a plate since, newest first, with how often they did in a direction or in both
SELECT d.record, (SELECT count(*) FROM movement m WHERE m.record = d.record AND m.craft = :plate AND m.mode IN ('land', 'sea') AND m.happened >= :since
         AND m.annulled = 0 AND (:direction = '' OR m.direction = :direction)), d.*
  FROM document d
 WHERE d.record IN (SELECT m.record FROM movement m WHERE m.craft = :plate AND m.mode IN ('land', 'sea') AND m.happened >= :since AND m.annulled = 0)
 ORDER BY d.last_seen DESC LIMIT :most

-- crossings_of: of one document, in a direction or in both
SELECT count(*) FROM movement WHERE record = :record AND happened >= :since AND annulled = 0 AND (:direction = '' OR direction = :direction)

-- changes: proposals for lists, the open ones first, then the newest
SELECT * FROM second_request WHERE what = 'list_change' AND (closed = 0 OR closed >= :since) ORDER BY CASE WHEN closed = 0 THEN 0 ELSE 1 END, asked DESC LIMIT :most

-- change: one proposal
SELECT * FROM second_request WHERE record = :record AND what = 'list_change'

-- alerts: silent alerts of a post or of all, the open ones first
SELECT * FROM silent_alert WHERE (:post = '' OR post = :post) AND (done = 0 OR done >= :since)
 ORDER BY CASE WHEN done = 0 THEN 0 ELSE 1 END, raised DESC, record LIMIT :most

-- alert: one of them
SELECT * FROM silent_alert WHERE record = :record

-- alerts_open: how many are open
SELECT count(*) FROM silent_alert WHERE done = 0 AND (:post = '' OR post = :post)

-- reviews: entries in force whose day of review came, and for which no task is open
SELECT n.* FROM watch_national n
 WHERE n.review <> '' AND n.review <= :today AND n.off = 0 AND (n.expires = '' OR n.expires >= :today)
   AND NOT EXISTS (SELECT 1 FROM task t WHERE t.about = n.record AND t.done = 0 AND t.what = 'list_review')
   AND NOT EXISTS (SELECT 1 FROM task t WHERE t.about = n.record AND t.done > n.changed AND t.what = 'list_review')
 ORDER BY n.review, n.record LIMIT :most

-- officer: a user's name
SELECT name FROM officer WHERE record = :record
