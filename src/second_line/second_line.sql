-- queue: open referrals of a post, longest wait first; an empty post means all
SELECT q.record, q.* FROM referral q WHERE q.closed = 0 AND (:post = '' OR q.post = :post) ORDER BY q.opened, q.id LIMIT :most

-- requests: open requests to confirm a refusal or a ban, but for one's own, oldest first
SELECT * FROM second_request WHERE closed = 0 AND what IN ('refusal', 'ban', 'same') AND asker <> :actor ORDER BY asked, id LIMIT :most

-- request_by_record: one request
SELECT * FROM second_request WHERE record = :record

-- available_at: officers of a post who said for whose interviews and searches they are available, until the end of their shift
SELECT a.record, a.* FROM available a WHERE a.post = :post AND a.until > :now AND (a.women = 1 OR a.men = 1) ORDER BY a.record LIMIT :most

-- agencies_asked: agencies that were asked about a person, newest first
SELECT a.* FROM agency a
 WHERE a.record = :holder OR a.record IN (SELECT d.record FROM document d WHERE d.holder = :holder)
 ORDER BY a.asked DESC, a.id LIMIT :most

-- stateless_of_record: the file of a stateless person
SELECT * FROM stateless WHERE record = :record

-- claims: claims for protection, those that wait first, the longest first, then the last answered
SELECT c.record, c.* FROM claim c ORDER BY c.open DESC, CASE WHEN c.open = 1 THEN c.happened ELSE -c.answered END, c.id LIMIT :most

-- departures_open: who is still to depart from a post, the longest first
SELECT d.record, d.* FROM departure d WHERE d.post = :post AND d.open = 1 ORDER BY d.refused, d.id LIMIT :most

-- departures_ended: refusals of a post that ended since a time, the last first
SELECT d.record, d.* FROM departure d
 WHERE d.post = :post AND d.open = 0 AND d.refused >= :since ORDER BY d.refused DESC, d.id LIMIT :most
