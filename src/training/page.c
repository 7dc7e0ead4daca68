/* Pages of exercises: the list, one, its run and score; results for the trainer. */
#include "local.h"

#include "csv.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "registry.h"
#include "store.h"

enum { ROWS_MOST = 200 };

/* --- words --- */

static struct str pack_said(struct act *act, struct words words)
{
	return pack_words(act->pack, lang_tag(act->lang), words);
}

static struct str action_words(struct act *act, struct str action)
{
	static const struct { const char *code, *words; } names[] = {
		{ "scan", WORDS("Read the document") }, { "admit", WORDS("Admit, or record the exit") }, { "refer", WORDS("Refer to the second line") },
		{ "protection", WORDS("Record the claim for protection") }, { "not_same", WORDS("Compare a hit: not the same person") },
		{ "same", WORDS("Compare a hit: the same person") }, { "cannot_tell", WORDS("Compare a hit: cannot tell") },
		{ "companion", WORDS("Ask who accompanies the child") }, { "hear", WORDS("Hear the person") }, { "refuse", WORDS("Refuse") }, { "note", WORDS("Write a note") },
		{ "group", WORDS("Look at them as a group") }, { "admit_along", WORDS("Admit those who come along") }, { "refer_along", WORDS("Refer one of those who come along") },
		{ "same_bearer", WORDS("Confirm that two documents are one person's") },
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(action, names[i].code))
			return lang_words(act->lang, names[i].words);
	return action;
}

static struct str instant(struct act *act, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms);
}

static struct str score_words(struct act *act, const struct training_row *row)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{points} of {most}")), { "points", lang_number(act->lang, act->arena, row->points) },
	                 { "most", lang_number(act->lang, act->arena, row->most) });
}

static void score_value(struct act *act, const struct training_row *row, json_t *out)
{
	json_put_str(out, "tone", row->passed ? STR("clear") : STR("check"));
	json_put_str(out, "word", lang_words(act->lang, row->passed ? WORDS("Passed") : WORDS("Look again")));
	json_put_str(out, "score", score_words(act, row));
}

/* --- the list --- */

static bool read_runs(struct act *act, const char *statement, bool own, struct held_run *runs, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	if (own)
		query_bind_id(query, "trainee", act->actor.user);
	query_bind_int(query, "most", ROWS_MOST);
	for (*count = 0; *count < ROWS_MOST && query_next(query); ++*count) {
		runs[*count].record = query_id(query, 0);
		query_row(query, &training_row_fields, &runs[*count].row, act->arena);
	}
	return query_end(query, err);
}

static const struct held_run *last_of(const struct held_run *runs, size_t count, struct str scenario)
{
	for (size_t i = 0; i < count; i++)
		if (runs[i].row.finished && str_equal(runs[i].row.scenario, scenario))
			return &runs[i];
	return NULL;
}

static const struct held_run *running_of(const struct held_run *runs, size_t count, struct str scenario)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(runs[i].row.scenario, scenario))
			return runs[i].row.finished ? NULL : &runs[i];
	return NULL;
}

static json_t *exercise_value(struct act *act, const struct pack_scenario *scenario, const struct held_run *last, const struct held_run *running)
{
	json_t *out = json_object();
	json_put_str(out, "href", str_format(act->arena, "/training/" STR_FMT, STR_ARG(scenario->code)));
	json_put_str(out, "title", pack_said(act, scenario->words));
	json_put_str(out, "brief", pack_said(act, scenario->brief));
	json_t *mine = last ? json_object() : json_false();
	if (last)
		score_value(act, &last->row, mine);
	json_put(out, "mine", mine);
	json_put_str(out, "running", running ? str_format(act->arena, "/training/run/" STR_FMT, STR_ARG(uuid_str(act->arena, running->record))) : STR(""));
	return out;
}

bool training_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_run *runs = ARENA_ARRAY(act->arena, struct held_run, ROWS_MOST);
	json_t *rows = json_array(), *data = json_array();
	size_t count;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "rows", rows);
	json_put(reply->data, "exercises", data);
	json_put_yesno(reply->data, "training", act->house->training);
	if (!read_runs(act, "training.runs_of", true, runs, &count, err))
		return false;
	for (size_t i = 0; i < act->pack->scenario_count; i++) {
		const struct pack_scenario *scenario = &act->pack->scenarios[i];
		json_array_append_new(rows, exercise_value(act, scenario, last_of(runs, count, scenario->code), running_of(runs, count, scenario->code)));
		json_array_append_new(data, json_str(scenario->code));
	}
	return true;
}

/* --- one exercise --- */

static bool find(struct act *act, struct str code, const struct pack_scenario **out, struct error *err)
{
	*out = scenario_of(act->pack, code);
	return *out || error_set(err, ERR_NOT_FOUND, "there is no such exercise", "begin one from the list", "training");
}

static void steps_value(struct act *act, const struct pack_step *steps, size_t count, const struct texts *marked, json_t *out)
{
	for (size_t i = 0; i < count; i++) {
		bool is = false;
		for (size_t k = 0; marked && k < marked->count; k++)
			is |= str_equal(marked->items[k], steps[i].action);
		json_t *row = json_object();
		json_put_str(row, "what", action_words(act, steps[i].action));
		json_put_str(row, "why", pack_said(act, steps[i].why));
		json_put_yesno(row, "marked", is);
		json_array_append_new(out, row);
	}
}

static void put_steps(struct act *act, const struct pack_scenario *scenario, const struct training_row *row, json_t *page)
{
	json_t *expect = json_array(), *never = json_array();
	steps_value(act, scenario->expect, scenario->expect_count, row ? &row->missing : NULL, expect);
	steps_value(act, scenario->never, scenario->never_count, row ? &row->wrong : NULL, never);
	json_put(page, "expect", expect);
	json_put(page, "never", never);
	json_put_yesno(page, "any_never", scenario->never_count != 0);
	json_put_str(page, "law", pack_said(act, scenario->law));
}

bool exercise_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pack_scenario *scenario;
	struct held_run *runs = ARENA_ARRAY(act->arena, struct held_run, ROWS_MOST);
	size_t count;
	reply->data = json_object();
	reply->page = json_object();
	if (!find(act, call->name, &scenario, err) || !read_runs(act, "training.runs_of", true, runs, &count, err))
		return false;
	struct str sex = count ? runs[0].row.sex : STR("");
	json_put_str(reply->page, "title", pack_said(act, scenario->words));
	json_put_str(reply->page, "brief", pack_said(act, scenario->brief));
	json_put_str(reply->page, "to", str_format(act->arena, "/training/" STR_FMT, STR_ARG(scenario->code)));
	json_put_yesno(reply->page, "is_f", str_is(sex, "F"));
	json_put_yesno(reply->page, "is_m", str_is(sex, "M"));
	json_put_yesno(reply->page, "is_x", str_is(sex, "X"));
	json_put_str(reply->page, "service", count ? runs[0].row.service : STR(""));
	put_steps(act, scenario, NULL, reply->page);
	json_put_str(reply->data, "name", scenario->code);
	return true;
}

bool exercise_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pack_scenario *scenario;
	struct uuid record;
	reply->data = json_object();
	if (!find(act, call->name, &scenario, err) || !exercise_begin(act, scenario, call->form, &record, err))
		return false;
	json_put_str(reply->data, "id", uuid_str(act->arena, record));
	return true;
}

/* --- a run --- */

static bool own_run(struct act *act, struct uuid record, struct held_run *run, struct error *err)
{
	if (!exercise_load(act, record, run, err))
		return false;
	return uuid_equal(run->row.trainee, act->actor.user) || error_set(err, ERR_NOT_FOUND, "there is no such exercise", "begin one from the list", "training");
}

/* The documents of a run on its page, and which of them was laid on the reader last: the next is laid beside it, so that a family is a group. */
struct shown_documents {
	json_t *rows;
	bool next;                      /* one that was not laid yet stands above */
	struct exercise_shown last;
};

static bool put_document(struct act *act, const struct held_run *run, struct uuid record, struct identity who, struct str lines, struct shown_documents *out, struct error *err)
{
	json_t *one = json_object();
	struct exercise_shown shown;
	json_array_append_new(out->rows, one);
	if (!exercise_shown(act, run, record, &shown, err))
		return false;
	bool laid = !uuid_zero(shown.inspection);
	json_put_str(one, "name", identity_name(&who, act->arena));
	json_put_str(one, "lines", lines);
	json_put_yesno(one, "laid", laid);
	json_put_yesno(one, "next", !laid && !out->next);
	out->next |= !laid;
	if (laid && shown.at >= out->last.at)
		out->last = shown;
	return true;
}

/* Of those who come along first, the bearer's last. */
static bool put_documents(struct act *act, const struct pack_scenario *scenario, const struct held_run *run, json_t *page, struct error *err)
{
	struct shown_documents documents = { .rows = json_array() };
	const struct training_row *row = &run->row;
	struct uuid record;
	json_put(page, "documents", documents.rows);
	for (size_t i = 0; i < row->along.count && i < scenario->along_count; i++) {
		const struct identity who = { .surname = scenario->along[i].surname, .given_names = scenario->along[i].given };
		if (!exercise_along(act, row->along.items[i], &record, err) || !put_document(act, run, record, who, row->along.items[i], &documents, err))
			return false;
	}
	const struct identity bearer = { .surname = scenario->surname, .given_names = scenario->given };
	if (!put_document(act, run, row->document, bearer, row->lines, &documents, err))
		return false;
	json_put_str(page, "with", row->along.count && !uuid_zero(documents.last.inspection) ? uuid_str(act->arena, documents.last.inspection) : STR(""));
	return true;
}

bool exercise_run_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_run run = { 0 };
	const struct pack_scenario *scenario;
	if (!own_run(act, call->id, &run, err) || !find(act, run.row.scenario, &scenario, err))
		return false;
	reply->data = fields_to_json(&training_row_fields, &run.row);
	reply->page = json_object();
	json_put_str(reply->page, "title", pack_said(act, scenario->words));
	json_put_str(reply->page, "brief", pack_said(act, scenario->brief));
	json_put_str(reply->page, "direction", scenario->exit ? STR("exit") : STR("entry"));
	json_put_yesno(reply->page, "can_scan", act->place.post.len != 0);
	json_put_str(reply->page, "finish_to", str_format(act->arena, "/training/run/" STR_FMT "/finish", STR_ARG(uuid_str(act->arena, run.record))));
	json_put_str(reply->page, "again_to", str_format(act->arena, "/training/" STR_FMT, STR_ARG(scenario->code)));
	json_t *score = run.row.finished ? json_object() : json_false();
	if (run.row.finished)
		score_value(act, &run.row, score);
	json_put(reply->page, "scored", score);
	put_steps(act, scenario, &run.row, reply->page);
	return put_documents(act, scenario, &run, reply->page, err);
}

bool exercise_finish_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_run run = { 0 };
	struct exercise_score result;
	reply->data = json_object();
	if (!own_run(act, call->id, &run, err))
		return false;
	if (run.row.finished)
		return error_set(err, ERR_NOT_ALLOWED, "this exercise is scored already", "begin it again", "training");
	if (!exercise_judge(act, &run, &result, err))
		return false;
	journal_append(act, &training_result_type, run.record, &result);
	return true;
}

/* --- results --- */

static bool trainee_of(struct act *act, struct uuid user, struct str *number, struct str *name, struct error *err)
{
	struct query *query = db_query(act->db, "training.trainee_name");
	query_bind_id(query, "record", user);
	*number = *name = STR("");
	if (query_next(query)) {
		*number = query_text(query, 0, act->arena);
		*name = query_text(query, 1, act->arena);
	}
	return query_end(query, err);
}

static struct str sex_words(struct act *act, struct str sex)
{
	return lang_words(act->lang, str_is(sex, "F") ? WORDS("Female") : str_is(sex, "M") ? WORDS("Male") : str_is(sex, "X") ? WORDS("X") : WORDS("Not said"));
}

static void look_at_trainees(struct act *act, const struct held_run *runs, size_t count)
{
	struct uuid shown[ROWS_MOST];
	for (size_t i = 0; i < count; i++)
		shown[i] = runs[i].row.trainee;
	journal_look(act, "training", shown, count);
}

/* How many of each sex and service passed. */
struct tally {
	struct str sex, service;
	int64_t runs, passed;
};

static size_t tally_of(struct tally *tallies, size_t count, const struct training_row *row)
{
	size_t at = 0;
	while (at < count && !(str_equal(tallies[at].sex, row->sex) && str_equal(tallies[at].service, row->service)))
		at++;
	if (at == count)
		tallies[count++] = (struct tally){ row->sex, row->service, 0, 0 };
	tallies[at].runs++;
	tallies[at].passed += row->passed;
	return count;
}

static json_t *tallies_value(struct act *act, const struct held_run *runs, size_t count)
{
	struct tally *tallies = ARENA_ARRAY(act->arena, struct tally, ROWS_MOST);
	size_t different = 0;
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++)
		different = tally_of(tallies, different, &runs[i].row);
	for (size_t i = 0; i < different; i++) {
		json_t *row = json_object();
		json_put_str(row, "sex", sex_words(act, tallies[i].sex));
		json_put_str(row, "service", tallies[i].service.len ? tallies[i].service : lang_words(act->lang, WORDS("Not said")));
		json_put_int(row, "runs", tallies[i].runs);
		json_put_int(row, "passed", tallies[i].passed);
		json_array_append_new(out, row);
	}
	return out;
}

static bool result_value(struct act *act, const struct training_row *row, json_t *rows, struct error *err)
{
	const struct pack_scenario *scenario = scenario_of(act->pack, row->scenario);
	struct str number, name;
	if (!trainee_of(act, row->trainee, &number, &name, err))
		return false;
	json_t *out = json_object();
	json_put_str(out, "name", name);
	json_put_str(out, "number", number);
	json_put_str(out, "title", scenario ? pack_said(act, scenario->words) : row->scenario);
	json_put_str(out, "sex", sex_words(act, row->sex));
	json_put_str(out, "service", row->service);
	json_put_str(out, "when", instant(act, row->finished));
	score_value(act, row, out);
	json_array_append_new(rows, out);
	return true;
}

bool training_results_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_run *runs = ARENA_ARRAY(act->arena, struct held_run, ROWS_MOST);
	json_t *rows = json_array();
	size_t count;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "rows", rows);
	if (!read_runs(act, "training.results", false, runs, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!result_value(act, &runs[i].row, rows, err))
			return false;
	json_put(reply->page, "tallies", tallies_value(act, runs, count));
	json_put_yesno(reply->page, "any", count != 0);
	json_put(reply->data, "by", json_incref(json_object_get(reply->page, "tallies")));
	look_at_trainees(act, runs, count);
	return true;
}

static struct str joined(struct arena *arena, const struct texts *texts)
{
	return str_join(arena, texts->items, texts->count, STR(" "));
}

bool training_results_csv_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_run *runs = ARENA_ARRAY(act->arena, struct held_run, ROWS_MOST);
	struct buf out = BUF_IN(act->arena);
	size_t count;
	if (!read_runs(act, "training.results", false, runs, &count, err))
		return false;
	buf_text(&out, "trainee,sex,service,scenario,finished,points,most,passed,missing,wrong\r\n");
	for (size_t i = 0; i < count; i++) {
		const struct training_row *row = &runs[i].row;
		struct str number, name;
		if (!trainee_of(act, row->trainee, &number, &name, err))
			return false;
		const struct str fields[] = { number, row->sex, row->service, row->scenario, date_str(act->arena, time_date(row->finished)),
			                      str_format(act->arena, "%lld", (long long)row->points), str_format(act->arena, "%lld", (long long)row->most),
			                      row->passed ? STR("yes") : STR("no"), joined(act->arena, &row->missing),
			                      joined(act->arena, &row->wrong) };
		for (size_t k = 0; k < COUNT_OF(fields); k++)
			csv_field(&out, fields[k]);
		csv_end_row(&out);
	}
	look_at_trainees(act, runs, count);
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = "training-results.csv";
	reply->private_download = true;
	return true;
}
