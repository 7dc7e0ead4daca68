/* "Do I need a visa?": the rule of entry that a booth applies (pack_category), the procedure by which one gets what it asks for, and of that procedure the fee,
 * the papers and the time, as its own file says them for these answers. No word of it is anywhere else, so that advice, API and booth cannot differ. */
#include "pages.h"

#include <string.h>

#include "pack_judge.h"
#include "registry.h"

FIELDS_TABLE(advice_query, ADVICE_QUERY_FIELDS)

enum { VISIT_DAYS = 14, ADULT = 30 };

/* --- what is asked --- */

static struct date later(struct date day, int days)
{
	return date_of_days(date_days(day) + days);
}

static struct date today_of(struct act *act)
{
	return lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
}

static struct date born_of(const struct told *advice)
{
	struct date born = advice->arrive;
	born.year -= advice->age;
	born.day = born.month == 2 && born.day == 29 ? 28 : born.day;
	return born;
}

static void fill(struct act *act, const struct advice_query *query, struct told *advice)
{
	static const struct pack_post post = { .mode = MODE_AIR };
	struct pack_facts *facts = &advice->facts;
	struct subject subject = { .direction = STR("entry"), .post = &post };
	advice->arrive = date_whole(query->arrive) ? query->arrive : later(today_of(act), 30);
	advice->days = query->days ? (int)query->days : VISIT_DAYS;
	advice->age = query->age ? (int)query->age : ADULT;
	subject.identity = (struct identity){
		.born = born_of(advice), .nationalities = { (struct str *)&query->nationality, 1 }, .document_kind = query->kind.len ? query->kind : STR("P"),
		.document_issuer = query->nationality, .document_expires = later(advice->arrive, 3650),
	};
	subject.today = advice->arrive;
	subject.purpose = query->purpose.len ? query->purpose : STR("tourism");
	subject_facts(&subject);
	*facts = subject.facts;
	if (query->residence.len)
		facts->residence.items[facts->residence.count++] = query->residence;
	if (query->holds.len)
		facts->visas_of.items[facts->visas_of.count++] = query->holds;
}

const struct pack_procedure *portal_way(struct act *act, enum pack_need need, struct str purpose, struct date day)
{
	const struct pack_table *table = pack_table(act->pack, STR("entry_ways"));
	const struct str asked[] = { str_of(pack_need_name(need)), purpose };
	struct pack_row row;
	if (!table || !pack_table_lookup(act->arena, table, asked, COUNT_OF(asked), day, &row, 1) || !row.count)
		return NULL;
	return pack_procedure(act->pack, row.cells[row.count - 1]);
}

void advise(struct act *act, const struct advice_query *query, struct told *out)
{
	struct pack_verdict verdict;
	*out = (struct told){ 0 };
	fill(act, query, out);
	pack_category(act->pack, &out->facts, out->arrive, &verdict);
	out->category = verdict.category;
	out->entry = verdict.entry;
	out->found = verdict.entry_found || pack_entry_need(act->pack, &out->facts, out->arrive, &out->entry);
	out->citizen = out->category && str_is(out->category->code, "citizen");
	out->way = out->citizen || out->entry.need == NEED_NONE ? NULL : portal_way(act, out->entry.need, out->facts.purpose, out->arrive);
	out->stay = pack_stay_rule(act->pack, out->entry.stay_rule, out->arrive);
}

/* --- the case that these answers would make --- */

static void put_if(const struct pack_procedure *procedure, json_t *answers, const char *name, json_t *value)
{
	if (procedure_field(procedure, str_of(name)) == NOWHERE)
		json_decref(value);
	else
		json_object_set_new(answers, name, value);
}

static json_t *text_json(struct str text)
{
	return json_stringn(text.data ? text.data : "", text.len);
}

static json_t *answers_of(struct act *act, const struct pack_procedure *procedure, const struct portal_journey *journey)
{
	json_t *answers = json_object(), *person = json_object(), *passport = json_object();
	json_object_set_new(person, "nationality", text_json(journey->nationality));
	json_object_set_new(person, "birth_date", text_json(date_str(act->arena, journey->born)));
	json_object_set_new(passport, "issuer", text_json(journey->issuer));
	put_if(procedure, answers, "applicant", person);
	put_if(procedure, answers, "passport", passport);
	put_if(procedure, answers, "purpose", text_json(journey->purpose));
	put_if(procedure, answers, "arrive", text_json(date_str(act->arena, journey->arrive)));
	put_if(procedure, answers, "leave", text_json(date_str(act->arena, later(journey->arrive, journey->days - 1))));
	put_if(procedure, answers, "vale_family", json_string("no"));
	put_if(procedure, answers, "payer", json_string("self"));
	return answers;
}

/* MISSING: no fee is asked. */
static struct rule_value fee_of(struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct rule_value amount;
	struct error ignored;
	for (size_t i = 0; i < procedure->use_count; i++)
		if (str_is(procedure->uses[i].capability->name, "fee") && case_setting(&seen->flow, &procedure->uses[i], "amount", &amount, &ignored))
			return amount;
	return (struct rule_value){ .kind = RULE_MONEY };
}

bool portal_cost(struct act *act, const struct pack_procedure *way, const struct portal_journey *journey, struct rule_value *amount, struct error *err)
{
	struct case_seen seen;
	if (!case_imagine(act, way, answers_of(act, way, journey), &seen, err))
		return false;
	*amount = fee_of(&seen);
	case_end(&seen);
	return true;
}

static struct str fee_words(struct act *act, struct case_seen *seen)
{
	struct rule_value amount = fee_of(seen);
	if (amount.kind != RULE_MONEY)
		return STR("");
	return amount.money.amount ? rule_value_text(act->arena, &amount) : lang_words(act->lang, WORDS("Nothing"));
}

/* The clock named `decision` is the time to decide; what the public reads of a duration are its own words. */
static struct str time_words(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	place_at at = procedure_clock(procedure, STR("decision"));
	struct rule_value allow;
	struct error ignored;
	if (at == NOWHERE || !flow_eval(&seen->flow, &procedure->clocks[at].allow, &allow, &ignored) || allow.kind != RULE_DURATION)
		return STR("");
	const struct rule_duration *d = &allow.duration;
	if (d->working_days)
		return lang_count(act->lang, act->arena, d->working_days, WORDS_MANY("{count} working day", "{count} working days"));
	if (d->months)
		return lang_count(act->lang, act->arena, d->months, WORDS_MANY("{count} month", "{count} months"));
	if (d->days)
		return lang_count(act->lang, act->arena, d->days, WORDS_MANY("{count} day", "{count} days"));
	return lang_duration(act->lang, act->arena, d->minutes * INT64_C(60000));
}

static void add_words(json_t *out, struct str words)
{
	if (words.len)
		json_array_append_new(out, text_json(words));
}

/* Papers that depend on nationality and purpose: those that the application will ask for, and no others. */
static void add_rows(struct act *act, struct case_seen *seen, const struct pack_asked *field, json_t *out)
{
	struct flow_papers *papers = ARENA_NEW(act->arena, struct flow_papers);
	struct error ignored;
	for (size_t i = 0; flow_papers(&seen->flow, field, NULL, NULL, papers, &ignored) && i < papers->count; i++)
		add_words(out, papers->items[i].words);
}

/* Does a party of the procedure fill it in? What a desk adds is nothing to bring. */
static bool is_brought(const struct pack_procedure *procedure, place_at field)
{
	for (size_t i = 0; i < procedure->state_count; i++)
		for (size_t k = 0; k < procedure->states[i].edit_count; k++) {
			const struct pack_edit *edit = &procedure->states[i].edits[k];
			for (size_t f = 0; edit->who.parties.count && procedure->states[i].phase == PHASE_DRAFT && f < edit->fields.count; f++)
				if (edit->fields.items[f] == field)
					return true;
		}
	return false;
}

static json_t *papers_of(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	json_t *out = json_array();
	for (size_t i = 0; i < procedure->field_count; i++) {
		const struct pack_asked *field = &procedure->fields[i];
		bool paper = field->type == ASKED_DOCUMENT || field->type == ASKED_PHOTO || field->type == ASKED_TRAVEL_DOCUMENT;
		if (!is_brought(procedure, (place_at)i) || !flow_shown(&seen->flow, field, NULL, NULL))
			continue;
		if (field->type == ASKED_DOCUMENTS)
			add_rows(act, seen, field, out);
		else if (paper && flow_required(&seen->flow, field, NULL, NULL))
			add_words(out, pack_words(act->pack, lang_tag(act->lang), field->label));
	}
	return out;
}

/* Centres where the visit that the procedure asks for can be booked. */
static json_t *places_of(struct act *act, const struct pack_procedure *procedure)
{
	json_t *out = json_array();
	for (size_t u = 0; u < procedure->use_count; u++) {
		struct str service = pack_setting_code(&procedure->uses[u], "service");
		if (!str_is(procedure->uses[u].capability->name, "appointment") || !service.len)
			continue;
		for (size_t i = 0; i < act->pack->centre_count; i++)
			if (pack_service(&act->pack->centres[i], service))
				add_words(out, pack_words(act->pack, lang_tag(act->lang), act->pack->centres[i].words));
	}
	return out;
}

static bool put_way(struct act *act, const struct told *advice, json_t *data, struct error *err)
{
	struct case_seen seen;
	const struct portal_journey journey = { advice->facts.nationalities.items[0], advice->facts.document_issuer, advice->facts.purpose, born_of(advice), advice->arrive, advice->days };
	json_t *answers = answers_of(act, advice->way, &journey);
	if (!case_imagine(act, advice->way, answers, &seen, err))
		return false;
	json_put_str(data, "procedure", advice->way->name);
	json_put_str(data, "fee", fee_words(act, &seen));
	json_put_str(data, "time", time_words(act, &seen));
	json_put(data, "papers", papers_of(act, &seen));
	json_put(data, "places", places_of(act, advice->way));
	case_end(&seen);
	return true;
}

/* --- in words --- */

static struct str headline(struct act *act, const struct told *advice)
{
	struct str title = advice->way ? pack_words(act->pack, lang_tag(act->lang), advice->way->title) : STR("");
	if (advice->citizen)
		return lang_words(act->lang, WORDS("No. As a citizen you may always enter."));
	if (!advice->found)
		return lang_words(act->lang, WORDS("This cannot be said here. Please ask a centre."));
	switch (advice->entry.need) {
	case NEED_NONE: return lang_words(act->lang, WORDS("No. You need no visa for this journey."));
	case NEED_ON_ARRIVAL: return lang_words(act->lang, WORDS("Yes, and you get it when you arrive."));
	case NEED_AUTHORISATION: return lang_words(act->lang, WORDS("No visa, but a travel authorisation before you travel."));
	default: break;
	}
	return title.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Yes. Before you travel you need: {title}.")), { "title", title }) :
	                   lang_words(act->lang, WORDS("Yes. You need a visa before you travel."));
}

static void put_term(json_t *rows, struct act *act, const char *icon, const char *what, struct str words)
{
	json_t *row = json_object();
	if (!words.len) {
		json_decref(row);
		return;
	}
	json_put_str(row, "icon", str_of(icon));
	json_put_str(row, "what", lang_words(act->lang, what));
	json_put_str(row, "words", words);
	json_array_append_new(rows, row);
}

static struct str text_at(const json_t *data, const char *name)
{
	const char *text = json_string_value(json_object_get(data, name));
	return str_of(text ? text : "");
}

static json_t *terms_of(struct act *act, const struct told *advice, const json_t *data)
{
	struct str tag = lang_tag(act->lang);
	json_t *rows = json_array();
	put_term(rows, act, "print", WORDS("Fee"), text_at(data, "fee"));
	put_term(rows, act, "clock", WORDS("How long"), text_at(data, "time").len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("At most {time} after all is there")), { "time", text_at(data, "time") }) : STR(""));
	if (!advice->citizen && advice->stay)
		put_term(rows, act, "calendar", WORDS("You may stay"), pack_words(act->pack, tag, advice->stay->words));
	if (!advice->citizen && advice->found)
		put_term(rows, act, "passport", WORDS("Passport"), LANG_FILL(act->arena, lang_words(act->lang, WORDS("Valid until {date} at least")), { "date", lang_date(act->lang, act->arena,
			date_add_months(later(advice->arrive, advice->days - 1), advice->entry.passport_months)) }));
	if (advice->entry.onward == PACK_YES)
		put_term(rows, act, "plane", WORDS("Ticket"), lang_words(act->lang, WORDS("A ticket onward or back")));
	if (advice->entry.health.len)
		put_term(rows, act, "care", WORDS("Health"), pack_code_words(act->pack, tag, STR("health_rules"), advice->entry.health));
	return rows;
}

/* --- the page --- */

static json_t *options(struct act *act, const char *list, struct str chosen)
{
	const struct pack_list *codes = pack_list(act->pack, str_of(list));
	json_t *out = json_array();
	for (size_t i = 0; codes && i < codes->count; i++) {
		json_t *one = json_object();
		if (!pack_code_valid(act->pack, codes->name, codes->codes[i].code, today_of(act))) {
			json_decref(one);
			continue;
		}
		json_put_str(one, "code", codes->codes[i].code);
		json_put_str(one, "word", pack_words(act->pack, lang_tag(act->lang), codes->codes[i].words));
		json_put_yesno(one, "chosen", str_equal(chosen, codes->codes[i].code));
		json_array_append_new(out, one);
	}
	return json_array_size(out) > 30 ? case_sorted(act, out) : out;
}

static void put_form(struct act *act, const struct advice_query *query, json_t *page)
{
	json_put(page, "nationalities", options(act, "countries", query->nationality));
	json_put(page, "residences", options(act, "countries", query->residence));
	json_put(page, "visas", options(act, "countries", query->holds));
	json_put(page, "purposes", options(act, "travel_purposes", query->purpose.len ? query->purpose : STR("tourism")));
	json_put(page, "kinds", options(act, "document_kinds", query->kind.len ? query->kind : STR("P")));
	json_put_str(page, "days", str_format(act->arena, "%d", query->days ? (int)query->days : VISIT_DAYS));
	json_put_str(page, "age", query->age ? str_format(act->arena, "%d", (int)query->age) : STR(""));
	json_put_str(page, "arrive", date_whole(query->arrive) ? date_str(act->arena, query->arrive) : STR(""));
}

static bool put_answer(struct act *act, const struct advice_query *query, struct reply *reply, struct error *err)
{
	struct told advice;
	struct str tag = lang_tag(act->lang);
	json_t *data = reply->data;
	advise(act, query, &advice);
	json_put_str(data, "need", advice.citizen ? STR("none") : str_of(advice.found ? pack_need_name(advice.entry.need) : "unknown"));
	json_put_str(data, "category", advice.category ? advice.category->code : STR(""));
	json_put_str(data, "stay_rule", advice.entry.stay_rule);
	json_put(data, "passport_months", json_integer(advice.entry.passport_months));
	json_put_str(data, "article", advice.citizen ? STR("") : pack_words(act->pack, tag, advice.entry.article));
	json_put(data, "papers", json_array());
	json_put(data, "places", json_array());
	if (advice.way && !put_way(act, &advice, data, err))
		return false;
	json_put_str(data, "answer", headline(act, &advice));
	json_put(data, "terms", terms_of(act, &advice, data));
	json_put_yesno(reply->page, "any_paper", json_array_size(json_object_get(data, "papers")) != 0);
	json_put_yesno(reply->page, "any_place", json_array_size(json_object_get(data, "places")) != 0);
	json_put_str(reply->page, "begin", advice.way && portal_opens(advice.way) ? str_format(act->arena, "/visa/begin/" STR_FMT, STR_ARG(advice.way->name)) : STR(""));
	json_put_str(reply->page, "asked", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{country}, {purpose}, {days} days")),
	                                             { "country", pack_code_words(act->pack, tag, STR("countries"), query->nationality) },
	                                             { "purpose", pack_code_words(act->pack, tag, STR("travel_purposes"), advice.facts.purpose) },
	                                             { "days", lang_number(act->lang, act->arena, advice.days) }));
	return true;
}

bool portal_advice_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct advice_query *query = call->query;
	const struct { const char *name, *list; struct str value; } codes[] = {
		{ "nationality", "countries", query->nationality }, { "residence", "countries", query->residence }, { "holds", "countries", query->holds },
		{ "purpose", "travel_purposes", query->purpose }, { "kind", "document_kinds", query->kind },
	};
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (codes[i].value.len && !pack_code(act->pack, str_of(codes[i].list), codes[i].value))
			return error_set(err, ERR_INPUT, "This code is not one of the list.", "Choose one of the list.", "%s", codes[i].name);
	portal_page(act, reply);
	put_form(act, query, reply->page);
	json_put_yesno(reply->page, "answered", query->nationality.len != 0);
	json_put_yesno(reply->page, "packed", true); /* with its lists of countries it is long: without the mark of a session it may travel packed */
	return !query->nationality.len || put_answer(act, query, reply, err);
}
