-- officer: the name of a user, as colleagues know it
SELECT o.name FROM officer o WHERE o.record = :record

-- equipment_of: the equipment of a post; what does not work stands first, what is no longer used last
SELECT e.record, e.* FROM equipment e WHERE e.post = :post
 ORDER BY CASE e.state WHEN 'broken' THEN 0 WHEN 'limited' THEN 1 WHEN 'away' THEN 2 WHEN 'works' THEN 3 ELSE 4 END, e.kind, e.lane, e.serial, e.record LIMIT :most

-- equipment_by_record: one item
SELECT * FROM equipment WHERE record = :record

-- out_of_order: how many items of a post do not work as they should
SELECT count(*) FROM equipment e WHERE e.post = :post AND e.state IN ('broken', 'limited', 'away')

-- power_of: what a post ran on, newest first
SELECT * FROM power WHERE post = :post ORDER BY began DESC, id DESC LIMIT :most

-- decided_since: how many were let in or out at a post, or at one of its lanes
SELECT count(*) FROM movement m
 WHERE m.happened >= :since AND m.annulled = 0 AND m.post = :post AND (:lane = 0 OR m.lane = :lane)

-- counts: the last counts of a queue
SELECT * FROM queue_count WHERE post = :post ORDER BY happened DESC, id DESC LIMIT :most

-- last_slip: the highest number of a day
SELECT max(number) FROM slip WHERE post = :post AND day = :day

-- slip_by_id: one slip; its record stands first
SELECT record, s.* FROM slip s WHERE id = :id

-- slips: slips of a day, those that are still in the queue first
SELECT * FROM slip WHERE post = :post AND day = :day ORDER BY CASE back WHEN 0 THEN 0 ELSE 1 END, given DESC, id LIMIT :most

-- waiting: how many wait at the second line of a post
SELECT count(*) FROM referral r WHERE r.closed = 0 AND r.post = :post

-- handovers: the last notes of a post; the record stands first
SELECT h.record, h.* FROM handover h WHERE h.post = :post ORDER BY h.happened DESC, h.id DESC LIMIT :most

-- handover_by_record: one note
SELECT * FROM handover WHERE record = :record

-- handover_readers: who ticked a note as read
SELECT * FROM handover_reader WHERE record = :record ORDER BY happened, officer

-- peak_at: the peak mode of a post at an instant
SELECT * FROM peak p
 WHERE p.post = :post AND p.ends > :at AND p.began <= :at AND (p.ended = 0 OR p.ended > :at) ORDER BY p.began DESC LIMIT 1

-- peak_by_id: one peak mode
SELECT * FROM peak WHERE id = :id

-- peaks: peak modes of a post, the last first
SELECT * FROM peak WHERE post = :post ORDER BY began DESC, id LIMIT :most

-- peaks_over: those whose end nobody wrote down yet
SELECT p.record, p.id, p.ends FROM peak p WHERE p.ended = 0 AND p.ends <= :now ORDER BY p.ends, p.id LIMIT :most

-- paper_blocks: numbers printed for a post
SELECT * FROM paper_block WHERE post = :post ORDER BY first, id LIMIT :most

-- paper_numbers: numbers of a post that were accounted for
SELECT f.number FROM paper_form f WHERE f.post = :post AND f.number >= :first AND f.number < :end ORDER BY f.number

-- paper_states: how many numbers of a block are used, spoiled, lost
SELECT f.state, count(*) FROM paper_form f WHERE f.post = :post AND f.number >= :first AND f.number <= :last GROUP BY f.state ORDER BY f.state

-- paper_form_by_record: one number
SELECT * FROM paper_form WHERE record = :record

-- paper_forms: what was entered last
SELECT * FROM paper_form WHERE post = :post ORDER BY arrived DESC, number DESC LIMIT :most

-- paper_open: the time on paper that has not ended
SELECT * FROM paper_period WHERE post = :post AND ended = 0 ORDER BY began DESC LIMIT 1

-- paper_periods: the last times on paper
SELECT * FROM paper_period WHERE post = :post ORDER BY began DESC, id LIMIT :most

-- paper_nexts: the next blank numbers, as each time on paper that ended told them
SELECT next FROM paper_period WHERE post = :post AND ended > 0 AND next <> '' ORDER BY ended, id

-- paper_due: the last time on paper of each post, ended so long ago that all its numbers should be accounted for, of which nobody was told
SELECT p.id, p.post FROM paper_period p
 WHERE p.ended > 0 AND p.ended <= :before AND p.missing = 0 AND p.next <> ''
   AND NOT EXISTS (SELECT 1 FROM paper_period x WHERE x.post = p.post AND x.ended > p.ended)
 ORDER BY p.ended, p.id LIMIT :most

-- paper_block_by_id: one block
SELECT * FROM paper_block WHERE id = :id
