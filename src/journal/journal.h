/* The journal: everything that happens is an entry in a lane, a hash chain with one writer. A bare header proves, a body tells and can be
 * erased. Tables are what folds make of the entries and the bodies still there.
 *
 * What it does: appends acts in group commits, folds the touched records and writes the rows that changed, records looks,
 *   gives histories, chunks, checkpoints and proofs, verifies, rebuilds, erases, dumps.
 * What it does not: no permission (access), no transport (sync), no meaning of bodies.
 * Nothing is acknowledged before it is durable. The same id twice is done once.
 *
 * Header: version u8=1 | id 16 | lane u64 | seq u64 | hlc u64 | kind u16 | body_hash 32 | prev 32 = 107 bytes, big-endian;
 * hash = SHA-256(0x00 || header), which is the RFC 6962 leaf hash too. */
#ifndef LIMEN_JOURNAL_H
#define LIMEN_JOURNAL_H

#include "room.h"
#include "store.h"

struct keys;

extern const struct room journal_room;
extern const struct entry_type read_type; /* a look; its body's `what` is a sentence */

struct journal_options {
	struct str state;               /* the state's name in checkpoints: "utopia" */
	struct str folder;              /* where the reserve file and blobs lie */
	const struct clock *clock;
	const struct random *random;
	const struct keys *keys;
};

/* Takes up projections whose definition changed (rebuild), starts the writer thread. The process's lane is opened when it first writes. */
struct journal *journal_open(struct store *store, const struct room *const *rooms, const struct journal_options *options,
                             struct error *err);
void journal_close(struct journal *journal); /* what waits is written first */

/* --- acting: called by handlers; nothing is written before journal_submit --- */

/* Appends an entry about `record`. The first one of the act takes act->id when that is set. `data` is a struct of type->fields, checked
 * against them (a record that does not fit is a bug: handlers get their input through the same tables). The head of the record as seen by the
 * act's snapshot becomes `parent` and is compared at commit, unless the type is blind. Gives the entry's id. */
struct uuid journal_append(struct act *act, const struct entry_type *type, struct uuid record, const void *data);
/* The same with an event time before now (back-entry). */
struct uuid journal_append_at(struct act *act, const struct entry_type *type, struct uuid record, const void *data, int64_t happened);
/* Names another record in the entry appended last. */
void journal_ref(struct act *act, struct uuid record, const char *role);
/* Names a head that the decision rests on though nothing is appended to it. */
void journal_depend(struct act *act, struct uuid record);
/* Records a look: one `read` entry of the actor's day with refs to what was shown. Counts in act->looks. */
void journal_look(struct act *act, const char *what, const struct uuid *records, size_t count);
bool journal_pending(const struct act *act);

enum submitted { SUBMITTED, SUBMIT_CONFLICT, SUBMIT_DONE_BEFORE, SUBMIT_FAILED };
/* Stores what the act appended, folds, returns when durable. CONFLICT: forget the act, decide again. DONE_BEFORE: the same id with the
 * same actor and request was stored earlier. The act's snapshot ends before the wait; what is read afterwards is newer. FAILED: `err` (id_reused, disk_full, uncertain, store ...). */
enum submitted journal_submit(struct act *act, struct error *err);
/* Several acts that were decided in one snapshot (they share `db`) and have nothing to do with each other, in one group commit. Each is stored whole or not
 * at all, and fails alone: of two that rest on one head the second is a conflict. */
void journal_submit_together(struct act *acts, size_t count, enum submitted *answers, struct error *errors);
void act_forget(struct act *act); /* drops pending entries and looks, for another try */

/* Is this id stored? Compared with the act's actor and request digest: SUBMITTED = not stored. */
enum submitted journal_known(struct act *act, struct uuid id, struct error *err);

/* --- reading --- */

/* Calls `each` for the record's entries in order (hlc, id); `data` is NULL when the body was erased. */
bool journal_history(struct act *act, struct uuid record, void (*each)(void *state, const struct entry *entry), void *state,
                     struct error *err);
/* Entries that name the record by reference (who looked), newest first. */
bool journal_refs(struct act *act, struct uuid record, size_t most, void (*each)(void *state, const struct entry *entry),
                  void *state, struct error *err);
/* Entries newest first, by their ids: all, one family's, one actor's, or those of a record and those that name it. `from` and `before` bound
 * the ids (which begin with their time); zero = no bound. Only bodies that are still there have a record and an actor. */
struct journal_filter {
	int64_t kind;              /* enum entry_kind; 0 = all */
	struct uuid from, before;  /* from this id on; before this one */
	struct uuid actor, record; /* zero = all */
	size_t most;
};
bool journal_newest(struct act *act, const struct journal_filter *filter, void (*each)(void *state, const struct entry *entry), void *state,
                    struct error *err);
/* One entry by id, with its body decoded when `data` is given; found = false when there is none. */
bool journal_entry(struct act *act, struct uuid id, struct entry *out, bool *found, struct error *err);
const struct entry_type *journal_type(const struct journal *journal, struct str name, int version);

/* --- files: what is larger than a body or a picture. Encrypted with a key of its own that stands in the body. --- */

/* Stores bytes, gives a handle (blob id and key as text) to be kept in a body; erasing the body destroys the file everywhere. */
bool journal_file_put(struct act *act, struct str bytes, struct str *handle, struct error *err);
bool journal_file_get(struct act *act, struct str handle, struct str *bytes, struct error *err);
/* The same piece by piece, whatever its size; journal_file_get takes no more than 64 MiB. Damage is an error before the last byte is given. */
struct journal_stream;
bool journal_stream_open(struct act *act, struct str handle, struct journal_stream **out, struct error *err);
int64_t journal_stream_size(const struct journal_stream *stream);
ssize_t journal_stream_read(struct journal_stream *stream, char *out, size_t most, struct error *err); /* 0: the end; -1: failed */
void journal_stream_close(struct journal_stream *stream);

/* Files that come in pieces, since a link breaks: kept apart, sealed, each in its owner's folder `uploads`, until an act takes one as its file. What was
 * begun and not taken within a day is removed. Pieces are no entries: what is acknowledged is only how far the file has come. */
enum { JOURNAL_FILE_MOST = 1 << 30 };
struct journal_spool {
	struct uuid id, owner, record;  /* whose; what it is for */
	struct str path, name;          /* what it answers; its name, as it was given */
	int64_t length, offset;         /* how long it will be; how far it has come */
	bool taken;                     /* it is a file already: nothing is added */
	uint8_t key[32];
};
bool journal_spool_begin(struct act *act, struct journal_spool *spool, struct error *err);
/* ERR_NOT_FOUND: not of this owner and record, or gone. */
bool journal_spool_find(struct act *act, struct uuid owner, struct uuid record, struct uuid id, struct journal_spool *out, struct error *err);
/* ERR_CONFLICT: the file has not come to `offset`, or another piece is being added. */
bool journal_spool_add(struct act *act, struct journal_spool *spool, int64_t offset, struct str bytes, struct error *err);
/* What an owner has begun and not given yet: sum of lengths, and how many. */
bool journal_spool_total(struct act *act, struct uuid owner, int64_t *bytes, size_t *count, struct error *err);
/* Makes a whole one a file: read once through, digest and handle come out. `see` gets the bytes in order. Asked again (a conflict), it makes another. */
bool journal_spool_keep(struct act *act, struct journal_spool *spool, void (*see)(void *state, struct str bytes), void *state, struct str *handle, uint8_t digest[static 32],
                        struct error *err);
bool journal_spool_drop(struct act *act, const struct journal_spool *spool, struct error *err);
/* Is this text a handle? Its id alone, which may be shown: the rest of it opens the file. */
bool journal_file_id(struct str text, struct str *id);

/* --- proving, moving, mending: commands and jobs --- */

struct journal_report {
	int64_t entries, bodies, lanes, faults;
	struct buf text; /* a line for each fault: lane, seq, what */
};
bool journal_verify(struct act *act, struct journal_report *report, struct error *err);
/* Then compares with copies of signed notes that were kept elsewhere (what `journal checkpoint` printed, one after the other): a journal that was
 * rewritten whole agrees with itself, and not with them. Adds to `faults` and `text`; `notes` counts what was compared. */
bool journal_verify_notes(struct act *act, struct str copies, struct journal_report *report, int64_t *notes, struct error *err);
enum { PROOF_MOST = 262144 }; /* entries of a lane that are gone through for one proof */
struct journal_proof {
	struct entry entry;            /* `data` is empty when the body is not here */
	int64_t kind;
	const struct entry_ref *refs;  /* other records that it names: those that a look showed */
	size_t ref_count;
	uint8_t hash[32], prev[32], body_hash[32];
	bool erased;                   /* and an erasure says why the body is missing */
	bool header_good, body_good;   /* hashed again: as stored */
	int64_t size;                  /* of the first checkpoint that holds the entry; 0 = none yet */
	struct str note;
	bool signed_good;              /* by the lane's node */
	bool far;                      /* the checkpoint is beyond PROOF_MOST: journal_verify goes through it */
	bool included;                 /* the entry's own hash and `path` give the root that was signed */
	struct texts path;             /* RFC 9162, 2.1.3: hashes in hexadecimal, the leaf's neighbour first */
};
/* One entry's proof: what anybody can check who holds a copy of the checkpoint. */
bool journal_prove(struct act *act, struct uuid id, struct journal_proof *out, bool *found, struct error *err);
/* NULL = all. While it runs acts go on; ERR_BUSY when another runs already, or erasures run all the time. */
bool journal_rebuild(struct act *act, const char *fold, struct error *err);
bool journal_dump(struct act *act, struct buf *out, struct error *err);          /* canonical bytes of all projections, and their hash */
bool journal_checkpoint(struct act *act, struct error *err);                     /* signed note (C2SP) of each own lane with news */
/* Chunk of a lane from `first` on: entries, end hash, signature, zstd. `most` bytes before compression. */
bool journal_export(struct act *act, int64_t lane, int64_t first, size_t most, struct buf *out, struct error *err);
/* Takes a chunk: late, doubled, shuffled, cut is harmless. `have` = last seq without a gap. Fork: ERR_INTEGRITY, quarantined, lane stopped. */
bool journal_receive(struct act *act, struct str chunk, int64_t *lane, int64_t *have, struct error *err);
/* Lets a node send, or revokes it: state "approved" or "revoked" (then entries after `trusted_upto` go to quarantine). */
bool journal_node(struct act *act, const uint8_t sign_key[static 32], struct str name, struct str role, struct str state,
                  int64_t trusted_upto, struct error *err);
/* Erases bodies as one `erase` entry: rule, authority and sorted (lane, seq); deletes bodies, refs, files, folds the records again.
 * Larger runs are split. The act's read connection is given a new snapshot. */
bool journal_erase(struct act *act, struct str rule, struct str authority, const struct uuid *entries, size_t count, struct error *err);
/* Entries of a kind that still have their bodies and were made before an instant, oldest first: what a retention run takes. `records`: to how many
 * they belong; fewer than ERASE_TOGETHER in one run would link what the headers keep apart. */
enum { ERASE_TOGETHER = 20 };
bool journal_oldest(struct act *act, const struct entry_type *type, int64_t before, size_t most, struct uuid *out, size_t *count, size_t *records,
                    struct error *err);
/* Removes files older than a day that no body names, what was erased from SQLite's log, and tables that a rebuild left which was cut off. A job; the act's read connection is given a new
 * snapshot. */
bool journal_tidy(struct act *act, struct error *err);

/* Copies the database and the files into a new folder while others work: consistent, synced, without keys. */
bool journal_backup(struct act *act, struct str path, struct error *err);
/* Restores such a copy into the empty state of `options` (its folder holds the keys of the copy and no files, `where` no database; ERR_CONFIG else).
 * `erased` is what `journal erasures` printed, "" = none: those bodies go before anything is in force. The chain, the bodies, the checkpoints and the
 * tables are verified; `out` gets the faults and the counts. ERR_INTEGRITY: faults; the place is as empty as it was. */
bool journal_restore(struct str copy, struct str where, const struct room *const *rooms, const struct journal_options *options, struct str erased,
                     struct buf *out, struct error *err);

#endif
