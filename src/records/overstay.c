/* An overstay after the exit: what was said and seen, what is due and paid; and the order of an entry ban, which is an option of a named officer. */
#include "show.h"

#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "letter.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(pay_form, PAY_FORM_FIELDS)
FIELDS_TABLE(ban_query, BAN_QUERY_FIELDS)
FIELDS_TABLE(ban_form, BAN_FORM_FIELDS)
FIELDS_TABLE(ban_lift_form, BAN_LIFT_FORM_FIELDS)

static void fact(struct act *act, json_t *facts, const char *what, struct str text)
{
	if (text.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, what), text));
}

/* --- an overstay --- */

/* Papers that tell of an entry: [{title, number, when, href, text_href, language}]. */
static bool put_letters(struct act *act, struct uuid about, json_t *page, struct error *err)
{
	json_t *letters;
	if (!letters_about(act, about, &letters, err))
		return false;
	json_put_yesno(page, "any_letter", json_array_size(letters) != 0);
	json_put(page, "letters", letters);
	return true;
}

static json_t *overstay_facts(struct act *act, const struct overstay_row *row)
{
	json_t *facts = json_array();
	fact(act, facts, WORDS("Allowed until"), lang_date(act->lang, act->arena, row->allowed_until));
	fact(act, facts, WORDS("Left"), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{date}, {post}")), { "date", lang_date(act->lang, act->arena, row->left_on) }, { "post", show_post(act, row->post) }));
	fact(act, facts, WORDS("Too long by"), lang_count(act->lang, act->arena, row->days, WORDS_MANY("{count} day", "{count} days")));
	fact(act, facts, WORDS("Explanation"), show_code(act, "overstay_explanations", row->explanation));
	fact(act, facts, WORDS("In the person's own words"), row->words);
	fact(act, facts, WORDS("Paper seen"), row->paper);
	fact(act, facts, WORDS("Law"), pack_words(act->pack, lang_tag(act->lang), act->pack->overstay.law));
	fact(act, facts, WORDS("Recorded by"), show_officer(act, row->officer));
	return facts;
}

static void put_due(struct act *act, const struct overstay_row *row, json_t *page)
{
	const char *word = row->excused ? WORDS("Excused") : !row->amount ? WORDS("Nothing is due") : row->paid ? WORDS("Paid") : WORDS("Not paid yet");
	json_put_str(page, "tone", row->amount && !row->paid ? STR("check") : STR("clear"));
	json_put_str(page, "word", lang_words(act->lang, word));
	json_put_str(page, "amount", row->amount ? show_money(act, row->amount, row->currency) : STR(""));
	json_put_str(page, "paid", row->paid ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Paid {how} on {time}.")), { "how", show_code(act, "payment_methods", row->method) },
	                                                 { "time", show_when(act, row->post, row->paid) }) : STR(""));
	json_put_str(page, "remedy", row->amount ? pack_words(act->pack, lang_tag(act->lang), act->pack->overstay.remedy) : STR(""));
	json_put_str(page, "pay_to", row->amount && !row->paid && rights_have(act->actor.rights, CAN_CROSS) ? show_path(act, "/overstay/", row->id, "/paid") : STR(""));
}

static void put_ban_option(struct act *act, const struct subject *subject, const struct overstay_row *row, json_t *page)
{
	const char *why = status_why_not_ban(act, subject);
	json_put_str(page, "ban_href", why ? STR("") : str_format(act->arena, STR_FMT STR_FMT, STR_ARG(show_path(act, "/person/", subject->record, "/ban?ground=")),
	                                                          STR_ARG(uuid_str(act->arena, row->id))));
}

/* The receipt, in the person's language. */
static bool issue_receipt(struct act *act, const struct overstay_row *row, const struct subject *subject, const struct pay_form *form, struct error *err)
{
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, &subject->identity));
	json_put(values, "document", letter_document(&subject->identity));
	json_put_str(values, "allowed_until", date_str(act->arena, row->allowed_until));
	json_put_str(values, "left_on", date_str(act->arena, row->left_on));
	json_put_int(values, "days", row->days);
	json_put_str(values, "explanation", row->explanation);
	json_put_str(values, "amount", str_format(act->arena, "%lld.%02d " STR_FMT, (long long)(row->amount / 1000000), (int)(row->amount % 1000000 / 10000), STR_ARG(row->currency)));
	json_put_str(values, "method", form->method);
	json_put_int(values, "paid", act->now);
	json_put_str(values, "law", STR("law"));
	json_put_str(values, "remedy", STR("remedy"));
	const struct letter_order order = {
		.name = "penalty_receipt", .record = subject->record, .about = row->id, .language = form->language, .also_own = true, .post = row->post,
		.copy = WORDS("Copy for the traveller"), .values = values,
	};
	return letter_issue(act, &order, NULL, err);
}

bool overstay_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct overstay_row row = { 0 };
	struct uuid record, holder;
	struct subject subject;
	if (!status_overstay(act, call->id, &row, &record, err) || !person_subject(act, record, &holder, &subject, err))
		return false;
	journal_look(act, "overstay", &record, 1);
	reply->data = fields_to_json(&overstay_row_fields, &row);
	json_t *page = reply->page = json_object();
	json_put_str(page, "name", identity_name(&subject.identity, act->arena));
	json_put_str(page, "document", subject.identity.document_number);
	json_put(page, "facts", overstay_facts(act, &row));
	put_due(act, &row, page);
	put_ban_option(act, &subject, &row, page);
	json_put_str(page, "account_href", show_path_if(act, CAN_PERSON, "/person/", holder).len ? show_path(act, "/person/", holder, "/stay") : STR(""));
	json_put_str(page, "booth_href", act->place.post.len ? STR("/booth") : STR(""));
	json_put(page, "methods", show_codes(act, "payment_methods", STR("")));
	json_put(page, "languages", show_languages(act));
	return put_letters(act, row.id, page, err);
}

bool overstay_paid_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pay_form *form = call->form;
	struct overstay_row row = { 0 };
	struct uuid record, holder;
	struct subject subject;
	if (!status_overstay(act, call->id, &row, &record, err) || !person_subject(act, record, &holder, &subject, err) ||
	    !status_pay(act, &row, record, form->method, form->note, err) || !issue_receipt(act, &row, &subject, form, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "paid", STR("yes"));
	reply->location = show_path(act, "/overstay/", row.id, "");
	return true;
}

/* --- a ban is ordered --- */

static struct ban ban_of(const struct ban_form *form, struct uuid ground)
{
	return (struct ban){
		.reasons = form->reasons, .facts = form->facts, .heard = form->heard, .starts = form->starts, .ends = form->ends, .language = form->language, .ground = ground,
	};
}

void put_ban_form(struct act *act, struct date today, json_t *page)
{
	struct date latest = act->pack->bans.given ? pack_ban_latest(act->pack, today) : today;
	json_put(page, "reasons", show_codes(act, "ban_reasons", STR("overstay")));
	json_put(page, "languages", show_languages(act));
	json_put_str(page, "today", date_str(act->arena, today));
	json_put_str(page, "latest", date_str(act->arena, latest));
	json_put_str(page, "limit", LANG_FILL(act->arena, lang_words(act->lang, WORDS("At most until {date}.")), { "date", lang_date(act->lang, act->arena, latest) }));
	json_put_str(page, "remedy", pack_words(act->pack, lang_tag(act->lang), act->pack->bans.remedy));
}

bool ban_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct ban_query *query = call->query;
	struct uuid holder;
	struct subject subject;
	if (!person_subject(act, call->id, &holder, &subject, err))
		return false;
	const char *why = status_why_not_ban(act, &subject);
	journal_look(act, "person", &subject.record, 1);
	reply->data = json_object();
	json_t *page = reply->page = json_object();
	json_put_str(page, "name", identity_name(&subject.identity, act->arena));
	json_put_str(page, "document", subject.identity.document_number);
	json_put_str(page, "why_not", why ? lang_words(act->lang, why) : STR(""));
	json_put_str(page, "to", str_format(act->arena, STR_FMT STR_FMT, STR_ARG(show_path(act, "/person/", call->id, "/ban?ground=")), STR_ARG(uuid_zero(query->ground) ? STR("") : uuid_str(act->arena, query->ground))));
	put_ban_form(act, subject.today, page);
	return true;
}

/* The order on paper, in the person's language, with the remedy. */
bool issue_ban(struct act *act, const struct ban *ban, struct uuid record, struct uuid id, struct error *err)
{
	json_t *values = json_object(), *reasons = json_array();
	for (size_t i = 0; i < ban->reasons.count; i++)
		json_array_append_new(reasons, json_str(ban->reasons.items[i]));
	json_put(values, "person", letter_person(act, (const struct identity *)ban));
	json_put(values, "document", letter_document((const struct identity *)ban));
	json_put(values, "reasons", reasons);
	json_put_str(values, "facts", ban->facts);
	json_put_str(values, "heard", ban->heard);
	json_put_str(values, "starts", date_str(act->arena, ban->starts));
	json_put_str(values, "ends", date_str(act->arena, ban->ends));
	json_put_int(values, "ordered", act->now);
	json_put_str(values, "ordered_by", show_officer_number(act, ban->officer));
	if (!uuid_zero(ban->second))
		json_put_str(values, "confirmed_by", show_officer_number(act, ban->second));
	json_put_str(values, "law", STR("law"));
	json_put_str(values, "remedy", STR("remedy"));
	json_put_str(values, "authority", STR("authority"));
	json_put_str(values, "appeal_until", date_str(act->arena, date_of_days(date_days(time_date(act->now)) + act->pack->bans.deadline_days)));
	const struct letter_order order = {
		.name = "entry_ban", .record = record, .about = id, .language = ban->language, .also_own = true, .copy = WORDS("Copy for the traveller"), .values = values,
	};
	return letter_issue(act, &order, NULL, err);
}

bool ban_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct ban_query *query = call->query;
	struct uuid holder, id;
	struct subject subject;
	bool asked = false;
	struct ban ban = ban_of(call->form, query->ground);
	if (!person_subject(act, call->id, &holder, &subject, err) || !status_order_ban(act, &subject, &ban, &asked, &id, err) ||
	    (!asked && !issue_ban(act, &ban, subject.record, id, err)))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	json_put_str(reply->data, "decision", asked ? STR("waiting") : STR("ordered"));
	reply->location = asked ? show_path(act, "/person/", subject.record, "?why=permits") : show_path(act, "/ban/", id, "");
	return true;
}

/* --- a ban --- */

_Static_assert(offsetof(struct ban_row, document_expires) - offsetof(struct ban_row, surname) == offsetof(struct identity, document_expires),
               "a ban's row holds an identity");

static struct str reason_words(struct act *act, const struct texts *reasons)
{
	struct str words[5];
	size_t count = 0;
	for (; count < reasons->count && count < COUNT_OF(words); count++)
		words[count] = show_code(act, "ban_reasons", reasons->items[count]);
	return lang_list(act->lang, act->arena, words, count);
}

static json_t *ban_facts(struct act *act, const struct ban_row *row)
{
	json_t *facts = json_array();
	fact(act, facts, WORDS("Person"), identity_name((const struct identity *)(const void *)&row->surname, act->arena));
	fact(act, facts, WORDS("Born"), lang_date(act->lang, act->arena, row->born));
	fact(act, facts, WORDS("Document"), row->document_number);
	fact(act, facts, WORDS("In force"), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{from} to {until}")), { "from", lang_date(act->lang, act->arena, row->starts) },
	                                              { "until", lang_date(act->lang, act->arena, row->ends) }));
	fact(act, facts, WORDS("Reasons"), reason_words(act, &row->reasons));
	fact(act, facts, WORDS("Facts"), row->facts);
	fact(act, facts, WORDS("What the person said"), row->heard);
	fact(act, facts, WORDS("Law"), pack_article(act->pack, lang_tag(act->lang), row->law));
	fact(act, facts, WORDS("Ordered by"), show_officer(act, row->officer));
	if (!uuid_zero(row->second))
		fact(act, facts, WORDS("Confirmed by"), show_officer(act, row->second));
	if (row->lifted)
		fact(act, facts, WORDS("Lifted"), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{time}, {authority}: {reason}")), { "time", show_when(act, STR(""), row->lifted) },
		                                            { "authority", row->lifted_by }, { "reason", row->lifted_why }));
	return facts;
}

bool ban_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct ban_row row = { 0 };
	struct uuid record;
	if (!status_ban(act, call->id, &row, &record, err))
		return false;
	struct date today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	bool in_force = ban_in_force(&row, today), over = date_compare(row.ends, today) < 0;
	journal_look(act, "entry ban", &record, 1);
	reply->data = fields_to_json(&ban_row_fields, &row);
	json_put_yesno(reply->data, "in_force", in_force);
	json_t *page = reply->page = json_object();
	json_put(page, "facts", ban_facts(act, &row));
	json_put_str(page, "tone", in_force ? STR("stop") : STR("none"));
	json_put_str(page, "word", lang_words(act->lang, in_force ? WORDS("In force") : row.lifted ? WORDS("Lifted") : over ? WORDS("Ended") : WORDS("Not begun yet")));
	json_put_str(page, "remedy", row.remedy);
	json_put_str(page, "lift_to", !row.lifted && !over && rights_have(act->actor.rights, CAN_BAN) ? show_path(act, "/ban/", row.id, "/lift") : STR(""));
	struct document_row document = { 0 };
	bool seen;
	if (!document_by_record(act, record, &document, &seen, err))
		return false;
	json_put_str(page, "person_href", seen ? show_record(act, "/person/", record, "") : STR(""));
	json_put_str(page, "unseen", seen ? STR("") : lang_words(act->lang, WORDS("This document was not seen at a booth yet. The ban is told at its first scan.")));
	return put_letters(act, row.id, page, err);
}

bool ban_lift_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct ban_lift_form *form = call->form;
	struct ban_row row = { 0 };
	struct uuid record;
	if (!status_ban(act, call->id, &row, &record, err) || !status_lift_ban(act, &row, record, form->authority, form->reason, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "lifted", STR("yes"));
	reply->location = show_path(act, "/ban/", row.id, "");
	return true;
}

/* --- on a person's page --- */

static json_t *permit_rows(struct act *act, const struct subject *subject)
{
	json_t *out = json_array();
	for (size_t i = 0; i < subject->permit_count; i++)
		json_array_append_new(out, show_permit(act, &subject->permits[i]));
	return out;
}

static bool overstay_lines(struct act *act, struct uuid holder, json_t *rows, struct error *err)
{
	struct query *query = db_query(act->db, "status.overstays_of_holder");
	query_bind_id(query, "holder", holder);
	query_bind_int(query, "most", BANS_MOST);
	while (query_next(query)) {
		struct overstay_row row = { 0 };
		json_t *line = json_object();
		query_row(query, &overstay_row_fields, &row, act->arena);
		json_put_str(line, "href", show_path_if(act, CAN_PERSON, "/overstay/", row.id));
		json_put_str(line, "what", lang_count(act->lang, act->arena, row.days, WORDS_MANY("Overstay of {count} day", "Overstay of {count} days")));
		json_put_str(line, "text", lang_date_short(act->lang, act->arena, row.left_on));
		json_array_append_new(rows, line);
	}
	return query_end(query, err);
}

static bool ban_lines(struct act *act, struct uuid holder, json_t *rows, struct error *err)
{
	struct ban_row *bans = ARENA_ARRAY(act->arena, struct ban_row, BANS_MOST);
	size_t count;
	if (!status_bans(act, holder, bans, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_t *line = json_object();
		json_put_str(line, "href", show_path(act, "/ban/", bans[i].id, ""));
		json_put_str(line, "what", lang_words(act->lang, bans[i].lifted ? WORDS("Entry ban, lifted") : WORDS("Entry ban")));
		json_put_str(line, "text", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{from} to {until}")), { "from", lang_date_short(act->lang, act->arena, bans[i].starts) },
		                                     { "until", lang_date_short(act->lang, act->arena, bans[i].ends) }));
		json_array_append_new(rows, line);
	}
	return true;
}

bool show_status(struct act *act, const struct subject *subject, struct uuid holder, json_t *page, struct error *err)
{
	json_t *permits = permit_rows(act, subject), *lines = json_array(), *status = json_object();
	bool may_enter = rights_have(act->actor.rights, CAN_PERMITS) && subject->identity.document_number.len;
	json_put_yesno(status, "any_permit", json_array_size(permits) != 0 || may_enter);
	json_put_str(status, "permit_href", may_enter ? show_path(act, "/document/", subject->record, "/permit") : STR(""));
	json_put(status, "permits", permits);
	json_put(status, "lines", lines);
	json_put(page, "status", status);
	if (!overstay_lines(act, holder, lines, err) || !ban_lines(act, holder, lines, err))
		return false;
	bool may = rights_have(act->actor.rights, CAN_BAN) && !status_why_not_ban(act, subject);
	json_put_yesno(status, "any_line", json_array_size(lines) != 0 || may);
	json_put_str(status, "ban_href", may ? show_path(act, "/person/", holder, "/ban") : STR(""));
	return true;
}

/* --- what waits for the second person --- */

json_t *ban_request(struct act *act, const struct request_row *row, size_t number)
{
	struct ban ban = { 0 };
	json_t *out = json_object(), *facts = json_array();
	if (!fields_from_data(&ban_fields, row->body, &ban, act->arena)) {
		json_decref(facts);
		json_decref(out);
		return NULL;
	}
	fact(act, facts, WORDS("Person"), identity_name((const struct identity *)&ban, act->arena));
	fact(act, facts, WORDS("Facts"), ban.facts);
	fact(act, facts, WORDS("What the person said"), ban.heard);
	fact(act, facts, WORDS("Law"), pack_words(act->pack, lang_tag(act->lang), act->pack->bans.law));
	json_put_int(out, "n", (int64_t)number);
	json_put_str(out, "title", lang_words(act->lang, WORDS("Entry ban")));
	json_put_str(out, "when", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{age} ago")), { "age", lang_duration(act->lang, act->arena, act->now - row->asked) }));
	json_put_str(out, "text", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Ban from entry, {from} to {until}: {reasons}.")), { "from", lang_date(act->lang, act->arena, ban.starts) },
	                                    { "until", lang_date(act->lang, act->arena, ban.ends) }, { "reasons", reason_words(act, &ban.reasons) }));
	json_put_str(out, "who", show_officer(act, row->asker));
	json_put(out, "facts", facts);
	json_put_str(out, "href", show_record(act, "/person/", row->about, ""));
	json_put_str(out, "to", show_path(act, "/second/", row->record, ""));
	return out;
}

bool ban_confirm(struct act *act, const struct request_row *row, struct error *err)
{
	struct uuid id;
	struct subject subject;
	struct ban ban = { 0 };
	return fields_from_data(&ban_fields, row->body, &ban, act->arena) && ban_subject(act, row->about, (const struct identity *)&ban, &subject, err) && status_confirm_ban(act, row->record, &subject, &ban, &id, err) &&
	       issue_ban(act, &ban, row->about, id, err);
}
