-- run_by_record: one run
SELECT * FROM training_run WHERE record = :record

-- runs_of: runs of a trainee, newest first
SELECT * FROM training_run WHERE trainee = :trainee ORDER BY started DESC, record LIMIT :most

-- results: finished runs, newest first
SELECT * FROM training_run WHERE finished <> 0 ORDER BY finished DESC, record LIMIT :most

-- trainee_name: a trainee's service number and name
SELECT number, name FROM officer WHERE record = :record
