/* The account of a limit's days: which counted, which did not, and why (`limen case clock`, and its page). */
#include "pages.h"

#include <string.h>

#include "command.h"
#include "journal.h"

static const char *day_words(enum term_day what)
{
	switch (what) {
	case TERM_DAY_EVENT: return WORDS("the day of the event does not count");
	case TERM_DAY_COUNTS: return WORDS("counts");
	case TERM_DAY_PAUSED: return WORDS("the limit stood still");
	case TERM_DAY_OFF: return WORDS("a day off");
	case TERM_DAY_ROLLED: return WORDS("the end moves over a day off");
	}
	return "";
}

struct telling {
	struct act *act;
	json_t *rows;
};

static void tell(void *context, struct date day, enum term_day what, int64_t counted)
{
	struct telling *telling = context;
	json_t *row = json_object();
	json_put_str(row, "date", date_str(telling->act->arena, day));
	json_put_str(row, "day", lang_date(telling->act->lang, telling->act->arena, day));
	json_put_str(row, "weekday", lang_weekday(telling->act->lang, day));
	json_put_str(row, "what", lang_words(telling->act->lang, day_words(what)));
	json_put_yesno(row, "counts", what == TERM_DAY_COUNTS);
	json_put_str(row, "counted", lang_number(telling->act->lang, telling->act->arena, counted));
	json_array_append_new(telling->rows, row);
}

/* Days of a clock, or false when the case has never started it. */
static bool clock_value(struct act *act, struct case_seen *seen, struct str name, json_t *out, struct error *err)
{
	enum { EVENTS_MOST = 2000 };
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	place_at at = procedure_clock(procedure, name);
	struct telling telling = { act, json_array() };
	struct term_event *events = ARENA_ARRAY(act->arena, struct term_event, EVENTS_MOST);
	size_t count = EVENTS_MOST;
	struct term_law law;
	struct term term;
	json_put(out, "days", telling.rows);
	if (at == NOWHERE)
		return error_set(err, ERR_NOT_FOUND, "The procedure has no such time limit.", "Open the case again.", STR_FMT, STR_ARG(name));
	const struct pack_clock *clock = &procedure->clocks[at];
	if (!flow_clock(&seen->flow, clock, STR(""), &term) || !flow_term(&seen->flow, clock, STR(""), &law, events, &count))
		return error_set(err, ERR_NOT_FOUND, "This time limit has not begun.", "Open the case again.", STR_FMT, STR_ARG(name));
	term_days(&law, events, count, act->now, tell, &telling);
	json_put_str(out, "title", pack_words(act->pack, lang_tag(act->lang), clock->label));
	json_put_str(out, "law", clock->law.source.len ? pack_words(act->pack, lang_tag(act->lang), clock->law) : STR(""));
	json_put(out, "due", term.ends ? work_due(act, term.due_at) : json_false());
	json_put_yesno(out, "timed", term.timed);
	json_put_str(out, "used", lang_number(act->lang, act->arena, term.used));
	json_put_str(out, "left", lang_number(act->lang, act->arena, term.left));
	return true;
}

bool work_clock_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	if (!work_open(act, call->id, &seen, err))
		return false;
	reply->data = json_object();
	bool good = clock_value(act, &seen, call->name, reply->data, err);
	reply->page = json_object();
	json_put_str(reply->page, "about", work_title(act, &seen));
	json_put_str(reply->page, "back", work_path(act, call->id, ""));
	if (good)
		journal_look(act, "a case", &call->id, 1);
	case_end(&seen);
	return good;
}

static bool find(struct act *act, const char *text, struct uuid *record, struct error *err)
{
	bool found;
	if (uuid_parse(str_of(text), record))
		return true;
	if (!case_by_reference(act, str_of(text), record, &found, err))
		return false;
	return found || error_set(err, ERR_NOT_FOUND, "there is no such case", "give its number, or the id of its record", "%s", text);
}

bool work_clock_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct case_seen seen;
	struct uuid record;
	json_t *value = json_object(), *row;
	size_t at;
	if (line->count != 2)
		return error_set(err, ERR_INPUT, "case clock takes a case and a time limit", "limen case clock NUMBER NAME", "case clock");
	bool good = find(act, line->arguments[0], &record, err) && case_look(act, record, &seen, err);
	if (!good) {
		json_decref(value);
		return false;
	}
	good = clock_value(act, &seen, str_of(line->arguments[1]), value, err);
	json_array_foreach(json_object_get(value, "days"), at, row)
		buf_format(out, "%s  %-10s %6s  %s\n", json_string_value(json_object_get(row, "date")), json_string_value(json_object_get(row, "weekday")),
		           json_string_value(json_object_get(row, "counted")), json_string_value(json_object_get(row, "what")));
	if (good)
		buf_format(out, "used %s, left %s\n", json_string_value(json_object_get(value, "used")), json_string_value(json_object_get(value, "left")));
	act->purpose = seen.flow.host.procedure->purpose;
	journal_look(act, "limen case clock", &record, 1);
	case_end(&seen);
	json_decref(value);
	return good;
}
