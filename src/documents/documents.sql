-- exact: documents of the registers with that number, of an issuer or of all
SELECT * FROM document_register WHERE folded = :number AND (:issuer = '' OR issuer = :issuer) ORDER BY marked DESC, record LIMIT :most

-- near: documents whose number shares a piece
SELECT DISTINCT r.* FROM document_register_key k JOIN document_register r ON r.record = k.record
 WHERE k.key IN (:k0, :k1, :k2, :k3, :k4, :k5, :k6, :k7, :k8, :k9, :k10, :k11) AND (:issuer = '' OR r.issuer = :issuer)
 ORDER BY r.marked DESC, r.record LIMIT :most

-- latest: what was marked last
SELECT * FROM document_register ORDER BY marked DESC, record LIMIT :most

-- by_record: one document
SELECT * FROM document_register WHERE record = :record

-- last_crossing: the newest crossing of a document
SELECT id FROM movement WHERE record = :record ORDER BY happened DESC, id DESC LIMIT 1
