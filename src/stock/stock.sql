-- pile: one item at one place
SELECT p.* FROM stock_pile p WHERE p.record = :record

-- piles: all items of a place
SELECT p.* FROM stock_pile p WHERE p.place = :place ORDER BY p.item

-- places: where anything is kept
SELECT DISTINCT p.place FROM stock_pile p ORDER BY p.place

-- first_span: the range that holds the next number
SELECT s.first, s.last FROM stock_span s WHERE s.record = :record ORDER BY s.place_in LIMIT 1

-- span_of: the ranges of a pile
SELECT s.first, s.last FROM stock_span s WHERE s.record = :record ORDER BY s.place_in

-- held_elsewhere: any range of this item, wherever it is
SELECT s.place, s.first, s.last FROM stock_span s WHERE s.item = :item

-- number: what became of one
SELECT n.* FROM stock_number n WHERE n.item = :item AND n.number = :number ORDER BY n.since DESC, n.record LIMIT 1

-- spoiled: what is kept to be destroyed
SELECT n.number FROM stock_number n WHERE n.record = :record AND n.state = 'spoiled' ORDER BY n.number LIMIT :most

-- numbers: what became of numbers of a place, the last first
SELECT n.* FROM stock_number n WHERE n.record IN (SELECT p.record FROM stock_pile p WHERE p.place = :place) ORDER BY n.since DESC, n.record, n.number LIMIT :most

-- officer_by_number: a user by service number
SELECT record, number, name FROM officer WHERE number = :number ORDER BY record LIMIT 1
