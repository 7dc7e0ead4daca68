-- versions: all versions of the pack, newest proposal first
SELECT identity, version, previous, file, note, earliest, proposed, proposer, approved, approver, answer, applied, applier, starts, ended, ender, reason
  FROM pack_version ORDER BY proposed DESC, identity LIMIT :most

-- version: was this identity proposed, and not taken back
SELECT identity FROM pack_version WHERE identity = :identity AND ended = 0 LIMIT 1

-- in_force: the applied version whose first day is the latest not after a day
SELECT identity, version, previous, file, note, earliest, proposed, proposer, approved, approver, answer, applied, applier, starts, ended, ender, reason
  FROM pack_version WHERE applied <> 0 AND starts <= :day ORDER BY starts DESC, applied DESC, identity LIMIT 1

-- person: name of a user, as colleagues know it
SELECT name FROM officer WHERE record = :record
