-- of_record: fees of a case, the oldest first
SELECT f.record, f.* FROM fee f WHERE f.record = :record ORDER BY f.charged, f.kind DESC, f.use, f.id

-- of_reference: fees of a case by its number
SELECT f.record, f.* FROM fee f WHERE f.reference = :reference ORDER BY f.charged, f.kind DESC, f.use, f.id

-- by_id: one fee; its record stands first
SELECT f.record, f.* FROM fee f WHERE f.id = :id

-- by_receipt: the fee of a receipt, by the number as a scanner reads it
SELECT m.fee FROM fee_money m WHERE m.code = :code ORDER BY m.id LIMIT 1

-- to_give_back: what is to be given back, the oldest first
SELECT f.record, f.* FROM fee f WHERE f.back > 0 ORDER BY f.charged, f.id LIMIT :most

-- due_since: what has been due for long, the oldest first
SELECT f.record, f.* FROM fee f WHERE f.status = 'due' ORDER BY f.charged, f.id LIMIT :most

-- money_of: what came and went for a fee, in order
SELECT m.* FROM fee_money m WHERE m.record = :record AND m.fee = :fee ORDER BY m.happened, m.id

-- money_by_id: one payment or refund
SELECT m.* FROM fee_money m WHERE m.id = :id

-- revenue: by procedure, day and method; refunds are taken off
SELECT m.procedure, m.day, m.method, m.currency, SUM(CASE WHEN m.kind = 'paid' THEN m.amount ELSE 0 END), SUM(CASE WHEN m.kind = 'refund' THEN m.amount ELSE 0 END), COUNT(*)
FROM fee_money m WHERE m.day >= :first AND m.day <= :last GROUP BY m.procedure, m.day, m.method, m.currency ORDER BY m.day DESC, m.procedure, m.method, m.currency

-- officer: who it was
SELECT number, name FROM officer WHERE record = :record

-- till_by_record: a till
SELECT t.* FROM till t WHERE t.record = :record

-- till_of_cashier: somebody's till that is not closed, the oldest first: it must be counted before another is opened
SELECT t.* FROM till t WHERE t.cashier = :cashier AND t.state = 'open' ORDER BY t.day, t.record LIMIT 1

-- tills: days of all desks, the newest first
SELECT t.* FROM till t WHERE t.day >= :first AND t.day <= :last ORDER BY t.day DESC, t.desk LIMIT :most

-- till_lines: what was booked into a till, the newest first
SELECT l.* FROM till_line l WHERE l.record = :record ORDER BY l.happened DESC, l.id DESC LIMIT :most

-- payment_by_id: an intent; its record stands first
SELECT p.record, p.* FROM payment p WHERE p.id = :id

-- open_payment: the last intent of a fee that is not answered
SELECT p.* FROM payment p WHERE p.fee = :fee AND p.state = 'open' ORDER BY p.made DESC, p.id DESC LIMIT 1

-- payments_of: intents of a fee, the newest first
SELECT p.* FROM payment p WHERE p.fee = :fee ORDER BY p.made DESC, p.id DESC LIMIT 20

-- odd_payments: what a provider told that does not fit
SELECT p.record, p.* FROM payment p WHERE p.state = 'other_amount' ORDER BY p.answered DESC, p.id LIMIT :most

-- bank_by_record: a line of the bank
SELECT b.* FROM bank_line b WHERE b.record = :record

-- bank_waiting: lines that a person must look at, the oldest first
SELECT b.record, b.* FROM bank_line b WHERE b.open = 1 ORDER BY b.day, b.record LIMIT :most

-- bank_done: lines that were booked or settled, the newest first
SELECT b.record, b.* FROM bank_line b WHERE b.open = 0 ORDER BY b.taken DESC, b.record DESC LIMIT :most
