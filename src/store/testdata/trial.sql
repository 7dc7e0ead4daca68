A file of statements for the test of the store. What stands before the first statement is ignored.

-- put: a row, whole
INSERT INTO trial (id, number, words, bytes) VALUES (:id, :number, :words, :bytes);

-- find: by id
SELECT id, number, words, bytes FROM trial WHERE id = :id

-- all: in order; a name in quotes ':no' and a comment -- :neither
SELECT number, ':none' AS quoted FROM trial -- :nothing
 WHERE number >= :least ORDER BY number LIMIT :most

-- sum: numbers that the databases give as different types
SELECT count(*), sum(number), max(number) FROM trial

-- maybe: a parameter that may be NULL
SELECT number FROM trial WHERE CAST(:number AS BIGINT) IS NULL OR number = :number ORDER BY number

-- set: changes rows
UPDATE trial SET number = number + :more WHERE number < :limit

-- which/sqlite: differs by database
SELECT 1, 'sqlite'
-- which/postgres: differs by database
SELECT 1, 'postgres'
