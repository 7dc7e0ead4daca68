-- lists: the version in force of each list
SELECT code, version, format, rows, entries, persons, names, skipped, digest, file, listed, id, imported, importer, own
  FROM watch_list ORDER BY code LIMIT :most

-- nationals: entries of a list that is kept here, those taken off too
SELECT * FROM watch_national WHERE list = :list ORDER BY item LIMIT :most

-- national: one of them
SELECT * FROM watch_national WHERE list = :list AND item = :item

-- national_count: how many are in force
SELECT count(*) FROM watch_national WHERE list = :list AND off = 0

-- findings: what officers found about hits of a document's bearer
SELECT inspection, list, item, mark, bearer, finding, why, asked, happened, officer FROM watch_finding WHERE record = :record ORDER BY list, item LIMIT :most
