-- lists: the version in force of each list
SELECT code, version, format, rows, entries, persons, names, skipped, digest, file, listed, id, imported, importer
  FROM watch_list ORDER BY code LIMIT :most

-- findings: what officers found about hits of a document's bearer
SELECT inspection, list, item, mark, bearer, finding, why, happened, officer FROM watch_finding WHERE record = :record ORDER BY list, item LIMIT :most
