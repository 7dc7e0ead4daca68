-- open_referral_of_record: the referral of a document that nobody decided yet
SELECT * FROM referral WHERE record = :record AND closed = 0 ORDER BY opened DESC, id DESC LIMIT 1

-- referral_by_id: one referral
SELECT * FROM referral WHERE id = :id

-- queue: open referrals of a post, longest wait first; an empty post means all
SELECT q.record, q.* FROM referral q WHERE q.closed = 0 AND (:post = '' OR q.post = :post) ORDER BY q.opened, q.id LIMIT :most

-- remarks_of_holder: notes on all documents of a person, newest first
SELECT r.* FROM remark r
 WHERE r.record = :holder OR r.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY r.happened DESC, r.id DESC LIMIT :most

-- counts_today: crossings of an officer since the start of the shift
SELECT count(*) FROM movement WHERE officer = :officer AND happened >= :since

-- waiting: open referrals at a post
SELECT count(*) FROM referral WHERE closed = 0 AND post = :post

-- refusal_asked: requests to confirm a refusal of a person that nobody answered yet
SELECT count(*) FROM second_request WHERE closed = 0 AND what = 'refusal' AND about = :record

-- requests: open requests to confirm a refusal, but for one's own, oldest first
SELECT * FROM second_request WHERE closed = 0 AND what = 'refusal' AND asker <> :actor ORDER BY asked, id LIMIT :most

-- request_by_record: one request
SELECT * FROM second_request WHERE record = :record

-- officer_by_id: a user's number and name
SELECT number, name FROM officer WHERE record = :record
