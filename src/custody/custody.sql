-- by_id: one item; its record stands first
SELECT c.record, c.* FROM custody c WHERE c.id = :id

-- of_record: what is held of a document, the last first
SELECT c.* FROM custody c WHERE c.record = :record AND c.held = 1 ORDER BY c.taken DESC, c.id DESC LIMIT 1

-- by_label: the item that bears a label now
SELECT c.id FROM custody c WHERE c.label = :label AND c.held = 1 LIMIT 1

-- held: what a post holds, the oldest first
SELECT c.record, c.* FROM custody c WHERE c.post = :post AND c.held = 1 ORDER BY c.taken, c.id LIMIT :most

-- left: what left custody at a post since a time, the last first
SELECT c.record, c.* FROM custody c WHERE c.post = :post AND c.held = 0 AND c.since >= :since ORDER BY c.since DESC, c.id LIMIT :most

-- steps: the moves of an item, in order
SELECT s.* FROM custody_step s WHERE s.record = :record AND s.item = :item ORDER BY s.happened, s.id

-- last_count: the last inventory of a post
SELECT n.* FROM custody_count n WHERE n.post = :post ORDER BY n.happened DESC, n.record DESC LIMIT 1

-- officer_by_record: who it was
SELECT number, name FROM officer WHERE record = :record

-- officer_by_number: a user by service number
SELECT record, number, name FROM officer WHERE number = :number ORDER BY record LIMIT 1
