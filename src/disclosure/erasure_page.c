/* Erasures that were granted, for whoever carries them out: kinds and days, nobody's name. */
#include "local.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "show.h"
#include "store.h"

enum { ROWS_MOST = 100 };

struct listed {
	struct act *act;
	json_t *kinds;           /* words and how many */
	struct data_erasure erasure;
};

static void take(void *to, const struct entry *entry)
{
	struct listed *listed = to;
	if (entry->type == &erasure_type && entry->data.len)
		(void)fields_from_data(&data_erasure_fields, entry->data, &listed->erasure, listed->act->arena);
}

static void count_kind(json_t *kinds, struct str words)
{
	size_t at;
	json_t *row;
	json_array_foreach(kinds, at, row) {
		if (!str_equal(words, str_of(json_string_value(json_object_get(row, "words")))))
			continue;
		json_put_int(row, "count", json_integer_value(json_object_get(row, "count")) + 1);
		return;
	}
	row = json_object();
	json_put_str(row, "words", words);
	json_put_int(row, "count", 1);
	json_array_append_new(kinds, row);
}

static bool kinds_of(struct act *act, struct uuid record, json_t *kinds, struct error *err)
{
	struct listed listed = { .act = act };
	if (!journal_history(act, record, take, &listed, err))
		return false;
	for (size_t i = 0; i < listed.erasure.entries.count; i++) {
		struct entry entry;
		struct uuid id;
		bool found = false;
		if (!uuid_parse(listed.erasure.entries.items[i], &id))
			continue;
		if (!journal_entry(act, id, &entry, &found, err))
			return false;
		if (found && entry.type && entry.data.len)
			count_kind(kinds, lang_words(act->lang, entry.type->doc));
	}
	return true;
}

static bool row_value(struct act *act, const struct held_request *held, json_t *out, struct error *err)
{
	const struct data_request *row = &held->row;
	struct str id = uuid_str(act->arena, held->record);
	int left = date_days(row->erase_due) - date_days(time_date(act->now));
	json_t *kinds = json_array();
	json_put(out, "kinds", kinds);
	if (!row->erased && !kinds_of(act, held->record, kinds, err))
		return false;
	json_put_str(out, "id", id);
	json_put_str(out, "number", str_upper(act->arena, str_slice(id, 28, 36))); /* its random end */
	json_put_str(out, "decided", show_when(act, STR(""), row->answered));
	json_put_str(out, "decider", show_officer(act, row->decider));
	json_put_str(out, "due", lang_date(act->lang, act->arena, row->erase_due));
	json_put_str(out, "tone", str_of(row->erased ? "none" : left < 0 ? "stop" : "info"));
	json_put_str(out, "word", row->erased ? lang_words(act->lang, WORDS("Erased"))
	                          : left < 0 ? lang_count(act->lang, act->arena, -left, WORDS_MANY("{count} day late", "{count} days late"))
	                                     : lang_count(act->lang, act->arena, left, WORDS_MANY("{count} day left", "{count} days left")));
	json_put_str(out, "erased", row->erased ? show_when(act, STR(""), row->erased) : STR(""));
	json_put_str(out, "eraser", row->erased ? show_officer(act, row->eraser) : STR(""));
	json_put_str(out, "to", show_path(act, "/erasures/", held->record, ""));
	json_put_yesno(out, "may", !row->erased && !uuid_equal(row->decider, act->actor.user));
	return true;
}

static bool rows_value(struct act *act, const char *statement, json_t *out, struct uuid *shown, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	struct held_request *rows = ARENA_ARRAY(act->arena, struct held_request, ROWS_MOST);
	size_t read = 0;
	query_bind_int(query, "most", ROWS_MOST);
	for (; read < ROWS_MOST && query_next(query); read++) {
		rows[read].record = query_id(query, 0);
		query_row(query, &data_request_fields, &rows[read].row, act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < read; i++) {
		json_t *row = json_object();
		json_array_append_new(out, row);
		if (!row_value(act, &rows[i], row, err))
			return false;
		shown[(*count)++] = rows[i].record;
	}
	return true;
}

bool erasures_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid shown[2 * ROWS_MOST];
	size_t count = 0;
	json_t *waiting = json_array(), *done = json_array();
	(void)call;
	reply->page = json_object();
	reply->data = json_object();
	json_put(reply->page, "waiting", waiting);
	json_put(reply->page, "done", done);
	if (!rows_value(act, "disclosure.erasures_waiting", waiting, shown, &count, err) || !rows_value(act, "disclosure.erasures_done", done, shown, &count, err))
		return false;
	json_put_yesno(reply->page, "any_waiting", json_array_size(waiting) != 0);
	json_put_yesno(reply->page, "any_done", json_array_size(done) != 0);
	json_put(reply->data, "waiting", json_incref(waiting));
	json_put(reply->data, "done", json_incref(done));
	journal_look(act, "erasures", shown, count);
	return true;
}

bool erasure_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	return erasure_carry_out(act, call->id, err);
}
