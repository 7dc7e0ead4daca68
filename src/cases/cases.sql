-- by_record: one case
SELECT f.* FROM case_file f WHERE f.record = :record

-- due: the case whose clock acts first by now, behind those that were passed over
SELECT f.record, f.next FROM case_file f WHERE f.next > 0 AND f.next <= :now AND (f.next > :when OR (f.next = :when AND f.record > :after))
ORDER BY f.next, f.record LIMIT 1

-- behind: a running case of a revision
SELECT f.record FROM case_file f WHERE f.procedure = :procedure AND f.revision = :revision AND f.closed = 0 AND f.record > :after ORDER BY f.record LIMIT 1

-- by_reference: the case of a number
SELECT f.* FROM case_file f WHERE f.reference = :reference
