-- lists: the version in force of each list
SELECT code, version, format, rows, entries, persons, names, skipped, digest, file, listed, id, imported, importer
  FROM watch_list ORDER BY code LIMIT :most
