-- open_referral_of_record: the referral of a document that nobody decided yet
SELECT * FROM referral WHERE record = :record AND closed = 0 ORDER BY opened DESC, id DESC LIMIT 1

-- referral_by_id: one referral
SELECT * FROM referral WHERE id = :id

-- refusal_asked: requests to confirm a refusal of a person that nobody answered yet
SELECT count(*) FROM second_request WHERE closed = 0 AND what = 'refusal' AND about = :record

-- same_asked: what a second person was asked about hits of a person, and did not answer yet
SELECT body FROM second_request WHERE closed = 0 AND what = 'same' AND about = :record ORDER BY asked, record LIMIT :most

-- officer_by_id: a user's number and name
SELECT number, name FROM officer WHERE record = :record

-- documents_of_holder: all documents tied to a person, newest first
SELECT d.record, d.* FROM document d WHERE d.holder = :holder ORDER BY d.last_seen DESC, d.record LIMIT :most

-- child_answer: what was last said of a child during an inspection
SELECT * FROM child_answer WHERE inspection = :inspection AND record = :record

-- claim_by_id: one claim for protection; its record stands first
SELECT c.record, c.* FROM claim c WHERE c.id = :id

-- group_by_record: one group
SELECT g.record, g.* FROM travel_group g WHERE g.record = :record

-- group_at: the open group of a lane
SELECT g.record, g.* FROM travel_group g
 WHERE g.closed = 0 AND g.post = :post AND g.lane = :lane AND g.direction = :direction AND g.opened >= :since
 ORDER BY g.opened DESC, g.record LIMIT 1

-- group_members: who is of a group, in order
SELECT * FROM group_member WHERE record = :record ORDER BY place

-- group_of: the group of an inspection
SELECT m.record, m.* FROM group_member m WHERE m.inspection = :inspection ORDER BY m.joined LIMIT 1

-- seen_by_plate: crossings in a vehicle before a time, newest first, the people of one group together
SELECT m.record, COALESCE(d.holder, m.record), m.*
  FROM movement m LEFT JOIN document d ON d.record = m.record
 WHERE m.craft = :plate AND m.mode IN ('land', 'sea') AND m.annulled = 0 AND m.decision = 'admit' AND m.happened < :before
 ORDER BY m.happened DESC, m.group_id, m.id LIMIT :most

-- holders_of_group: whose documents are of a group, by inspection
SELECT m.inspection, COALESCE(d.holder, m.document) FROM group_member m LEFT JOIN document d ON d.record = m.document WHERE m.record = :record ORDER BY m.place

-- companions: who was looked at in a group and is on record: did they enter with it, and when did they leave since?
SELECT m.document, m.minor, m.kinship,
       (SELECT count(*) FROM movement e WHERE e.record = m.document AND e.group_id = m.record AND e.decision = 'admit' AND e.annulled = 0),
       (SELECT COALESCE(max(x.happened), 0) FROM movement x
         WHERE x.record IN (SELECT o.record FROM document o WHERE o.holder = d.holder)
           AND x.direction = 'exit' AND x.decision = 'admit' AND x.annulled = 0 AND x.happened >= m.joined),
       d.*
  FROM group_member m JOIN document d ON d.record = m.document
 WHERE m.record = :record ORDER BY m.place

-- groups_of_document: the groups in which a document was looked at, newest first
SELECT m.record FROM group_member m WHERE m.document = :document ORDER BY m.joined DESC, m.record LIMIT :most

-- kinships_of: what was told of a document's bearer and another, with both names
SELECT a.surname || ' ' || a.given_names, b.surname || ' ' || b.given_names, k.*
  FROM kinship k JOIN document a ON a.record = k.record JOIN document b ON b.record = k.other
 WHERE k.record = :record OR k.other = :record
 ORDER BY k.happened DESC, k.other LIMIT :most

-- kin_here: documents of those whom somebody told to belong to a person, of whom the last crossing is an entry
SELECT o.record, o.* FROM document o
 WHERE o.holder IN (SELECT x.holder FROM kinship k JOIN document me ON me.record = k.record JOIN document x ON x.record = k.other WHERE me.holder = :holder
              UNION SELECT x.holder FROM kinship k JOIN document me ON me.record = k.other JOIN document x ON x.record = k.record WHERE me.holder = :holder)
   AND (SELECT m.direction FROM movement m JOIN document y ON y.record = m.record WHERE y.holder = o.holder AND m.decision = 'admit' AND m.annulled = 0
         ORDER BY m.happened DESC, m.id DESC LIMIT 1) = 'entry'
 ORDER BY o.last_seen DESC, o.record LIMIT :most

-- departure_by_id: a refusal and what became of it; its record stands first
SELECT d.record, d.* FROM departure d WHERE d.id = :id

-- letter_number: the number of the form of a refusal
SELECT l.number FROM letter l WHERE l.about = :about AND l.name = 'refusal' ORDER BY l.issued DESC LIMIT 1
