-- certificate: one of a signer
SELECT c.record, c.* FROM seal_certificate c WHERE c.signer = :signer AND c.reference = :reference AND c.role = 'signer' ORDER BY c.came DESC, c.record LIMIT 1

-- certificates: all of them, those that sign here first
SELECT c.* FROM seal_certificate c ORDER BY CASE WHEN c.key <> '' THEN 0 WHEN c.role = 'signer' THEN 1 ELSE 2 END, c.until DESC, c.record LIMIT :most

-- of_permit: the last seal of a visa or permit; its record stands first
SELECT s.record, s.* FROM seal s WHERE s.permit = :permit ORDER BY s.made DESC, s.id DESC LIMIT 1

-- newest: the last seals
SELECT s.record, s.* FROM seal s ORDER BY s.made DESC, s.id DESC LIMIT :most

-- about: the last seals of a case
SELECT s.record, s.* FROM seal s WHERE s.about = :about ORDER BY s.made DESC, s.id DESC LIMIT :most

-- heard: the newest that came from another node
SELECT COALESCE(max(l.hlc), 0) FROM journal_lane l WHERE l.own = 0

-- of_case: the last seal of a use of a case
SELECT s.record, s.* FROM seal s WHERE s.about = :about AND s.case_use = :case_use AND s.item = :item ORDER BY s.made DESC, s.id DESC LIMIT 1
