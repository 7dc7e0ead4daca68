-- overstay_by_id: one overstay; its record stands first
SELECT record, o.* FROM overstay o WHERE o.id = :id

-- overstays_of_holder: overstays on all documents of a person, newest first
SELECT o.* FROM overstay o
 WHERE o.record = :holder OR o.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY o.happened DESC, o.id LIMIT :most

-- ban_by_id: one ban; its record stands first
SELECT record, b.* FROM ban b WHERE b.id = :id

-- bans_of_holder: bans on all documents of a person, the latest end first; a document never seen counts alone
SELECT b.* FROM ban b
 WHERE b.record = :holder OR b.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY b.ends DESC, b.id LIMIT :most

-- unfitting: entries followed by another entry on whatever document of the person, and those long past their last day that nothing follows
SELECT u.record, u.id, u.follows FROM (
 SELECT o.record AS record, o.id AS id, o.happened AS happened, o.stay_until AS stay_until,
  (SELECT x.direction FROM movement x JOIN document e ON e.record = x.record
    WHERE e.holder = d.holder AND x.decision = 'admit' AND x.annulled = 0 AND (x.happened > o.happened OR (x.happened = o.happened AND x.id > o.id))
    ORDER BY x.happened, x.id LIMIT 1) AS follows
  FROM open_entry o JOIN document d ON d.record = o.record
  WHERE o.next IS NOT NULL OR d.holder <> d.record OR (o.stay_until <> '' AND o.stay_until < :late)) AS u
 WHERE u.follows = 'entry' OR (u.follows IS NULL AND u.stay_until <> '' AND u.stay_until < :late)
 ORDER BY u.happened DESC, u.id LIMIT :most

-- open_record_tasks: open tasks of records that did not fit
SELECT record FROM task WHERE done = 0 AND what IN ('two_entries', 'missing_exit')

-- overstaying: people in the country past their last day: no later crossing on any document of the person; the longest first
SELECT o.record, o.*, m.surname, m.given_names, m.document_number, m.document_issuer, m.born, d.holder
 FROM open_entry o JOIN document d ON d.record = o.record JOIN movement m ON m.id = o.id
 WHERE o.stay_until <> '' AND o.stay_until < :before AND o.stay_until >= :since
   AND (:post = '' OR o.post = :post) AND (:nationality = '' OR o.nationality = :nationality) AND (:sex = '' OR o.sex = :sex)
   AND NOT EXISTS (SELECT 1 FROM movement x JOIN document e ON e.record = x.record
    WHERE e.holder = d.holder AND x.decision = 'admit' AND x.annulled = 0 AND (x.happened > o.happened OR (x.happened = o.happened AND x.id > o.id)))
 ORDER BY o.stay_until, o.id LIMIT :most

-- overstaying_counts: how many, by how long; the same people
SELECT CASE WHEN o.stay_until >= :week THEN 1 WHEN o.stay_until >= :month THEN 2 WHEN o.stay_until >= :quarter THEN 3 ELSE 4 END AS age, count(*)
 FROM open_entry o JOIN document d ON d.record = o.record
 WHERE o.stay_until <> '' AND o.stay_until < :before
   AND (:post = '' OR o.post = :post) AND (:nationality = '' OR o.nationality = :nationality) AND (:sex = '' OR o.sex = :sex)
   AND NOT EXISTS (SELECT 1 FROM movement x JOIN document e ON e.record = x.record
    WHERE e.holder = d.holder AND x.decision = 'admit' AND x.annulled = 0 AND (x.happened > o.happened OR (x.happened = o.happened AND x.id > o.id)))
 GROUP BY age ORDER BY age

-- unpaid: overstays whose penalty nobody paid yet, newest first, and whose they are
SELECT o.record, o.*, d.surname, d.given_names FROM overstay o JOIN document d ON d.record = o.record
 WHERE o.amount > 0 AND o.paid = 0 ORDER BY o.happened DESC, o.id LIMIT :most

-- bans_in_force: bans that were not lifted and did not end, the newest first
SELECT b.record, b.* FROM ban b WHERE b.lifted = 0 AND b.ends >= :today ORDER BY b.happened DESC, b.id LIMIT :most
