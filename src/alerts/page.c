/* Pages of the lists that are kept here: propose an entry or a file, what waits, one proposal, whom it would have hit. */
#include "inside.h"

#include "access.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(list_file_form, LIST_FILE_FORM_FIELDS)
FIELDS_TABLE(list_propose_query, LIST_PROPOSE_QUERY_FIELDS)
FIELDS_TABLE(change_answer, CHANGE_ANSWER_FIELDS)

enum { CHANGES_MOST = 100, CHANGES_BACK_MS = 1209600000, ITEMS_SHOWN = 50 };

/* ---- words ---- */

static struct str list_words(struct act *act, struct str code)
{
	const struct pack_watchlist *list = pack_watchlist(act->pack, code, (struct date){ 0 });
	return list ? pack_words(act->pack, lang_tag(act->lang), list->words) : code;
}

static struct str code_words(struct act *act, const char *list, struct str code)
{
	return code.len ? pack_code_words(act->pack, lang_tag(act->lang), str_of(list), code) : code;
}

static struct str direction_words(struct act *act, struct str direction)
{
	return lang_words(act->lang, str_is(direction, "entry") ? WORDS("Entry") : str_is(direction, "exit") ? WORDS("Exit") : WORDS("Entry and exit"));
}

static struct str officer(struct act *act, struct uuid user)
{
	struct query *query = db_query(act->db, "alerts.officer");
	struct error err;
	query_bind_id(query, "record", user);
	struct str name = query_next(query) ? query_text(query, 0, act->arena) : lang_words(act->lang, WORDS("Not known"));
	return query_end(query, &err) ? name : STR("");
}

static struct str when_words(struct act *act, int64_t when)
{
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->post_count ? act->pack->posts[0].zone : STR("UTC")), when);
}

static struct str path_of(struct act *act, const char *before, struct uuid id, const char *after)
{
	return str_format(act->arena, "%s" STR_FMT "%s", before, STR_ARG(uuid_str(act->arena, id)), after);
}

static void put_choice(json_t *out, struct str code, struct str word, struct str chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", str_equal(code, chosen));
	json_array_append_new(out, row);
}

/* ---- the form of an entry ---- */

static json_t *directions(struct act *act, struct str chosen)
{
	static const char *const codes[] = { "both", "entry", "exit" };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		put_choice(out, str_of(codes[i]), direction_words(act, str_of(codes[i])), chosen);
	return out;
}

static json_t *kinds(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	put_choice(out, STR("person"), lang_words(act->lang, WORDS("Person")), chosen);
	put_choice(out, STR("document"), lang_words(act->lang, WORDS("Document")), chosen);
	put_choice(out, STR("vehicle"), lang_words(act->lang, WORDS("Vehicle")), chosen);
	return out;
}

static json_t *sexes(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	put_choice(out, STR(""), lang_words(act->lang, WORDS("Not known")), chosen);
	put_choice(out, STR("F"), lang_words(act->lang, WORDS("Female")), chosen);
	put_choice(out, STR("M"), lang_words(act->lang, WORDS("Male")), chosen);
	put_choice(out, STR("X"), lang_words(act->lang, WORDS("Unspecified (X)")), chosen);
	return out;
}

static json_t *measures(struct act *act, struct str chosen)
{
	const struct pack_list *list = pack_list(act->pack, STR("measures"));
	json_t *out = json_array();
	for (size_t i = 0; list && i < list->count; i++)
		if (pack_span_holds(list->codes[i].span, time_date(act->now)))
			put_choice(out, list->codes[i].code, pack_words(act->pack, lang_tag(act->lang), list->codes[i].words), chosen);
	return out;
}

/* What the form shows at first: the entry that is changed, or nothing. A form given back brings its own values. */
static void form_page(struct act *act, const struct pack_watchlist *list, const struct national *national, const struct list_propose_form *given, json_t *page)
{
	struct str direction = given ? given->direction : national ? national->direction : STR("both"), kind = given ? given->kind : national ? national->kind : STR("person");
	struct str measure = given ? given->measure : national ? national->measure : STR("refer"), sex = given ? given->sex : national ? national->sex : STR("");
	json_put_str(page, "list", pack_words(act->pack, lang_tag(act->lang), list->words));
	json_put_str(page, "list_href", str_format(act->arena, "/lists/" STR_FMT, STR_ARG(list->code)));
	json_put_str(page, "to", str_format(act->arena, "/lists/" STR_FMT "/propose", STR_ARG(list->code)));
	json_put_str(page, "file_href", str_format(act->arena, "/lists/" STR_FMT "/file", STR_ARG(list->code)));
	json_put_str(page, "item", national ? national->item : STR(""));
	json_put(page, "values", entry_values(act, national ? national : &(const struct national){ .kind = STR("person") }));
	json_put(page, "directions", directions(act, direction));
	json_put(page, "kinds", kinds(act, kind));
	json_put(page, "measures", measures(act, measure));
	json_put(page, "sexes", sexes(act, sex));
}

bool list_propose_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct list_propose_query *query = call->query;
	const struct list_propose_form *given = call->form;
	const struct pack_watchlist *list = alerts_list(act, call->name, err);
	struct national_row row = { 0 };
	struct str item = query && query->id.len ? query->id : given ? given->item : STR("");
	bool found = false;
	if (!list || (item.len && !national_by_item(act, list->code, item, &row, &found, err)))
		return false;
	if (found && !alerts_may_see(act, list, national_silent((const struct national *)&row)))
		found = false;
	journal_look(act, "entry of a watchlist", (const struct uuid[]){ found ? watch_entry_record(list->code, row.item) : watch_list_record(list->code) }, 1);
	reply->data = json_object();
	json_put_str(reply->data, "list", list->code);
	reply->page = json_object();
	form_page(act, list, found ? (const struct national *)&row : NULL, given, reply->page);
	return true;
}

static bool proposed(struct act *act, struct str list, const struct national *items, size_t count, struct str why, struct reply *reply, struct error *err)
{
	struct uuid request;
	if (!alerts_propose(act, list, items, count, why, &request, err))
		return false;
	reply->location = path_of(act, "/change/", request, "");
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, request));
	json_put_int(reply->data, "rows", (int64_t)count);
	return true;
}

bool list_propose_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct list_propose_form *form = call->form;
	const struct pack_watchlist *list = alerts_list(act, call->name, err);
	struct national national;
	if (!list)
		return false;
	if (!entry_of_form(act, list->code, (const struct entry_form *)form, STR(""), &national))
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "entry");
	return proposed(act, list->code, &national, 1, form->why, reply, err);
}

_Static_assert(offsetof(struct list_propose_form, call) == offsetof(struct entry_form, call), "the page's form begins with an entry's");

bool list_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pack_watchlist *list = alerts_list(act, call->name, err);
	struct buf columns = BUF_IN(act->arena);
	if (!list)
		return false;
	for (size_t i = 0; i < entry_form_fields.count; i++)
		buf_format(&columns, "%s%s", i ? ", " : "", entry_form_fields.items[i].name);
	reply->data = json_object();
	json_put_str(reply->data, "list", list->code);
	reply->page = json_object();
	json_put_str(reply->page, "list", pack_words(act->pack, lang_tag(act->lang), list->words));
	json_put_str(reply->page, "list_href", str_format(act->arena, "/lists/" STR_FMT, STR_ARG(list->code)));
	json_put_str(reply->page, "to", str_format(act->arena, "/lists/" STR_FMT "/file", STR_ARG(list->code)));
	json_put_str(reply->page, "columns", buf_str(&columns));
	return true;
}

bool list_file_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct list_file_form *form = call->form;
	const struct pack_watchlist *list = alerts_list(act, call->name, err);
	struct national *items;
	size_t count;
	if (!list)
		return false;
	if (call->upload_count != 1 || !call->uploads[0].bytes.len) {
		finding_add(&act->findings, STR("file"), "required", "Choose a file of CSV.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "file");
	}
	return entries_of_csv(act, list->code, call->uploads[0].bytes, &items, &count, err) && proposed(act, list->code, items, count, form->why, reply, err);
}

/* ---- what waits ---- */

static struct str state_words(struct act *act, const struct change_request *request)
{
	return lang_words(act->lang, !request->closed ? WORDS("Waits for a second person") : request->confirmed ? WORDS("Confirmed") : WORDS("Sent back"));
}

static struct str size_words(struct act *act, const struct proposal *proposal)
{
	int64_t changed = proposal->rows - proposal->added - proposal->removed;
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{added} new, {changed} changed, {removed} taken off")), { "added", lang_number(act->lang, act->arena, proposal->added) },
	                 { "changed", lang_number(act->lang, act->arena, changed < 0 ? 0 : changed) }, { "removed", lang_number(act->lang, act->arena, proposal->removed) });
}

static json_t *change_row(struct act *act, const struct change_request *request, const struct proposal *proposal)
{
	json_t *row = json_object();
	json_put_str(row, "href", path_of(act, "/change/", request->record, ""));
	json_put_str(row, "title", proposal->title);
	json_put_str(row, "list", list_words(act, proposal->list));
	json_put_str(row, "what", size_words(act, proposal));
	json_put_str(row, "who", officer(act, request->asker));
	json_put_str(row, "when", when_words(act, request->asked));
	json_put_str(row, "tone", !request->closed ? STR("check") : request->confirmed ? STR("clear") : STR("none"));
	json_put_str(row, "word", state_words(act, request));
	json_put_str(row, "hits", lang_count(act->lang, act->arena, proposal->people, WORDS_MANY("{count} person", "{count} people")));
	return row;
}

/* Proposals that the reader may see, parsed. */
static bool read_changes(struct act *act, struct change_request *requests, struct proposal *proposals, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.changes");
	*count = 0;
	query_bind_int(query, "since", act->now - CHANGES_BACK_MS);
	query_bind_int(query, "most", CHANGES_MOST);
	while (query_next(query)) {
		struct change_request *request = &requests[*count];
		struct proposal *proposal = &proposals[*count];
		*request = (struct change_request){ 0 };
		*proposal = (struct proposal){ 0 };
		query_row(query, &change_request_fields, request, act->arena);
		const struct pack_watchlist *list = fields_from_data(&proposal_fields, request->body, proposal, act->arena) ? pack_watchlist(act->pack, proposal->list, (struct date){ 0 }) : NULL;
		*count += list && alerts_may_see(act, list, proposal->silent);
	}
	return query_end(query, err);
}

bool changes_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct change_request *requests = ARENA_ARRAY(act->arena, struct change_request, CHANGES_MOST + 1);
	struct proposal *proposals = ARENA_ARRAY(act->arena, struct proposal, CHANGES_MOST + 1);
	struct uuid shown[CHANGES_MOST];
	size_t count;
	json_t *rows = json_array(), *data = json_array();
	(void)call;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "changes", data);
	json_put(reply->page, "rows", rows);
	if (!read_changes(act, requests, proposals, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		shown[i] = watch_list_record(proposals[i].list);
		json_array_append_new(rows, change_row(act, &requests[i], &proposals[i]));
		json_t *one = json_object();
		json_put_str(one, "id", uuid_str(act->arena, requests[i].record));
		json_put_str(one, "list", proposals[i].list);
		json_put_yesno(one, "open", !requests[i].closed);
		json_put_int(one, "rows", proposals[i].rows);
		json_array_append_new(data, one);
	}
	journal_look(act, "changes of lists", shown, count);
	json_put_yesno(reply->page, "any", count != 0);
	json_put_yesno(reply->page, "live", true);
	return true;
}

/* ---- one proposal ---- */

static void put_fact(json_t *facts, struct str what, struct str before, struct str after)
{
	if (!before.len && !after.len)
		return;
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_yesno(row, "changed", !str_equal(before, after));
	json_put_str(row, "before", str_equal(before, after) ? STR("") : before);
	json_put_str(row, "after", after);
	json_array_append_new(facts, row);
}

static struct str joined(struct act *act, const struct texts *texts)
{
	return str_join(act->arena, texts->items, texts->count, STR("; "));
}

static struct str day(struct act *act, struct date date)
{
	return date_empty(date) ? STR("") : lang_date(act->lang, act->arena, date);
}

static struct str countries(struct act *act, const struct texts *codes)
{
	struct str words[8];
	size_t count = 0;
	for (; count < codes->count && count < COUNT_OF(words); count++)
		words[count] = code_words(act, "countries", codes->items[count]);
	return str_join(act->arena, words, count, STR(", "));
}

static json_t *item_facts(struct act *act, const struct national *old, const struct national *new)
{
	json_t *facts = json_array();
#define FACT(words, value) do { const struct national *e = old; struct str was = (value); e = new; put_fact(facts, lang_words(act->lang, words), was, (value)); } while (0)
	FACT(WORDS("Name"), e->name);
	FACT(WORDS("Other names"), joined(act, &e->aliases));
	FACT(WORDS("Weak other names"), joined(act, &e->weak_aliases));
	FACT(WORDS("Born"), joined(act, &e->born));
	FACT(WORDS("Sex"), e->sex);
	FACT(WORDS("Nationality"), countries(act, &e->nationalities));
	FACT(WORDS("Documents"), joined(act, &e->documents));
	FACT(WORDS("Plates of a vehicle"), joined(act, &e->plates));
	FACT(WORDS("Direction"), e->direction.len ? direction_words(act, e->direction) : STR(""));
	FACT(WORDS("Measure"), code_words(act, "measures", e->measure));
	FACT(WORDS("Order"), e->order_number);
	FACT(WORDS("Authority"), e->authority);
	FACT(WORDS("Reason"), e->reason);
	FACT(WORDS("Ends"), day(act, e->expires));
	FACT(WORDS("Review"), day(act, e->review));
	FACT(WORDS("What the booth does"), e->instruction);
	FACT(WORDS("Whom to call"), e->call);
#undef FACT
	return facts;
}

static bool put_item(struct act *act, const struct change *change, size_t at, json_t *items, struct error *err)
{
	const struct national *new = &change->items[at];
	struct national_row before = { 0 };
	bool found, open = !change->request.closed;
	if (!national_by_item(act, new->list, new->item, &before, &found, err))
		return false;
	bool known = change->versions[at] > 0;
	json_t *row = json_object();
	json_put_int(row, "n", (int64_t)at + 1);
	json_put_str(row, "item", new->item);
	json_put_str(row, "name", new->name.len ? new->name : new->item);
	json_put_str(row, "tone", new->off ? STR("none") : known ? STR("info") : STR("check"));
	json_put_str(row, "word", lang_words(act->lang, new->off ? WORDS("Taken off") : known ? WORDS("Changed") : WORDS("New")));
	/* once answered, the entry of today is no longer what it was compared with */
	json_put(row, "facts", item_facts(act, open && found ? (const struct national *)&before : new, new));
	json_array_append_new(items, row);
	return true;
}

static json_t *nations_value(struct act *act, struct str data)
{
	json_t *kept = json_loadb(data.data, data.len, 0, NULL), *out = json_array(), *pair;
	size_t at;
	json_array_foreach(kept, at, pair) {
		const char *code = json_string_value(json_array_get(pair, 0));
		json_t *row = json_object();
		json_put_str(row, "what", code ? code_words(act, "countries", str_copy(act->arena, str_of(code))) : STR(""));
		json_put_str(row, "text", lang_number(act->lang, act->arena, json_integer_value(json_array_get(pair, 1))));
		json_array_append_new(out, row);
	}
	json_decref(kept);
	return out;
}

static void trial_fact(struct act *act, json_t *facts, const char *words, int64_t number)
{
	json_t *row = json_object();
	json_put_str(row, "what", lang_words(act->lang, words));
	json_put_str(row, "text", lang_number(act->lang, act->arena, number));
	json_array_append_new(facts, row);
}

static json_t *trial_value(struct act *act, const struct trial *trial)
{
	json_t *out = json_object(), *facts = json_array();
	int64_t per_thousand = trial->crossings ? (trial->stops * 1000 + trial->crossings / 2) / trial->crossings : 0;
	json_put_str(out, "summary", trial->people ? LANG_FILL(act->arena, lang_plural(act->lang, trial->people, WORDS_MANY("{count} person on record would have hit, at {stops} of {crossings} crossings.", "{count} people on record would have hit, at {stops} of {crossings} crossings.")),
	                                                       { "count", lang_number(act->lang, act->arena, trial->people) }, { "stops", lang_number(act->lang, act->arena, trial->stops) }, { "crossings", lang_number(act->lang, act->arena, trial->crossings) })
	                                           : LANG_FILL(act->arena, lang_words(act->lang, WORDS("Nobody on record would have hit, at {crossings} crossings.")), { "crossings", lang_number(act->lang, act->arena, trial->crossings) }));
	json_put_str(out, "days", lang_count(act->lang, act->arena, trial->days, WORDS_MANY("{count} day back", "{count} days back")));
	trial_fact(act, facts, WORDS("By more than the name"), trial->strong);
	trial_fact(act, facts, WORDS("By the name alone: most of these are somebody else"), trial->people - trial->strong);
	trial_fact(act, facts, WORDS("Hits in 1,000 crossings"), per_thousand);
	trial_fact(act, facts, WORDS("Women"), trial->women);
	trial_fact(act, facts, WORDS("Men"), trial->men);
	json_put(out, "facts", facts);
	json_put_yesno(out, "any", trial->people > 0);
	json_put(out, "nations", nations_value(act, trial->nations));
	return out;
}

static struct trial trial_of(const struct proposal *proposal)
{
	struct trial trial = { 0 };
#define COPY(type, name, ...) trial.name = proposal->name;
	TRIAL_FIELDS(COPY, COPY)
#undef COPY
	return trial;
}

static const char *why_not_answer(const struct act *act, const struct change *change)
{
	if (change->request.closed)
		return WORDS("This was answered.");
	if (!rights_have(act->actor.rights, CAN_WATCH_CONFIRM))
		return WORDS("It waits for somebody who may confirm changes of lists.");
	if (uuid_equal(change->request.asker, act->actor.user))
		return WORDS("You proposed this: another person confirms it.");
	return NULL;
}

static void change_head(struct act *act, const struct change *change, json_t *page)
{
	const struct change_request *request = &change->request;
	const char *why_not = why_not_answer(act, change);
	json_put_str(page, "title", change->proposal.title);
	json_put_str(page, "list", list_words(act, change->proposal.list));
	json_put_str(page, "list_href", str_format(act->arena, "/lists/" STR_FMT, STR_ARG(change->proposal.list)));
	json_put_str(page, "what", size_words(act, &change->proposal));
	json_put_str(page, "tone", !request->closed ? STR("check") : request->confirmed ? STR("clear") : STR("none"));
	json_put_str(page, "word", state_words(act, request));
	json_put_str(page, "who", officer(act, request->asker));
	json_put_str(page, "when", when_words(act, request->asked));
	json_put_str(page, "why", request->reason);
	json_put_str(page, "second", request->closed ? officer(act, request->second) : STR(""));
	json_put_str(page, "answered", request->closed ? when_words(act, request->closed) : STR(""));
	json_put_str(page, "note", request->note);
	json_put_str(page, "trial_href", path_of(act, "/change/", request->record, "/trial"));
	json_put_str(page, "to", why_not ? STR("") : path_of(act, "/change/", request->record, ""));
	json_put_str(page, "why_not", why_not ? lang_words(act->lang, why_not) : STR(""));
}

bool change_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct change change;
	struct uuid shown[ITEMS_SHOWN];
	size_t count = 0;
	json_t *items = json_array();
	reply->page = json_object();
	json_put(reply->page, "items", items);
	if (!change_load(act, call->id, &change, err))
		return false;
	for (; count < change.count && count < ITEMS_SHOWN; count++) {
		shown[count] = watch_entry_record(change.proposal.list, change.items[count].item);
		if (!put_item(act, &change, count, items, err))
			return false;
	}
	struct trial trial = trial_of(&change.proposal);
	journal_look(act, "entries of a watchlist", shown, count);
	change_head(act, &change, reply->page);
	json_put(reply->page, "trial", trial_value(act, &trial));
	json_put_str(reply->page, "more", change.count > count ? lang_count(act->lang, act->arena, (int64_t)(change.count - count), WORDS_MANY("and {count} more entry", "and {count} more entries")) : STR(""));
	reply->data = fields_to_json(&trial_fields, &trial);
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	json_put_str(reply->data, "list_code", change.proposal.list);
	json_put_int(reply->data, "rows", change.proposal.rows);
	json_put_yesno(reply->data, "open", !change.request.closed);
	json_put_yesno(reply->data, "confirmed", change.request.confirmed);
	json_put_yesno(reply->data, "may_answer", !why_not_answer(act, &change));
	return true;
}

/* ---- whom it would have hit ---- */

static json_t *hit_row(struct act *act, const struct trial_hit *hit)
{
	const struct identity *identity = (const struct identity *)&hit->row;
	json_t *row = json_object();
	json_put_str(row, "href", rights_have(act->actor.rights, CAN_PERSON) ? path_of(act, "/document/", hit->record, str_c(act->arena, str_format(act->arena, "?why=" STR_FMT, STR_ARG(act->purpose)))) : STR(""));
	json_put_str(row, "name", identity_name(identity, act->arena));
	json_put_str(row, "born", lang_date_short(act->lang, act->arena, identity->born));
	json_put_str(row, "nationality", identity->nationalities.count ? code_words(act, "countries", identity->nationalities.items[0]) : lang_words(act->lang, WORDS("Not known")));
	json_put_str(row, "document", identity->document_number);
	json_put_str(row, "crossings", lang_number(act->lang, act->arena, hit->crossings));
	json_put_str(row, "tone", hit->strong ? STR("stop") : STR("check"));
	json_put_str(row, "word", lang_words(act->lang, hit->strong ? WORDS("More than the name") : WORDS("The name alone")));
	return row;
}

bool trial_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct change change;
	struct trial trial;
	struct trial_hit *hits;
	struct uuid shown[TRIAL_SHOWN];
	size_t count;
	json_t *rows = json_array();
	reply->page = json_object();
	json_put(reply->page, "rows", rows);
	if (!change_load(act, call->id, &change, err) || !trial_run(act, change.proposal.list, change.items, change.count, &trial, &hits, &count, err))
		return false;
	for (int strong = 1; strong >= 0; strong--)
		for (size_t i = 0; i < count; i++)
			if (hits[i].strong == strong)
				json_array_append_new(rows, hit_row(act, &hits[i]));
	for (size_t i = 0; i < count; i++)
		shown[i] = hits[i].record;
	journal_look(act, "trial of an entry of a watchlist", shown, count);
	reply->data = fields_to_json(&trial_fields, &trial);
	json_put_str(reply->page, "title", change.proposal.title);
	json_put_str(reply->page, "change_href", path_of(act, "/change/", call->id, ""));
	json_put(reply->page, "trial", trial_value(act, &trial));
	json_put_yesno(reply->page, "any", count != 0);
	json_put_str(reply->page, "shown", (int64_t)count < trial.people ? lang_count(act->lang, act->arena, (int64_t)count, WORDS_MANY("{count} is shown", "{count} are shown")) : STR(""));
	return true;
}
