/* Interviews: those to come, and one: who holds it and how, what was said, and that it was read back. */
#include "forms.h"

#include "arena.h"

FIELDS_TABLE(interviews_query, INTERVIEWS_QUERY_FIELDS)
FIELDS_TABLE(interview_line, INTERVIEW_LINE_FIELDS)
FIELDS_TABLE(interview_form, INTERVIEW_FORM_FIELDS)

enum { MINUTE_MS = 60000, EMPTY_LINES = 3 };

static struct str interview_path(struct act *act, struct uuid record, const char *after)
{
	return str_format(act->arena, "/interview/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, record)), after);
}

/* What is to be done next. */
static void put_next(struct act *act, json_t *out, const struct booking_row *row, const struct interview_row *talk)
{
	const char *words = talk->began ? WORDS("To be read back") : !row->start ? WORDS("To be planned") : row->start > act->now ? WORDS("Planned") :
	                    str_is(row->state, "missed") ? WORDS("Did not come") : WORDS("Record to be written");
	bool waits = talk->began || !row->start || row->start <= act->now;
	json_put_str(out, "state_words", lang_words(act->lang, words));
	json_put_str(out, "tone", waits ? STR("check") : STR(""));
}

/* Wishes are protection: said in words, and whether they can be met. */
static void put_wish(struct act *act, json_t *out, const struct interview_row *talk)
{
	json_put_str(out, "wish", talk->wish.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Officer and interpreter wished: {sex}")),
	                                                     { "sex", pack_code_words(act->pack, lang_tag(act->lang), STR("sexes"), talk->wish) }) : STR(""));
	json_put_yesno(out, "unmet", talk->wish.len && !talk->met);
}

bool interviews_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct interviews_query *asked = call->query;
	struct listed *shown = ARENA_NEW(act->arena, struct listed);
	struct query *query = db_query(act->db, "booking.interviews");
	json_t *rows = json_array(), *data = json_array();
	query_bind_text(query, "centre", asked ? asked->centre : STR(""));
	query_bind_int(query, "most", SHOWN_MOST);
	reply->page = json_object();
	reply->data = json_object();
	json_put(reply->page, "rows", rows);
	json_put(reply->data, "interviews", data);
	if (!booking_read_shown(query, act, shown, err))
		return false;
	for (size_t i = 0; i < shown->count; i++) {
		struct interview_row talk;
		bool found;
		if (!interview_look(act, shown->records[i], &talk, &found, err))
			return false;
		json_t *one = booking_value(act, shown->records[i], &shown->rows[i]);
		json_put_str(one, "href", interview_path(act, shown->records[i], ""));
		json_put_str(one, "centre", shown->rows[i].centre.len ? booking_centre_words(act, shown->rows[i].centre) : STR(""));
		json_put_str(one, "officer", talk.officer);
		json_put_str(one, "language", booking_spoken(act, talk.language.len ? talk.language : shown->rows[i].language));
		json_put_str(one, "interpreter", talk.interpreter);
		put_wish(act, one, &talk);
		put_next(act, one, &shown->rows[i], &talk);
		json_array_append_new(rows, one);
		json_array_append_new(data, booking_data(act, shown->records[i], &shown->rows[i]));
	}
	json_put_yesno(reply->page, "any", shown->count > 0);
	json_put(reply->page, "centres", booking_centres(act, STR("interview"), asked ? asked->centre : STR("")));
	journal_look(act, "interviews", shown->records, shown->count);
	return true;
}

/* --- one --- */

static void put_record(struct act *act, const struct interview_row *talk, json_t *page)
{
	json_t *answers = talk->answers.len ? json_loadb(talk->answers.data, talk->answers.len, 0, NULL) : json_array();
	json_t *lines = json_array(), *one;
	size_t at, count = json_array_size(answers);
	json_array_foreach(answers, at, one) {
		const char *question = json_string_value(json_object_get(one, "question")), *answer = json_string_value(json_object_get(one, "answer"));
		json_t *line = json_object();
		json_put_int(line, "n", (int64_t)at);
		json_put_str(line, "number", lang_number(act->lang, act->arena, (int64_t)at + 1));
		json_put_str(line, "question", question ? str_of(question) : STR(""));
		json_put_str(line, "answer", answer ? str_of(answer) : STR(""));
		json_array_append_new(lines, line);
	}
	json_put(page, "answers", json_deep_copy(lines));
	for (size_t i = 0; i < EMPTY_LINES && count + i < QUESTIONS_MOST; i++) {
		json_t *line = json_object();
		json_put_int(line, "n", (int64_t)(count + i));
		json_put_str(line, "number", lang_number(act->lang, act->arena, (int64_t)(count + i) + 1));
		json_put_str(line, "question", STR(""));
		json_put_str(line, "answer", STR(""));
		json_array_append_new(lines, line);
	}
	json_put(page, "lines", lines);
	json_put_str(page, "present", talk->present.count ? str_join(act->arena, talk->present.items, talk->present.count, STR("\n")) : STR(""));
	json_put_str(page, "present_words", talk->present.count ? str_join(act->arena, talk->present.items, talk->present.count, STR("; ")) : STR(""));
	json_put_str(page, "note", talk->note);
	json_decref(answers);
}

static const struct { const char *code, *words; } ways[] = {
	{ "read_back", WORDS("Read back to the person") }, { "interpreted", WORDS("Read back by the interpreter") }, { "read_alone", WORDS("Read by the person") },
	{ "refused", WORDS("The person did not want to hear it") },
};

static json_t *ways_value(struct act *act)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		json_t *one = json_object();
		json_put_str(one, "code", str_of(ways[i].code));
		json_put_str(one, "word", lang_words(act->lang, ways[i].words));
		json_array_append_new(out, one);
	}
	return out;
}

static struct str way_words(struct act *act, struct str how)
{
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		if (str_is(how, ways[i].code))
			return lang_words(act->lang, ways[i].words);
	return how;
}

static json_t *sexes_value(struct act *act, struct str chosen)
{
	static const struct str sexes[] = { { "F", 1 }, { "M", 1 } };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(sexes); i++) {
		json_t *one = json_object();
		json_put_str(one, "code", sexes[i]);
		json_put_str(one, "word", pack_code_words(act->pack, lang_tag(act->lang), STR("sexes"), sexes[i]));
		json_put_yesno(one, "chosen", str_equal(chosen, sexes[i]));
		json_array_append_new(out, one);
	}
	return out;
}

static void put_plan(struct act *act, const struct booking_row *row, const struct interview_row *talk, json_t *page)
{
	const struct { const char *name; struct str value; } texts[] = {
		{ "officer", talk->officer }, { "interpreter", talk->interpreter }, { "room", talk->room }, { "link", talk->link }, { "why_not", talk->why_not },
	};
	json_t *plan = json_object();
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		json_put_str(plan, texts[i].name, texts[i].value);
	json_put_yesno(plan, "met", talk->met);
	json_put(plan, "sexes", sexes_value(act, talk->wish));
	json_put(plan, "languages", booking_spoken_choice(act, talk->language.len ? talk->language : row->language));
	json_put(page, "plan", plan);
}

static struct texts people_of(struct act *act, struct str text)
{
	struct texts out = { ARENA_ARRAY(act->arena, struct str, PEOPLE_MOST), 0 };
	struct str line;
	while (out.count < PEOPLE_MOST && str_cut(&text, '\n', &line))
		if (str_trim(line).len)
			out.items[out.count++] = str_trim(line);
	return out;
}

static struct str lines_json(struct act *act, const struct list *lines)
{
	const struct interview_line *items = lines->items;
	struct buf out = BUF_IN(act->arena);
	json_t *all = json_array();
	for (size_t i = 0; i < lines->count; i++)
		json_array_append_new(all, fields_to_json(&interview_line_fields, &items[i]));
	json_write(&out, all);
	json_decref(all);
	return buf_str(&out);
}

static void take_plan(struct interview_row *talk, const struct interview_plan *plan)
{
#define COPY(type, name, ...) talk->name = plan->name;
	INTERVIEW_PLAN_FIELDS(COPY, COPY)
#undef COPY
}

/* The page; `again`: what a form said that needs another look. */
static bool show(struct act *act, const struct call *call, const struct interview_plan *again, struct reply *reply, struct error *err)
{
	struct booking_row row;
	struct interview_row talk;
	struct uuid record;
	bool planned;
	if (!booking_named(act, call->id, true, &record, &row, err) || !interview_look(act, record, &talk, &planned, err))
		return false;
	if (!str_is(row.service, "interview"))
		return error_set(err, ERR_NOT_FOUND, "there is no such interview", "look at the list of interviews", "interview");
	journal_look(act, "interview", &record, 1);
	reply->data = booking_data(act, record, &row);
	json_put(reply->data, "interview", fields_to_json(&interview_row_fields, &talk));
	reply->page = json_object();
	json_put_str(reply->page, "title", row.name.len ? row.name : lang_words(act->lang, WORDS("Name not given")));
	json_put_str(reply->page, "to", interview_path(act, record, ""));
	json_put_str(reply->page, "when", row.start ? booking_when(act, &row) : lang_words(act->lang, WORDS("No time is set yet.")));
	json_put_str(reply->page, "where", row.centre.len ? booking_centre_words(act, row.centre) : STR(""));
	json_put_str(reply->page, "time_href", appointment_path(act, record, ""));
	json_put_str(reply->page, "reference", row.reference);
	json_put_yesno(reply->page, "held", talk.began != 0);
	json_put_yesno(reply->page, "open", !talk.began);
	json_put_yesno(reply->page, "may_record", row.start && row.start <= act->now && !talk.how.len);
	json_put_yesno(reply->page, "may_read", talk.began && !talk.how.len);
	json_put_yesno(reply->page, "ended", talk.how.len > 0);
	json_put_str(reply->page, "held_at", talk.began ? lang_date_time(act->lang, act->arena, centre_zone(act, pack_centre(act->pack, row.centre, (struct date){ 0 })), talk.began) : STR(""));
	json_put_str(reply->page, "written_by", talk.began ? booking_officer(act, talk.recorded_by) : STR(""));
	json_put_str(reply->page, "how", way_words(act, talk.how));
	json_put_str(reply->page, "corrections", talk.corrections);
	json_put_yesno(reply->page, "signed", talk.signed_by);
	json_put_yesno(reply->page, "handed", talk.handed);
	json_put(reply->page, "ways", ways_value(act));
	put_wish(act, reply->page, &talk);
	put_next(act, reply->page, &row, &talk);
	if (again)
		take_plan(&talk, again);
	put_plan(act, &row, &talk, reply->page);
	put_record(act, &talk, reply->page);
	return booking_put_papers(act, record, row.language, reply->page, err);
}

bool interview_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, NULL, reply, err);
}

bool interview_plan_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, call->form, reply, err);
}

/* What was written stands in the form again, line by line. */
bool interview_record_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct interview_form *again = call->form;
	if (!show(act, call, NULL, reply, err))
		return false;
	if (!again)
		return true;
	struct interview_row talk = { .note = again->note, .present = people_of(act, again->present), .answers = lines_json(act, &again->answers) };
	put_record(act, &talk, reply->page);
	return true;
}

/* --- what is done --- */

static bool done(struct act *act, struct uuid record, bool good, struct reply *reply)
{
	if (!good)
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "interview", uuid_str(act->arena, record));
	return true;
}

bool interview_plan_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return done(act, call->id, interview_set(act, call->id, call->form, err), reply);
}

static struct list answers_of(struct act *act, const struct list *lines)
{
	struct interview_answer *items = ARENA_ARRAY(act->arena, struct interview_answer, lines->count);
	const struct interview_line *given = lines->items;
	struct list out = { items, 0 };
	for (size_t i = 0; i < lines->count; i++) {
		if (!given[i].question.len && given[i].answer.len)
			finding_add(&act->findings, STR("answers"), "no_question", "Each answer needs the question that was put.");
		if (given[i].question.len)
			items[out.count++] = (struct interview_answer){ given[i].question, given[i].answer };
	}
	if (!out.count)
		finding_add(&act->findings, STR("answers"), "required", "Write at least one question and its answer.");
	return out;
}

bool interview_record_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct interview_form *form = call->form;
	struct booking_row row;
	struct interview_row talk;
	bool found;
	if (!booking_look(act, call->id, &row, &found, err) || !interview_look(act, call->id, &talk, &found, err))
		return false;
	const struct interview_record kept = {
		.began = talk.began ? talk.began : row.start ? row.start : act->now, .lasted = form->minutes, .present = people_of(act, form->present),
		.answers = answers_of(act, &form->answers), .note = form->note,
	};
	if (!kept.present.count)
		finding_add(&act->findings, STR("present"), "required", "Say who was there.");
	return booking_another_look(act, err) && done(act, call->id, interview_keep(act, call->id, &kept, err), reply);
}

bool interview_read_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return done(act, call->id, interview_read_back(act, call->id, call->form, err), reply);
}
