/* Two packs side by side: what the past would have been, who, how many, money, work; running cases; scenarios. */
#include "inside.h"

#include "flow.h"
#include "journal.h"
#include "pages.h"
#include "scenario.h"

FIELDS_TABLE(past_form, PAST_FORM_FIELDS)

enum { PEOPLE_MOST = 100000, SHOWN_MOST = 20 };

/* What a page shows of: the version that is tried, and what it is compared with. */
struct beside {
	struct act *act;
	struct pack_version_row row;
	struct pack_source source;
	const struct pack *packs[PAST_SIDES];
};

static struct str path_of(struct act *act, struct str identity, const char *after)
{
	return str_format(act->arena, "/pack/" STR_FMT "%s", STR_ARG(identity), after);
}

/* ---- numbers in words ---- */

static struct str number(struct act *act, const json_t *value)
{
	return json_is_null(value) ? lang_words(act->lang, WORDS("under 5")) : lang_number(act->lang, act->arena, json_integer_value(value));
}

static struct str of(struct act *act, const json_t *object, const char *name)
{
	return number(act, json_object_get(object, name));
}

static struct str text(const json_t *object, const char *name)
{
	const char *found = json_string_value(json_object_get(object, name));
	return str_of(found ? found : "");
}

static struct str with_sign(struct act *act, int64_t value, struct str words)
{
	return value > 0 ? str_format(act->arena, "+" STR_FMT, STR_ARG(words)) : words;
}

static struct str money(struct act *act, int64_t micro, struct str currency)
{
	return str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(lang_decimal(act->lang, act->arena, (micro + (micro < 0 ? -5000 : 5000)) / 10000, 2)), STR_ARG(currency));
}

static struct str duration(struct act *act, int64_t ms)
{
	return ms ? lang_duration(act->lang, act->arena, ms < 0 ? -ms : ms) : lang_number(act->lang, act->arena, 0);
}

/* ---- side by side ---- */

static json_t *add_row(json_t *rows, struct str what, struct str before, struct str after, struct str difference)
{
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "before", before);
	json_put_str(row, "after", after);
	json_put_str(row, "difference", difference);
	json_array_append_new(rows, row);
	return row;
}

static struct str difference_of(struct act *act, const json_t *before, const json_t *after)
{
	int64_t value = json_integer_value(after) - json_integer_value(before);
	if (json_is_null(before) || json_is_null(after))
		return STR("");
	return with_sign(act, value, lang_number(act->lang, act->arena, value));
}

static void count_row(struct act *act, json_t *rows, const char *what, const json_t *before, const json_t *after)
{
	add_row(rows, lang_words(act->lang, what), number(act, before), number(act, after), difference_of(act, before, after));
}

/* Tenths of a day. */
static int64_t mean_days(const json_t *side)
{
	int64_t limited = json_integer_value(json_object_get(side, "limited"));
	return limited ? (json_integer_value(json_object_get(side, "days")) * 10 + limited / 2) / limited : 0;
}

static json_t *answer_rows(struct act *act, const json_t *figures)
{
	static const struct { const char *name, *words; } counts[] = {
		{ "clear", WORDS("Entries advised: clear") }, { "look", WORDS("Entries advised: look") }, { "refer", WORDS("Entries advised: refer") },
		{ "limited", WORDS("Entries with a limit of stay") }, { "none_left", WORDS("Entries with no day left") },
		{ "late", WORDS("Stays that were too long") }, { "late_days", WORDS("Days too long, in all") },
	};
	json_t *rows = json_array(), *sides = json_object_get(figures, "sides"), *before = json_array_get(sides, 0), *after = json_array_get(sides, 1);
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		count_row(act, rows, counts[i].words, json_object_get(before, counts[i].name), json_object_get(after, counts[i].name));
	int64_t a = mean_days(before), b = mean_days(after);
	add_row(rows, lang_words(act->lang, WORDS("Days allowed, on average")), lang_decimal(act->lang, act->arena, a, 1), lang_decimal(act->lang, act->arena, b, 1),
	        with_sign(act, b - a, lang_decimal(act->lang, act->arena, b - a, 1)));
	return rows;
}

/* ---- names ---- */

static struct str procedure_words(const struct beside *shown, struct str name)
{
	for (int side = PAST_SIDES; side-- > 0;) {
		const struct pack_procedure *procedure = pack_procedure(shown->packs[side], name);
		if (procedure)
			return pack_words(shown->packs[side], lang_tag(shown->act->lang), procedure->title);
	}
	return name;
}

static struct str rest_of(struct str code)
{
	struct str head;
	str_cut(&code, '.', &head);
	return code;
}

static struct str money_words(const struct beside *shown, struct str code)
{
	struct act *act = shown->act;
	if (str_is(code, "penalty"))
		return lang_words(act->lang, WORDS("Penalties for stays that were too long"));
	if (str_starts(code, STR("case.")))
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{procedure}: applications on record")), { "procedure", procedure_words(shown, rest_of(code)) });
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{procedure}: needed by these crossings")), { "procedure", procedure_words(shown, code) });
}

static struct str work_words(const struct beside *shown, struct str code)
{
	static const struct { const char *code, *words; } names[] = {
		{ "referral", WORDS("People sent to the second line") }, { "overstay", WORDS("Late exits that are heard") }, { "step", WORDS("Steps of cases") },
		{ "second", WORDS("Second persons asked") }, { "task", WORDS("Tasks made by cases") },
	};
	struct act *act = shown->act;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(code, names[i].code))
			return lang_words(act->lang, names[i].words);
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{procedure}: applications needed")), { "procedure", procedure_words(shown, rest_of(code)) });
}

/* ---- money, work ---- */

static json_t *money_rows(const struct beside *shown, const json_t *figures)
{
	struct act *act = shown->act;
	json_t *rows = json_array();
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(figures, "money"), i, one) {
		const json_t *micro = json_object_get(one, "micro"), *count = json_object_get(one, "count");
		int64_t before = json_integer_value(json_array_get(micro, 0)), after = json_integer_value(json_array_get(micro, 1));
		struct str currency = text(one, "currency");
		json_t *row = add_row(rows, money_words(shown, text(one, "code")), money(act, before, currency), money(act, after, currency),
		                      with_sign(act, after - before, money(act, after - before, currency)));
		json_put_str(row, "counts", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{before} and {after} times")), { "before", number(act, json_array_get(count, 0)) },
		                                      { "after", number(act, json_array_get(count, 1)) }));
	}
	return rows;
}

static bool is_timed(const json_t *one, size_t side)
{
	return json_integer_value(json_array_get(json_object_get(one, "ms"), side)) || !json_integer_value(json_array_get(json_object_get(one, "count"), side));
}

static json_t *work_rows(const struct beside *shown, const json_t *figures)
{
	struct act *act = shown->act;
	json_t *rows = json_array();
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(figures, "work"), i, one) {
		const json_t *count = json_object_get(one, "count"), *ms = json_object_get(one, "ms");
		int64_t more = json_integer_value(json_array_get(ms, 1)) - json_integer_value(json_array_get(ms, 0));
		json_t *row = add_row(rows, work_words(shown, text(one, "code")), number(act, json_array_get(count, 0)), number(act, json_array_get(count, 1)),
		                      difference_of(act, json_array_get(count, 0), json_array_get(count, 1)));
		bool timed = is_timed(one, 0) && is_timed(one, 1);
		json_put_str(row, "time", !timed || !more ? STR("") : LANG_FILL(act->arena, lang_words(act->lang, more > 0 ? WORDS("{time} more") : WORDS("{time} less")), { "time", duration(act, more) }));
	}
	return rows;
}

/* ---- who ---- */

static void put_sexes(struct act *act, json_t *row, const json_t *counts)
{
	static const char *const names[] = { "women", "men", "other", "unknown" };
	for (size_t i = 0; i < PAST_SEXES; i++)
		json_put_str(row, names[i], number(act, json_array_get(counts, i)));
}

static json_t *nation_rows(const struct beside *shown, const json_t *figures)
{
	struct act *act = shown->act;
	json_t *rows = json_array();
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(figures, "nations"), i, one) {
		json_t *row = json_object();
		const json_t *late = json_object_get(one, "late");
		struct str code = text(one, "code");
		json_put_str(row, "name", code.len ? pack_code_words(act->pack, lang_tag(act->lang), STR("countries"), code) : lang_words(act->lang, WORDS("All others")));
		json_put_str(row, "people", of(act, one, "people"));
		json_put_str(row, "people_different", of(act, one, "people_different"));
		put_sexes(act, row, json_object_get(one, "different"));
		json_put_str(row, "late_before", number(act, json_array_get(late, 0)));
		json_put_str(row, "late_after", number(act, json_array_get(late, 1)));
		json_array_append_new(rows, row);
	}
	return rows;
}

/* ---- from which answer to which ---- */

static struct str category_words(const struct beside *shown, int side, struct str code)
{
	const struct pack_category *category = pack_category_of(shown->packs[side], code, (struct date){ 0 });
	return category ? pack_words(shown->packs[side], lang_tag(shown->act->lang), category->words) : code;
}

static struct str answer_words(const struct beside *shown, struct str what, int side, struct str code)
{
	static const struct { const char *code, *words; } names[] = {
		{ "clear", WORDS("Clear") }, { "look", WORDS("Look") }, { "refer", WORDS("Refer") }, { "within", WORDS("Within the limit") }, { "late", WORDS("Too long") },
		{ "fewer", WORDS("Fewer days") }, { "more", WORDS("More days") }, { "limited", WORDS("A limit") }, { "unlimited", WORDS("No limit") }, { "impossible", WORDS("Not possible") },
		{ "second", WORDS("A second person is asked") }, { "", "-" }, { "stays", WORDS("Goes on") }, { "fee", WORDS("Fee") }, { "lower", WORDS("A lower fee") },
		{ "higher", WORDS("A higher fee") }, { "due", WORDS("Time limit") }, { "sooner", WORDS("Ends sooner") }, { "later", WORDS("Ends later") }, { "limit", WORDS("A time limit") },
		{ "no_limit", WORDS("No time limit") },
	};
	if (str_is(what, "category"))
		return category_words(shown, side, code);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(code, names[i].code))
			return *names[i].code ? lang_words(shown->act->lang, names[i].words) : STR("-");
	return code;
}

static json_t *turn_row(const struct beside *shown, const json_t *one, struct str what, struct str from, struct str to)
{
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "from", from);
	json_put_str(row, "to", to);
	put_sexes(shown->act, row, json_object_get(one, "count"));
	json_put_str(row, "all", of(shown->act, one, "all"));
	return row;
}

static json_t *turn_rows(const struct beside *shown, const json_t *figures)
{
	static const struct { const char *code, *words; } names[] = {
		{ "category", WORDS("Category") }, { "advice", WORDS("Advice") }, { "days", WORDS("Days allowed") }, { "stay", WORDS("Stay") },
	};
	json_t *rows = json_array();
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(figures, "turns"), i, one) {
		struct str what = text(one, "what"), words = what;
		for (size_t k = 0; k < COUNT_OF(names); k++)
			if (str_is(what, names[k].code))
				words = lang_words(shown->act->lang, names[k].words);
		json_array_append_new(rows, turn_row(shown, one, words, answer_words(shown, what, 0, text(one, "from")), answer_words(shown, what, 1, text(one, "to"))));
	}
	return rows;
}

/* "state.sent": the label of the state under that pack; an outcome has no words of its own. */
static struct str result_words(const struct beside *shown, const struct pack_procedure *procedure, int side, struct str code)
{
	place_at at = procedure && str_starts(code, STR("state.")) ? procedure_state(procedure, rest_of(code)) : NOWHERE;
	if (at != NOWHERE)
		return pack_words(shown->packs[side], lang_tag(shown->act->lang), procedure->states[at].label);
	return str_starts(code, STR("outcome.")) ? rest_of(code) : answer_words(shown, STR(""), side, code);
}

static json_t *case_rows(const struct beside *shown, const json_t *cases)
{
	struct str tag = lang_tag(shown->act->lang);
	json_t *rows = json_array();
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(cases, "turns"), i, one) {
		struct str action = text(one, "what"), name;
		str_cut(&action, '.', &name);
		const struct pack_procedure *before = pack_procedure(shown->packs[0], name), *after = pack_procedure(shown->packs[1], name);
		place_at at = before ? procedure_action(before, action) : NOWHERE;
		struct str what = str_format(shown->act->arena, STR_FMT ": " STR_FMT, STR_ARG(procedure_words(shown, name)),
		                             STR_ARG(at == NOWHERE ? action : pack_words(shown->packs[0], tag, before->actions[at].label)));
		json_array_append_new(rows, turn_row(shown, one, what, result_words(shown, before, 0, text(one, "from")), result_words(shown, after, 1, text(one, "to"))));
	}
	return rows;
}

/* ---- what was not judged ---- */

static void add_whys(const struct beside *shown, json_t *rows, const json_t *whys)
{
	static const struct { const char *code, *words; } reasons[] = {
		{ "fact", WORDS("The pack asks a fact that no entry holds") }, { "visa", WORDS("A visa that is known by its seal alone") }, { "post", WORDS("A pack does not know the post") },
		{ "recorded", WORDS("Something was known then that is not kept") }, { "answer", WORDS("The other pack asks what nobody was asked") },
		{ "action", WORDS("A pack has no such action") }, { "procedure", WORDS("A pack has no such procedure") }, { "rule", WORDS("A rule could not be carried out") },
	};
	struct act *act = shown->act;
	const json_t *one;
	size_t i;
	json_array_foreach(whys, i, one) {
		json_t *row = json_object();
		struct str words = STR(""), name = text(one, "name");
		for (size_t k = 0; k < COUNT_OF(reasons); k++)
			if (str_is(text(one, "code"), reasons[k].code))
				words = lang_words(act->lang, reasons[k].words);
		json_put_str(row, "what", words);
		json_put_str(row, "name", procedure_words(shown, name));
		json_put_str(row, "count", of(act, one, "count"));
		json_array_append_new(rows, row);
	}
}

/* ---- the finding ---- */

static void add_figure(json_t *rows, struct str what, struct str value, struct str words)
{
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "value", value);
	json_put_str(row, "text", words);
	json_array_append_new(rows, row);
}

static struct str sexes_words(struct act *act, const json_t *counts)
{
	struct str parts[PAST_SEXES];
	size_t count = 0;
	const char *const ones[] = { WORDS("women: {count}"), WORDS("men: {count}"), WORDS("X: {count}"), WORDS("not known: {count}") };
	for (size_t i = 0; i < PAST_SEXES; i++)
		if (json_is_null(json_array_get(counts, i)) || json_integer_value(json_array_get(counts, i)))
			parts[count++] = LANG_FILL(act->arena, lang_words(act->lang, ones[i]), { "count", number(act, json_array_get(counts, i)) });
	return str_join(act->arena, parts, count, STR(", "));
}

/* Of penalties and of what crossings need; what cases paid is another sum, and told apart. */
static struct str more_money(struct act *act, const json_t *figures, struct str *words)
{
	int64_t more = 0;
	struct str currency = act->pack->head.currency;
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(figures, "money"), i, one) {
		const json_t *micro = json_object_get(one, "micro");
		if (!str_starts(text(one, "code"), STR("case.")) && str_equal(text(one, "currency"), currency))
			more += json_integer_value(json_array_get(micro, 1)) - json_integer_value(json_array_get(micro, 0));
	}
	*words = lang_words(act->lang, WORDS("Penalties, and what these crossings need"));
	return with_sign(act, more, money(act, more, currency));
}

static struct str more_work(struct act *act, const json_t *figures, struct str *words)
{
	int64_t more = 0;
	bool timed = true;
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(figures, "work"), i, one) {
		const json_t *ms = json_object_get(one, "ms");
		timed &= is_timed(one, 0) && is_timed(one, 1);
		more += json_integer_value(json_array_get(ms, 1)) - json_integer_value(json_array_get(ms, 0));
	}
	*words = lang_words(act->lang, timed ? WORDS("Officers' time, by the pack's own measure") : WORDS("The pack does not say how long all of it takes"));
	if (!timed)
		return STR("-");
	return more < 0 ? str_format(act->arena, "-" STR_FMT, STR_ARG(duration(act, more))) : with_sign(act, more, duration(act, more));
}

static json_t *finding(struct act *act, const json_t *figures)
{
	const json_t *crossings = json_object_get(figures, "crossings"), *sides = json_object_get(figures, "sides");
	const json_t *before = json_object_get(json_array_get(sides, 0), "late"), *after = json_object_get(json_array_get(sides, 1), "late");
	json_t *rows = json_array();
	struct str words;
	add_figure(rows, lang_words(act->lang, WORDS("Entries judged again")), of(act, crossings, "all_judged"),
	           LANG_FILL(act->arena, lang_words(act->lang, WORDS("of {entries}, by {people} people")), { "entries", of(act, crossings, "entries") }, { "people", of(act, crossings, "people") }));
	add_figure(rows, lang_words(act->lang, WORDS("Answered otherwise")), of(act, crossings, "all_different"), sexes_words(act, json_object_get(crossings, "different")));
	add_figure(rows, lang_words(act->lang, WORDS("People concerned")), of(act, crossings, "all_persons_different"), sexes_words(act, json_object_get(crossings, "persons_different")));
	add_figure(rows, lang_words(act->lang, WORDS("Stays too long")), number(act, after),
	           LANG_FILL(act->arena, lang_words(act->lang, WORDS("instead of {before}")), { "before", number(act, before) }));
	struct str value = more_money(act, figures, &words);
	add_figure(rows, lang_words(act->lang, WORDS("Revenue")), value, words);
	value = more_work(act, figures, &words);
	add_figure(rows, lang_words(act->lang, WORDS("Work")), value, words);
	return rows;
}

/* ---- running cases, scenarios ---- */

static struct str what_becomes(struct act *act, const struct pack *pack, struct str name, int revision)
{
	const struct pack_procedure *procedure = pack_procedure(pack, name);
	const struct pack_migration *migration = procedure ? flow_migration(procedure, revision) : NULL;
	if (!procedure)
		return lang_words(act->lang, WORDS("They stay under theirs: the version has no such procedure."));
	if (procedure->revision == revision)
		return lang_words(act->lang, WORDS("Same revision"));
	struct str words = lang_words(act->lang, migration && migration->move ? WORDS("They move to revision {number}.") : WORDS("They stay under theirs; new ones come under revision {number}."));
	return LANG_FILL(act->arena, words, { "number", lang_number(act->lang, act->arena, procedure->revision) });
}

static bool put_running(const struct beside *shown, json_t *page, struct error *err)
{
	struct act *act = shown->act;
	json_t *rows = json_array();
	struct query *query = db_query(act->db, "policy.running");
	while (query_next(query)) {
		struct str name = query_text(query, 0, act->arena);
		int64_t revision = query_int(query, 1);
		json_t *row = json_object();
		json_put_str(row, "name", procedure_words(shown, name));
		json_put_str(row, "revision", lang_number(act->lang, act->arena, revision));
		json_put_str(row, "count", lang_number(act->lang, act->arena, query_int(query, 2)));
		json_put_str(row, "becomes", what_becomes(act, shown->packs[1], name, (int)revision));
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_running", json_array_size(rows) != 0);
	json_put(page, "running", rows);
	return query_end(query, err);
}

static void put_scenarios(const struct beside *shown, json_t *page)
{
	struct act *act = shown->act;
	struct scenario_result result = { .text = BUF_IN(act->arena) };
	const struct lang_zone *zone = act->house->zone(act->house, shown->packs[1]->head.zone);
	json_t *failed = json_array();
	struct str all, line;
	for (size_t i = 0; i < shown->source.count; i++)
		if (str_ends(shown->source.files[i].path, STR(".test.lim")))
			scenarios_run(act->arena, shown->packs[1], shown->source.files[i].path, shown->source.files[i].bytes, zone, &result);
	json_decref(result.reached);
	for (all = buf_str(&result.text); str_cut(&all, '\n', &line);)
		if (line.len && !str_starts(line, STR("ok ")) && json_array_size(failed) < SHOWN_MOST)
			json_array_append_new(failed, json_str(line));
	json_put_str(page, "scenarios_tone", result.failed ? STR("stop") : STR("clear"));
	json_put_str(page, "scenarios", result.failed ? lang_count(act->lang, act->arena, (int64_t)result.failed, WORDS_MANY("{count} does not hold", "{count} do not hold"))
	                                              : lang_count(act->lang, act->arena, (int64_t)result.passed, WORDS_MANY("{count} held", "{count} held")));
	json_put_yesno(page, "any_failed", json_array_size(failed) != 0);
	json_put(page, "failed", failed);
}

/* ---- the page ---- */

static bool show_version(struct act *act, struct str identity, struct beside *out, struct error *err)
{
	struct pack_diagnostics found;
	*out = (struct beside){ .act = act, .packs = { act->pack } };
	if (!pack_version_find(act, identity, &out->row, &out->source, err))
		return false;
	return pack_load(act->arena, &out->source, pack_today(act), &out->packs[1], &found) ||
	       error_set(err, ERR_FINDINGS, "the pack has mistakes", "look at the page of this version", "%.12s", out->row.identity.data);
}

static struct str person(struct act *act, struct uuid user)
{
	struct error ignored;
	struct query *query = db_query(act->db, "pack.person");
	query_bind_id(query, "record", user);
	struct str name = query_next(query) ? query_text(query, 0, act->arena) : lang_words(act->lang, WORDS("the command line of this node"));
	return query_end(query, &ignored) ? name : STR("");
}

static struct str made_words(struct act *act, const struct simulation_row *row)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{name}, {time}: {from} to {to}")), { "name", person(act, row->officer) },
	                 { "time", lang_date_time(act->lang, act->arena, zone, row->happened) }, { "from", lang_date_short(act->lang, act->arena, row->first) },
	                 { "to", lang_date_short(act->lang, act->arena, row->last) });
}

static bool read_rows(struct act *act, struct str identity, struct simulation_row *rows, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "policy.simulations");
	query_bind_text(query, "identity", identity);
	query_bind_int(query, "most", SHOWN_MOST);
	*count = 0;
	while (*count < SHOWN_MOST && query_next(query))
		query_row(query, &simulation_row_fields, &rows[(*count)++], act->arena);
	return query_end(query, err);
}

static json_t *list_of(struct act *act, const struct simulation_row *rows, size_t count, struct uuid shown)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "href", str_format(act->arena, "/simulation/" STR_FMT, STR_ARG(uuid_str(act->arena, rows[i].id))));
		json_put_str(row, "text", made_words(act, &rows[i]));
		json_put_yesno(row, "current", uuid_equal(rows[i].id, shown));
		json_array_append_new(out, row);
	}
	return out;
}

static void put_figures(const struct beside *shown, json_t *page, const json_t *figures)
{
	const json_t *cases = json_object_get(figures, "cases");
	json_t *whys = json_array(), *turns = turn_rows(shown, figures), *case_turns = case_rows(shown, cases);
	struct act *act = shown->act;
	add_whys(shown, whys, json_object_get(figures, "not_judged"));
	add_whys(shown, whys, json_object_get(cases, "not_judged"));
	json_put(page, "finding", finding(act, figures));
	json_put(page, "answers", answer_rows(act, figures));
	json_put(page, "money", money_rows(shown, figures));
	json_put(page, "work", work_rows(shown, figures));
	json_put(page, "nations", nation_rows(shown, figures));
	json_put_yesno(page, "any_turn", json_array_size(turns) != 0);
	json_put(page, "turns", turns);
	json_put_str(page, "cases_words", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{actions} actions of {cases} cases judged again, {different} answered otherwise.")),
	                                            { "actions", of(act, cases, "judged") }, { "cases", of(act, cases, "all") }, { "different", of(act, cases, "all_different") }));
	json_put_yesno(page, "any_case_turn", json_array_size(case_turns) != 0);
	json_put(page, "case_turns", case_turns);
	json_put_yesno(page, "any_why", json_array_size(whys) != 0);
	json_put(page, "whys", whys);
}

static struct str version_words(struct act *act, const char *sentence, struct str version, struct str identity)
{
	return LANG_FILL(act->arena, lang_words(act->lang, sentence), { "version", version }, { "identity", str_slice(identity, 0, 8) });
}

/* Two versions may bear one name: the identity tells them apart. */
static void put_heads(const struct beside *shown, json_t *page)
{
	struct act *act = shown->act;
	json_put_str(page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("The past under version {version}")), { "version", shown->row.version }));
	json_put_str(page, "version", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Version {version}")), { "version", shown->row.version }));
	json_put_str(page, "version_href", path_of(act, shown->row.identity, ""));
	json_put_str(page, "self", path_of(act, shown->row.identity, "/past"));
	json_put_str(page, "before_word", version_words(act, WORDS("{version} ({identity})"), shown->packs[0]->head.version, str_of(shown->packs[0]->identity)));
	json_put_str(page, "after_word", version_words(act, WORDS("{version} ({identity})"), shown->row.version, shown->row.identity));
}

static void put_form(struct act *act, const struct past_form *again, json_t *page)
{
	struct date to = pack_today(act), from = date_add_months(to, -12);
	json_put_str(page, "from", date_str(act->arena, again && date_whole(again->from) ? again->from : from));
	json_put_str(page, "to", date_str(act->arena, again && date_whole(again->to) ? again->to : to));
}

/* `which`: NULL = the newest. */
static bool show(struct act *act, struct beside *shown, const struct simulation_row *which, const struct past_form *again, struct reply *reply, struct error *err)
{
	struct simulation_row *rows = ARENA_ARRAY(act->arena, struct simulation_row, SHOWN_MOST);
	size_t count;
	if (!read_rows(act, shown->row.identity, rows, &count, err))
		return false;
	if (!which && count)
		which = &rows[0];
	json_t *page = reply->page = json_object(), *figures = which ? json_loadb(which->figures.data, which->figures.len, 0, NULL) : NULL;
	const struct pack *before = which ? pack_shelf_version(act->house->packs, act, which->before, &(struct error){ 0 }) : NULL;
	if (before)
		shown->packs[0] = before;
	reply->data = json_object();
	json_put_str(reply->data, "version", shown->row.identity);
	put_heads(shown, page);
	put_form(act, again, page);
	json_put_yesno(page, "any_figure", figures != NULL);
	json_put_str(page, "made", which ? made_words(act, which) : STR(""));
	json_put(page, "simulations", list_of(act, rows, count, which ? which->id : (struct uuid){ { 0 } }));
	json_put_yesno(page, "any_simulation", count != 0);
	put_scenarios(shown, page);
	if (figures) {
		put_figures(shown, page, figures);
		json_put(reply->data, "figures", figures);
	}
	return put_running(shown, page, err);
}

bool past_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct beside shown;
	return show_version(act, call->name, &shown, err) && show(act, &shown, NULL, call->form, reply, err);
}

bool simulation_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct beside shown;
	struct simulation_row row = { .after = STR("") };
	struct query *query = db_query(act->db, "policy.simulation");
	query_bind_id(query, "id", call->id);
	bool found = query_next(query);
	if (found)
		query_row(query, &simulation_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such simulation", "look at the page of the version", "simulation");
	return show_version(act, row.after, &shown, err) && show(act, &shown, &row, NULL, reply, err);
}

static bool good_days(struct act *act, const struct past_form *form, struct error *err)
{
	if (date_whole(form->from) && date_whole(form->to) && date_compare(form->from, form->to) <= 0)
		return true;
	finding_add(&act->findings, STR("from"), "order", WORDS("The first day must not be after the last."));
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "first day");
}

bool past_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct past_form *form = call->form;
	struct beside shown;
	struct simulation_body body;
	if (!good_days(act, form, err) || !show_version(act, call->name, &shown, err))
		return false;
	const struct past_plan plan = { .packs = { shown.packs[0], shown.packs[1] }, .from = form->from, .to = form->to, .most = PEOPLE_MOST };
	if (!policy_simulate(act, &plan, &body, err))
		return false;
	reply->data = json_object();
	json_put(reply->data, "figures", json_loadb(body.figures.data, body.figures.len, 0, NULL));
	return true;
}
