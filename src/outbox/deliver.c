/* The job that sends: a try is stored before it is made, and what became of it after. */
#include "inner.h"

#include "arena.h"
#include "cases.h"
#include "deliver.h"
#include "journal.h"
#include "log.h"
#include "store.h"

enum { AT_ONCE = 50, STUCK_MS = 900000, MINUTE_MS = 60000 };

/* Minutes until the next try: over two days, then it is given up. */
static const int pauses[OUTBOX_TRIES] = { 1, 5, 15, 60, 240, 720, 1440, 0 };

struct waiting {
	struct uuid record;
	struct outbox_row row;
	bool found;
};

static bool read_one(struct act *act, const char *statement, const char *name, int64_t time, struct waiting *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_int(query, name, time);
	query_bind_text(query, "node", outbox_node(act));
	out->row = (struct outbox_row){ 0 };
	out->found = query_next(query);
	if (out->found) {
		out->record = query_id(query, 0);
		query_row(query, &outbox_row_fields, &out->row, act->arena);
	}
	return query_end(query, err);
}

/* --- what became of it --- */

/* The letter's event in its case. That the case is gone, or waits for no such event, changes nothing of the message. */
static void tell_case(struct act *act, const struct outbox_row *row, const char *what)
{
	struct case_seen seen;
	struct error told;
	const char *event = str_is(str_of(what), "sent") ? "delivered" : str_is(str_of(what), "failed") || str_is(str_of(what), "returned") ? "returned" : NULL;
	if (!event || !row->use.len || uuid_zero(row->about))
		return;
	bool good = case_look(act, row->about, &seen, &told);
	json_t *facts = json_pack("{s:s}", "status", event);
	if (good)
		good = case_event(act, &seen, row->use, str_of(event), facts, row->item, &told);
	json_decref(facts);
	case_end(&seen);
	if (!good)
		log_error_event("outbox.case", &told);
}

bool outbox_became(struct act *act, struct uuid record, const struct outbox_row *row, const char *what, struct str status, int64_t next)
{
	journal_append(act, &outbox_step_type, record, &(struct outbox_step){ .what = str_of(what), .status = status, .next = next });
	tell_case(act, row, what);
	return true;
}

/* --- acts of the job --- */

enum turn { TURN_NOTHING, TURN_DONE, TURN_FAILED };

static enum turn submit(struct act *act, struct error *err)
{
	enum submitted answer = journal_submit(act, err);
	return answer == SUBMITTED ? TURN_DONE : answer == SUBMIT_FAILED ? TURN_FAILED : TURN_NOTHING;
}

/* A message begun by this process: whoever began it at the same time loses by its head. */
static enum turn begin_one(const struct house *house, struct arena *arena, struct waiting *out, struct str *text, bool *readable, struct error *err)
{
	struct act act;
	enum turn turn = TURN_FAILED;
	if (!house->begin(house, arena, &act, err))
		return TURN_FAILED;
	act.purpose = STR("administration");
	if (read_one(&act, "outbox.due", "now", act.now, out, err)) {
		turn = TURN_NOTHING;
		if (out->found) {
			*readable = message_text(&act, &out->row, text);
			journal_append(&act, &outbox_step_type, out->record, &(struct outbox_step){ .what = STR("begun") });
			turn = submit(&act, err);
		}
	}
	house->end(house, &act);
	return turn;
}

static void end_one(const struct house *house, const struct waiting *one, const struct delivered *delivered)
{
	enum { TIMES = 5 };
	enum turn turn = TURN_NOTHING;
	for (int i = 0; i < TIMES && turn == TURN_NOTHING; i++) {
		struct arena *arena = arena_new(0);
		struct error err;
		struct act act;
		if (house->begin(house, arena, &act, &err)) {
			act.purpose = STR("administration");
			int64_t pause = one->row.tries < OUTBOX_TRIES ? (int64_t)pauses[one->row.tries] * MINUTE_MS : 0;
			bool later = delivered->result == DELIVER_LATER && pause;
			const char *what = delivered->result == DELIVER_SENT ? "sent" : later ? "later" : delivered->result == DELIVER_UNKNOWN ? "unknown" : "failed";
			outbox_became(&act, one->record, &one->row, what, str_of(delivered->status), later ? act.now + pause : 0);
			turn = submit(&act, &err);
			house->end(house, &act);
		}
		arena_free(arena);
	}
	if (turn != TURN_DONE)
		log_event(LOG_WARNING, "outbox.result_not_stored", NULL);
}

static enum turn send_one(const struct house *house, const struct delivery *delivery, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct waiting one;
	struct str text;
	bool readable = false;
	enum turn turn = begin_one(house, arena, &one, &text, &readable, err);
	if (turn == TURN_DONE) {
		struct delivered delivered = { DELIVER_FAILED, "sealed" };
		if (readable)
			deliver(delivery, arena, &one.row, one.record, text, &delivered);
		end_one(house, &one, &delivered);
	}
	arena_free(arena);
	return turn;
}

/* What was begun and has no end: the program died in between. Nobody knows, and so it is not sent again by itself. */
static bool give_up_stuck(struct act *act, struct error *err)
{
	struct waiting one;
	if (!read_one(act, "outbox.stuck", "before", act->now - STUCK_MS, &one, err))
		return false;
	return !one.found || outbox_became(act, one.record, &one.row, "unknown", STR(""), 0);
}

bool outbox_job(struct act *act, struct error *err)
{
	const struct house *house = act->house;
	struct delivery *delivery = NULL;
	enum turn turn = TURN_DONE;
	bool good = give_up_stuck(act, err) && delivery_open(act, &delivery, err);
	for (int i = 0; good && delivery && i < AT_ONCE && turn == TURN_DONE; i++)
		turn = send_one(house, delivery, err);
	delivery_close(delivery);
	return good && turn != TURN_FAILED;
}
