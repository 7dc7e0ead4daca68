/* What the files of the journal know of each other. Private. */
#ifndef LIMEN_JOURNAL_INNER_H
#define LIMEN_JOURNAL_INNER_H

#include <pthread.h>
#include <semaphore.h>

#include "crypto.h"
#include "journal.h"

enum { HASH = SHA256_BYTES, SALT = 16, HEADER = 107, BATCH_MOST = 512, FRONTIER_MOST = 63 * HASH, BODY_MOST = 64 * 1024 };

struct erasing;

/* --- an entry on its way to the disk, or back --- */

struct written {
	struct entry entry;
	int64_t kind;
	uint8_t request[HASH], salt[SALT], body_hash[HASH], prev[HASH], hash[HASH];
	const struct entry_ref *refs;
	size_t ref_count, ref_size;
	bool bare;                 /* its body was erased, or is not here */
	struct written *next;
};

void refs_settle(struct written *entry);                 /* sorts them, each once: before the body is hashed */
bool refs_in_order(const struct written *entry);
void body_hash(const struct written *entry, uint8_t out[static HASH]);
void header_bytes(const struct written *entry, uint8_t out[static HEADER]);
void header_hash(const struct written *entry, uint8_t out[static HASH]);
bool refs_of(struct db *db, struct written *entry, struct arena *arena, struct error *err); /* reads them */
bool entry_store(struct db *db, const struct written *entry, struct error *err); /* header, body, refs */
/* The first twelve columns of journal.entry, journal.history ... */
void entry_read(const struct journal *journal, const struct query *query, struct entry *out, struct arena *arena);
static inline struct str bytes_of(const void *data, size_t size) { return (struct str){ data, size }; }

/* --- heads --- */

struct head {
	struct uuid record;
	int64_t n, hlc;
	struct uuid entry;
	bool moved;        /* must be written */
};
/* Reads a head; an absent one has n = 0. */
bool head_read(struct db *db, struct uuid record, struct head *out, struct error *err);
/* Locks, in order of the ids, and reads; `heads` are sorted by record, each once. */
bool heads_lock(struct db *db, struct head *heads, size_t count, struct error *err);
bool heads_write(struct db *db, const struct head *heads, size_t count, struct error *err);
/* Makes a head again from the bodies. */
bool head_remake(struct db *db, struct uuid record, struct error *err);

/* --- what an act appended --- */

struct pending {
	struct written *first, *last;
	size_t count;
	struct head *heads;        /* as the act's snapshot shows them: to be compared */
	size_t head_count, head_size;
	struct error failed;       /* an append failed: told by journal_submit */
};

/* --- a lane --- */

struct lane {
	int64_t lane, seq, hlc;
	uint8_t hash[HASH];
	uint8_t frontier[FRONTIER_MOST]; /* roots of the whole subtrees, largest first: one for each bit set in seq (RFC 6962) */
	size_t frontier_count;
};
/* The lane of this process, opened with the first transaction that writes in it; it is journal->lane once that is committed. */
bool own_lane(struct journal *journal, struct db *db, struct lane *out, struct error *err);
bool lane_read(struct db *db, int64_t number, struct lane *out, bool *found, struct error *err);
bool lane_move(struct db *db, const struct lane *from, const struct lane *to, bool *moved, struct error *err);
void lane_append(struct lane *lane, struct written *entry); /* numbers, chains, hashes */
void lane_push(struct lane *lane, const uint8_t leaf[static HASH]);   /* the frontier's part of it */
void node_hash(const uint8_t left[static HASH], const uint8_t right[static HASH], uint8_t out[static HASH]);
void lane_root(const struct lane *lane, uint8_t out[static HASH]);
int64_t hlc_next(int64_t last, int64_t seen, int64_t wall); /* hybrid logical clock; `seen` is followed up to 10 minutes ahead */

/* --- rows --- */

struct projection {
	const struct fold *fold;
	const struct table *table;
	const char *put_sql, *remove_sql;
	int *keys;          /* positions of the key's fields; `record` left out */
	int key_count;
};

struct row {
	const struct projection *projection;
	struct str key, bytes;  /* canonical: equal bytes, equal rows */
	size_t number;          /* order of rows_put: of two rows with one key the later holds */
};

struct row_set {
	const struct projection *projections; /* those of one fold */
	int projection_count;
	struct arena *arena;
	struct row *items;
	size_t count, size;
};
void rows_sort(struct row_set *set); /* by table and key, each key once */
bool rows_write(struct db *db, struct uuid record, const struct row_set *before, const struct row_set *after, struct arena *arena,
                struct error *err);
void row_encode(struct buf *out, const struct fields *fields, const void *row);
bool row_decode(struct str *bytes, const struct fields *fields, void *row, struct arena *arena);

/* --- folds --- */

struct folding {
	const struct fold *fold;
	const struct projection *projections;
	int projection_count;
	const char *select_sql;    /* a record's entries that it reads, in order */
	uint8_t digest[HASH];      /* of its version and its tables */
};

bool fold_reads(const struct fold *fold, struct str type_name);
/* A record's stored entries that some fold reads, in order: read once, for all folds of a batch, when the first has no state of the record. */
struct stored {
	struct entry *items;
	size_t count;
	bool read;
};
/* A record's new entries (sorted by (hlc, id)) into its rows: for each fold that reads one of them. `before` is the head as it was. */
struct folded;
struct folded *fold_prepare(struct journal *journal, struct db *db, const struct folding *folding, const struct head *before,
                            const struct head *after, struct written **entries, size_t count, struct stored *stored, struct arena *arena,
                            struct error *err);
bool fold_write(struct db *db, struct folded *folded, struct arena *arena, struct error *err);
/* Rows of a record by its stored entries, without the cache. The state lives in `arena`. */
bool fold_record(struct journal *journal, struct db *db, const struct folding *folding, struct uuid record, struct row_set *out,
                 struct arena *arena, struct error *err);

struct cache;
struct cache *cache_new(void);
void cache_free(struct cache *cache);
void cache_clear(struct cache *cache);
void cache_settle(struct cache *cache); /* after a batch: what was replaced during it goes */

/* --- the writer --- */

/* One thing for the writer thread: an act's entries, or a task that needs the writing connection alone. */
struct work {
	struct act *act;
	struct pending *pending;
	bool (*task)(struct journal *journal, struct db *db, void *state, struct error *err);
	void *state;
	enum submitted answer;
	struct error err;
	sem_t done;
	struct work *next;
};

struct journal {
	struct arena *arena;
	struct store *store;
	struct journal_options options;
	const struct room *const *rooms;
	const struct entry_type **types;
	size_t type_count;
	struct folding *foldings;
	size_t folding_count;
	const char *stored_sql;    /* a record's entries that any of them reads */
	struct uuid node;

	/* the writer thread's alone, once it runs */
	struct db *db;
	struct lane lane;
	struct cache *cache;

	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct work *first, *last;
	bool closing, running, rebuilding;
	pthread_t thread;
	int64_t seen;              /* clock of what was received, followed up to 10 minutes ahead; the writer's alone */
	bool disk_full;            /* the writer's alone */
};

void *writer_run(void *journal);
void writer_do(struct journal *journal, struct work *command); /* waits for the answer */
bool writer_task(struct journal *journal, bool (*task)(struct journal *, struct db *, void *, struct error *), void *state,
                 struct error *err);
/* After a commit that ended with ERR_UNCERTAIN: does it stand? journal->db is another connection then. ERR_STORE: it does not. */
bool commit_settled(struct journal *journal, const struct lane *to, struct error *err);
enum submitted known(struct db *db, struct act *act, struct uuid id, struct error *err);
bool rebuild_fold(struct journal *journal, struct db *db, struct folding *folding, struct error *err); /* in the caller's transaction */
bool rebuild_tidy(struct journal *journal, struct error *err); /* drops what a rebuild that was cut off left */

/* Stores what another node wrote: locks, folds, applies the erasures that are among it, moves its lane's head, commits. */
bool receive_batch(struct journal *journal, const struct lane *from, const struct lane *to, struct written *entries,
                   struct erasing *erasing, struct arena *arena, struct error *err);
/* An entry of the node's own, in a task's transaction; `lane` is the head as it will be once that is committed. */
bool task_append(struct journal *journal, struct db *db, struct written *entry, struct lane *lane, struct error *err);
void written_read(const struct journal *journal, const struct query *query, struct written *out, bool *erased, struct arena *arena);

/* --- chunks --- */

struct chunk {
	int64_t lane, first;
	uint8_t prev[HASH], end[HASH];
	uint8_t sign_key[PUBLIC_KEY_BYTES];
	struct written *entries;   /* numbered and chained: their hashes are computed, not read */
	size_t count;
};
struct str chunk_encode(const struct chunk *chunk, const struct keys *keys, struct arena *arena);
/* Opens hostile bytes: bounded, the signature checked, hashes recomputed. */
bool chunk_decode(struct str bytes, struct chunk *out, struct arena *arena, struct error *err);
struct uuid node_id(const uint8_t sign_key[static PUBLIC_KEY_BYTES]);

/* --- files, erasure, checkpoints --- */

bool write_all(int fd, struct str bytes); /* errno says why not */
/* Files that a body names: `at` begins with 0 and moves on; false = no more. */
/* A handle taken apart; `id` is hexadecimal. */
struct blob_handle {
	struct str id;
	uint8_t key[32], digest[32];
	int64_t size;
};
enum { BLOB_MOST = 64 << 20, FILE_PIECE_MOST = 4 << 20 };
#define PIECES_MARK "LIMENPC1" /* a file that is sealed in pieces begins so: then length of a box (4 bytes, big-endian) and box, again and again */
bool blob_handle_parse(struct str text, struct blob_handle *out);
struct str blob_handle_text(struct arena *arena, const struct blob_handle *handle);
char *blob_path(const struct journal *journal, struct str id_hex, const char *end, struct arena *arena);
bool blob_fail(struct error *err, const char *place); /* by errno; false */
bool blob_folder_sync(const char *path);
/* The next piece at `fd`, as it was before it was sealed. `*got` false: the end, or a piece that is cut off. */
bool piece_read(int fd, const uint8_t key[static 32], struct arena *arena, struct str *out, bool *got, struct error *err);
bool spools_tidy(struct act *act, struct error *err);
bool blob_next(struct str data, size_t *at, struct str *id_hex);
void blobs_named(struct str data, struct texts *out, struct arena *arena);
void blob_remove(const struct journal *journal, struct str id, struct arena *arena);
bool blobs_tidy(struct act *act, struct error *err);
bool reserve_make(const struct journal *journal);
bool reserve_give_back(const struct journal *journal);
/* Erasure runs of one transaction: files to be removed once it is committed. */
struct erasing {
	struct arena *arena;
	struct texts files;
	size_t runs;
};
/* Is each place that an erase entry names marked as erased? */
bool erase_applied(struct db *db, const struct entry *entry, bool *applied, struct arena *arena, struct error *err);
/* Applies an erase entry, in the caller's transaction. */
bool erase_apply(struct journal *journal, struct db *db, const struct entry *entry, struct erasing *erasing, struct error *err);
/* Erases one place, "LANE:SEQ", that an entry `run` erased elsewhere; in the caller's transaction. */
bool erase_place(struct journal *journal, struct db *db, struct str place, struct uuid run, struct erasing *erasing, struct error *err);
/* After the commit: removes the files, and what was deleted from the files of the database. */
bool erase_scrub(struct journal *journal, struct db *db, const struct erasing *erasing, struct error *err);
struct str checkpoint_words(const struct journal *journal, int64_t lane, int64_t size, struct str root, struct arena *arena);
struct str checkpoint_text(const struct journal *journal, const struct lane *lane, struct arena *arena);
struct str checkpoint_note(const struct journal *journal, const struct lane *lane, struct arena *arena);
bool lane_key(const struct journal *journal, struct db *db, int64_t lane, uint8_t key[static PUBLIC_KEY_BYTES], bool *known, struct error *err);
/* Is `note` that text, signed with this key? */
bool checkpoint_signed(const struct journal *journal, struct str text, struct str note, const uint8_t key[static PUBLIC_KEY_BYTES],
                       struct arena *arena);

extern const struct entry_type erase_type;
extern const struct command journal_commands[];
extern const struct job journal_jobs[];
extern const struct embedded journal_files[];

#endif
