-- kept: crossings that were made here, by direction and decision
SELECT m.direction, m.decision, count(*) FROM movement m WHERE m.imported = 0 AND m.annulled = 0 GROUP BY m.direction, m.decision ORDER BY m.direction, m.decision

-- referrals: all of them, and those that nobody ended
SELECT count(*), sum(CASE WHEN q.closed = 0 THEN 1 ELSE 0 END) FROM referral q

-- claims: for protection
SELECT count(*) FROM claim
