-- newest: what was put here last, of one receiver or of all; first the record
SELECT o.record, o.* FROM outbox o WHERE (:to = '' OR o.receiver = :to) ORDER BY o.made DESC, o.record DESC LIMIT :most

-- about: messages about a record, the newest first
SELECT o.* FROM outbox o WHERE o.about = :about ORDER BY o.made DESC, o.record DESC LIMIT :most

-- due: the message of this node that waits longest
SELECT o.record, o.* FROM outbox o WHERE o.state = 'waiting' AND o.next <= :now AND o.node = :node ORDER BY o.next, o.record LIMIT 1

-- stuck: a message of this node that was begun and never ended
SELECT o.record, o.* FROM outbox o WHERE o.state = 'begun' AND o.since <= :before AND o.node = :node ORDER BY o.record LIMIT 1

-- one: a message
SELECT o.* FROM outbox o WHERE o.record = :record

-- counts: how many messages are in each state
SELECT o.state, count(*) FROM outbox o GROUP BY o.state ORDER BY o.state

-- troubled: messages that did not go, came back, or wait for another try; the newest first
SELECT o.record, o.* FROM outbox o WHERE o.state IN ('failed', 'returned', 'unknown') OR (o.state = 'waiting' AND o.tries > 0) ORDER BY o.since DESC, o.record DESC LIMIT :most
