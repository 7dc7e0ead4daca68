/* Pages of holdings: who is held at the post, one holding with its time line, and what is done about it. */
#include "show.h"

#include "hold.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "lease.h"
#include "store.h"

enum { HELD_MOST = 100, LINES_MOST = 300 };

/* --- words --- */

static json_t *hold_tags(struct act *act, const struct holding_row *row)
{
	json_t *tags = json_array();
	if (hold_limit_due(row, act->now))
		json_array_append_new(tags, show_tag(act, "stop", lang_words(act->lang, WORDS("Limit reached"))));
	if (hold_care_due(row, act->now))
		json_array_append_new(tags, show_tag(act, "stop", lang_words(act->lang, WORDS("Care overdue"))));
	if (row->needs.count && !row->ended)
		json_array_append_new(tags, show_tag(act, "care", lang_words(act->lang, WORDS("Needs help"))));
	if (!row->ended && !row->told_why)
		json_array_append_new(tags, show_tag(act, "check", lang_words(act->lang, WORDS("Not told why"))));
	return tags;
}

static struct str held_words(struct act *act, const struct holding_row *row)
{
	if (row->ended)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Held for {time}. {outcome}.")), { "time", lang_duration(act->lang, act->arena, row->ended - row->begun) },
		                 { "outcome", show_code(act, "hold_outcomes", row->outcome) });
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Held for {time}, until {limit} at most.")), { "time", lang_duration(act->lang, act->arena, act->now - row->begun) },
	                 { "limit", show_when(act, row->post, row->until) });
}

/* --- beside the queue and on the page of a referral --- */

static bool held_line(struct act *act, const struct holding_row *row, struct uuid record, json_t *rows, struct error *err)
{
	struct document_row document = { 0 };
	bool found;
	if (!document_by_record(act, record, &document, &found, err))
		return false;
	json_t *line = json_object();
	json_put_str(line, "href", show_path(act, "/hold/", row->id, ""));
	json_put_str(line, "name", found ? show_name(act, (const struct identity *)&document) : lang_words(act->lang, WORDS("Not known")));
	json_put_str(line, "waited", lang_duration(act->lang, act->arena, act->now - row->begun));
	json_put_str(line, "text", show_code(act, "hold_grounds", row->ground));
	json_put(line, "tags", hold_tags(act, row));
	json_array_append_new(rows, line);
	return true;
}

bool show_held(struct act *act, struct str post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "hold.held");
	struct holding_row *held = ARENA_ARRAY(act->arena, struct holding_row, HELD_MOST);
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, HELD_MOST);
	json_t *rows = json_array(), *list = json_array();
	size_t count = 0;
	json_put(page, "held", rows);
	json_put(data, "held", list);
	query_bind_text(query, "post", post);
	query_bind_int(query, "most", HELD_MOST);
	for (; count < HELD_MOST && query_next(query); count++) {
		held[count] = (struct holding_row){ 0 };
		records[count] = query_id(query, 0);
		query_row(query, &holding_row_fields, &held[count], act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(list, fields_to_json(&holding_row_fields, &held[i]));
		if (!held_line(act, &held[i], records[i], rows, err))
			return false;
	}
	if (count)
		journal_look(act, "held people", records, count);
	json_put_yesno(page, "any_held", count != 0);
	return true;
}

static json_t *hold_form(struct act *act, const struct referral_row *row)
{
	json_t *form = json_object();
	json_put_str(form, "to", show_path(act, "/referral/", row->id, "/hold"));
	json_put(form, "grounds", show_codes(act, "hold_grounds", STR("")));
	json_put(form, "needs", show_codes(act, "needs", STR("")));
	json_put(form, "languages", show_codes(act, "protection_languages", row->language.len ? row->language : lang_tag(act->lang)));
	return form;
}

bool show_holding(struct act *act, const struct referral_row *row, const struct opened *opened, json_t *chosen, struct error *err)
{
	struct holding_row holding = { 0 };
	bool held;
	if (!hold_of(act, opened->subject.holder, &holding, &held, err))
		return false;
	json_t *value = json_false();
	if (held) {
		value = json_object();
		json_put_str(value, "href", show_path(act, "/hold/", holding.id, ""));
		json_put_str(value, "words", held_words(act, &holding));
		json_put_str(value, "ground", show_code(act, "hold_grounds", holding.ground));
		json_put(value, "tags", hold_tags(act, &holding));
	}
	json_put(chosen, "holding", value);
	json_put(chosen, "hold", held || row->closed || border_taken_by_other(act, row) ? json_false() : hold_form(act, row));
	return true;
}

/* --- one holding --- */

static struct str line_title(struct act *act, const struct hold_line *line)
{
	static const struct { const char *code, *words; } others[] = {
		{ "begin", WORDS("Held: {ground}") }, { "ground", WORDS("Held on: {ground}") }, { "end", WORDS("Ended: {ground}") },
		{ "alarm_care", WORDS("Alarm: nobody looked after the person in time") }, { "alarm_limit", WORDS("Alarm: the limit is reached") },
	};
	const struct hold_kind *kind = hold_kind(line->what);
	const char *words = kind ? kind->words : NULL;
	for (size_t i = 0; !words && i < COUNT_OF(others); i++)
		if (str_is(line->what, others[i].code))
			words = others[i].words;
	if (!words)
		return line->what;
	struct str code = !line->code.len ? STR("") : show_code(act, str_is(line->what, "end") ? "hold_outcomes" : "hold_grounds", line->code);
	return LANG_FILL(act->arena, lang_words(act->lang, words), { "ground", code });
}

static json_t *line_value(struct act *act, const struct holding_row *row, const struct hold_line *line)
{
	bool alarm = str_starts(line->what, STR("alarm"));
	const struct hold_kind *kind = hold_kind(line->what);
	json_t *out = json_object();
	json_put_str(out, "when", show_when(act, row->post, line->happened));
	json_put_str(out, "icon", str_of(alarm ? "stop" : kind ? kind->icon : "lock"));
	json_put_str(out, "tone", alarm ? STR("stop") : STR(""));
	json_put_str(out, "title", line_title(act, line));
	json_put_str(out, "who", alarm ? STR("") : show_officer(act, line->officer));
	json_put_str(out, "text", line->note);
	json_put_str(out, "href", STR(""));
	return out;
}

static bool put_lines(struct act *act, const struct holding_row *row, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "hold.lines");
	struct hold_line *lines = ARENA_ARRAY(act->arena, struct hold_line, LINES_MOST);
	json_t *rows = json_array(), *list = json_array();
	size_t count = 0;
	json_put(page, "entries", rows);
	json_put(data, "lines", list);
	query_bind_id(query, "hold", row->id);
	query_bind_int(query, "most", LINES_MOST);
	for (; count < LINES_MOST && query_next(query); count++) {
		lines[count] = (struct hold_line){ 0 };
		query_row(query, &hold_line_fields, &lines[count], act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(rows, line_value(act, row, &lines[i]));
		json_array_append_new(list, fields_to_json(&hold_line_fields, &lines[i]));
	}
	return true;
}

static json_t *kinds_value(struct act *act)
{
	json_t *out = json_array();
	for (const struct hold_kind *kind = hold_kinds; kind->code; kind++) {
		if (!strcmp(kind->code, "consulate"))
			continue; /* has a form of its own, with the person's wish */
		json_t *row = json_object();
		json_put_str(row, "code", str_of(kind->code));
		json_put_str(row, "word", lang_words(act->lang, kind->words));
		json_array_append_new(out, row);
	}
	return out;
}

static struct str list_words(struct act *act, const char *list, const struct texts *codes)
{
	struct str *words = ARENA_ARRAY(act->arena, struct str, codes->count + 1);
	for (size_t i = 0; i < codes->count; i++)
		words[i] = show_code(act, list, codes->items[i]);
	return codes->count ? lang_list(act->lang, act->arena, words, codes->count) : lang_words(act->lang, WORDS("None seen"));
}

static json_t *hold_facts(struct act *act, const struct holding_row *row)
{
	json_t *facts = json_array();
	struct str told = row->told_why ? lang_words(act->lang, WORDS("Yes")) : lang_words(act->lang, WORDS("Not yet"));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Since")), show_when(act, row->post, row->begun)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Limit")), show_when(act, row->post, row->until)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Ground")), show_code(act, "hold_grounds", row->ground)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Decided by")), show_officer(act, row->officer)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Facts")), row->facts));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Why nothing less would do")), row->alternative));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Needs")), list_words(act, "needs", &row->needs)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Told why, and of the rights")), told));
	if (row->room.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Room")), row->room));
	return facts;
}

static void put_care(struct act *act, const struct holding_row *row, json_t *page)
{
	int64_t due = row->cared + row->care_every * 60000;
	bool late = hold_care_due(row, act->now);
	json_put_str(page, "care_tone", row->ended ? STR("none") : late ? STR("stop") : STR("clear"));
	json_put_str(page, "care", LANG_FILL(act->arena, lang_words(act->lang, late ? WORDS("Somebody had to look after the person by {time}. See to it now.") : WORDS("Looked after at {last}; again by {time}.")),
	                                     { "time", show_time(act, row->post, due) }, { "last", show_time(act, row->post, row->cared) }));
	json_put_yesno(page, "limit_due", hold_limit_due(row, act->now));
}

static bool hold_page(struct act *act, const struct holding_row *row, struct uuid record, json_t *page, json_t *data, struct error *err)
{
	struct document_row document = { 0 };
	bool found;
	if (!document_by_record(act, record, &document, &found, err))
		return false;
	json_put_str(page, "name", show_name(act, (const struct identity *)&document));
	json_put_str(page, "summary", held_words(act, row));
	json_put(page, "tags", hold_tags(act, row));
	json_put(page, "facts", hold_facts(act, row));
	json_put_yesno(page, "open", !row->ended);
	put_care(act, row, page);
	json_put(page, "kinds", kinds_value(act));
	json_put_str(page, "log_to", show_path(act, "/hold/", row->id, "/log"));
	json_put_str(page, "ground_to", show_path_if(act, CAN_SUPERVISE, "/hold/", row->id));
	json_put_str(page, "end_to", show_path(act, "/hold/", row->id, "/end"));
	json_put(page, "grounds", show_codes(act, "hold_grounds", STR("")));
	json_put(page, "outcomes", show_codes(act, "hold_outcomes", STR("")));
	json_put_str(page, "referral_href", uuid_zero(row->referral) ? STR("") : show_path(act, "/referral/", row->referral, ""));
	json_put_yesno(page, "live", true);
	return put_lines(act, row, page, data, err);
}

bool hold_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct holding_row row = { 0 };
	struct uuid record;
	if (!hold_by_id(act, call->id, &row, &record, err))
		return false;
	journal_look(act, "held person", &record, 1);
	reply->data = fields_to_json(&holding_row_fields, &row);
	json_put_yesno(reply->data, "care_due", hold_care_due(&row, act->now));
	json_put_yesno(reply->data, "limit_due", hold_limit_due(&row, act->now));
	reply->page = json_object();
	return hold_page(act, &row, record, reply->page, reply->data, err);
}

/* --- what is done --- */

static bool done(struct act *act, const struct holding_row *row, struct reply *reply)
{
	reply->changed = row->post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

bool referral_hold_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && hold_begin(act, opened.entry.record, row.post, row.id, call->form, err) &&
	       border_keep_taken(act, &row, &opened, err) && done(act, &(struct holding_row){ .post = row.post }, reply);
}

bool hold_log_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct holding_row row = { 0 };
	struct uuid record;
	return hold_by_id(act, call->id, &row, &record, err) && hold_log(act, &row, record, call->form, err) && done(act, &row, reply);
}

bool hold_ground_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct holding_row row = { 0 };
	struct uuid record;
	return hold_by_id(act, call->id, &row, &record, err) && hold_prolong(act, &row, record, call->form, err) && done(act, &row, reply);
}

bool hold_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct holding_row row = { 0 };
	struct uuid record;
	return hold_by_id(act, call->id, &row, &record, err) && hold_finish(act, &row, record, call->form, err) && done(act, &row, reply);
}
