-- desk: who works on a case, and how many notes there are
SELECT d.* FROM case_desk d WHERE d.record = :record

-- count: cases in a queue, and those whose limit is over
SELECT count(*), COALESCE(sum(CASE WHEN f.due > 0 AND f.due <= :now THEN 1 ELSE 0 END), 0), COALESCE(sum(CASE WHEN d.assigned = :user THEN 1 ELSE 0 END), 0)
FROM case_queue q JOIN case_file f ON f.record = q.record LEFT JOIN case_desk d ON d.record = q.record WHERE q.procedure = :procedure AND q.queue = :queue

-- load: who has how many cases of a queue, and how many of these are late
SELECT d.assigned, count(*) AS cases, COALESCE(sum(CASE WHEN f.due > 0 AND f.due <= :now THEN 1 ELSE 0 END), 0)
FROM case_queue q JOIN case_file f ON f.record = q.record JOIN case_desk d ON d.record = q.record WHERE q.procedure = :procedure AND q.queue = :queue
GROUP BY d.assigned ORDER BY cases DESC, d.assigned LIMIT 40

-- queue: cases of a queue in its order
SELECT q.record FROM case_queue q WHERE q.procedure = :procedure AND q.queue = :queue ORDER BY q.sort, q.record LIMIT 100

-- queue_down: the same from the other end
SELECT q.record FROM case_queue q WHERE q.procedure = :procedure AND q.queue = :queue ORDER BY q.sort DESC, q.record LIMIT 100

-- others: other cases that name one of the documents that a case names
SELECT DISTINCT f.record, f.opened FROM journal_ref own JOIN journal_body ob ON ob.entry = own.entry JOIN journal_ref r ON r.record = own.record
JOIN journal_body b ON b.entry = r.entry JOIN case_file f ON f.record = b.record
WHERE ob.record = :record AND ob.type = 'case.step' AND own.role = 'about' AND r.role = 'about' AND b.type = 'case.step' AND f.record <> :record ORDER BY f.opened DESC, f.record LIMIT 20

-- user: a user by service number
SELECT record FROM officer WHERE number = :number
