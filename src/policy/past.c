/* The walk over people: their entries, judged under both packs, one person in memory at a time. */
#include "inside.h"

#include <string.h>

#include "pack.h"
#include "portal.h"

enum { PAGE = 500 };

/* ---- which pack was in force ---- */

static struct str in_force_on(const struct past *past, struct date day)
{
	const struct pack_version_row *best = NULL;
	struct pack_source files;
	for (size_t i = 0; i < past->version_count; i++) {
		const struct pack_version_row *row = &past->versions[i];
		int newer = best ? date_compare(row->starts, best->starts) : 1;
		if (row->applied && date_compare(row->starts, day) <= 0 && (newer > 0 || (!newer && row->applied > best->applied)))
			best = row;
	}
	if (best)
		return best->identity;
	return past->act->house->packs ? str_of(pack_shelf_first(past->act->house->packs, &files)->identity) : STR("");
}

/* The pack that was in force gives another category than the one recorded: something was known at the booth that is not kept. */
static bool is_told_otherwise(const struct past *past, const struct movement_row *row, const struct answer *before)
{
	return row->category.len && !row->imported && !str_equal(row->category, before->category->code) &&
	       str_is(in_force_on(past, row->day), past->plan->packs[0]->identity);
}

/* ---- one entry ---- */

static bool counts(const struct movement_row *row)
{
	return !row->annulled && (str_is(row->decision, "admit"));
}

/* The crossing that follows: an exit closes the stay, another entry leaves it without one. */
static const struct movement_row *exit_of(const struct subject *all, size_t at)
{
	while (at-- > 0)
		if (counts(&all->movements[at]))
			return str_is(all->movements[at].direction, "exit") ? &all->movements[at] : NULL;
	return NULL;
}

/* The person as the booth met them: what came later is not known yet. */
static struct subject as_of(const struct subject *all, size_t at)
{
	const struct movement_row *row = &all->movements[at];
	struct subject then = *all;
	memcpy(&then.identity, (const char *)row + offsetof(struct movement_row, surname), offsetof(struct identity, document_expires));
	then.identity.document_expires = row->document_expires;
	then.movements = all->movements + at + 1;
	then.movement_count = all->movement_count - at - 1;
	then.source = STR("mrz");
	then.known = true;
	then.direction = row->direction;
	then.purpose = row->purpose;
	then.today = row->day;
	then.happened = row->happened;
	return then;
}

_Static_assert(offsetof(struct movement_row, document_expires) - offsetof(struct movement_row, surname) == offsetof(struct identity, document_expires),
               "a crossing holds an identity");

static struct str days_turn(const struct answer *before, const struct answer *after)
{
	if (before->unlimited != after->unlimited)
		return after->unlimited ? STR("unlimited") : STR("limited");
	return after->days < before->days ? STR("fewer") : STR("more");
}

static const char *advice_words(enum advice advice)
{
	return advice == ADVICE_REFER ? "refer" : advice == ADVICE_LOOK ? "look" : "clear";
}

static bool count_turns(struct tally *tally, const struct answer answers[PAST_SIDES], int sex)
{
	const struct answer *a = &answers[0], *b = &answers[1];
	size_t before = 0;
	struct { bool differs; const char *what; struct str from, to; } turns[] = {
		{ !str_equal(a->category->code, b->category->code), "category", a->category->code, b->category->code },
		{ strcmp(advice_words(a->advice), advice_words(b->advice)) != 0, "advice", str_of(advice_words(a->advice)), str_of(advice_words(b->advice)) },
		{ a->unlimited != b->unlimited || a->days != b->days, "days", STR(""), days_turn(a, b) },
		{ !a->late != !b->late, "stay", a->late ? STR("late") : STR("within"), b->late ? STR("late") : STR("within") },
	};
	for (size_t i = 0; i < COUNT_OF(turns); i++) {
		if (!turns[i].differs)
			continue;
		tally_turn(tally->turns, &tally->turn_count, str_of(turns[i].what), turns[i].from, turns[i].to, sex);
		before++;
	}
	return before != 0;
}

static void count_side(struct side *side, const struct answer *answer)
{
	side->refer += answer->advice == ADVICE_REFER;
	side->look += answer->advice == ADVICE_LOOK;
	side->clear += answer->advice < ADVICE_LOOK;
	side->limited += !answer->unlimited;
	side->days += answer->unlimited ? 0 : answer->days;
	side->none_left += !answer->unlimited && answer->days <= 0;
	side->late += answer->late > 0;
	side->late_days += answer->late;
}

/* ---- money ---- */

struct excuse {
	struct str explanation;
	bool paper;
};

static bool read_excuse(struct past *past, const struct movement_row *exit, struct excuse *out, struct error *err)
{
	struct query *query = db_query(past->act->db, "policy.excuse");
	*out = (struct excuse){ .explanation = STR("") };
	query_bind_id(query, "crossing", exit->id);
	if (query_next(query)) {
		out->explanation = query_text(query, 0, past->arena);
		out->paper = query_text(query, 1, past->arena).len != 0;
	}
	return query_end(query, err);
}

static void count_penalty(struct past *past, int side, const struct answer *answer, const struct excuse *excuse, const struct movement_row *exit)
{
	const struct pack *pack = past->plan->packs[side];
	const struct pack_tariff *tariff = pack_overstay_tariff(pack, answer->late, exit->day);
	tally_sum(past->tally->work, &past->tally->work_count, STR("overstay"), STR(""), side, pack_param_ms(pack, STR("work_overstay"), exit->day, 0));
	if (tariff && !(excuse->explanation.len && pack_overstay_excused(pack, excuse->explanation, excuse->paper)))
		tally_sum(past->tally->money, &past->tally->money_count, STR("penalty"), tariff->currency, side, tariff->micro);
}

static bool count_penalties(struct past *past, const struct answer answers[PAST_SIDES], const struct movement_row *exit, struct error *err)
{
	struct excuse excuse;
	if (!answers[0].late && !answers[1].late)
		return true;
	if (!read_excuse(past, exit, &excuse, err))
		return false;
	for (int side = 0; side < PAST_SIDES; side++)
		if (answers[side].late)
			count_penalty(past, side, &answers[side], &excuse, exit);
	return true;
}

/* What the rule of entry asks for, and what that costs: on arrival at each entry, else once for each person and way. */
struct needed {
	const struct pack_procedure *ways[8];
	size_t count;
};

static bool is_new_way(struct needed *needed, const struct pack_procedure *way, enum pack_need need)
{
	for (size_t i = 0; i < needed->count && need != NEED_ON_ARRIVAL; i++)
		if (needed->ways[i] == way)
			return false;
	if (needed->count < COUNT_OF(needed->ways))
		needed->ways[needed->count++] = way;
	return true;
}

static bool count_need(struct past *past, int side, const struct answer *answer, const struct movement_row *row, struct needed *needed, struct error *err)
{
	struct act act = *past->act;
	struct rule_value amount;
	act.arena = past->arena;
	act.pack = past->plan->packs[side];
	const struct pack_procedure *way = answer->rests && answer->need != NEED_NONE ? portal_way(&act, answer->need, row->purpose, row->day) : NULL;
	if (!way || !is_new_way(needed, way, answer->need))
		return true;
	const struct portal_journey journey = { row->nationality, row->document_issuer, row->purpose, row->born, row->day, answer->days > 0 ? answer->days : 1 };
	if (!portal_cost(&act, way, &journey, &amount, err))
		return false;
	tally_sum(past->tally->work, &past->tally->work_count, str_format(past->arena, "application." STR_FMT, STR_ARG(way->name)), STR(""), side, pack_param_ms(act.pack, STR("work_application"), row->day, 0));
	if (amount.kind == RULE_MONEY)
		tally_sum(past->tally->money, &past->tally->money_count, way->name, str_of(amount.money.currency), side, amount.money.amount);
	return true;
}

/* ---- a person ---- */

struct person {
	struct subject all;
	struct needed needed[PAST_SIDES];
	struct str nation;
	int sex;
	bool judged, different;
};

static bool count_entry(struct past *past, struct person *person, const struct answer answers[PAST_SIDES], const struct movement_row *row,
                        const struct movement_row *exit, struct error *err)
{
	struct tally *tally = past->tally;
	int sex = sex_of(row->sex);
	struct nation *nation = tally_nation(tally, row->nationality);
	bool different = count_turns(tally, answers, sex);
	person->nation = row->nationality;
	person->sex = sex;
	person->judged = true;
	person->different |= different;
	tally->judged.n[sex]++;
	nation->judged.n[sex]++;
	tally->different.n[sex] += different;
	nation->different.n[sex] += different;
	for (int side = 0; side < PAST_SIDES; side++) {
		count_side(&tally->sides[side], &answers[side]);
		nation->late[side] += answers[side].late > 0;
		if (answers[side].advice == ADVICE_REFER)
			tally_sum(tally->work, &tally->work_count, STR("referral"), STR(""), side, pack_param_ms(past->plan->packs[side], STR("work_referral"), row->day, 0));
		if (!count_need(past, side, &answers[side], row, &person->needed[side], err))
			return false;
	}
	return !exit || count_penalties(past, answers, exit, err);
}

static bool past_entry(struct past *past, struct person *person, size_t at, struct error *err)
{
	const struct movement_row *row = &person->all.movements[at], *exit = counts(row) ? exit_of(&person->all, at) : NULL;
	struct subject then = as_of(&person->all, at);
	struct answer answers[PAST_SIDES];
	const char *code = NULL;
	struct str name;
	for (int side = 0; side < PAST_SIDES && !code; side++)
		if (!judge_entry(past, side, &then, row, &answers[side], &code, &name, err))
			return false;
	if (!code && is_told_otherwise(past, row, &answers[0])) {
		code = "recorded";
		name = STR("");
	}
	if (code) {
		tally_why(past->tally->whys, &past->tally->why_count, code, name);
		return true;
	}
	judge_stays(answers, row, exit);
	return count_entry(past, person, answers, row, exit, err);
}

static bool in_range(const struct past *past, struct date day)
{
	return date_compare(day, past->plan->from) >= 0 && date_compare(day, past->plan->to) <= 0;
}

static bool past_person(struct past *past, struct uuid holder, struct error *err)
{
	struct act act = *past->act;
	struct person *person = ARENA_NEW(past->arena, struct person);
	struct tally *tally = past->tally;
	act.arena = past->arena;
	person->all.holder = person->all.record = holder;
	if (!subject_read(&act, &person->all, err))
		return false;
	for (size_t i = person->all.movement_count; i-- > 0;) {
		const struct movement_row *row = &person->all.movements[i];
		if (row->annulled || !in_range(past, row->day))
			continue;
		bool entry = str_is(row->direction, "entry");
		tally->crossings++;
		tally->entries += entry;
		tally->exits += !entry;
		if (entry && !past_entry(past, person, i, err))
			return false;
	}
	tally->people += person->judged;
	tally->persons_different.n[person->sex] += person->different;
	if (person->judged) {
		tally_nation(tally, person->nation)->people++;
		tally_nation(tally, person->nation)->people_different += person->different;
	}
	return true;
}

/* ---- all of them ---- */

static bool page_of(struct past *past, struct uuid after, struct uuid out[PAGE], size_t *count, struct error *err)
{
	struct query *query = db_query(past->act->db, "policy.people");
	struct str from = { (const char *)after.bytes, sizeof after.bytes };
	query_bind_blob(query, "after", from);
	query_bind_int(query, "since", (date_days(past->plan->from) - 1) * DAY_MS);
	query_bind_int(query, "until", (date_days(past->plan->to) + 2) * DAY_MS);
	query_bind_int(query, "most", PAGE);
	*count = 0;
	while (*count < PAGE && query_next(query))
		out[(*count)++] = query_id(query, 0);
	return query_end(query, err);
}

static bool past_people(struct past *past, struct error *err)
{
	struct uuid page[PAGE], after = { { 0 } };
	for (size_t count = PAGE; count == PAGE; after = page[PAGE - 1]) {
		if (!page_of(past, after, page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			arena_reset(past->arena);
			if (past->plan->most && past->looked++ >= past->plan->most)
				return error_set(err, ERR_TOO_LARGE, "these are more crossings than a page can judge again", "choose fewer days, or use limen pack simulate --past", "%lld people",
				                 (long long)past->plan->most);
			if (!past_person(past, page[i], err))
				return false;
		}
	}
	return true;
}

bool past_run(struct act *act, const struct past_plan *plan, json_t **figures, struct error *err)
{
	struct past past = { .act = act, .plan = plan, .arena = arena_new(0), .tally = ARENA_NEW(act->arena, struct tally) };
	bool good = pack_versions(act, &past.versions, &past.version_count, err) && past_people(&past, err) && past_cases(&past, err);
	*figures = good ? tally_figures(act->arena, plan, past.tally) : NULL;
	arena_free(past.arena);
	return good;
}
