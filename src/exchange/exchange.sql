-- one: a message
SELECT x.* FROM exchange x WHERE x.record = :record

-- by_token: the message of a link; its record stands first
SELECT x.record, x.* FROM exchange x WHERE x.token = :token

-- waiting: requests that were not answered, the oldest first; then those that were, the newest first
SELECT x.record, x.* FROM exchange x WHERE x.what = 'send'
 ORDER BY CASE WHEN x.state IN ('answered', 'declined', 'failed') THEN 1 ELSE 0 END, CASE WHEN x.state IN ('answered', 'declined', 'failed') THEN -x.since ELSE x.made END, x.record LIMIT :most

-- request_of: the request of another authority that opened a case; its record stands first
SELECT x.record, x.* FROM exchange x WHERE x.about = :about AND x.use = :use AND x.way = 'in' AND x.what = 'send' ORDER BY x.made LIMIT 1

-- of_case: messages of a case; their records stand first
SELECT x.record, x.* FROM exchange x WHERE x.about = :about ORDER BY x.made, x.record LIMIT :most

-- partner_by_name: by name or code
SELECT p.* FROM partner p WHERE p.name = :value OR p.code = :value ORDER BY p.ended, p.code LIMIT 1

-- partner_by_key: whose key it is
SELECT p.* FROM partner p WHERE p.key = :value AND p.ended = 0 ORDER BY p.code LIMIT 1

-- partners: all
SELECT p.* FROM partner p ORDER BY p.ended, p.name LIMIT :most
