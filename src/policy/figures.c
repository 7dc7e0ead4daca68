/* Counting, and the figures as they are kept and shown.
 *
 * PAST_FIGURES, an object:
 *   packs [{identity, version}, ..], from, to
 *   crossings {all, entries, exits, people, judged [F, M, X, U], different [..], persons_different [..]}
 *   sides [{clear, look, refer, limited, days, none_left, late, late_days}, ..]
 *   turns [{what, from, to, count [..]}]: answers that are others under the second pack, the most frequent first
 *   nations [{code, judged [..], different [..], people, people_different, late [before, after]}]; code "" = all others
 *   not_judged [{code, name, count}]
 *   money [{code, currency, count [..], micro [..]}]: penalty; procedures that crossings need; "case.PROCEDURE" of cases
 *   work [{code, count [..], ms [..]}]: ms 0 = the pack says no time
 *   cases {all, actions, judged, different [..], turns [..], not_judged [..]}
 * Where rows are as fine as sex, nationality or category a number under 5 is null, and a sum over the sexes that would tell it is rounded to tens; sums over
 * everybody are told. */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 5, TURNS_KEPT = 80, NATIONS_KEPT = 60, FEWEST_OF_A_NATION = 20 };

int sex_of(struct str sex)
{
	return str_is(sex, "F") ? 0 : str_is(sex, "M") ? 1 : str_is(sex, "X") ? 2 : 3;
}

int64_t all_of(const struct by_sex *count)
{
	int64_t all = 0;
	for (int i = 0; i < PAST_SEXES; i++)
		all += count->n[i];
	return all;
}

/* ---- counting ---- */

static bool same(const char *kept, struct str text)
{
	return strlen(kept) == text.len && !memcmp(kept, text.data ? text.data : "", text.len);
}

static void copy(char *out, size_t size, struct str text)
{
	size_t most = text.len < size - 1 ? text.len : size - 1;
	if (most)
		memcpy(out, text.data, most);
	out[most] = 0;
}

struct nation *tally_nation(struct tally *tally, struct str code)
{
	for (size_t i = 0; i < tally->nation_count; i++)
		if (same(tally->nations[i].code, code))
			return &tally->nations[i];
	if (tally->nation_count < NATIONS_MOST)
		copy(tally->nations[tally->nation_count++].code, sizeof tally->nations[0].code, code);
	return &tally->nations[tally->nation_count - 1];
}

/* The last place holds whatever finds none. */
static size_t place_of(size_t *count, size_t most)
{
	return *count < most ? (*count)++ : most - 1;
}

void tally_turn(struct turn *turns, size_t *count, struct str what, struct str from, struct str to, int sex)
{
	size_t i = 0;
	while (i < *count && !(same(turns[i].what, what) && same(turns[i].from, from) && same(turns[i].to, to)))
		i++;
	if (i == *count) {
		i = place_of(count, TURNS_MOST);
		copy(turns[i].what, CODE_MOST, what);
		copy(turns[i].from, CODE_MOST, from);
		copy(turns[i].to, CODE_MOST, to);
	}
	turns[i].count.n[sex]++;
}

void tally_why(struct why *whys, size_t *count, const char *code, struct str name)
{
	size_t i = 0;
	while (i < *count && !(!strcmp(whys[i].code, code) && same(whys[i].name, name)))
		i++;
	if (i == *count) {
		i = place_of(count, WHYS_MOST);
		copy(whys[i].code, sizeof whys[i].code, str_of(code));
		copy(whys[i].name, CODE_MOST, name);
	}
	whys[i].count++;
}

void tally_sum(struct sum *sums, size_t *count, struct str code, struct str currency, int side, int64_t amount)
{
	size_t i = 0;
	while (i < *count && !(same(sums[i].code, code) && same(sums[i].currency, currency)))
		i++;
	if (i == *count) {
		i = place_of(count, SUMS_MOST);
		copy(sums[i].code, CODE_MOST, code);
		copy(sums[i].currency, sizeof sums[i].currency, currency);
	}
	sums[i].count[side]++;
	sums[i].amount[side] += amount;
}

/* ---- as JSON ---- */

static bool is_few(int64_t n)
{
	return n > 0 && n < FEW;
}

static json_t *sexes(const struct by_sex *count)
{
	json_t *out = json_array();
	for (int i = 0; i < PAST_SEXES; i++)
		json_array_append_new(out, is_few(count->n[i]) ? json_null() : json_integer(count->n[i]));
	return out;
}

/* A sum beside which a number is hidden would tell it: it is rounded to tens. */
static json_t *sum_of(const struct by_sex *count)
{
	int64_t all = all_of(count);
	bool hides = false;
	for (int i = 0; i < PAST_SEXES; i++)
		hides |= is_few(count->n[i]);
	return is_few(all) ? json_null() : json_integer(hides ? (all + 5) / 10 * 10 : all);
}

static json_t *people(int64_t n)
{
	return is_few(n) ? json_null() : json_integer(n);
}

static json_t *pair(const int64_t n[PAST_SIDES], bool hides)
{
	return json_pack("[o, o]", hides ? people(n[0]) : json_integer(n[0]), hides ? people(n[1]) : json_integer(n[1]));
}

static int more_turns(const void *a, const void *b)
{
	int64_t one = all_of(&((const struct turn *)a)->count), two = all_of(&((const struct turn *)b)->count);
	return one != two ? (one > two ? -1 : 1) : strcmp(((const struct turn *)a)->what, ((const struct turn *)b)->what);
}

static json_t *turns_json(struct turn *turns, size_t count)
{
	json_t *out = json_array();
	if (count)
		qsort(turns, count, sizeof *turns, more_turns);
	for (size_t i = 0; i < count && i < TURNS_KEPT; i++)
		json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:o, s:o}", "what", turns[i].what, "from", turns[i].from, "to", turns[i].to, "count", sexes(&turns[i].count),
		                                     "all", sum_of(&turns[i].count)));
	return out;
}

static json_t *whys_json(const struct why *whys, size_t count)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(out, json_pack("{s:s, s:s, s:I}", "code", whys[i].code, "name", whys[i].name, "count", (json_int_t)whys[i].count));
	return out;
}

static json_t *sums_json(const struct sum *sums, size_t count, const char *amount)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(out, json_pack("{s:s, s:s, s:o, s:o}", "code", sums[i].code, "currency", sums[i].currency, "count", pair(sums[i].count, false), amount,
		                                     pair(sums[i].amount, false)));
	return out;
}

static int more_nations(const void *a, const void *b)
{
	const struct nation *one = a, *two = b;
	int64_t x = all_of(&one->different), y = all_of(&two->different);
	if (x == y)
		x = all_of(&one->judged), y = all_of(&two->judged);
	return x != y ? (x > y ? -1 : 1) : strcmp(one->code, two->code);
}

static void add_nation(struct nation *to, const struct nation *from)
{
	for (int i = 0; i < PAST_SEXES; i++) {
		to->judged.n[i] += from->judged.n[i];
		to->different.n[i] += from->different.n[i];
	}
	to->people += from->people;
	to->people_different += from->people_different;
	for (int i = 0; i < PAST_SIDES; i++)
		to->late[i] += from->late[i];
}

static json_t *nation_json(const struct nation *nation)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "code", nation->code, "judged", sexes(&nation->judged), "different", sexes(&nation->different), "people",
	                 people(nation->people), "people_different", people(nation->people_different), "late", pair(nation->late, true));
}

/* Those of few people are told together. */
static json_t *nations_json(struct tally *tally)
{
	json_t *out = json_array();
	struct nation others = { .code = "" };
	size_t kept = 0;
	if (tally->nation_count)
		qsort(tally->nations, tally->nation_count, sizeof tally->nations[0], more_nations);
	for (size_t i = 0; i < tally->nation_count; i++)
		if (kept < NATIONS_KEPT && all_of(&tally->nations[i].judged) >= FEWEST_OF_A_NATION) {
			json_array_append_new(out, nation_json(&tally->nations[i]));
			kept++;
		} else {
			add_nation(&others, &tally->nations[i]);
		}
	if (all_of(&others.judged))
		json_array_append_new(out, nation_json(&others));
	return out;
}

static json_t *side_json(const struct side *side)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "clear", (json_int_t)side->clear, "look", (json_int_t)side->look, "refer", (json_int_t)side->refer, "limited",
	                 (json_int_t)side->limited, "days", (json_int_t)side->days, "none_left", (json_int_t)side->none_left, "late", (json_int_t)side->late, "late_days",
	                 (json_int_t)side->late_days);
}

static json_t *packs_json(const struct past_plan *plan)
{
	json_t *out = json_array();
	for (int i = 0; i < PAST_SIDES; i++)
		json_array_append_new(out, json_pack("{s:s, s:s%}", "identity", plan->packs[i]->identity, "version", plan->packs[i]->head.version.data, plan->packs[i]->head.version.len));
	return out;
}

json_t *tally_figures(struct arena *arena, const struct past_plan *plan, const struct tally *counted)
{
	struct tally *tally = ARENA_NEW(arena, struct tally);
	*tally = *counted;
	json_t *out = json_object();
	json_put(out, "packs", packs_json(plan));
	json_put_str(out, "from", date_str(arena, plan->from));
	json_put_str(out, "to", date_str(arena, plan->to));
	json_put(out, "crossings", json_pack("{s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "all", (json_int_t)tally->crossings, "entries", (json_int_t)tally->entries, "exits",
	                                     (json_int_t)tally->exits, "people", (json_int_t)tally->people, "judged", sexes(&tally->judged), "different", sexes(&tally->different),
	                                     "persons_different", sexes(&tally->persons_different), "all_judged", sum_of(&tally->judged), "all_different",
	                                     sum_of(&tally->different)));
	json_put(json_object_get(out, "crossings"), "all_persons_different", sum_of(&tally->persons_different));
	json_put(out, "sides", json_pack("[o, o]", side_json(&tally->sides[0]), side_json(&tally->sides[1])));
	json_put(out, "turns", turns_json(tally->turns, tally->turn_count));
	json_put(out, "nations", nations_json(tally));
	json_put(out, "not_judged", whys_json(tally->whys, tally->why_count));
	json_put(out, "money", sums_json(tally->money, tally->money_count, "micro"));
	json_put(out, "work", sums_json(tally->work, tally->work_count, "ms"));
	json_put(out, "cases", json_pack("{s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "all", (json_int_t)tally->cases, "actions", (json_int_t)tally->actions, "judged",
	                                 (json_int_t)tally->actions_judged, "different", sexes(&tally->actions_different), "all_different", sum_of(&tally->actions_different),
	                                 "turns", turns_json(tally->case_turns, tally->case_turn_count), "not_judged", whys_json(tally->case_whys, tally->case_why_count)));
	return out;
}
