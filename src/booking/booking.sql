-- by_record: one booking
SELECT b.* FROM booking b WHERE b.record = :record

-- taken: how many places of a service are taken, time by time
SELECT p.start, COUNT(*) FROM booking_place p WHERE p.centre = :centre AND p.service = :service AND p.start >= :from AND p.start < :until
AND (p.until = 0 OR p.until > :now) GROUP BY p.start ORDER BY p.start

-- busy: which places of a service are taken
SELECT p.start, p.number, p.booking FROM booking_place p WHERE p.centre = :centre AND p.service = :service AND p.start >= :from AND p.start < :until
AND (p.until = 0 OR p.until > :now) ORDER BY p.start, p.number

-- places: those of a booking
SELECT p.start, p.number FROM booking_place p WHERE p.booking = :booking ORDER BY p.start, p.number

-- day: who comes on a day, in the order of the clock; and who was expected, did not come, and may come another time
SELECT b.record, b.* FROM booking b WHERE b.centre = :centre AND ((b.start >= :from AND b.start < :until
AND b.state IN ('held', 'booked', 'arrived', 'missed', 'proposed')) OR (b.missed >= :from AND b.missed < :until)) ORDER BY b.start, b.walk_in, b.name, b.record LIMIT :most

-- waits: the waiting list of a centre, the first first
SELECT b.record, b.* FROM booking b WHERE b.centre = :centre AND b.state = 'waiting' ORDER BY b.asked, b.record LIMIT :most

-- first_waiting: who waits for a service of a centre on a day, the first first
SELECT b.record, b.* FROM booking b WHERE b.centre = :centre AND b.service = :service AND b.state = 'waiting' AND b.wait_from <= :day AND b.wait_until >= :day
AND b.people <= :people ORDER BY b.asked, b.record LIMIT 1

-- waiting: all who wait and whose days are not over
SELECT b.record FROM booking b WHERE b.state = 'waiting' AND b.wait_until >= :day ORDER BY b.asked, b.record LIMIT :most

-- lapsed: proposals that were not taken
SELECT b.record FROM booking b WHERE b.state = 'proposed' AND b.until <= :now ORDER BY b.until, b.record LIMIT :most

-- by_reference: bookings of a number
SELECT b.record, b.* FROM booking b WHERE b.reference = :reference ORDER BY b.changed DESC LIMIT 1

-- of_case: all bookings of a case
SELECT b.record, b.* FROM booking b WHERE b.about = :about ORDER BY b.use, b.record LIMIT :most

-- interview: what is planned and kept of an interview
SELECT i.* FROM interview i WHERE i.record = :record

-- interviews: those of a centre and those without one that are not held yet, or whose record is not read back; the next first
SELECT b.record, b.*, i.language AS spoken, i.wish, i.met, i.officer, i.interpreter, i.room, i.link, i.began, i.how FROM booking b LEFT JOIN interview i ON i.record = b.record
WHERE b.service = 'interview' AND b.state IN ('offered', 'held', 'booked', 'arrived', 'missed') AND (i.how IS NULL OR i.how = '') AND (b.centre = :centre OR b.centre = '' OR :centre = '')
ORDER BY b.start, b.changed, b.record LIMIT :most

-- officer_by_record: who it was
SELECT number, name FROM officer WHERE record = :record
