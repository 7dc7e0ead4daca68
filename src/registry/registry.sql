-- document_by_record: what is last known of a document
SELECT * FROM document WHERE record = :record

-- document_among: the same, and first how many documents its holder has
SELECT (SELECT count(*) FROM document o WHERE o.holder = d.holder), d.* FROM document d WHERE d.record = :record

-- documents_of_holder: all documents tied to a person, newest first
SELECT * FROM document WHERE holder = :holder ORDER BY last_seen DESC, record LIMIT :most

-- documents_by_number: search by number, whoever issued it
SELECT * FROM document WHERE document_number = :number ORDER BY last_seen DESC, record LIMIT :most

-- documents_by_word: search by the beginning of one word of a name; the other words are compared by the caller
SELECT d.* FROM document_name n JOIN document d ON d.record = n.record
 WHERE n.word >= :low AND n.word < :high
 ORDER BY d.last_seen DESC, d.record LIMIT :most

-- movement_by_id: one crossing; its record stands first
SELECT record, m.* FROM movement m WHERE m.id = :id

-- movements_of_holder: crossings and refusals on all documents of a person, newest first; annulled ones too
SELECT m.* FROM movement m JOIN document d ON d.record = m.record
 WHERE d.holder = :holder
 ORDER BY m.happened DESC, m.id DESC LIMIT :most

-- movements_of_record: the same on one document, which most people have: in the order of the index
SELECT * FROM movement WHERE record = :holder ORDER BY happened DESC, id DESC LIMIT :most

-- movements_at: crossings by post and days, newest first
SELECT m.* FROM movement m
 WHERE m.day >= :first AND m.day <= :last AND (:post = '' OR m.post = :post)
 ORDER BY m.happened DESC, m.id DESC LIMIT :most

-- permits_of_holder: visas and permits on all documents of a person, the longest valid first; a document never seen counts alone
SELECT p.* FROM permit p
 WHERE p.record = :holder OR p.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY p.valid_until DESC, p.id LIMIT :most

-- extensions_of_holder: extensions of stays on all documents of a person, newest first
SELECT x.* FROM extension x
 WHERE x.record = :holder OR x.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY x.happened DESC, x.id LIMIT :most

-- permit_by_id: one visa or permit; its record stands first
SELECT p.record, p.* FROM permit p WHERE p.id = :id

-- permits_of_number: visas and permits of a number
SELECT p.record, p.* FROM permit p WHERE p.number = :number ORDER BY p.valid_until DESC, p.id LIMIT :most

-- permits_of_document: visas and permits that documents of a number bear
SELECT p.record, p.* FROM permit p
 WHERE p.document_number = :number OR p.record IN (SELECT d.record FROM document d WHERE d.document_number = :number)
 ORDER BY p.valid_until DESC, p.id LIMIT :most

-- permits_of_word: visas and permits whose holder's name has a word that begins so
SELECT p.record, p.* FROM permit p
 WHERE p.id IN (SELECT n.id FROM permit_name n WHERE n.word >= :low AND n.word < :high)
 ORDER BY p.valid_until DESC, p.id LIMIT :most

-- bearer_of_number: the document that bears a visa or permit of that number, or has that number itself; the newest
SELECT record FROM (SELECT p.record AS record, 1 AS nearer, p.valid_until AS newest FROM permit p WHERE p.number = :number
 UNION ALL SELECT d.record, 2, d.document_expires FROM document d WHERE d.document_number = :number) AS found ORDER BY nearer, newest DESC LIMIT 1

-- barring_claims: claims for protection without a final no of the authority, and first those that were granted
SELECT COALESCE(sum(CASE WHEN c.answer = 'granted' THEN 1 ELSE 0 END), 0), count(*) FROM claim c
 WHERE NOT (c.answer IN ('rejected', 'withdrawn') AND c.final <> '' AND c.final <= :today)
   AND (c.record = :holder OR c.record IN (SELECT d.record FROM document d WHERE d.holder = :holder))

-- open_tasks: what waits for a role at a post or everywhere, oldest first; an empty post means all
SELECT t.record, t.* FROM task t
 WHERE t.role = :role AND t.done = 0 AND (:post = '' OR t.post = '' OR t.post = :post) ORDER BY t.opened, t.record LIMIT :most

-- tasks_about: tasks of a kind about a record that nobody did yet
SELECT record FROM task WHERE about = :about AND what = :what AND done = 0 ORDER BY opened, record LIMIT :most

-- task_by_record: one task
SELECT * FROM task WHERE record = :record
