-- by_record: one case
SELECT f.* FROM case_file f WHERE f.record = :record

-- due: the case whose clock acts first by now
SELECT f.record FROM case_file f WHERE f.next > 0 AND f.next <= :now ORDER BY f.next, f.record LIMIT 1

-- by_reference: the case of a number
SELECT f.* FROM case_file f WHERE f.reference = :reference
