-- by_record: one case
SELECT f.* FROM case_file f WHERE f.record = :record

-- due: cases whose clocks act by now, the first ones behind those that were looked at
SELECT f.record, f.next FROM case_file f WHERE f.next >= :when AND f.next <= :now AND (f.next > :when OR f.record > :after)
ORDER BY f.next, f.record LIMIT :most

-- behind: running cases of a revision
SELECT f.record FROM case_file f WHERE f.procedure = :procedure AND f.revision = :revision AND f.closed = 0 AND f.record > :after ORDER BY f.record LIMIT :most

-- by_reference: the case of a number
SELECT f.* FROM case_file f WHERE f.reference = :reference

-- running: running cases by procedure, revision and state
SELECT procedure, revision, state, count(*) FROM case_file WHERE closed = 0 GROUP BY procedure, revision, state ORDER BY procedure, revision, state

-- user: a user by service number
SELECT record FROM officer WHERE number = :number

-- over: closed cases that were kept long enough, unless somebody holds them
SELECT f.record, f.keep_how FROM case_file f LEFT JOIN case_hold h ON h.record = f.record
WHERE f.keep_until <= :day AND f.closed > 0 AND f.keep_how <> 'archive' AND h.record IS NULL ORDER BY f.keep_until, f.record LIMIT :most

-- held: whether somebody holds a case
SELECT h.record FROM case_hold h WHERE h.record = :record

-- head: the first case of the group of a case
SELECT g.head FROM case_group g WHERE g.record = :record

-- group: the others of a group, without its first
SELECT g.record FROM case_group g WHERE g.head = :head ORDER BY g.record
