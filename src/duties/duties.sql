-- tie_of: which case opened a case
SELECT t.* FROM case_tie t WHERE t.record = :record

-- quota: one quota
SELECT q.* FROM quota q WHERE q.record = :record

-- open_inspections: inspections of cases with a hit that is not settled, where somebody found something about the document since
SELECT i.record, i.* FROM case_inspection i
 WHERE i.open = 1 AND EXISTS (SELECT 1 FROM watch_finding f WHERE f.record = i.document) ORDER BY i.record, i.inspection LIMIT :most

-- inspections_of: those of a case, the newest last
SELECT i.* FROM case_inspection i WHERE i.record = :record ORDER BY i.inspection LIMIT :most

-- children: cases that a case opened
SELECT t.record FROM case_tie t WHERE t.parent = :parent ORDER BY t.record LIMIT :most

-- tasks_of: tasks of a case that wait; record and role
SELECT t.record, t.role FROM task t WHERE t.about = :about AND t.what = 'case' AND t.done = 0 ORDER BY t.opened, t.record LIMIT :most
