-- by_id: one holding; its record stands first
SELECT h.record, h.* FROM holding h WHERE h.id = :id

-- of_holder: the open holding of a person, on any document
SELECT h.* FROM holding h
 WHERE h.ended = 0 AND (h.record = :holder OR h.record IN (SELECT d.record FROM document d WHERE d.holder = :holder))
 ORDER BY h.begun, h.id LIMIT 1

-- held: who is held at a post, the longest first; an empty post means all
SELECT h.record, h.* FROM holding h WHERE h.ended = 0 AND (:post = '' OR h.post = :post) ORDER BY h.begun, h.id LIMIT :most

-- lines: the time line of a holding, newest first
SELECT l.* FROM hold_line l WHERE l.hold = :hold ORDER BY l.happened DESC, l.id DESC LIMIT :most

-- claims: claims for protection of whoever bears a document, whatever was answered
SELECT count(*) FROM claim c
 WHERE c.record = :record OR c.record IN (SELECT o.record FROM document d JOIN document o ON o.holder = d.holder WHERE d.record = :record)
