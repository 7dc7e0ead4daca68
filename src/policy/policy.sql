-- people: whoever crossed between two instants, in order
SELECT DISTINCT holder FROM document WHERE holder > :after AND last_seen >= :since AND first_seen < :until ORDER BY holder LIMIT :most

-- excuse: what was explained at an exit that came too late
SELECT explanation, paper FROM overstay WHERE crossing = :crossing LIMIT 1

-- cases: cases of a procedure, or of all (''), in which something was done between two instants, in order
SELECT record FROM case_file WHERE record > :after AND (:procedure = '' OR procedure = :procedure) AND changed >= :since AND opened < :until ORDER BY record LIMIT :most

-- simulations: of a version, newest first
SELECT * FROM pack_simulation WHERE after = :identity ORDER BY happened DESC, id DESC LIMIT :most

-- simulation: one
SELECT * FROM pack_simulation WHERE id = :id

-- running: cases that are not closed, by procedure and revision
SELECT procedure, revision, count(*) FROM case_file WHERE closed = 0 GROUP BY procedure, revision ORDER BY procedure, revision LIMIT 200
