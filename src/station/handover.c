/* What one shift leaves to the next in words, and who took it over. What the system knows itself is counted into the note, so that later nobody has to
 * wonder what stood open at that hour. */
#include "forms.h"

#include <string.h>

#include "journal.h"
#include "lang.h"
#include "store.h"
#include "watch.h"

FIELDS_TABLE(handover_form, HANDOVER_FORM_FIELDS)

enum { NOTES_SHOWN = 10 };

static bool counted(struct act *act, const char *statement, struct str post, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "post", post);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

static int64_t lists_too_old(struct act *act)
{
	const struct watch_age *ages;
	size_t count = watch_ages(act, &ages);
	int64_t out = 0;
	for (size_t i = 0; i < count; i++)
		out += !strcmp(ages[i].tone, "check") || !strcmp(ages[i].tone, "stop");
	return out;
}

bool station_hand_over(struct act *act, const struct pack_post *post, struct str words, struct error *err)
{
	struct handover note = { .post = post->code, .words = words, .lists = lists_too_old(act) };
	if (!counted(act, "station.waiting", post->code, &note.waiting, err) || !counted(act, "station.out_of_order", post->code, &note.broken, err))
		return false;
	journal_append(act, &handover_type, uuid_v7(act->now, act->random), &note);
	return true;
}

static bool read_note(struct act *act, struct uuid record, struct handover_row *note, struct error *err)
{
	struct query *query = db_query(act->db, "station.handover_by_record");
	query_bind_id(query, "record", record);
	bool found = query_next(query);
	if (found)
		query_row(query, &handover_row_fields, note, act->arena);
	if (!query_end(query, err))
		return false;
	bool here = found && (str_equal(note->post, act->place.post) || rights_have(act->actor.rights, CAN_SUPERVISE));
	return here || error_set(err, ERR_NOT_FOUND, "there is no such note here", "look at the notes again", "hand-over");
}

bool station_relieve(struct act *act, struct uuid record, struct str words, struct error *err)
{
	struct handover_row note = { 0 };
	struct handover_read read = { .note = words };
	if (!read_note(act, record, &note, err))
		return false;
	if (uuid_equal(note.officer, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "this is your own note", "whoever takes over ticks it as read", "hand-over");
	journal_append(act, &handover_read_type, record, &read);
	return true;
}

/* --- the page --- */

static bool put_readers(struct act *act, const struct pack_post *post, struct uuid record, json_t *row, bool *mine, struct error *err)
{
	struct query *query = db_query(act->db, "station.handover_readers");
	json_t *readers = json_array();
	query_bind_id(query, "record", record);
	while (query_next(query)) {
		struct handover_reader reader = { 0 };
		query_row(query, &handover_reader_fields, &reader, act->arena);
		json_t *one = json_object();
		json_put_str(one, "who", station_officer(act, reader.officer));
		json_put_str(one, "when", station_time(act, post, reader.happened));
		json_put_str(one, "note", reader.note);
		json_array_append_new(readers, one);
		*mine |= uuid_equal(reader.officer, act->actor.user);
	}
	json_put_yesno(row, "any_reader", json_array_size(readers) != 0);
	json_put(row, "readers", readers);
	return query_end(query, err);
}

/* "3 people wait at the second line, 1 item does not work, 2 lists are older than they may be." */
static struct str counted_words(struct act *act, const struct handover_row *note)
{
	const struct str parts[] = {
		lang_count(act->lang, act->arena, note->waiting, WORDS_MANY("{count} person waited at the second line", "{count} people waited at the second line")),
		lang_count(act->lang, act->arena, note->broken, WORDS_MANY("{count} item of equipment was out of order", "{count} items of equipment were out of order")),
		lang_count(act->lang, act->arena, note->lists, WORDS_MANY("{count} list was too old", "{count} lists were too old")),
	};
	return lang_list(act->lang, act->arena, parts, COUNT_OF(parts));
}

static bool put_note(struct act *act, const struct pack_post *post, struct uuid record, const struct handover_row *note, json_t *rows, struct error *err)
{
	json_t *row = json_object();
	bool mine = uuid_equal(note->officer, act->actor.user);
	json_array_append_new(rows, row);
	json_put_str(row, "who", station_officer(act, note->officer));
	json_put_str(row, "when", station_time(act, post, note->happened));
	json_put_str(row, "words", note->words);
	json_put_str(row, "counted", counted_words(act, note));
	if (!put_readers(act, post, record, row, &mine, err))
		return false;
	json_put_str(row, "to", mine ? STR("") : station_path(act, "/handover/", record, "/read"));
	json_put_str(row, "id", uuid_str(act->arena, record));
	return true;
}

struct note {
	struct uuid record;
	struct handover_row row;
};

static bool put_notes(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct note *notes = ARENA_ARRAY(act->arena, struct note, NOTES_SHOWN);
	size_t count = 0;
	struct query *query = db_query(act->db, "station.handovers");
	json_t *rows = json_array(), *all = json_array();
	json_put(page, "rows", rows);
	json_put(data, "notes", all);
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", NOTES_SHOWN);
	while (count < NOTES_SHOWN && query_next(query)) {
		notes[count].record = query_id(query, 0);
		query_row(query, &handover_row_fields, &notes[count++].row, act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_t *one = fields_to_json(&handover_row_fields, &notes[i].row);
		json_put_str(one, "record", uuid_str(act->arena, notes[i].record));
		json_array_append_new(all, one);
		if (!put_note(act, post, notes[i].record, &notes[i].row, rows, err))
			return false;
	}
	json_put_yesno(page, "any", count != 0);
	return true;
}

bool handover_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct station_query *asked = call->query;
	const struct pack_post *post = station_post(act, asked ? asked->post : STR(""), err);
	if (!post)
		return false;
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	station_head(act, post, WORDS("Hand-over at {post}"), page);
	json_put_str(data, "post", post->code);
	return put_notes(act, post, page, data, err);
}

bool handover_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct handover_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	if (!post || !station_hand_over(act, post, form->words, err))
		return false;
	station_back(act, reply, "/handover", post);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

bool handover_read_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct handover_read *form = call->form;
	if (!station_relieve(act, call->id, form->note, err))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	return true;
}
