-- open_requests: what is not answered, the nearest deadline first
SELECT * FROM data_request WHERE answered = 0 ORDER BY due, record LIMIT :most

-- answered_requests: what was answered, newest first
SELECT * FROM data_request WHERE answered <> 0 ORDER BY answered DESC, record LIMIT :most

-- request_by_record: one request
SELECT * FROM data_request WHERE record = :record

-- requests_about: requests about a person, newest first
SELECT * FROM data_request WHERE about = :about ORDER BY opened DESC, record LIMIT :most

-- holder_documents: documents tied to a person, oldest first
SELECT record, holder FROM document WHERE holder = :holder OR record = :holder ORDER BY first_seen, record LIMIT 200

-- document_of_number: documents of a number, whoever issued them
SELECT record, document_issuer, holder FROM document WHERE document_number = :number AND (:issuer = '' OR document_issuer = :issuer) ORDER BY record LIMIT 20

-- roles_of: roles of a user, for who looked
SELECT roles FROM officer WHERE record = :record

-- name_of: a user's name
SELECT name FROM officer WHERE record = :record

-- name_of_document: last known name of a holder's newest document
SELECT d.record, d.* FROM document d WHERE d.record = :record OR d.holder = :record ORDER BY d.last_seen DESC, d.record LIMIT 1

-- corrections_since: corrections of a person's crossings since a time
SELECT count(*) FROM movement m WHERE (m.record = :holder OR m.record IN (SELECT d.record FROM document d WHERE d.holder = :holder))
   AND m.corrected IN (SELECT b.entry FROM journal_body b WHERE b.type = 'correction' AND b.hlc >= :since)

-- due_soon: open requests whose deadline is near, for which no task was made yet
SELECT record, about, due FROM data_request q WHERE q.answered = 0 AND q.due <= :day
   AND NOT EXISTS (SELECT 1 FROM task t WHERE t.about = q.record AND t.what = 'request_due') ORDER BY q.due, q.record LIMIT 100

-- cases_naming: records that name a document beside others, without the looks
SELECT DISTINCT b.record FROM journal_ref r JOIN journal_body b ON b.entry = r.entry WHERE r.record = :document AND r.role <> 'shown' AND b.type <> 'read' LIMIT 500

-- requests_of: requests about a document's bearer
SELECT record FROM data_request WHERE about = :document ORDER BY opened, record LIMIT 500

-- alerts_of: silent alerts of a document, for the oversight body
SELECT record FROM silent_alert WHERE document = :document ORDER BY raised, record LIMIT 500

-- tasks_of: what was to be done about a document, for the oversight body
SELECT record FROM task WHERE about = :document ORDER BY opened, record LIMIT 500

-- calls_over: calls that are long over and whose lists are still there; none with a file that is open
SELECT record FROM convoy c WHERE c.state IN ('departed', 'cancelled') AND c.due < :before AND c.departed < :before
   AND EXISTS (SELECT 1 FROM convoy_person p WHERE p.record = c.record)
   AND NOT EXISTS (SELECT 1 FROM convoy_file f WHERE f.convoy = c.record AND f.state IN ('open', 'found')) ORDER BY c.due, c.record LIMIT 200

-- requests_over: requests that were answered long ago
SELECT record FROM data_request WHERE answered <> 0 AND answered < :before ORDER BY answered, record LIMIT 200

-- alerts_over: silent alerts that were answered long ago
SELECT record FROM silent_alert WHERE done <> 0 AND done < :before ORDER BY done, record LIMIT 200

-- messages_over: messages that went, or were given up, long ago
SELECT record FROM outbox WHERE state NOT IN ('waiting', 'begun') AND since < :before ORDER BY since, record LIMIT 200

-- papers_of: papers of a request, in the order of their parts
SELECT id, name, title FROM letter WHERE about = :record ORDER BY id LIMIT 40

-- open_matters: what of a document is not over, and which entry it rests on
SELECT 'crossing' AS kind, id FROM open_entry WHERE record = :document
UNION ALL SELECT 'hold', id FROM holding WHERE record = :document AND ended = 0
UNION ALL SELECT 'protection.', id FROM claim WHERE record = :document AND open = 1
UNION ALL SELECT 'custody.', id FROM custody WHERE record = :document AND held = 1
UNION ALL SELECT 'permit', id FROM permit WHERE record = :document AND state = 'valid' AND valid_until >= :today
UNION ALL SELECT 'ban', id FROM ban WHERE record = :document AND lifted = 0 AND ends >= :today
UNION ALL SELECT 'overstay', id FROM overstay WHERE record = :document AND paid = 0 AND amount > 0 AND excused = 0

-- erasures_waiting: erasures that were granted, the nearest last day first
SELECT * FROM data_request WHERE erasing > 0 AND erased = 0 ORDER BY erase_due, record LIMIT :most

-- erasures_done: erasures that were carried out, the newest first
SELECT * FROM data_request WHERE erasing > 0 AND erased <> 0 ORDER BY erased DESC, record LIMIT :most

-- restrictions_due: restrictions that are to be looked at again, for which no task was made yet
SELECT record FROM data_request q WHERE q.outcome = 'restricted' AND q.lifted = 0 AND q.review <= :day
   AND NOT EXISTS (SELECT 1 FROM task t WHERE t.about = q.record AND t.what = 'restriction_due') ORDER BY q.review, q.record LIMIT 100

-- erasures_late: granted erasures whose last day is over, for which no task was made yet
SELECT record FROM data_request q WHERE q.erasing > 0 AND q.erased = 0 AND q.erase_due < :day
   AND NOT EXISTS (SELECT 1 FROM task t WHERE t.about = q.record AND t.what = 'erasure_late') ORDER BY q.erase_due, q.record LIMIT 100
