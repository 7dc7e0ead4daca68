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

-- last_claim: the newest claim for protection of a record
SELECT id FROM claim WHERE record = :record ORDER BY happened DESC, id DESC LIMIT 1

-- list_entry: the list and number of an entry that is kept here, by its record
SELECT list, item FROM watch_national WHERE record = :record

-- case_number: number of a case
SELECT reference FROM case_file WHERE record = :record
