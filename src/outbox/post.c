/* What operators see: how many messages wait, those that did not go, and those that came back. Addresses are shown in part. */
#include <string.h>

#include "arena.h"
#include "bounce.h"
#include "buf.h"
#include "command.h"
#include "deliver.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"
#include "store.h"

enum { SHOWN_MOST = 100, MAIL_MOST = 4 << 20 };

static bool read_one(struct act *act, struct uuid record, struct outbox_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "outbox.one");
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &outbox_row_fields, out, act->arena);
	return query_end(query, err);
}

/* "m…@example.org", "+…00": enough to tell one from another. */
static struct str masked(struct act *act, struct str receiver)
{
	size_t at;
	if (str_find(receiver, STR("@"), &at))
		return str_format(act->arena, "%c\u2026" STR_FMT, receiver.data[0], STR_ARG(str_slice(receiver, at, receiver.len)));
	return str_format(act->arena, "+\u2026" STR_FMT, STR_ARG(str_slice(receiver, receiver.len - 2, receiver.len)));
}

static bool put_counts(struct act *act, json_t *data, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "outbox.counts");
	json_t *counts = json_array();
	while (query_next(query)) {
		struct str state = query_text(query, 0, act->arena);
		json_t *one = json_object();
		json_put_str(one, "state", outbox_state_words(act, state));
		json_put_str(one, "count", lang_number(act->lang, act->arena, query_int(query, 1)));
		json_array_append_new(counts, one);
		json_put_int(data, str_c(act->arena, state), query_int(query, 1));
	}
	json_put_yesno(page, "any_count", json_array_size(counts) != 0);
	json_put(page, "counts", counts);
	return query_end(query, err);
}

static void put_row(struct act *act, struct uuid record, const struct outbox_row *row, json_t *rows)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	bool again = str_is(row->state, "failed") || str_is(row->state, "unknown");
	json_t *one = json_object();
	json_put_str(one, "receiver", masked(act, row->receiver));
	json_put_str(one, "state", outbox_state_words(act, row->state));
	json_put_str(one, "status", row->status);
	json_put_str(one, "when", lang_date_time(act->lang, act->arena, zone, row->since));
	json_put_str(one, "again_to", again ? str_format(act->arena, "/outbox/" STR_FMT "/again", STR_ARG(uuid_str(act->arena, record))) : STR(""));
	json_array_append_new(rows, one);
}

bool outbox_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid shown[SHOWN_MOST];
	size_t count = 0;
	json_t *rows = json_array();
	(void)call;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "rows", rows);
	struct query *query = db_query(act->db, "outbox.troubled");
	query_bind_int(query, "most", SHOWN_MOST);
	while (count < SHOWN_MOST && query_next(query)) {
		struct outbox_row row = { .tries = 0 };
		shown[count] = query_id(query, 0);
		query_row(query, &outbox_row_fields, &row, act->arena);
		put_row(act, shown[count++], &row, rows);
	}
	journal_look(act, "messages that did not go", shown, count);
	json_put_yesno(reply->page, "any", count != 0);
	return query_end(query, err) && put_counts(act, reply->data, reply->page, err);
}

bool outbox_again_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct outbox_row row = { .tries = 0 };
	bool found;
	if (!read_one(act, call->id, &row, &found, err))
		return false;
	if (!found || (!str_is(row.state, "failed") && !str_is(row.state, "unknown")))
		return error_set(err, ERR_NOT_ALLOWED, "this message does not wait for that", "look at the outbox again", "outbox");
	journal_append(act, &outbox_step_type, call->id, &(struct outbox_step){ .what = STR("again"), .next = act->now });
	reply->data = json_object();
	return true;
}

/* --- mail that came back --- */

static bool came_back(struct act *act, const struct bounce *bounce, bool *taken, struct error *err)
{
	struct outbox_row row = { .tries = 0 };
	bool found = false;
	*taken = false;
	if (uuid_zero(bounce->message) || !bounce->failed)
		return true;
	if (!read_one(act, bounce->message, &row, &found, err))
		return false;
	*taken = found && !str_is(row.state, "returned");
	return !*taken || outbox_became(act, bounce->message, &row, "returned", str_copy(act->arena, str_of(bounce->status)), 0);
}

static bool bounce_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	size_t taken = 0;
	for (size_t i = 0; i < line->file_count; i++) {
		struct str mail;
		bool was;
		if (!command_read(&line->files[i], MAIL_MOST, act->arena, &mail, err))
			return false;
		const struct bounce bounce = bounce_read(mail);
		if (!came_back(act, &bounce, &was, err))
			return false;
		taken += was;
	}
	buf_format(out, "%zu of %zu are messages of here that came back.\n", taken, line->file_count);
	return true;
}

extern const struct command outbox_commands[];
const struct command outbox_commands[] = {
	{ "outbox bounce", "FILE...", bounce_run, NULL, 0, "Take mail that came back (RFC 3464): its messages count as returned, and their cases are told.", command_open_arguments },
	{ 0 },
};
