/* The account of a person's days: which were spent here, which use the rule up, and why; as a page, on paper, as data. And extensions of a stay. */
#include "show.h"

#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "store.h"
#include "template.h"

FIELDS_TABLE(extend_form, EXTEND_FORM_FIELDS)

enum { BACK = 180, EXTENSIONS_MOST = 20 };

struct account {
	struct uuid holder;
	struct subject subject;
	struct stay_account stay;
	const struct pack_stay_rule *rule;
	struct stay_day *days;
	size_t count;
	struct extension_row extensions[EXTENSIONS_MOST];
	size_t extension_count;
};

/* --- reading --- */

/* The rule of the stay that is open; else the one that would hold today. */
static const struct pack_stay_rule *rule_of(const struct act *act, const struct subject *subject, const struct stay_account *stay)
{
	const struct pack_stay_rule *own = stay->open && stay->open->stay_rule.len ? pack_stay_rule(act->pack, stay->open->stay_rule, (struct date){ 0 }) : NULL;
	return own ? own : subject->verdict.stay;
}

static struct date first_day(const struct account *account)
{
	int back = account->rule && account->rule->window > 0 ? account->rule->window : BACK;
	struct date first = date_of_days(date_days(account->subject.today) - back + 1);
	const struct movement_row *open = account->stay.open;
	return open && date_compare(open->day, first) < 0 ? open->day : first;
}

static bool read_extensions(struct act *act, struct account *account, struct error *err)
{
	struct query *query = db_query(act->db, "registry.extensions_of_holder");
	query_bind_id(query, "holder", account->holder);
	query_bind_int(query, "most", EXTENSIONS_MOST);
	while (account->extension_count < EXTENSIONS_MOST && query_next(query))
		query_row(query, &extension_row_fields, &account->extensions[account->extension_count++], act->arena);
	return query_end(query, err);
}

static bool open_account(struct act *act, const struct call *call, struct account *account, struct error *err)
{
	*account = (struct account){ 0 };
	if (!record_purpose(act, call, err) || !person_subject(act, call->id, &account->holder, &account->subject, err))
		return false;
	struct stay_history history = stay_history_of(&account->subject, false);
	stay_account(&history, account->subject.verdict.stay, account->subject.today, act->arena, &account->stay);
	account->rule = rule_of(act, &account->subject, &account->stay);
	stay_account(&history, account->rule, account->subject.today, act->arena, &account->stay);
	account->count = stay_days(&history, account->rule, first_day(account), account->subject.today, act->arena, &account->days);
	journal_look(act, "account of days", &account->subject.record, 1);
	return read_extensions(act, account, err);
}

/* --- words --- */

static const struct { const char *code, *words; } whys[] = {
	[STAY_DAY] = { "day", WORDS("Day between entry and exit") },
	[STAY_ENTRY_DAY] = { "entry_day", WORDS("Day of entry") },
	[STAY_EXIT_DAY] = { "exit_day", WORDS("Day of exit") },
	[STAY_UNKNOWN_EXIT] = { "unknown_exit", WORDS("Day of an entry whose exit is not recorded; the days after it are not held against the person") },
	[STAY_EXTENSION] = { "extension", WORDS("Given by an extension") },
	[STAY_PERMIT] = { "permit", WORDS("Under a permit") },
	[STAY_OVER] = { "over", WORDS("Past the last allowed day") },
};

static bool has_window(const struct account *account)
{
	return account->rule && account->rule->window > 0;
}

static const char *count_words(const struct account *account, const struct stay_day *day)
{
	if (!day->counts)
		return WORDS("Does not count");
	if (has_window(account) && !day->in_window)
		return WORDS("Has left the window");
	return WORDS("Counts");
}

static const char *count_tone(const struct account *account, const struct stay_day *day)
{
	if (day->why == STAY_OVER)
		return "check";
	return day->counts && (!has_window(account) || day->in_window) ? "clear" : "none";
}

/* --- values --- */

static json_t *account_data(struct act *act, const struct account *account)
{
	json_t *data = json_object(), *days = json_array();
	json_put_str(data, "person", uuid_str(act->arena, account->holder));
	json_put_str(data, "today", date_str(act->arena, account->subject.today));
	json_put_str(data, "rule", account->rule ? account->rule->code : STR(""));
	json_put_int(data, "allow", account->stay.allow);
	json_put_int(data, "window", account->stay.window);
	json_put_int(data, "used", account->stay.used);
	json_put_int(data, "over", account->stay.over);
	json_put_yesno(data, "open", account->stay.open != NULL);
	if (account->stay.open)
		json_put_str(data, "allowed_until", date_str(act->arena, account->stay.open->stay_until));
	for (size_t i = 0; i < account->count; i++) {
		const struct stay_day *day = &account->days[i];
		json_t *one = json_object();
		json_put_str(one, "day", date_str(act->arena, day->day));
		json_put_str(one, "why", str_of(whys[day->why].code));
		json_put_yesno(one, "counts", day->counts);
		json_put_yesno(one, "in_window", day->in_window);
		json_put_str(one, "entry", uuid_str(act->arena, day->entry->id));
		json_array_append_new(days, one);
	}
	json_put(data, "days", days);
	return data;
}

static json_t *day_row(struct act *act, const struct account *account, size_t from, size_t to)
{
	const struct stay_day *first = &account->days[from], *last = &account->days[to];
	json_t *row = json_object();
	struct str day = lang_date_short(act->lang, act->arena, first->day);
	json_put_str(row, "days", from == to ? day : LANG_FILL(act->arena, lang_words(act->lang, WORDS("{from} to {until}")), { "from", day },
	                                                       { "until", lang_date_short(act->lang, act->arena, last->day) }));
	json_put_str(row, "count", lang_number(act->lang, act->arena, (int64_t)(to - from + 1)));
	json_put_str(row, "why", lang_words(act->lang, whys[first->why].words));
	json_put_str(row, "post", show_post(act, first->entry->post));
	json_put_str(row, "tone", str_of(count_tone(account, first)));
	json_put_str(row, "word", lang_words(act->lang, count_words(account, first)));
	return row;
}

static bool goes_on(const struct stay_day *a, const struct stay_day *b)
{
	return a->why == b->why && a->counts == b->counts && a->in_window == b->in_window && a->entry == b->entry && date_days(b->day) == date_days(a->day) + 1;
}

/* Days of one kind in a row, newest first. */
static json_t *runs(struct act *act, const struct account *account)
{
	json_t *out = json_array();
	for (size_t to = account->count; to-- > 0;) {
		size_t from = to;
		while (from > 0 && goes_on(&account->days[from - 1], &account->days[from]))
			from--;
		json_array_append_new(out, day_row(act, account, from, to));
		to = from;
	}
	return out;
}

static json_t *each_day(struct act *act, const struct account *account)
{
	json_t *out = json_array();
	for (size_t i = account->count; i-- > 0;)
		json_array_append_new(out, day_row(act, account, i, i));
	return out;
}

static void fact(struct act *act, json_t *facts, const char *what, struct str text)
{
	json_array_append_new(facts, show_fact(lang_words(act->lang, what), text));
}

static struct str day_or_none(struct act *act, struct date day)
{
	return date_whole(day) ? lang_date(act->lang, act->arena, day) : lang_words(act->lang, WORDS("without limit"));
}

static json_t *account_facts(struct act *act, const struct account *account)
{
	const struct stay_account *stay = &account->stay;
	json_t *facts = json_array();
	fact(act, facts, WORDS("Rule of stay"), account->rule ? pack_words(act->pack, lang_tag(act->lang), account->rule->words) : lang_words(act->lang, WORDS("No rule")));
	if (account->rule)
		fact(act, facts, WORDS("Law"), pack_words(act->pack, lang_tag(act->lang), account->rule->law));
	if (stay->window)
		fact(act, facts, WORDS("Used in the window, before today"), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{used} of {allow} days")),
		     { "used", lang_number(act->lang, act->arena, stay->used) }, { "allow", lang_number(act->lang, act->arena, stay->allow) }));
	if (!stay->open)
		return facts;
	fact(act, facts, WORDS("Entered"), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{date}, {post}")), { "date", lang_date(act->lang, act->arena, stay->open->day) },
	                                             { "post", show_post(act, stay->open->post) }));
	if (date_whole(stay->open->granted_until))
		fact(act, facts, WORDS("Last day given at entry"), lang_date(act->lang, act->arena, stay->open->granted_until));
	fact(act, facts, WORDS("Allowed until"), day_or_none(act, stay->open->stay_until));
	if (stay->over)
		fact(act, facts, WORDS("Too long by"), lang_count(act->lang, act->arena, stay->over, WORDS_MANY("{count} day", "{count} days")));
	return facts;
}

static json_t *extension_lines(struct act *act, const struct account *account)
{
	json_t *out = json_array();
	for (size_t i = 0; i < account->extension_count; i++) {
		const struct extension_row *row = &account->extensions[i];
		json_t *line = json_object();
		json_put_str(line, "until", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{before}, now {until}")), { "before", lang_date_short(act->lang, act->arena, row->before) },
		                                      { "until", lang_date_short(act->lang, act->arena, row->until) }));
		json_put_str(line, "reason", str_is(row->what, "restored") ? lang_words(act->lang, WORDS("The extension was taken back")) : show_code(act, "extension_reasons", row->reason));
		json_put_str(line, "authority", row->number.len ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(row->authority), STR_ARG(row->number)) : row->authority);
		json_put_str(line, "who", show_officer(act, row->officer));
		json_array_append_new(out, line);
	}
	return out;
}

static struct str with_purpose(struct act *act, const struct call *call, struct str path)
{
	const struct person_query *query = call->query;
	return query->why.len ? str_format(act->arena, STR_FMT "?why=" STR_FMT, STR_ARG(path), STR_ARG(query->why)) : path;
}

static json_t *account_page(struct act *act, const struct call *call, const struct account *account)
{
	json_t *page = json_object();
	const struct movement_row *open = account->stay.open;
	bool may_extend = rights_have(act->actor.rights, CAN_PERMITS) && open && date_whole(open->stay_until);
	json_put_str(page, "name", identity_name(&account->subject.identity, act->arena));
	json_put_str(page, "document", account->subject.identity.document_number);
	json_put_str(page, "as_of", lang_date(act->lang, act->arena, account->subject.today));
	json_put(page, "facts", account_facts(act, account));
	json_put(page, "chart", template_markup(stay_bar(&account->stay, account->subject.today, act->lang, act->arena)));
	json_put_yesno(page, "any", account->count != 0);
	json_put(page, "runs", runs(act, account));
	json_put(page, "each", each_day(act, account));
	json_put_yesno(page, "any_extension", account->extension_count != 0);
	json_put(page, "extensions", extension_lines(act, account));
	json_put_str(page, "person_href", with_purpose(act, call, show_path(act, "/person/", account->holder, "")));
	json_put_str(page, "print_href", with_purpose(act, call, show_path(act, "/person/", account->holder, "/stay/print")));
	json_put_str(page, "extend_to", may_extend ? show_path(act, "/person/", account->holder, "/extend") : STR(""));
	json_put_str(page, "until", may_extend ? date_str(act->arena, open->stay_until) : STR(""));
	json_put(page, "reasons", show_codes(act, "extension_reasons", STR("")));
	return page;
}

bool account_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct account *account = ARENA_NEW(act->arena, struct account);
	if (!open_account(act, call, account, err))
		return false;
	reply->data = account_data(act, account);
	reply->page = account_page(act, call, account);
	return true;
}

/* --- extensions --- */

bool extend_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct extend_form *form = call->form;
	struct uuid holder, record = { 0 };
	struct subject subject;
	struct stay_account stay;
	struct movement_row row = { 0 };
	bool found;
	if (!person_subject(act, call->id, &holder, &subject, err))
		return false;
	stay_of(&subject, false, act->arena, &stay);
	if (!stay.open || !date_whole(stay.open->stay_until))
		return error_set(err, ERR_NOT_ALLOWED, "no stay with a last day is open", "look at the crossings", "extension");
	if (!pack_code_valid(act->pack, STR("extension_reasons"), form->reason, subject.today))
		finding_add(&act->findings, STR("reason"), "unknown_code", "Choose a reason of the list.");
	if (!date_whole(form->until) || date_compare(form->until, stay.open->stay_until) <= 0)
		finding_add(&act->findings, STR("until"), "not_later", "The new last day lies after the one before.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "extension");
	if (!movement_by_id(act, stay.open->id, &row, &record, &found, err))
		return false;
	struct extension extension = {
		.crossing = stay.open->id, .until = form->until, .before = stay.open->stay_until, .reason = form->reason, .authority = form->authority,
		.number = form->number, .note = form->note,
	};
	journal_append(act, &extension_type, record, &extension);
	reply->data = json_object();
	json_put_str(reply->data, "until", date_str(act->arena, form->until));
	reply->location = show_path(act, "/person/", holder, "/stay?why=permits");
	return true;
}
