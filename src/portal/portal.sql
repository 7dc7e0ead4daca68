-- mine: cases in which an account has a part
SELECT DISTINCT p.record, f.changed FROM case_party p JOIN case_file f ON f.record = p.record WHERE p.account = :account OR p.email_key = :email_key ORDER BY f.changed DESC, p.record LIMIT 200

-- party: the part of an account in a case; who began it comes first
SELECT p.party, p.account FROM case_party p WHERE p.record = :record AND (p.account = :account OR p.email_key = :email_key) ORDER BY p.place LIMIT 1

-- parties: who has a part in a case
SELECT p.* FROM case_party p WHERE p.record = :record ORDER BY p.place

-- who: the first who has that part in a case
SELECT p.* FROM case_party p WHERE p.record = :record AND p.party = :party ORDER BY p.place LIMIT 1
