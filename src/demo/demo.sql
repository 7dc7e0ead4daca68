-- citizens: grown-ups of the state with a passport in date, who crossed, the last one first
SELECT d.record, d.* FROM document d
 WHERE d.document_issuer = :issuer AND d.document_kind = 'P' AND d.document_expires > :day AND d.born < :grown AND d.movements > 0
 ORDER BY d.last_seen DESC, d.record LIMIT :most

-- visitors: grown-up foreigners with a passport in date who left again, the last one first
SELECT d.record, d.* FROM document d
 WHERE d.document_issuer <> :issuer AND d.document_kind = 'P' AND d.document_expires > :later AND d.born < :grown AND d.movements > 1
   AND (SELECT m.direction FROM movement m WHERE m.record = d.record ORDER BY m.happened DESC, m.id DESC LIMIT 1) = 'exit'
 ORDER BY d.last_seen DESC, d.record LIMIT :most

-- overstayers: whose last crossing is an entry with a last day that is past, the longest first
SELECT d.record, d.* FROM document d JOIN movement m ON m.record = d.record
 WHERE m.direction = 'entry' AND m.decision = 'admit' AND m.stay_until <> '' AND m.stay_until < :day AND m.annulled = 0
   AND NOT EXISTS (SELECT 1 FROM movement x WHERE x.record = m.record AND x.happened > m.happened)
 ORDER BY m.stay_until DESC, d.record LIMIT :most

-- numbered: documents of a number
SELECT d.record, d.* FROM document d WHERE d.document_number = :number ORDER BY d.record LIMIT :most

-- born: documents whose bearer was born on a day
SELECT d.record, d.* FROM document d WHERE d.born = :born ORDER BY d.record LIMIT :most

-- equipment_by_serial: an item of a post
SELECT e.record FROM equipment e WHERE e.post = :post AND e.serial = :serial

-- open_slip: the oldest slip of a day that did not come back
SELECT s.id FROM slip s WHERE s.post = :post AND s.day = :day AND s.back = 0 ORDER BY s.given, s.id LIMIT 1

-- last_note: the last hand-over note of a post
SELECT h.record FROM handover h WHERE h.post = :post ORDER BY h.happened DESC, h.id DESC LIMIT 1

-- frequent_holder: a person who crossed often, for requests about one's own data
SELECT holder FROM document WHERE movements > 0 ORDER BY movements DESC, record LIMIT 1 OFFSET :skip

-- users: how many users the state has
SELECT count(*) FROM officer
-- refusal_of_referral: the refusal that ended a referral
SELECT d.id FROM departure d WHERE d.referral = :referral
