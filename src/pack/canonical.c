#include "compile.h"
#include "procedure.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "crypto.h"

/* The compiled pack as JSON: keys sorted, no white space, no floating point, and its SHA-256. Two packs that mean the same have
 * the same identity, however their files are laid out and commented. What is empty is left out. */

static void put(json_t *object, const char *name, struct str text)
{
	if (text.len)
		json_object_set_new(object, name, json_stringn(text.data, text.len));
}

static void put_number(json_t *object, const char *name, int64_t value)
{
	if (value)
		json_object_set_new(object, name, json_integer(value));
}

static void put_yes(json_t *object, const char *name, bool yes)
{
	if (yes)
		json_object_set_new(object, name, json_true());
}

static void put_date(json_t *object, const char *name, struct date date)
{
	char text[DATE_TEXT];
	put(object, name, date_text(date, text));
}

static void put_span(json_t *object, struct pack_span span)
{
	put_date(object, "from", span.from);
	put_date(object, "until", span.until);
}

static void put_words(json_t *object, const char *name, struct words words)
{
	put(object, name, words.source);
}

static void put_names(json_t *object, const char *name, struct pack_names names)
{
	json_t *array = json_array();
	for (size_t i = 0; i < names.count; i++)
		json_array_append_new(array, json_stringn(names.items[i].data, names.items[i].len));
	json_object_set_new(object, name, array);
}

static json_t *head_json(const struct pack *pack)
{
	const struct pack_head *head = &pack->head;
	json_t *out = json_object();
	put(out, "code", head->code);
	put_words(out, "name", head->name);
	put_words(out, "authority", head->authority);
	put(out, "country", head->country);
	put(out, "version", head->version);
	put_date(out, "from", head->from);
	put(out, "language", head->language);
	put_names(out, "languages", head->languages);
	if (head->desk_languages.count)
		put_names(out, "desk_languages", head->desk_languages);
	put(out, "currency", head->currency);
	put(out, "zone", head->zone);
	put(out, "calendar", head->calendar);
	put(out, "cover", head->cover);
	put(out, "foil", head->foil);
	put(out, "emblem", head->emblem);
	put_words(out, "emblem_words", head->emblem_words);
	return out;
}

static json_t *security_json(const struct pack *pack)
{
	const struct pack_security *security = &pack->security;
	json_t *out = json_object();
	put_number(out, "idle", security->idle);
	put_number(out, "absolute", security->absolute);
	put_number(out, "lock", security->lock);
	put_number(out, "lock_tries", security->lock_tries);
	put_number(out, "password_length", security->password_length);
	return out;
}

static json_t *list_json(const struct pack *pack, size_t at)
{
	const struct pack_list *list = &pack->lists[at];
	json_t *out = json_object(), *codes = json_array();
	put(out, "name", list->name);
	put_words(out, "words", list->words);
	for (size_t i = 0; i < list->count; i++) {
		json_t *code = json_object();
		put(code, "code", list->codes[i].code);
		put_words(code, "words", list->codes[i].words);
		put_span(code, list->codes[i].span);
		if (list->codes[i].has_score)
			json_object_set_new(code, "score", json_integer(list->codes[i].score));
		json_array_append_new(codes, code);
	}
	json_object_set_new(out, "codes", codes);
	return out;
}

static json_t *param_json(const struct pack *pack, size_t at)
{
	const struct pack_param *param = &pack->params[at];
	json_t *out = json_object(), *values = json_array();
	put(out, "name", param->name);
	put_words(out, "words", param->words);
	for (size_t i = 0; i < param->count; i++) {
		const struct pack_value *value = &param->values[i];
		json_t *row = json_object();
		json_object_set_new(row, "kind", json_integer(value->kind));
		put_span(row, value->span);
		put_number(row, "micro", value->micro);
		put(row, "unit", value->unit);
		put(row, "text", value->text);
		put_date(row, "date", value->date);
		json_array_append_new(values, row);
	}
	json_object_set_new(out, "values", values);
	return out;
}

static json_t *calendar_json(const struct pack *pack, size_t at)
{
	const struct pack_calendar *calendar = &pack->calendars[at];
	json_t *out = json_object(), *holidays = json_array(), *weekend = json_array();
	put(out, "name", calendar->name);
	put_words(out, "words", calendar->words);
	put_date(out, "known_until", calendar->known_until);
	for (int day = 0; day < 7; day++)
		if (calendar->weekend[day])
			json_array_append_new(weekend, json_integer(day));
	for (size_t i = 0; i < calendar->count; i++) {
		const struct pack_holiday *holiday = &calendar->holidays[i];
		json_t *row = json_object(), *dates = json_array();
		put_words(row, "words", holiday->words);
		json_object_set_new(row, "kind", json_integer(holiday->kind));
		put_number(row, "month", holiday->month);
		put_number(row, "day", holiday->day);
		put_number(row, "offset", holiday->offset);
		for (size_t j = 0; j < holiday->count; j++) {
			char text[DATE_TEXT];
			struct str date = date_text(holiday->dates[j], text);
			json_array_append_new(dates, json_stringn(date.data, date.len));
		}
		json_object_set_new(row, "dates", dates);
		json_array_append_new(holidays, row);
	}
	json_object_set_new(out, "weekend", weekend);
	json_object_set_new(out, "holidays", holidays);
	return out;
}

static json_t *post_json(const struct pack *pack, size_t at)
{
	const struct pack_post *post = &pack->posts[at];
	json_t *out = json_object(), *lanes = json_array();
	put(out, "code", post->code);
	put_words(out, "words", post->words);
	put(out, "mode", str_of(pack_mode_name(post->mode)));
	put_number(out, "latitude", post->latitude);
	put_number(out, "longitude", post->longitude);
	put(out, "zone", post->zone);
	put(out, "neighbour", post->neighbour);
	put_span(out, post->span);
	for (size_t i = 0; i < post->count; i++) {
		json_t *lane = json_object();
		put_number(lane, "number", post->lanes[i].number);
		put_words(lane, "words", post->lanes[i].words);
		put_number(lane, "way", post->lanes[i].way);
		json_array_append_new(lanes, lane);
	}
	json_object_set_new(out, "lanes", lanes);
	return out;
}

static json_t *centre_json(const struct pack *pack, size_t at)
{
	const struct pack_centre *centre = &pack->centres[at];
	json_t *out = json_object(), *services = json_array(), *hours = json_array(), *closed = json_array();
	char day[DATE_TEXT];
	put(out, "code", centre->code);
	put_words(out, "words", centre->words);
	put_words(out, "address", centre->address);
	put(out, "country", centre->country);
	put(out, "zone", centre->zone);
	put(out, "calendar", centre->calendar);
	put_number(out, "latitude", centre->latitude);
	put_number(out, "longitude", centre->longitude);
	put_number(out, "ahead_days", centre->ahead_days);
	put_number(out, "notice_minutes", centre->notice_minutes);
	put_span(out, centre->span);
	for (size_t i = 0; i < centre->service_count; i++) {
		json_t *one = json_object();
		put(one, "code", centre->services[i].code);
		put_number(one, "minutes", centre->services[i].minutes);
		put_number(one, "counters", centre->services[i].counters);
		json_array_append_new(services, one);
	}
	for (size_t i = 0; i < centre->hours_count; i++) {
		json_t *one = json_object();
		put_number(one, "days", centre->hours[i].days);
		put_number(one, "from", centre->hours[i].from);
		put_number(one, "until", centre->hours[i].until);
		json_array_append_new(hours, one);
	}
	for (size_t i = 0; i < centre->closed_count; i++) {
		struct str text = date_text(centre->closed[i], day);
		json_array_append_new(closed, json_stringn(text.data, text.len));
	}
	json_object_set_new(out, "services", services);
	json_object_set_new(out, "hours", hours);
	json_object_set_new(out, "closed", closed);
	return out;
}

static json_t *bloc_json(const struct pack *pack, size_t at)
{
	const struct pack_bloc *bloc = &pack->blocs[at];
	json_t *out = json_object(), *members = json_array();
	put(out, "code", bloc->code);
	put_words(out, "words", bloc->words);
	put_words(out, "law", bloc->law);
	for (size_t i = 0; i < bloc->count; i++) {
		json_t *member = json_object();
		put(member, "country", bloc->members[i].country);
		put_span(member, bloc->members[i].span);
		json_array_append_new(members, member);
	}
	json_object_set_new(out, "members", members);
	return out;
}

static json_t *stay_rule_json(const struct pack *pack, size_t at)
{
	const struct pack_stay_rule *rule = &pack->stay_rules[at];
	json_t *out = json_object();
	put(out, "code", rule->code);
	put_words(out, "words", rule->words);
	put_words(out, "law", rule->law);
	put_yes(out, "unlimited", rule->unlimited);
	put_number(out, "allow", rule->allow);
	put(out, "unit", rule->allow_unit);
	put_number(out, "window", rule->window);
	put_yes(out, "counts_entry_day", rule->counts_entry_day);
	put_yes(out, "counts_exit_day", rule->counts_exit_day);
	if (rule->counts_extension) /* said where it is so: packs from before stay what they were */
		put_yes(out, "counts_extension", true);
	if (rule->counts_permit)
		put_yes(out, "counts_permit", true);
	put_span(out, rule->span);
	return out;
}

static void put_expression(json_t *object, const char *name, const struct rule_expression *expression, struct arena *arena)
{
	if (expression)
		put(object, name, rule_print(arena, expression));
}

static json_t *category_json(const struct pack *pack, size_t at)
{
	const struct pack_category *category = &pack->categories[at];
	json_t *out = json_object();
	struct arena *arena = arena_new(0);
	put(out, "code", category->code);
	put_words(out, "words", category->words);
	put_words(out, "law", category->law);
	put(out, "when", category->when_text);
	put_names(out, "ask", category->ask);
	put_names(out, "waive", category->waive);
	put(out, "stay_rule", category->stay_rule);
	put_expression(out, "stay", category->stay, arena);
	put_number(out, "may", category->may);
	put_span(out, category->span);
	arena_free(arena);
	return out;
}

static json_t *overstay_json(const struct pack_overstay *overstay)
{
	json_t *out = json_object(), *excuses = json_array(), *tariff = json_array();
	for (size_t i = 0; i < overstay->excuse_count; i++) {
		json_t *one = json_object();
		put(one, "code", overstay->excuses[i].code);
		put_yes(one, "paper", overstay->excuses[i].paper);
		json_array_append_new(excuses, one);
	}
	for (size_t i = 0; i < overstay->tariff_count; i++) {
		json_t *step = json_object();
		put_number(step, "days", overstay->tariff[i].days);
		put_number(step, "micro", overstay->tariff[i].micro);
		put(step, "currency", overstay->tariff[i].currency);
		put_span(step, overstay->tariff[i].span);
		json_array_append_new(tariff, step);
	}
	json_object_set_new(out, "excuses", excuses);
	json_object_set_new(out, "tariff", tariff);
	put_number(out, "missing_exit_days", overstay->missing_exit_days);
	put(out, "tell", overstay->tell);
	put_words(out, "remedy", overstay->remedy);
	put_words(out, "law", overstay->law);
	return out;
}

static json_t *bans_json(const struct pack_bans *bans)
{
	json_t *out = json_object();
	put_names(out, "may", bans->may);
	put(out, "second", bans->second);
	put_number(out, "second_over_days", bans->second_over);
	put_number(out, "limit", bans->limit);
	put(out, "limit_unit", bans->limit_unit);
	put_words(out, "remedy", bans->remedy);
	put_words(out, "authority", bans->authority);
	put_words(out, "law", bans->law);
	put_number(out, "deadline_days", bans->deadline_days);
	return out;
}

static json_t *refusal_json(const struct pack *pack)
{
	const struct pack_refusal *refusal = &pack->refusal;
	json_t *out = json_object();
	struct arena *arena = arena_new(0);
	put_names(out, "may", refusal->may);
	put(out, "second", refusal->second);
	put_expression(out, "second_if", refusal->second_if, arena);
	put_expression(out, "not_when", refusal->not_when, arena);
	put_words(out, "remedy", refusal->remedy);
	put_words(out, "authority", refusal->authority);
	put_words(out, "law", refusal->law);
	put_number(out, "deadline_days", refusal->deadline_days);
	arena_free(arena);
	return out;
}

static json_t *disclosure_json(const struct pack *pack)
{
	const struct pack_disclosure *disclosure = &pack->disclosure;
	json_t *out = json_object();
	put_names(out, "withhold", disclosure->withhold);
	put_names(out, "unseen", disclosure->unseen);
	put_words(out, "words", disclosure->words);
	put_words(out, "remedy", disclosure->remedy);
	put_words(out, "law", disclosure->law);
	return out;
}

static json_t *role_json(const struct pack *pack, size_t at)
{
	json_t *out = json_object();
	put(out, "code", pack->roles[at].code);
	put_words(out, "words", pack->roles[at].words);
	put_names(out, "rights", pack->roles[at].rights);
	return out;
}

static json_t *purpose_json(const struct pack *pack, size_t at)
{
	json_t *out = json_object();
	put(out, "code", pack->purposes[at].code);
	put_words(out, "words", pack->purposes[at].words);
	put_words(out, "ground", pack->purposes[at].ground);
	put_names(out, "tasks", pack->purposes[at].tasks);
	return out;
}

static json_t *watchlist_json(const struct pack *pack, size_t at)
{
	const struct pack_watchlist *list = &pack->watchlists[at];
	json_t *out = json_object();
	put(out, "code", list->code);
	put_words(out, "words", list->words);
	put_words(out, "law", list->law);
	put_words(out, "instruction", list->instruction);
	put(out, "means", str_of(advice_name(list->means)));
	put_yes(out, "second_line", list->visible == VISIBLE_SECOND_LINE);
	put_yes(out, "kept_here", list->kept_here);
	put(out, "second", list->second);
	put_number(out, "amber_hours", list->amber_hours);
	put_number(out, "red_hours", list->red_hours);
	put_span(out, list->span);
	return out;
}

static json_t *peak_mode_json(const struct pack *pack, size_t at)
{
	const struct pack_peak_mode *mode = &pack->peak_modes[at];
	json_t *out = json_object();
	put(out, "code", mode->code);
	put_words(out, "words", mode->words);
	put_words(out, "law", mode->law);
	put_names(out, "reduce", mode->reduce);
	put_number(out, "most_minutes", mode->most_minutes);
	put_span(out, mode->span);
	return out;
}

static json_t *check_json(const struct pack *pack, size_t at)
{
	const struct pack_check *check = &pack->checks[at];
	json_t *out = json_object();
	put(out, "code", check->code);
	put_words(out, "words", check->words);
	put_words(out, "rule", check->rule);
	put_words(out, "law", check->law);
	put(out, "failed", str_of(advice_name(check->failed)));
	put(out, "undetermined", str_of(advice_name(check->undetermined)));
	put_span(out, check->span);
	return out;
}

static json_t *table_json(const struct pack *pack, size_t at)
{
	const struct pack_table *table = &pack->tables[at];
	json_t *out = json_object(), *rows = json_array();
	put(out, "name", table->name);
	put_words(out, "words", table->words);
	json_object_set_new(out, "hit", json_integer(table->hit));
	put_yes(out, "complete", table->complete);
	for (size_t i = 0; i < table->rows->count; i++) {
		json_t *row = json_array();
		for (size_t j = 0; j < table->rows->cells[i]; j++)
			json_array_append_new(row, json_stringn(table->rows->rows[i][j].data, table->rows->rows[i][j].len));
		json_array_append_new(rows, row);
	}
	json_object_set_new(out, "rows", rows);
	return out;
}

static json_t *letter_json(const struct pack *pack, size_t at)
{
	json_t *out = json_object();
	put(out, "name", pack->letters[at].file);
	put(out, "text", pack->letters[at].text);
	return out;
}

static json_t *procedure_json(const struct pack *pack, size_t at)
{
	json_t *out = json_object();
	put(out, "name", pack->procedures[at].name);
	put(out, "text", pack->procedures[at].text);
	return out;
}

/* Context -> source words -> translation, for each language. */
static json_t *words_json(const struct compiler *compiler)
{
	const struct pack_translations *translations = compiler->pack->translations;
	json_t *out = json_object();
	for (size_t i = 0; i < translations->count; i++) {
		json_t *language = json_object();
		for (size_t word = 0; word < compiler->word_count; word++) {
			struct words words = compiler->words[word].words;
			char *context = str_c(compiler->scratch, words.context), *source = str_c(compiler->scratch, words.source);
			json_t *above = json_object_get(language, context);
			if (!translations->texts[i][word].len)
				continue;
			if (!above) {
				above = json_object();
				json_object_set_new(language, context, above);
			}
			put(above, source, translations->texts[i][word]);
		}
		json_object_set_new(out, str_c(compiler->scratch, translations->languages[i]), language);
	}
	return out;
}

static json_t *steps_json(const struct pack_step *steps, size_t count)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();
		put(one, "code", steps[i].action);
		put_words(one, "why", steps[i].why);
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *along_json(const struct pack_scenario *scenario)
{
	json_t *out = json_array();
	for (size_t i = 0; i < scenario->along_count; i++) {
		json_t *one = json_object();
		char born[DATE_TEXT];
		put(one, "surname", scenario->along[i].surname);
		put(one, "given", scenario->along[i].given);
		put(one, "issuer", scenario->along[i].issuer);
		put(one, "sex", scenario->along[i].sex);
		put(one, "born", date_text(scenario->along[i].born, born));
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *scenario_json(const struct pack *pack, size_t at)
{
	const struct pack_scenario *scenario = &pack->scenarios[at];
	json_t *out = json_object();
	char born[DATE_TEXT];
	put(out, "code", scenario->code);
	put_words(out, "words", scenario->words);
	put_words(out, "brief", scenario->brief);
	put_words(out, "law", scenario->law);
	put_number(out, "scene", scenario->scene);
	put(out, "surname", scenario->surname);
	put(out, "given", scenario->given);
	put(out, "issuer", scenario->issuer);
	put(out, "nationality", scenario->nationality);
	put(out, "document", scenario->document);
	put(out, "sex", scenario->sex);
	put(out, "born", date_text(scenario->born, born));
	put(out, "spoilt", scenario->spoilt);
	put_number(out, "expired", scenario->expired);
	put_number(out, "entered", scenario->entered);
	put_number(out, "renewed", scenario->renewed);
	put_number(out, "exit", scenario->exit);
	json_object_set_new(out, "expect", steps_json(scenario->expect, scenario->expect_count));
	json_object_set_new(out, "never", steps_json(scenario->never, scenario->never_count));
	if (scenario->along_count)
		json_object_set_new(out, "along", along_json(scenario));
	return out;
}

static const struct {
	const char *name;
	json_t *(*row)(const struct pack *pack, size_t at);
	size_t count; /* offset of the count in struct pack */
} parts[] = {
	{ "lists", list_json, offsetof(struct pack, list_count) },
	{ "params", param_json, offsetof(struct pack, param_count) },
	{ "calendars", calendar_json, offsetof(struct pack, calendar_count) },
	{ "posts", post_json, offsetof(struct pack, post_count) },
	{ "blocs", bloc_json, offsetof(struct pack, bloc_count) },
	{ "stay_rules", stay_rule_json, offsetof(struct pack, stay_rule_count) },
	{ "categories", category_json, offsetof(struct pack, category_count) },
	{ "roles", role_json, offsetof(struct pack, role_count) },
	{ "purposes", purpose_json, offsetof(struct pack, purpose_count) },
	{ "watchlists", watchlist_json, offsetof(struct pack, watchlist_count) },
	{ "checks", check_json, offsetof(struct pack, check_count) },
	{ "peak_modes", peak_mode_json, offsetof(struct pack, peak_mode_count) },
	{ "centres", centre_json, offsetof(struct pack, centre_count) },
	{ "scenarios", scenario_json, offsetof(struct pack, scenario_count) },
	{ "tables", table_json, offsetof(struct pack, table_count) },
	{ "letters", letter_json, offsetof(struct pack, letter_count) },
	{ "procedures", procedure_json, offsetof(struct pack, procedure_count) },
};

void compile_identity(struct compiler *compiler)
{
	struct pack *pack = compiler->pack;
	json_t *out = json_object();
	json_object_set_new(out, "format", json_integer(1));
	json_object_set_new(out, "head", head_json(pack));
	json_object_set_new(out, "security", security_json(pack));
	json_object_set_new(out, "refusal", refusal_json(pack));
	if (pack->overstay.given) /* what a pack does not say is not in its form: its identity stays */
		json_object_set_new(out, "overstay", overstay_json(&pack->overstay));
	if (pack->bans.given)
		json_object_set_new(out, "bans", bans_json(&pack->bans));
	if (pack->disclosure.words.source.len) /* packs without it keep their identity */
		json_object_set_new(out, "disclosure", disclosure_json(pack));
	json_object_set_new(out, "translations", words_json(compiler));
	for (size_t part = 0; part < COUNT_OF(parts); part++) {
		json_t *rows = json_array();
		size_t count;
		memcpy(&count, (const char *)pack + parts[part].count, sizeof count);
		for (size_t i = 0; i < count; i++)
			json_array_append_new(rows, parts[part].row(pack, i));
		bool later = !strcmp(parts[part].name, "procedures") || !strcmp(parts[part].name, "centres");
		if (count || !later) /* packs without them keep their identity */
			json_object_set_new(out, parts[part].name, rows);
		else
			json_decref(rows);
	}
	char *text = json_dumps(out, JSON_COMPACT | JSON_SORT_KEYS);
	pack->json = str_copy(compiler->arena, str_of(text));
	free(text);
	json_decref(out);
	uint8_t digest[SHA256_BYTES];
	sha256(&pack->json, 1, digest);
	struct str hex = str_hex(compiler->scratch, digest, sizeof digest);
	memcpy(pack->identity, hex.data, hex.len);
}
