-- about: letters that tell of an entry, newest first
SELECT * FROM letter WHERE about = :id ORDER BY issued DESC, id DESC LIMIT :most

-- of_holder: letters on all documents of a person, newest first
SELECT l.* FROM letter l
 WHERE l.record = :id OR l.record IN (SELECT d.record FROM document d WHERE d.holder = :id)
 ORDER BY l.issued DESC, l.id DESC LIMIT :most

-- last: the last letter of a name about an entry
SELECT id FROM letter WHERE about = :about AND name = :name ORDER BY issued DESC, id DESC LIMIT 1

-- paper: the entry that holds a letter's PDF
SELECT paper FROM letter WHERE record = :record AND id = :id
