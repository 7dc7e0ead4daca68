/* A person: the documents tied by somebody's confirmation, crossings, stays, what happened and who looked; a document; and tying. */
#include "show.h"

#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "letter.h"
#include "pages.h"
#include "store.h"
#include "together.h"
#include "template.h"

FIELDS_TABLE(person_query, PERSON_QUERY_FIELDS)
FIELDS_TABLE(tie_query, TIE_QUERY_FIELDS)
FIELDS_TABLE(tie_form, TIE_FORM_FIELDS)

enum { DOCUMENTS_MOST = 40, CROSSINGS_SHOWN = 200, ENTRIES_SHOWN = 120, LIKE_MOST = 100 };

struct documents {
	struct document_row rows[DOCUMENTS_MOST];
	struct uuid records[DOCUMENTS_MOST];
	size_t count;
};

static bool documents_of(struct act *act, struct uuid holder, struct documents *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.documents_of_holder");
	query_bind_id(query, "holder", holder);
	query_bind_int(query, "most", DOCUMENTS_MOST);
	while (out->count < DOCUMENTS_MOST && query_next(query)) {
		query_row(query, &document_row_fields, &out->rows[out->count], act->arena);
		out->records[out->count++] = query_id(query, 0);
	}
	return query_end(query, err);
}

/* The person, or a document that was tied to one since the link was made. */
static bool open_holder(struct act *act, struct uuid id, struct uuid *holder, struct documents *documents, struct error *err)
{
	struct document_row row = { 0 };
	bool found;
	*holder = id;
	if (!documents_of(act, id, documents, err))
		return false;
	if (documents->count)
		return true;
	if (!document_by_record(act, id, &row, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such person", "search again", "person");
	*holder = row.holder;
	return documents_of(act, row.holder, documents, err);
}

/* What is held, as an inspection at the last post would find it today. */
static bool load_subject(struct act *act, const struct documents *documents, size_t which, struct subject *subject, struct error *err)
{
	const struct pack_post *post = pack_post(act->pack, documents->rows[which].last_post, (struct date){ 0 });
	*subject = (struct subject){ .record = documents->records[which], .source = STR("none"), .direction = STR("entry") };
	subject->identity = *(const struct identity *)&documents->rows[which];
	subject->post = post ? post : &act->pack->posts[0];
	subject->today = lang_zone_day(show_zone(act, subject->post->code), act->now);
	return subject_load(act, subject, err);
}

bool person_subject(struct act *act, struct uuid id, struct uuid *holder, struct subject *subject, struct error *err)
{
	struct documents *documents = ARENA_NEW(act->arena, struct documents);
	return open_holder(act, id, holder, documents, err) && load_subject(act, documents, 0, subject, err);
}

static json_t *person_value(struct act *act, const struct subject *subject)
{
	json_t *person = show_person(act, &subject->identity, subject->record, subject->verdict.category);
	json_put_yesno(person, "src", false);
	return person;
}

/* --- the page of a person --- */

static json_t *document_lines(struct act *act, const struct documents *documents)
{
	json_t *out = json_array();
	for (size_t i = 0; i < documents->count; i++) {
		const struct document_row *row = &documents->rows[i];
		json_t *line = json_object();
		bool ended = date_whole(row->document_expires) && date_compare(row->document_expires, time_date(act->now)) < 0;
		struct str day = lang_date(act->lang, act->arena, row->document_expires);
		json_put_str(line, "kind", row->document_kind.len ? show_code(act, "document_kinds", row->document_kind) : lang_words(act->lang, WORDS("Without a document")));
		json_put_str(line, "number", row->document_number.len ? row->document_number : lang_words(act->lang, WORDS("none")));
		json_put_str(line, "href", show_record(act, "/document/", documents->records[i], ""));
		json_put_str(line, "text", date_empty(row->document_expires) ? STR("") : LANG_FILL(act->arena, lang_words(act->lang, ended ? WORDS("expired {date}") : WORDS("expires {date}")), { "date", day }));
		json_array_append_new(out, line);
	}
	return out;
}

static json_t *stay_row(struct act *act, const struct stay_span *span, struct date today)
{
	json_t *row = json_object();
	struct date until = date_whole(span->until) ? span->until : today;
	struct date limit = span->entry ? span->entry->stay_until : (struct date){ 0 };
	int days = date_days(until) - date_days(span->from) + 1, over = date_whole(limit) ? date_days(until) - date_days(limit) : 0;
	json_put_str(row, "entered", span->entry ? lang_date_short(act->lang, act->arena, span->from) : lang_words(act->lang, WORDS("not recorded")));
	json_put_str(row, "left", span->exit ? lang_date_short(act->lang, act->arena, span->until) : lang_words(act->lang, WORDS("not recorded")));
	json_put_str(row, "days", lang_number(act->lang, act->arena, days));
	json_put_str(row, "tone", over > 0 ? STR("check") : STR("clear"));
	json_put_str(row, "word", over > 0 ? lang_count(act->lang, act->arena, over, WORDS_MANY("{count} day over", "{count} days over")) : lang_words(act->lang, WORDS("Within the rule")));
	return row;
}

static json_t *stays(struct act *act, const struct subject *subject, const struct stay_account *account)
{
	json_t *out = json_object(), *rows = json_array();
	for (size_t i = account->span_count; i > 0; i--)
		json_array_append_new(rows, stay_row(act, &account->spans[i - 1], subject->today));
	json_put_str(out, "rule", subject->verdict.stay ? pack_words(act->pack, lang_tag(act->lang), subject->verdict.stay->words) : lang_words(act->lang, WORDS("No rule")));
	json_put(out, "chart", template_markup(stay_bar(account, subject->today, act->lang, act->arena)));
	json_put_yesno(out, "any", json_array_size(rows) != 0);
	json_put(out, "rows", rows);
	return out;
}

static json_t *person_tags(struct act *act, const struct subject *subject, const struct stay_account *account)
{
	json_t *tags = json_array();
	if (subject->claim_open)
		json_array_append_new(tags, show_tag(act, "care", lang_words(act->lang, WORDS("Another desk handles this person"))));
	if (account->over > 0)
		json_array_append_new(tags, show_tag(act, "check", lang_words(act->lang, WORDS("Overstays"))));
	if (account->missing_exits)
		json_array_append_new(tags, show_tag(act, "info", lang_words(act->lang, WORDS("An exit is not recorded"))));
	return tags;
}

static struct str person_summary(struct act *act, const struct subject *subject)
{
	const struct identity *identity = &subject->identity;
	struct str nationality = identity->nationalities.count ? show_code(act, "countries", identity->nationalities.items[0]) : lang_words(act->lang, WORDS("Nationality not known"));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{nationality}, born {date}. {crossings}.")), { "nationality", nationality },
	                 { "date", lang_date(act->lang, act->arena, identity->born) },
	                 { "crossings", lang_count(act->lang, act->arena, (int64_t)subject->movement_count, WORDS_MANY("{count} crossing", "{count} crossings")) });
}

static json_t *crossings_value(struct act *act, const struct movement_row *rows, size_t count, struct uuid holder)
{
	json_t *out = show_crossings(act, rows, count, CROSSINGS_SHOWN, holder);
	json_put_str(out, "all", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{count} in all")), { "count", lang_number(act->lang, act->arena, (int64_t)count) }));
	return out;
}

/* --- the same person? --- */

/* Documents of others whose bearer has the same birth date and sex and a family name that begins alike. */
bool person_alike(struct act *act, const struct subject *subject, struct like out[static LIKE_SHOWN], size_t *count, struct error *err)
{
	struct str key = identity_key(&(struct identity){ .surname = subject->identity.surname }, act->arena), word;
	struct query *query = db_query(act->db, "records.documents_of_word");
	struct like *all = ARENA_ARRAY(act->arena, struct like, LIKE_MOST);
	size_t found = 0;
	*count = 0;
	if (!str_cut(&key, ' ', &word))
		word = STR("?"); /* no name, no likeness: no word of the zone begins so */
	query_bind_text(query, "low", word);
	query_bind_text(query, "high", str_format(act->arena, STR_FMT "~", STR_ARG(word)));
	query_bind_int(query, "most", LIKE_MOST);
	for (; found < LIKE_MOST && query_next(query); found++) {
		query_row(query, &document_row_fields, &all[found].row, act->arena);
		all[found].record = query_id(query, 0);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < found && *count < LIKE_SHOWN; i++) {
		bool same = date_whole(subject->identity.born) && date_compare(all[i].row.born, subject->identity.born) == 0 && str_equal(all[i].row.sex, subject->identity.sex);
		if (same && !uuid_equal(all[i].row.holder, subject->holder))
			out[(*count)++] = all[i];
	}
	return true;
}

bool person_apart(struct act *act, struct uuid record, struct uuid other, bool *apart, struct error *err)
{
	struct query *query = db_query(act->db, "records.are_apart");
	query_bind_id(query, "record", record);
	query_bind_id(query, "other", other);
	*apart = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

static json_t *tie_value(struct act *act, const struct subject *subject, const struct like *like, size_t number)
{
	json_t *out = json_object();
	struct str to = str_format(act->arena, "/person/tie?document=" STR_FMT "&other=" STR_FMT, STR_ARG(uuid_str(act->arena, subject->record)), STR_ARG(uuid_str(act->arena, like->record)));
	json_put_int(out, "n", (int64_t)number);
	json_put_str(out, "likeness", lang_words(act->lang, WORDS("family name, birth date and sex agree")));
	json_put_str(out, "name", identity_name((const struct identity *)&like->row, act->arena));
	json_put_str(out, "born", lang_date(act->lang, act->arena, like->row.born));
	json_put_str(out, "number", like->row.document_number);
	json_put_str(out, "why", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Last used at {post} on {time}. Confirm only what you have seen with your own eyes.")),
	                                   { "post", show_post(act, like->row.last_post) }, { "time", show_when(act, like->row.last_post, like->row.last_seen) }));
	json_put_str(out, "to", to);
	return out;
}

/* Shown to whoever may tie; what is shown of others is looked at, too. */
static bool put_ties(struct act *act, const struct subject *subject, json_t *page, struct error *err)
{
	struct like *alike = ARENA_ARRAY(act->arena, struct like, LIKE_SHOWN);
	size_t count = 0, shown = 0;
	json_t *ties = json_array();
	json_put(page, "ties", ties);
	if (!rights_have(act->actor.rights, CAN_TIE))
		return true;
	if (!person_alike(act, subject, alike, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool apart;
		if (!person_apart(act, subject->record, alike[i].record, &apart, err))
			return false;
		if (apart)
			continue;
		json_array_append_new(ties, tie_value(act, subject, &alike[i], ++shown));
		journal_look(act, "a document that may be of the same person", &alike[i].record, 1);
	}
	return true;
}

/* Letters and papers that were issued to the person, for those who may print them. */
static bool put_papers(struct act *act, struct uuid holder, json_t *page, struct error *err)
{
	json_t *papers = NULL;
	if (!letters_of(act, holder, &papers, err))
		return false;
	json_put_yesno(page, "any_paper", json_array_size(papers) && rights_have(act->actor.rights, CAN_CROSS));
	json_put(page, "papers", papers);
	return true;
}

static json_t *person_data(struct act *act, struct uuid holder, const struct documents *documents, const struct subject *subject,
                           const struct stay_account *account)
{
	json_t *data = json_object(), *papers = json_array(), *movements = json_array();
	for (size_t i = 0; i < documents->count; i++) {
		json_t *row = fields_to_json(&document_row_fields, &documents->rows[i]);
		json_put_str(row, "record", uuid_str(act->arena, documents->records[i]));
		json_array_append_new(papers, row);
	}
	for (size_t i = 0; i < subject->movement_count; i++)
		json_array_append_new(movements, fields_to_json(&movement_row_fields, &subject->movements[i]));
	json_put_str(data, "person", uuid_str(act->arena, holder));
	json_put(data, "documents", papers);
	json_put(data, "crossings", movements);
	json_put_yesno(data, "other_desk", subject->claim_open);
	json_put_int(data, "over", account->over);
	return data;
}

bool person_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct documents *documents = ARENA_NEW(act->arena, struct documents);
	struct uuid holder;
	struct subject subject;
	struct stay_account account;
	json_t *entries;
	if (!record_purpose(act, call, err))
		return false;
	if (!open_holder(act, call->id, &holder, documents, err) || !load_subject(act, documents, 0, &subject, err))
		return false;
	stay_of(&subject, false, act->arena, &account);
	journal_look(act, "person", documents->records, documents->count);
	reply->data = person_data(act, holder, documents, &subject, &account);
	if (call->json)
		return true;
	reply->page = json_object();
	json_put(reply->page, "person", person_value(act, &subject));
	json_put_str(reply->page, "summary", person_summary(act, &subject));
	json_put_str(reply->page, "record", uuid_str(act->arena, holder));
	json_put(reply->page, "tags", person_tags(act, &subject, &account));
	json_put(reply->page, "crossings", crossings_value(act, subject.movements, subject.movement_count, holder));
	json_put(reply->page, "stays", stays(act, &subject, &account));
	json_put(reply->page, "documents", document_lines(act, documents));
	json_put_str(reply->page, "protection_to", show_path(act, "/person/", holder, "/protection"));
	json_put(reply->page, "receipt_languages", show_codes(act, "protection_languages", lang_tag(act->lang)));
	json_put(reply->page, "needs", show_codes(act, "protection_needs", STR("")));
	if (!show_history(act, documents->records, documents->count, ENTRIES_SHOWN, &entries, err))
		return false;
	json_put(reply->page, "entries", entries);
	json_put_str(reply->page, "account_href", show_path(act, "/person/", holder, "/stay"));
	json_put(reply->page, "kin_form", show_kin_form(act, call, holder));
	return show_together(act, documents->records, documents->count, reply->page, err) &&
	       show_status(act, &subject, holder, reply->page, err) && put_papers(act, holder, reply->page, err) && put_ties(act, &subject, reply->page, err);
}

/* --- a document --- */

struct own_crossings {
	struct movement_row *rows;
	size_t count;
};

/* Of all the person's crossings, those with this document: the row's number and issuer are the document's own. */
static struct own_crossings with_document(struct act *act, const struct subject *subject)
{
	struct own_crossings own = { ARENA_ARRAY(act->arena, struct movement_row, subject->movement_count + 1), 0 };
	for (size_t i = 0; i < subject->movement_count; i++) {
		const struct movement_row *row = &subject->movements[i];
		if (str_equal(row->document_number, subject->identity.document_number) && str_equal(row->document_issuer, subject->identity.document_issuer))
			own.rows[own.count++] = *row;
	}
	return own;
}

static json_t *document_facts(struct act *act, const struct document_row *row)
{
	json_t *facts = json_array();
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Kind")), row->document_kind));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Last seen")), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{when}, {post}")),
	                      { "when", show_when(act, row->last_post, row->last_seen) }, { "post", show_post(act, row->last_post) })));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("First seen")), show_when(act, row->last_post, row->first_seen)));
	return facts;
}

static bool document_page(struct act *act, const struct document_row *row, const struct subject *subject, json_t *page, struct error *err)
{
	struct own_crossings own = with_document(act, subject);
	json_t *entries, *person = person_value(act, subject);
	json_put_yesno(person, "document_number", false);
	json_put(page, "person", person);
	json_put_str(page, "kind", row->document_kind.len ? show_code(act, "document_kinds", row->document_kind) : lang_words(act->lang, WORDS("Without a document")));
	json_put_str(page, "number", row->document_number);
	json_put_str(page, "summary", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Issued by {issuer}, expires {date}.")), { "issuer", show_code(act, "countries", row->document_issuer) },
	                                        { "date", lang_date(act->lang, act->arena, row->document_expires) }));
	json_put(page, "tags", json_array());
	json_put(page, "crossings", crossings_value(act, own.rows, own.count, subject->holder));
	json_put_str(page, "person_href", show_record(act, "/person/", subject->holder, ""));
	json_put(page, "facts", document_facts(act, row));
	json_put_str(page, "permit_href", row->document_number.len && rights_have(act->actor.rights, CAN_PERMITS) ? show_path(act, "/document/", subject->record, "/permit") : STR(""));
	json_put_str(page, "register_href", row->document_number.len && rights_have(act->actor.rights, CAN_REGISTERS) ? show_path(act, "/registers/new?document=", subject->record, "") : STR(""));
	if (!show_history(act, &subject->record, 1, ENTRIES_SHOWN, &entries, err))
		return false;
	json_put(page, "entries", entries);
	return true;
}

bool document_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct documents *documents = ARENA_NEW(act->arena, struct documents);
	struct subject subject;
	bool found;
	if (!record_purpose(act, call, err))
		return false;
	if (!document_by_record(act, call->id, &documents->rows[0], &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such document", "search again", "document");
	documents->records[0] = call->id;
	documents->count = 1;
	if (!load_subject(act, documents, 0, &subject, err))
		return false;
	journal_look(act, "document", &call->id, 1);
	reply->data = fields_to_json(&document_row_fields, &documents->rows[0]);
	json_put_str(reply->data, "record", uuid_str(act->arena, call->id));
	reply->page = json_object();
	return call->json || document_page(act, &documents->rows[0], &subject, reply->page, err);
}

/* --- tying --- */

static bool need_document(struct act *act, struct uuid record, struct document_row *row, struct error *err)
{
	bool found;
	if (!document_by_record(act, record, row, &found, err))
		return false;
	return found || error_set(err, ERR_NOT_FOUND, "there is no such document", "search again", "document");
}

/* Every document of a holder; the one that the act names first though it may not be on record yet. */
static bool tie_all(struct act *act, struct tie_end end, struct uuid person, struct str reason, struct error *err)
{
	struct documents *documents = ARENA_NEW(act->arena, struct documents);
	const struct tie tie = { .person = person, .reason = reason };
	if (!documents_of(act, end.holder, documents, err))
		return false;
	if (!documents->count)
		journal_append(act, &tie_type, end.record, &tie);
	for (size_t i = 0; i < documents->count; i++)
		if (!uuid_equal(documents->rows[i].holder, person))
			journal_append(act, &tie_type, documents->records[i], &tie);
	return true;
}

bool border_tie_holders(struct act *act, struct tie_end one, struct tie_end two, struct str reason, struct uuid *person, struct error *err)
{
	if (uuid_equal(one.holder, two.holder))
		return error_set(err, ERR_NOT_ALLOWED, "These documents belong to one person already.", "", "tie");
	bool one_tied = !uuid_equal(one.holder, one.record), two_tied = !uuid_equal(two.holder, two.record);
	*person = one_tied ? one.holder : two_tied ? two.holder : uuid_v7(act->now, act->random);
	return tie_all(act, one, *person, reason, err) && tie_all(act, two, *person, reason, err);
}

bool border_tie(struct act *act, struct uuid document, struct uuid other, struct str reason, struct uuid *person, struct error *err)
{
	struct document_row one = { 0 }, two = { 0 };
	return need_document(act, document, &one, err) && need_document(act, other, &two, err) &&
	       border_tie_holders(act, (struct tie_end){ document, one.holder }, (struct tie_end){ other, two.holder }, reason, person, err);
}

bool tie_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct tie_query *query = call->query;
	const struct tie_form *form = call->form;
	struct uuid person = query->document;
	struct document_row row = { 0 };
	if (!str_is(form->answer, "same") && !str_is(form->answer, "other")) {
		finding_add(&act->findings, STR("answer"), "unknown_code", "Say whether it is the same person.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "tie");
	}
	if (str_is(form->answer, "same")) {
		if (!border_tie(act, query->document, query->other, form->why, &person, err))
			return false;
	} else {
		if (!need_document(act, query->document, &row, err) || !need_document(act, query->other, &row, err))
			return false;
		journal_append(act, &apart_type, query->document, &(struct apart){ .other = query->other, .reason = form->why });
	}
	reply->data = json_object();
	json_put_str(reply->data, "person", uuid_str(act->arena, person));
	reply->location = show_path(act, "/person/", person, "");
	return true;
}
