-- session_by_hash: a session or machine credential with its user, unless the user has left or is blocked
SELECT s.officer, s.machine, s.created, s.seen, s.placed, s.post, s.lane, s.direction, o.number, o.name, o.roles,
       c.temporary, CASE WHEN c.device IS NULL THEN 0 ELSE 1 END,
       (SELECT count(*) FROM printed_code p WHERE p.officer = s.officer)
  FROM session s JOIN officer o ON o.record = s.officer LEFT JOIN credential c ON c.officer = s.officer
 WHERE s.hash = :hash AND o.left_at = 0 AND o.blocked_at = 0

-- session_open: a new session or machine credential
INSERT INTO session (hash, officer, machine, created, seen, placed, post, lane, direction, label)
VALUES (:hash, :officer, :machine, :now, :now, :placed, :post, :lane, :direction, :label)

-- session_touch: still at work
UPDATE session SET seen = :now WHERE hash = :hash

-- session_place: where the officer works
UPDATE session SET placed = 1, post = :post, lane = :lane, direction = :direction WHERE hash = :hash

-- session_end: sign-out
DELETE FROM session WHERE hash = :hash

-- sessions_end: all sessions of a user but one; machine credentials stay
DELETE FROM session WHERE officer = :officer AND machine = 0 AND hash <> :except

-- sessions_end_all: all sessions and credentials of a user
DELETE FROM session WHERE officer = :officer

-- sessions_old: sessions past both limits
DELETE FROM session WHERE machine <> 1 AND (created < :created OR seen < :seen)

-- sessions_of: where a user is signed in
SELECT hash, created, seen, post, lane FROM session WHERE officer = :officer AND machine = 0 ORDER BY created DESC, hash LIMIT 20

-- machines_of: machine credentials of a user
SELECT hash, created, seen, label FROM session WHERE officer = :officer AND machine = 1 ORDER BY created DESC, hash LIMIT 50

-- officer_by_number: a user by service number, which is never given again
SELECT * FROM officer WHERE number = :number ORDER BY record LIMIT 1

-- officer_by_record: a user
SELECT * FROM officer WHERE record = :record

-- officers: all users by number
SELECT * FROM officer ORDER BY number, record LIMIT :most

-- credential_of: what proves a user
SELECT password, temporary, device, step, pending, password_by, codes_by, signed_in FROM credential WHERE officer = :officer

-- credential_password: a new password
INSERT INTO credential (officer, password, temporary, device, step, pending, password_by) VALUES (:officer, :password, :temporary, NULL, 0, NULL, :by)
ON CONFLICT (officer) DO UPDATE SET password = excluded.password, temporary = excluded.temporary, password_by = excluded.password_by

-- credential_signed_in: when it was used last
UPDATE credential SET signed_in = :now WHERE officer = :officer

-- credential_codes_by: who handed over the printed list
UPDATE credential SET codes_by = :by WHERE officer = :officer

-- credential_device_end: a lost device
UPDATE credential SET device = NULL, step = 0, pending = NULL WHERE officer = :officer

-- credential_pending: a device that is being set up
UPDATE credential SET pending = :pending WHERE officer = :officer

-- credential_device: a device that proved itself
UPDATE credential SET device = :device, step = :step, pending = NULL WHERE officer = :officer

-- credential_step: a step that was used, unless another sign-in used it meanwhile
UPDATE credential SET step = :step WHERE officer = :officer AND step < :step

-- printed_codes_end: the list is ended
DELETE FROM printed_code WHERE officer = :officer

-- printed_code_add: one code of a new list
INSERT INTO printed_code (officer, hash, used) VALUES (:officer, :hash, 0)

-- printed_code_use: a code works once
UPDATE printed_code SET used = :now WHERE officer = :officer AND hash = :hash AND used = 0

-- printed_codes_left: how many codes of the list are unused, and all
SELECT CAST(coalesce(sum(CASE WHEN used = 0 THEN 1 ELSE 0 END), 0) AS BIGINT), count(*) FROM printed_code WHERE officer = :officer

-- failure_of: failed tries of a user's number or a device
SELECT count, until, latest FROM failure WHERE mark = :mark

-- failure_note: one more
INSERT INTO failure (mark, count, until, latest) VALUES (:mark, 1, :until, :now)
ON CONFLICT (mark) DO UPDATE SET count = failure.count + 1, until = excluded.until, latest = excluded.latest

-- failure_forget: it worked
DELETE FROM failure WHERE mark = :mark

-- failures_old: forgotten after a day
DELETE FROM failure WHERE latest < :before

-- second_users: what waits for a second person about users, oldest first
SELECT * FROM second_request WHERE closed = 0 AND what IN ('user_add', 'user_change') ORDER BY asked, id LIMIT :most

-- second_by_id: one request
SELECT * FROM second_request WHERE record = :record

-- key_by_hash: a security key with its user, unless the user has left or is blocked
SELECT k.officer, k.public_key, k.algorithm, k.counter, k.verifies, k.pin, k.label, k.doubted, o.number, o.name, o.roles
  FROM security_key k JOIN officer o ON o.record = k.officer
 WHERE k.hash = :hash AND o.left_at = 0 AND o.blocked_at = 0

-- keys_of: security keys of a user, newest first
SELECT hash, credential, label, added, used, doubted, verifies FROM security_key WHERE officer = :officer ORDER BY added DESC, hash LIMIT 20

-- key_add: a new key; the same key is never two
INSERT INTO security_key (hash, credential, officer, public_key, algorithm, counter, verifies, pin, label, added, used, doubted)
VALUES (:hash, :credential, :officer, :public_key, :algorithm, :counter, :verifies, :pin, :label, :now, 0, 0)
ON CONFLICT (hash) DO NOTHING

-- key_used: the counter went on, or the key keeps none
UPDATE security_key SET counter = :counter, used = :now
 WHERE hash = :hash AND doubted = 0 AND (counter < :counter OR (:counter = 0 AND counter = 0))

-- key_doubt: the counter went back: two keys may be one
UPDATE security_key SET doubted = :now WHERE hash = :hash

-- key_end: a key is no key any more
DELETE FROM security_key WHERE hash = :hash AND officer = :officer

-- keys_end: nor are all of a user's
DELETE FROM security_key WHERE officer = :officer

-- challenge_use: counts once
INSERT INTO key_challenge (challenge, used) VALUES (:challenge, :now) ON CONFLICT (challenge) DO NOTHING

-- challenges_old: those that are too old to be answered
DELETE FROM key_challenge WHERE used < :before

-- account_session: a session of the public with its account
SELECT s.officer, s.created, s.seen, a.email, a.language FROM session s JOIN public_account a ON a.record = s.officer WHERE s.hash = :hash AND s.machine = 2

-- account_by_key: the account of an address
SELECT * FROM public_account WHERE email_key = :email_key ORDER BY record LIMIT 1

-- account_by_record: one account
SELECT * FROM public_account WHERE record = :record

-- ticket_add: a link and a code that let somebody in once
INSERT INTO account_ticket (hash, code, email_key, email, language, moves, made) VALUES (:hash, :code, :email_key, :email, :language, :moves, :now)

-- tickets_since: how many an address was sent
SELECT count(*) FROM account_ticket WHERE email_key = :email_key AND made > :since

-- ticket_by_link: a ticket by its link
SELECT hash, email_key, email, language, moves FROM account_ticket WHERE hash = :hash AND made > :since

-- ticket_by_code: a ticket by address and code
SELECT hash, email_key, email, language, moves FROM account_ticket WHERE email_key = :email_key AND code = :code AND made > :since

-- ticket_use: it lets in once
DELETE FROM account_ticket WHERE hash = :hash

-- tickets_old: tickets that are over
DELETE FROM account_ticket WHERE made < :since
