-- by_record: one call
SELECT * FROM convoy WHERE record = :record

-- board: calls of a post that are here, or were expected, came or left in a time; an empty post means all
SELECT c.record, c.* FROM convoy c
 WHERE (:post = '' OR c.post = :post)
   AND (c.state = 'here' OR (c.due >= :from AND c.due < :before) OR (c.departed >= :from AND c.departed < :before) OR (c.arrived >= :from AND c.arrived < :before))
 ORDER BY c.due, c.record LIMIT :most

-- referenced: is a call's number taken?
SELECT count(*) FROM convoy WHERE reference = :reference

-- people: everybody on the lists of a call
SELECT p.* FROM convoy_person p WHERE p.record = :record ORDER BY p.list, p.place, p.key LIMIT :most

-- crossed: crossings of the people of a call at its post since a time
SELECT p.key, m.id, m.direction, m.decision, m.happened FROM convoy_person p JOIN movement m ON m.record = p.document
 WHERE p.record = :record AND m.post = :post AND m.happened >= :since AND m.happened <= :until AND m.annulled = 0
 ORDER BY m.happened, m.id LIMIT :most

-- passes: passes of a call
SELECT * FROM shore_pass WHERE record = :record ORDER BY number LIMIT :most

-- pass_by_number: one pass
SELECT s.record, s.* FROM shore_pass s WHERE s.number = :number

-- ashore: passes of a post that are not back, with who has them and on which ship; an empty post means all
SELECT s.record, c.name, c.number, c.kind, s.number, s.due, s.issued, s.task, p.key, p.surname, p.given_names, p.rank, p.nationality, p.document
  FROM shore_pass s JOIN convoy c ON c.record = s.record JOIN convoy_person p ON p.record = s.record AND p.key = s.key
 WHERE s.back = 0 AND (:post = '' OR s.post = :post) ORDER BY s.due, s.number LIMIT :most

-- pass_shown: one pass, with who has it and on which ship
SELECT s.record, c.name, c.number, c.kind, s.number, s.due, s.issued, s.task, p.key, p.surname, p.given_names, p.rank, p.nationality, p.document, s.back, s.post
  FROM shore_pass s JOIN convoy c ON c.record = s.record JOIN convoy_person p ON p.record = s.record AND p.key = s.key WHERE s.number = :number

-- late: passes that are not back in time and made no task yet
SELECT s.record, s.number, s.post, p.document FROM shore_pass s JOIN convoy_person p ON p.record = s.record AND p.key = s.key
 WHERE s.back = 0 AND s.due <= :now AND s.task IS NULL ORDER BY s.due, s.number LIMIT :most

-- file_by_record: a file of a deserter or stowaway
SELECT * FROM convoy_file WHERE record = :record

-- files: the files of a call
SELECT f.record, f.* FROM convoy_file f WHERE f.convoy = :convoy ORDER BY f.opened, f.record LIMIT :most

-- steps: what was done about one
SELECT * FROM convoy_file_step WHERE record = :record ORDER BY happened, id LIMIT :most
