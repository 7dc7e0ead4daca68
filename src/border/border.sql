-- open_referral_of_record: the referral of a document that nobody decided yet
SELECT * FROM referral WHERE record = :record AND closed = 0 ORDER BY opened DESC, id DESC LIMIT 1

-- referral_by_id: one referral
SELECT * FROM referral WHERE id = :id

-- queue: open referrals of a post, longest wait first; an empty post means all
SELECT * FROM referral WHERE closed = 0 AND (:post = '' OR post = :post) ORDER BY opened, id LIMIT :most

-- remarks_of_holder: notes on all documents of a person, newest first
SELECT r.* FROM remark r
 WHERE r.record = :holder OR r.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY r.happened DESC, r.id DESC LIMIT :most

-- counts_today: crossings of an officer since the start of the shift
SELECT count(*) FROM movement WHERE officer = :officer AND happened >= :since

-- waiting: open referrals at a post
SELECT count(*) FROM referral WHERE closed = 0 AND post = :post
