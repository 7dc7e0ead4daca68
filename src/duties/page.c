/* What was done for a case beside its actions: letters, messages, inspections, cases that it opened. */
#include "arena.h"
#include "house.h"
#include "inner.h"
#include "inspect.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "outbox.h"
#include "store.h"

enum { SHOWN_MOST = 50 };

static struct str when_words(struct act *act, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms);
}

static struct str case_path(struct act *act, struct uuid record)
{
	return str_format(act->arena, "/case/" STR_FMT, STR_ARG(uuid_str(act->arena, record)));
}

static void put_list(json_t *page, const char *any, const char *name, json_t *list)
{
	json_put_yesno(page, any, json_array_size(list) != 0);
	json_put(page, name, list);
}

/* --- messages: that they were sent, and not what they said --- */

static bool put_messages(struct act *act, struct uuid record, json_t *page, struct error *err)
{
	struct outbox_row *rows = ARENA_ARRAY(act->arena, struct outbox_row, SHOWN_MOST);
	size_t count;
	json_t *out = json_array();
	if (!outbox_about(act, record, rows, SHOWN_MOST, &count, err)) {
		json_decref(out);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();
		bool sms = str_is(rows[i].channel, "sms");
		json_put_str(one, "subject", rows[i].subject.len ? rows[i].subject : lang_words(act->lang, WORDS("Short message")));
		json_put_str(one, "channel", lang_words(act->lang, sms ? WORDS("SMS") : WORDS("E-mail")));
		json_put_str(one, "receiver", rows[i].receiver);
		json_put_str(one, "state", outbox_state_words(act, rows[i].state));
		json_put_str(one, "when", when_words(act, rows[i].since));
		json_array_append_new(out, one);
	}
	put_list(page, "any_message", "messages", out);
	return true;
}

/* --- inspections --- */

static const struct { const char *result, *words, *tone; } results[] = {
	{ "successful", WORDS("Passed"), "clear" }, { "failed", WORDS("Failed"), "stop" }, { "undetermined", WORDS("Could not be decided"), "check" },
	{ "not_supported", WORDS("Not performed"), "none" }, { "aborted", WORDS("Interrupted"), "check" },
};

/* Lines that only the second line may see are for it alone. */
static json_t *lines_of(struct act *act, const struct inspection *inspection)
{
	const struct check_line *lines = inspection->checks.items;
	json_t *out = json_array();
	for (size_t i = 0; i < inspection->checks.count; i++) {
		if (str_is(lines[i].visible, "second_line") && !rights_have(act->actor.rights, CAN_SECOND_LINE))
			continue;
		json_t *line = json_object();
		json_put_str(line, "title", lang_words(act->lang, str_c(act->arena, lines[i].title)));
		json_put_str(line, "words", str_is(lines[i].result, "not_supported") ? lang_words(act->lang, str_c(act->arena, lines[i].words)) : STR(""));
		for (size_t k = 0; k < COUNT_OF(results); k++)
			if (str_is(lines[i].result, results[k].result)) {
				json_put_str(line, "result", lang_words(act->lang, results[k].words));
				json_put_str(line, "tone", str_of(results[k].tone));
			}
		json_array_append_new(out, line);
	}
	return out;
}

static bool put_inspection(struct act *act, const struct case_inspection *made, json_t *out, struct error *err)
{
	struct inspection inspection = { .lane = 0 };
	struct entry entry;
	if (!inspect_read(act, made->inspection, &inspection, &entry, err))
		return err->code == ERR_NOT_FOUND; /* its body was erased */
	json_t *one = json_object();
	json_put_str(one, "when", when_words(act, entry.happened));
	json_put_str(one, "state", lang_words(act->lang, made->open ? WORDS("A hit is not settled") : made->attention ? WORDS("Something was found") : WORDS("Nothing was found")));
	json_put_str(one, "tone", made->open || made->attention ? STR("check") : STR("clear"));
	bool compares = made->open && rights_have(act->actor.rights, CAN_CROSS);
	json_put_str(one, "id", uuid_str(act->arena, made->inspection));
	json_put_str(one, "compare_href", compares ? str_format(act->arena, "/inspection/" STR_FMT "/finding", STR_ARG(uuid_str(act->arena, made->inspection))) : STR(""));
	json_put(one, "lines", lines_of(act, &inspection));
	json_array_append_new(out, one);
	return true;
}

static bool put_inspections(struct act *act, struct uuid record, json_t *page, struct error *err)
{
	struct case_inspection *rows = ARENA_ARRAY(act->arena, struct case_inspection, SHOWN_MOST);
	struct query *query = db_query(act->db, "duties.inspections_of");
	size_t count = 0;
	json_t *out = json_array();
	query_bind_id(query, "record", record);
	query_bind_int(query, "most", SHOWN_MOST);
	while (count < SHOWN_MOST && query_next(query))
		query_row(query, &case_inspection_fields, &rows[count++], act->arena);
	bool good = query_end(query, err);
	for (size_t i = 0; i < count && good; i++)
		good = put_inspection(act, &rows[i], out, err);
	put_list(page, "any_inspection", "inspections", out);
	return good;
}

/* --- cases --- */

/* Another case in a line; nothing of one that the actor may not see. */
static bool put_case(struct act *act, struct uuid record, json_t *out, struct error *err)
{
	struct case_seen seen;
	bool good = case_look(act, record, &seen, err);
	if (good && case_reach(act, &seen) == CASE_WHOLE) {
		const struct pack_procedure *procedure = seen.flow.host.procedure;
		const struct pack_state *state = flow_state(&seen.flow);
		json_put_str(out, "href", case_path(act, record));
		json_put_str(out, "title", pack_words(act->pack, lang_tag(act->lang), procedure->title));
		json_put_str(out, "number", seen.row.reference);
		json_put_str(out, "state", state ? pack_words(act->pack, lang_tag(act->lang), state->label) : STR(""));
	}
	case_end(&seen);
	return good || err->code == ERR_NOT_FOUND;
}

static bool put_children(struct act *act, struct uuid record, json_t *page, struct error *err)
{
	struct uuid children[SHOWN_MOST];
	struct query *query = db_query(act->db, "duties.children");
	size_t count = 0;
	json_t *out = json_array();
	query_bind_id(query, "parent", record);
	query_bind_int(query, "most", SHOWN_MOST);
	while (count < SHOWN_MOST && query_next(query))
		children[count++] = query_id(query, 0);
	bool good = query_end(query, err);
	for (size_t i = 0; i < count && good; i++) {
		json_t *one = json_object();
		good = put_case(act, children[i], one, err);
		if (json_object_size(one))
			json_array_append(out, one);
		json_decref(one);
	}
	put_list(page, "any_child", "children", out);
	return good;
}

static bool put_parent(struct act *act, struct uuid record, json_t *page, struct error *err)
{
	struct case_tie tie = { .use = STR("") };
	bool found;
	json_t *one = json_object();
	bool good = case_tie_of(act, record, &tie, &found, err) && (!found || put_case(act, tie.parent, one, err));
	const char *title = json_string_value(json_object_get(one, "title")), *number = json_string_value(json_object_get(one, "number")), *href = json_string_value(json_object_get(one, "href"));
	json_put_str(page, "parent_href", str_copy(act->arena, str_of(href)));
	json_put_str(page, "parent", title ? str_format(act->arena, "%s %s", title, number) : STR(""));
	json_decref(one);
	return good;
}

/* --- the page --- */

static bool put_letters(struct act *act, struct case_seen *seen, json_t *page, struct error *err)
{
	json_t *letters;
	if (!duty_letters(act, seen, &letters, err))
		return false;
	put_list(page, "any_letter", "letters", letters);
	return true;
}

bool case_duties_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	bool good = case_look(act, call->id, &seen, err) && (case_reach(act, &seen) == CASE_WHOLE || not_found_for_you(err));
	json_t *page = json_object();
	reply->page = page;
	reply->data = json_object();
	if (good) {
		struct str number = str_copy(act->arena, seen.row.reference);
		act->purpose = str_copy(act->arena, seen.flow.host.procedure->purpose);
		json_put_str(page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Letters and checks of {number}")), { "number", number }));
		json_put_str(page, "number", number);
		json_put_str(page, "name", str_copy(act->arena, seen.row.name));
		json_put_str(page, "case_href", case_path(act, call->id));
		json_put_str(reply->data, "number", number);
		good = put_letters(act, &seen, page, err);
	}
	case_end(&seen);
	if (!good)
		return false;
	journal_look(act, "letters and checks of a case", &call->id, 1);
	if (!put_messages(act, call->id, page, err) || !put_inspections(act, call->id, page, err) || !put_children(act, call->id, page, err) ||
	    !put_parent(act, call->id, page, err))
		return false;
	json_put(reply->data, "letters", json_deep_copy(json_object_get(page, "letters")));
	json_put(reply->data, "messages", json_deep_copy(json_object_get(page, "messages")));
	json_put(reply->data, "inspections", json_deep_copy(json_object_get(page, "inspections")));
	json_put(reply->data, "children", json_deep_copy(json_object_get(page, "children")));
	return true;
}
