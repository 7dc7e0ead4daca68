/* The writer: one thread with the process's only writing connection. It takes what waits, and in one transaction locks the heads that
 * the acts name, drops acts whose heads moved, chains and stores the entries, folds the touched records, moves the lane's head by
 * compare-and-swap, commits - and only then answers. A batch that fails is rolled back and its acts are run one by one. */
#include "inner.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"

enum { TRIES = 3, RECONNECTS = 60, ID_APART_MS = 48 * 3600 * 1000 };

struct batch {
	struct journal *journal;
	struct arena *arena;
	struct work **commands;
	size_t count;
	bool careful;                      /* one act after a failure: look first whether it is stored */
	struct head *heads, *heads_before; /* of every record named, sorted */
	size_t head_count;
	struct written **entries;          /* accepted */
	size_t entry_count;
	struct folded **folded;
	size_t folded_count;
	struct lane own;
	const struct lane *from;           /* the lane's head as it is: `own`, or a received one ... */
	struct lane lane;                  /* ... and as it will be */
	struct written *received;          /* instead of acts: entries of another node's lane, numbered and chained ... */
	struct erasing *erasing;           /* ... and what the erasures among them leave to be done */
};

/* --- heads --- */

static int compare_head(const void *a, const void *b)
{
	return uuid_compare(((const struct head *)a)->record, ((const struct head *)b)->record);
}

static void collect_heads(struct batch *batch)
{
	size_t most = 0, kept = 0, count = 0;
	for (size_t i = 0; i < batch->count; i++)
		most += batch->commands[i]->pending->count + batch->commands[i]->pending->head_count;
	for (const struct written *entry = batch->received; entry; entry = entry->next)
		most++;
	struct head *heads = ARENA_ARRAY(batch->arena, struct head, most);
	for (const struct written *entry = batch->received; entry; entry = entry->next) {
		if (!entry->bare)
			heads[count++].record = entry->entry.record;
	}
	for (size_t i = 0; i < batch->count; i++) {
		const struct pending *pending = batch->commands[i]->pending;
		for (const struct written *entry = pending->first; entry; entry = entry->next)
			heads[count++].record = entry->entry.record;
		for (size_t k = 0; k < pending->head_count; k++)
			heads[count++].record = pending->heads[k].record;
	}
	qsort(heads, count, sizeof *heads, compare_head);
	for (size_t i = 0; i < count; i++) {
		if (!kept || !uuid_equal(heads[kept - 1].record, heads[i].record))
			heads[kept++] = heads[i];
	}
	batch->heads = heads;
	batch->head_count = kept;
}

static struct head *head_find(struct batch *batch, struct uuid record)
{
	struct head key = { .record = record };
	struct head *head = bsearch(&key, batch->heads, batch->head_count, sizeof key, compare_head);
	assert(head);
	return head;
}

static bool lock_heads(struct batch *batch, struct error *err)
{
	collect_heads(batch);
	if (!heads_lock(batch->journal->db, batch->heads, batch->head_count, err))
		return false;
	batch->heads_before = ARENA_ARRAY(batch->arena, struct head, batch->head_count);
	if (batch->head_count)
		memcpy(batch->heads_before, batch->heads, batch->head_count * sizeof *batch->heads);
	return true;
}

static bool heads_agree(struct batch *batch, const struct pending *pending, int64_t *seen)
{
	for (size_t i = 0; i < pending->head_count; i++) {
		const struct head *now = head_find(batch, pending->heads[i].record);
		if (now->n != pending->heads[i].n || !uuid_equal(now->entry, pending->heads[i].entry))
			return false;
		if (now->hlc > *seen)
			*seen = now->hlc;
	}
	return true;
}

static void head_follow(struct head *head, const struct entry *entry)
{
	head->n++;
	head->moved = true;
	if (entry->hlc > head->hlc || (entry->hlc == head->hlc && uuid_compare(entry->id, head->entry) > 0)) {
		head->hlc = entry->hlc;
		head->entry = entry->id;
	}
}

/* --- deciding --- */

static void accept(struct batch *batch, struct work *command, int64_t seen)
{
	int64_t wall = clock_now(batch->journal->options.clock);
	for (struct written *entry = command->pending->first; entry; entry = entry->next) {
		entry->entry.hlc = hlc_next(batch->lane.hlc, seen > batch->journal->seen ? seen : batch->journal->seen, wall);
		lane_append(&batch->lane, entry);
		head_follow(head_find(batch, entry->entry.record), &entry->entry);
		batch->entries[batch->entry_count++] = entry;
	}
}

/* What another node did happened: nothing of it is refused. */
static void take_received(struct batch *batch)
{
	size_t count = 0;
	for (const struct written *entry = batch->received; entry; entry = entry->next)
		count++;
	batch->entries = ARENA_ARRAY(batch->arena, struct written *, count);
	for (struct written *entry = batch->received; entry; entry = entry->next) {
		if (!entry->bare)
			head_follow(head_find(batch, entry->entry.record), &entry->entry);
		batch->entries[batch->entry_count++] = entry;
	}
}

static bool decide(struct batch *batch, struct error *err)
{
	size_t most = 0;
	if (batch->received) {
		take_received(batch);
		return true;
	}
	for (size_t i = 0; i < batch->count; i++)
		most += batch->commands[i]->pending->count;
	batch->entries = ARENA_ARRAY(batch->arena, struct written *, most);
	for (size_t i = 0; i < batch->count; i++) {
		struct work *command = batch->commands[i];
		int64_t seen = 0;
		command->answer = SUBMITTED;
		if (batch->careful) {
			command->answer = known(batch->journal->db, command->act, command->pending->first->entry.id, err);
			if (command->answer == SUBMIT_FAILED)
				return false;
		}
		if (command->answer != SUBMITTED)
			continue;
		if (heads_agree(batch, command->pending, &seen))
			accept(batch, command, seen);
		else
			command->answer = SUBMIT_CONFLICT;
	}
	return true;
}

/* --- folding --- */

static int compare_entry(const void *a, const void *b)
{
	const struct entry *left = &(*(struct written *const *)a)->entry, *right = &(*(struct written *const *)b)->entry;
	int order = uuid_compare(left->record, right->record);
	if (!order && left->hlc != right->hlc)
		order = left->hlc < right->hlc ? -1 : 1;
	return order ? order : uuid_compare(left->id, right->id);
}

static bool any_read(const struct folding *folding, struct written **entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (fold_reads(folding->fold, entries[i]->entry.type_name))
			return true;
	}
	return false;
}

static bool fold_one_record(struct batch *batch, struct written **entries, size_t count, struct error *err)
{
	struct journal *journal = batch->journal;
	const struct head *after = head_find(batch, entries[0]->entry.record);
	const struct head *before = &batch->heads_before[after - batch->heads];
	struct stored stored = { 0 };
	for (size_t i = 0; i < journal->folding_count; i++) {
		if (!any_read(&journal->foldings[i], entries, count))
			continue;
		struct folded *folded = fold_prepare(journal, journal->db, &journal->foldings[i], before, after, entries, count, &stored, batch->arena, err);
		if (!folded)
			return false;
		batch->folded[batch->folded_count++] = folded;
	}
	return true;
}

static bool fold_all(struct batch *batch, struct error *err)
{
	struct written **sorted = ARENA_ARRAY(batch->arena, struct written *, batch->entry_count);
	batch->folded = ARENA_ARRAY(batch->arena, struct folded *, batch->entry_count * batch->journal->folding_count);
	size_t count = 0;
	for (size_t i = 0; i < batch->entry_count; i++) {
		if (!batch->entries[i]->bare)
			sorted[count++] = batch->entries[i];
	}
	qsort(sorted, count, sizeof(struct written *), compare_entry);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++) {
			if (!uuid_equal(sorted[from]->entry.record, sorted[to]->entry.record))
				break;
		}
		if (!fold_one_record(batch, sorted + from, to - from, err))
			return false;
	}
	return true;
}

/* --- storing --- */

static bool send_all(struct batch *batch, struct error *err)
{
	struct db *db = batch->journal->db;
	for (size_t i = 0; i < batch->entry_count; i++) {
		if (!entry_store(db, batch->entries[i], err))
			return false;
	}
	for (size_t i = 0; i < batch->folded_count; i++) {
		if (!fold_write(db, batch->folded[i], batch->arena, err))
			return false;
	}
	return heads_write(db, batch->heads, batch->head_count, err);
}

/* Another wrote in our lane: it is theirs from now on. */
static bool fenced(struct journal *journal, struct error *err)
{
	log_event(LOG_ERROR, "journal.lane_lost", NULL);
	db_rollback(journal->db);
	journal->lane = (struct lane){ 0 };
	return error_set(err, ERR_STORE, "Another process wrote in this lane", "Try again", "%s", "");
}

/* Erasures that came are applied with their receipt: no crash leaves a node that knows of an erasure and still holds the body. Their records are
 * locked after the batch's, out of order: if two processes meet there, the database sends one away and the chunk is asked for again. */
static bool erase_received(struct batch *batch, struct error *err)
{
	struct journal *journal = batch->journal;
	for (const struct written *entry = batch->received; entry; entry = entry->next) {
		if (!entry->bare && str_is(entry->entry.type_name, erase_type.name) &&
		    !erase_apply(journal, journal->db, &entry->entry, batch->erasing, err))
			return false;
	}
	return true;
}

static bool store(struct batch *batch, struct error *err)
{
	struct journal *journal = batch->journal;
	bool moved = true;
	if (!db_pipeline(journal->db, err) || !send_all(batch, err) || !db_drain(journal->db, err) || !erase_received(batch, err))
		return false;
	if (batch->entry_count && !lane_move(journal->db, batch->from, &batch->lane, &moved, err))
		return false;
	if (!moved)
		return batch->received ? error_set(err, ERR_CONFLICT, "This lane is being received already", "Ask what is there", "%s", "")
		                       : fenced(journal, err);
	return db_commit(journal->db, err);
}

/* After an unclear COMMIT: a fresh connection, and the lane's own head says whether it happened. The head is written first: that waits for the
 * old connection's commit if it still runs, waits for the standby again, so that nothing is acknowledged which a failover would lose, and on SQLite
 * overwrites in the log what may have been written half. */
static bool ask_again(struct journal *journal, const struct lane *to, bool *happened, struct error *err)
{
	struct lane now;
	bool found;
	db_close(journal->db);
	journal->db = db_open_writer(journal->store, err);
	if (!journal->db || !db_begin_write(journal->db, err))
		return false;
	struct query *touch = db_query(journal->db, "journal.lane_touch");
	query_bind_int(touch, "lane", to->lane);
	if (!query_run(touch, err) || !lane_read(journal->db, to->lane, &now, &found, err))
		return false;
	*happened = found && now.seq == to->seq && !memcmp(now.hash, to->hash, HASH);
	return db_commit(journal->db, err);
}

bool commit_settled(struct journal *journal, const struct lane *to, struct error *err)
{
	struct timespec pause = { 0, 500 * 1000 * 1000 };
	for (int i = 0; i < RECONNECTS; i++) {
		bool happened;
		if (ask_again(journal, to, &happened, err))
			return happened || error_set(err, ERR_STORE, "The database lost what was sent", "Try again", "%s", "");
		db_rollback(journal->db);
		nanosleep(&pause, NULL);
	}
	return error_set(err, ERR_UNCERTAIN, "The database did not come back", "Ask by the same id", "%s", "");
}

static bool begin(struct batch *batch, struct error *err)
{
	struct journal *journal = batch->journal;
	if (!db_begin_write(journal->db, err) || !own_lane(journal, journal->db, &batch->own, err))
		return false;
	batch->from = &batch->own;
	batch->lane = batch->own;
	return true;
}

static bool run_batch(struct batch *batch, struct error *err)
{
	struct journal *journal = batch->journal;
	if (!journal->db && !(journal->db = db_open_writer(journal->store, err)))
		return false;
	bool good = begin(batch, err) && lock_heads(batch, err) && decide(batch, err) && fold_all(batch, err) && store(batch, err);
	if (!good && err->code == ERR_UNCERTAIN)
		good = commit_settled(journal, &batch->lane, err);
	if (good) {
		journal->lane = batch->lane;
		cache_settle(journal->cache);
		return true;
	}
	db_rollback(journal->db);
	cache_clear(journal->cache);
	return false;
}

static bool run(struct journal *journal, struct work **commands, size_t count, bool careful, struct error *err)
{
	struct batch batch = { .journal = journal, .commands = commands, .count = count, .careful = careful };
	batch.arena = arena_new(0);
	bool good = run_batch(&batch, err);
	arena_free(batch.arena);
	return good;
}

/* A bad act fails alone. */
static void run_alone(struct journal *journal, struct work *command)
{
	for (int i = 0; i < TRIES; i++) {
		if (run(journal, &command, 1, true, &command->err))
			return;
		command->answer = SUBMIT_FAILED;
		enum error_code code = command->err.code;
		if (code != ERR_CONFLICT && code != ERR_STORE && code != ERR_BUSY)
			return;
	}
	if (command->err.code == ERR_CONFLICT)
		command->answer = SUBMIT_CONFLICT;
}

/* Stores what another node wrote, in the caller's transaction, which it commits. */
bool receive_batch(struct journal *journal, const struct lane *from, const struct lane *to, struct written *entries,
                   struct erasing *erasing, struct arena *arena, struct error *err)
{
	struct batch batch = { .journal = journal, .arena = arena, .from = from, .lane = *to, .received = entries, .erasing = erasing };
	bool good = lock_heads(&batch, err) && decide(&batch, err) && fold_all(&batch, err) && store(&batch, err);
	if (good)
		cache_settle(journal->cache);
	return good;
}

static void run_task(struct journal *journal, struct work *command)
{
	cache_clear(journal->cache);
	if (!journal->db && !(journal->db = db_open_writer(journal->store, &command->err))) {
		command->answer = SUBMIT_FAILED;
		return;
	}
	bool good = command->task(journal, journal->db, command->state, &command->err);
	db_rollback(journal->db);
	cache_clear(journal->cache);
	/* A task may have failed after its commit: only the database knows where the lane ends. A lane of which that is not certain is left. */
	if (!good && command->err.code == ERR_UNCERTAIN)
		journal->lane = (struct lane){ 0 };
	command->answer = good ? SUBMITTED : SUBMIT_FAILED;
}

/* Looks may use the reserve of a full disk; what adds to the records may not. */
static bool looks_alone(const struct work *command)
{
	for (const struct written *entry = command->pending->first; entry; entry = entry->next) {
		if (entry->kind != KIND_READ && entry->kind != KIND_INSPECTION)
			return false;
	}
	return true;
}

static void refuse(struct work *command, const struct error *err)
{
	command->answer = SUBMIT_FAILED;
	command->err = *err;
}

/* While the disk is full: looks as long as the reserve lasts; that the reserve fits again shows that there may be room, and the first act then tells. */
static void serve_full(struct journal *journal, struct work **commands, size_t count)
{
	static const struct error full = { ERR_DISK_FULL, "The disk of the database is full: nothing was stored",
		                           "Have those who run the server make room, then do it again", "" };
	bool room = reserve_make(journal);
	for (size_t i = 0; i < count; i++) {
		if (room) {
			run_alone(journal, commands[i]);
			if (commands[i]->answer != SUBMIT_FAILED || commands[i]->err.code != ERR_DISK_FULL)
				continue;
			room = false;
			reserve_give_back(journal);
		}
		if (looks_alone(commands[i]))
			run_alone(journal, commands[i]);
		else
			refuse(commands[i], &full);
	}
	journal->disk_full = !room;
}

static void serve(struct journal *journal, struct work **commands, size_t count)
{
	struct error err;
	if (commands[0]->task) {
		run_task(journal, commands[0]);
		return;
	}
	if (journal->disk_full) {
		serve_full(journal, commands, count);
		return;
	}
	bool careful = store_kind(journal->store) == STORE_SQLITE;
	if (run(journal, commands, count, careful, &err))
		return;
	bool full = err.code == ERR_DISK_FULL;
	if (full && !journal->disk_full) {
		journal->disk_full = true;
		log_event(LOG_ERROR, "journal.disk_full", "reserve", reserve_give_back(journal) ? "given back" : "gone", NULL);
	}
	for (size_t i = 0; i < count; i++) {
		if (err.code == ERR_UNCERTAIN || (full && !looks_alone(commands[i])))
			refuse(commands[i], &err);
		else
			run_alone(journal, commands[i]);
	}
}

/* --- the queue --- */

/* With the lock held: acts that wait, or one task. */
static size_t take(struct journal *journal, struct work **out)
{
	size_t count = 0;
	while (journal->first && count < BATCH_MOST && !(count && journal->first->task)) {
		out[count++] = journal->first;
		journal->first = journal->first->next;
		if (out[count - 1]->task)
			break;
	}
	if (!journal->first)
		journal->last = NULL;
	return count;
}

void *writer_run(void *state)
{
	struct journal *journal = state;
	struct work *commands[BATCH_MOST];
	pthread_mutex_lock(&journal->lock);
	for (;;) {
		while (!journal->first && !journal->closing)
			pthread_cond_wait(&journal->wake, &journal->lock);
		size_t count = take(journal, commands);
		if (!count)
			break;
		pthread_mutex_unlock(&journal->lock);
		serve(journal, commands, count);
		/* Without the lock: whoever is woken goes on at once. The command is gone as soon as its semaphore is posted. */
		for (size_t i = 0; i < count; i++)
			sem_post(&commands[i]->done);
		pthread_mutex_lock(&journal->lock);
	}
	pthread_mutex_unlock(&journal->lock);
	return NULL;
}

/* So that the writer finds them together; it commits with them what else waits. */
static void queue(struct journal *journal, struct work *commands, size_t count)
{
	pthread_mutex_lock(&journal->lock);
	assert(!journal->closing);
	for (size_t i = 0; i < count; i++) {
		sem_init(&commands[i].done, 0, 0);
		if (journal->last)
			journal->last->next = &commands[i];
		else
			journal->first = &commands[i];
		journal->last = &commands[i];
	}
	pthread_cond_signal(&journal->wake);
	pthread_mutex_unlock(&journal->lock);
}

static void await(struct work *command)
{
	while (sem_wait(&command->done) && errno == EINTR)
		;
	sem_destroy(&command->done);
}

void writer_do(struct journal *journal, struct work *command)
{
	queue(journal, command, 1);
	await(command);
}

bool writer_task(struct journal *journal, bool (*task)(struct journal *, struct db *, void *, struct error *), void *state,
                 struct error *err)
{
	struct work command = { .task = task, .state = state };
	writer_do(journal, &command);
	if (command.answer == SUBMITTED)
		return true;
	*err = command.err;
	return false;
}

/* --- submitting --- */

/* An id made long ago or far ahead would land in a part of the journal that is closed. */
static bool ids_fit(const struct pending *pending, int64_t now, struct error *err)
{
	for (const struct written *entry = pending->first; entry; entry = entry->next) {
		bool timed = entry->entry.id.bytes[6] >> 4 == 7;
		int64_t apart = uuid_time(entry->entry.id) - now;
		if (timed && (apart > ID_APART_MS || apart < -ID_APART_MS))
			return error_set(err, ERR_INPUT, "The id of this act is more than 48 hours from this server's clock",
			                 "Check the clocks, reload the page and try again", "%s", "");
	}
	return true;
}

/* False: there is nothing to store, or it cannot be; `command` says which. */
static bool prepare(struct act *act, struct work *command)
{
	struct pending *pending = act->pending;
	*command = (struct work){ .act = act, .pending = pending, .answer = SUBMITTED };
	if (!pending || (!pending->count && !pending->failed.code))
		return false;
	command->answer = SUBMIT_FAILED;
	command->err = pending->failed;
	if (pending->failed.code || !ids_fit(pending, clock_now(act->journal->options.clock), &command->err))
		return false;
	for (struct written *entry = pending->first; entry; entry = entry->next) {
		refs_settle(entry);
		body_hash(entry, entry->body_hash);
	}
	/* Who waits for the writer must hold nothing that the writer may have to wait for: an old snapshot keeps the log of the database from being cut. */
	db_rollback(act->db);
	return true;
}

static enum submitted settle(const struct work *command, struct error *err)
{
	if (command->answer == SUBMITTED)
		command->act->pending = NULL;
	if (command->answer == SUBMIT_FAILED)
		*err = command->err;
	if (command->answer == SUBMIT_CONFLICT)
		error_set(err, ERR_CONFLICT, "Somebody else changed this meanwhile", "Look at it again and decide again", "%s", "");
	return command->answer;
}

enum submitted journal_submit(struct act *act, struct error *err)
{
	struct work command;
	if (prepare(act, &command))
		writer_do(act->journal, &command);
	return settle(&command, err);
}

void journal_submit_together(struct act *acts, size_t count, enum submitted *answers, struct error *errors)
{
	struct work *commands = count ? ARENA_ARRAY(acts->arena, struct work, count) : NULL;
	size_t *whose = count ? ARENA_ARRAY(acts->arena, size_t, count) : NULL, waiting = 0;
	for (size_t i = 0; i < count; i++) {
		whose[waiting] = i;
		if (prepare(&acts[i], &commands[waiting]))
			waiting++;
		else
			answers[i] = settle(&commands[waiting], &errors[i]);
	}
	if (waiting)
		queue(acts->journal, commands, waiting);
	for (size_t i = 0; i < waiting; i++) {
		await(&commands[i]);
		answers[whose[i]] = settle(&commands[i], &errors[whose[i]]);
	}
}
