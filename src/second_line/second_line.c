/* The second line: who waits, the chosen person, and what the officer does: hear, admit, refuse, record a claim. */
#include "show.h"

#include "find.h"
#include "forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "protection.h"
#include "reader.h"
#include "lease.h"
#include "store.h"
#include "together.h"

FIELDS_TABLE(queue_query, QUEUE_QUERY_FIELDS)

enum { QUEUE_MOST = 100 };

/* --- the queue --- */

struct queue {
	struct referral_row rows[QUEUE_MOST];
	struct uuid records[QUEUE_MOST];
	size_t count;
};

/* A supervisor sees other posts; everybody else the own one. */
static struct str queue_post(const struct act *act, struct str asked)
{
	bool supervises = rights_have(act->actor.rights, CAN_SUPERVISE);
	if (supervises && str_is(asked, "all"))
		return STR("");
	return supervises && (asked.len || !act->place.post.len) ? asked : act->place.post;
}

static bool read_queue(struct act *act, struct str post, struct queue *queue, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.queue");
	query_bind_text(query, "post", post);
	query_bind_int(query, "most", QUEUE_MOST);
	while (queue->count < QUEUE_MOST && query_next(query)) {
		struct referral_row *row = &queue->rows[queue->count];
		*row = (struct referral_row){ 0 };
		query_row(query, &referral_row_fields, row, act->arena);
		queue->records[queue->count++] = query_id(query, 0);
	}
	return query_end(query, err);
}

static bool is_child(const struct act *act, struct date born)
{
	int least, most;
	return date_age(born, time_date(act->now), &least, &most) && least < 18;
}

static json_t *referral_tags(struct act *act, const struct referral_row *row)
{
	json_t *tags = json_array();
	bool child = is_child(act, row->born), asks = str_is(row->reason, "protection"); /* never red, whatever the checks advised */
	if (child)
		json_array_append_new(tags, show_tag(act, "care", lang_words(act->lang, WORDS("Child"))));
	if (str_is(row->advice, "refer") && !asks)
		json_array_append_new(tags, show_tag(act, "stop", lang_words(act->lang, WORDS("Refer"))));
	if (str_is(row->advice, "look") && !asks)
		json_array_append_new(tags, show_tag(act, "check", lang_words(act->lang, WORDS("Look"))));
	show_welfare_tags(act, row, tags);
	if (asks || (str_is(row->advice, "care") && !child))
		json_array_append_new(tags, show_tag(act, "care", lang_words(act->lang, WORDS("Protect"))));
	if (!uuid_zero(row->group_id))
		json_array_append_new(tags, show_tag(act, "info", lang_words(act->lang, WORDS("Others wait"))));
	if (row->heard)
		json_array_append_new(tags, show_tag(act, "info", lang_words(act->lang, WORDS("Heard"))));
	return tags;
}

static struct identity referral_identity(const struct referral_row *row)
{
	struct identity identity = { 0 };
#define COPY(type, name, ...) identity.name = row->name;
	IDENTITY_FIELDS(COPY, COPY)
#undef COPY
	return identity;
}

static struct str taken_words(struct act *act, const struct referral_row *row)
{
	struct uuid officer = border_taken_by(act, row);
	if (uuid_zero(officer))
		return STR("");
	if (uuid_equal(officer, act->actor.user))
		return lang_words(act->lang, WORDS("You have this person."));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("With {officer}.")), { "officer", show_officer(act, officer) });
}

static json_t *queue_row(struct act *act, const struct referral_row *row, struct uuid current)
{
	json_t *out = json_object();
	struct identity identity = referral_identity(row);
	json_put_yesno(out, "current", uuid_equal(row->id, current));
	json_put_str(out, "href", show_path(act, "/referral/", row->id, ""));
	json_put_str(out, "name", show_name(act, &identity));
	json_put_str(out, "age", date_empty(row->born) ? STR("") : lang_age(act->lang, act->arena, row->born, time_date(act->now)));
	json_put_str(out, "waited", lang_duration(act->lang, act->arena, act->now - row->opened));
	json_put_str(out, "where", show_lane(act, row->post, (int)row->lane));
	json_put_str(out, "reason", show_code(act, "referral_reasons", row->reason));
	json_put_str(out, "taken", taken_words(act, row));
	json_put(out, "tags", referral_tags(act, row));
	return out;
}

static struct str queue_summary(struct act *act, const struct queue *queue)
{
	if (!queue->count)
		return lang_words(act->lang, WORDS("Nobody waits."));
	struct str words = lang_plural(act->lang, (int64_t)queue->count,
	                               WORDS_MANY("{count} person waits, for {time}.", "{count} people wait, the longest {time}."));
	return LANG_FILL(act->arena, words, { "count", lang_number(act->lang, act->arena, (int64_t)queue->count) },
	                 { "time", lang_duration(act->lang, act->arena, act->now - queue->rows[0].opened) });
}

static void put_queue(struct act *act, const struct queue *queue, struct uuid current, json_t *page)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < queue->count; i++)
		json_array_append_new(rows, queue_row(act, &queue->rows[i], current));
	json_put_yesno(page, "live", true);
	json_put_str(page, "summary", queue_summary(act, queue));
	json_put_yesno(page, "any_queue", queue->count != 0);
	json_put(page, "queue", rows);
}

static json_t *queue_data(const struct queue *queue)
{
	json_t *data = json_object(), *rows = json_array();
	for (size_t i = 0; i < queue->count; i++)
		json_array_append_new(rows, fields_to_json(&referral_row_fields, &queue->rows[i]));
	json_put(data, "referrals", rows);
	return data;
}

bool second_line_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct queue_query *asked = call->query;
	struct queue *queue = ARENA_NEW(act->arena, struct queue);
	if (!read_queue(act, queue_post(act, asked->post), queue, err))
		return false;
	journal_look(act, "second line", queue->records, queue->count);
	reply->data = queue_data(queue);
	reply->page = json_object();
	put_queue(act, queue, (struct uuid){ 0 }, reply->page);
	json_put_yesno(reply->page, "chosen", false);
	return show_held(act, queue_post(act, asked->post), reply->page, reply->data, err);
}

/* --- the chosen person --- */

static struct str referred_words(struct act *act, const struct referral_row *row, struct uuid officer)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{place}, {time}, by {officer}: {reason}.")),
	                 { "place", show_lane(act, row->post, (int)row->lane) }, { "time", show_when(act, row->post, row->opened) },
	                 { "officer", show_officer(act, officer) }, { "reason", show_code(act, "referral_reasons", row->reason) });
}

static json_t *protection_answers(struct act *act, const struct referral_row *row)
{
	static const struct { const char *code, *word, *consequence; } answers[] = {
		{ "no", WORDS("No"), WORDS("Asked and answered.") },
		{ "yes", WORDS("Yes"), WORDS("From now on nobody can refuse this person. The asylum authority gets the file.") },
	};
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		json_t *answer = json_object();
		json_put_str(answer, "code", str_of(answers[i].code));
		json_put_str(answer, "word", lang_words(act->lang, answers[i].word));
		json_put_str(answer, "consequence", lang_words(act->lang, answers[i].consequence));
		json_put_yesno(answer, "chosen", str_is(row->protection, answers[i].code));
		json_array_append_new(out, answer);
	}
	return out;
}

/* Who has the person, and what the reader may do about it. */
static json_t *lease_value(struct act *act, const struct referral_row *row)
{
	struct uuid officer = border_taken_by(act, row);
	bool mine = uuid_equal(officer, act->actor.user), other = border_taken_by_other(act, row);
	struct str until = show_time(act, row->post, row->taken_until);
	json_t *lease = json_object();
	if (row->closed) {
		json_decref(lease);
		return json_false();
	}
	json_put_yesno(lease, "mine", mine);
	json_put_yesno(lease, "other", other);
	json_put_str(lease, "take_to", mine ? STR("") : show_path(act, "/referral/", row->id, "/take"));
	json_put_str(lease, "back_to", mine ? show_path(act, "/referral/", row->id, "/back") : STR(""));
	json_put_str(lease, "words", mine    ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("You have this person until {time}. Colleagues see it.")), { "time", until })
	                             : other ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("{officer} has this person until {time}.")), { "officer", show_officer(act, officer) }, { "time", until })
	                                     : lang_words(act->lang, WORDS("Nobody has taken this person.")));
	return lease;
}

static void put_hearing(struct act *act, const struct referral_row *row, json_t *chosen)
{
	struct str heard = row->heard ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("heard at {time}")), { "time", show_time(act, row->post, row->heard) })
	                              : lang_words(act->lang, WORDS("not yet heard"));
	json_put_str(chosen, "heard", heard);
	json_put_str(chosen, "hear_to", row->closed || border_taken_by_other(act, row) ? STR("") : show_path(act, "/referral/", row->id, "/hear"));
	json_put_yesno(chosen, "told_why", row->told_why);
	json_put(chosen, "protection", protection_answers(act, row));
	json_put(chosen, "languages", show_codes(act, "protection_languages", row->language.len ? row->language : lang_tag(act->lang)));
	json_put_str(chosen, "interpreter", row->interpreter);
	json_put_str(chosen, "said", row->hearing);
}

static json_t *admit_form(struct act *act, const struct referral_row *row, const struct opened *opened)
{
	json_t *admit = json_object();
	bool exit = str_is(row->direction, "exit");
	json_put_str(admit, "to", show_path(act, "/referral/", row->id, "/admit"));
	json_put_yesno(admit, "days_asked", !exit && !opened->stay.unlimited);
	json_put_str(admit, "days", str_format(act->arena, "%d", border_days_most(opened)));
	json_put_yesno(admit, "purpose_asked", !exit);
	json_put(admit, "purposes", show_codes(act, "travel_purposes", opened->inspection.purpose));
	json_put(admit, "child", show_child(act, opened, "decide", false, STR("")));
	return admit;
}

static json_t *refuse_form(struct act *act, const struct referral_row *row)
{
	json_t *refuse = json_object(), *reasons = show_codes(act, "refusal_reasons", STR("")), *reason;
	size_t i;
	json_array_foreach(reasons, i, reason)
		json_put_str(reason, "letter", show_reason_letter(act, str_of(json_string_value(json_object_get(reason, "code"))), i));
	json_put_str(refuse, "to", show_path(act, "/referral/", row->id, "/refuse"));
	json_put(refuse, "reasons", reasons);
	return refuse;
}

static bool needs_second(struct act *act, const struct opened *opened)
{
	const struct pack_names roles = { act->actor.roles, act->actor.role_count };
	struct pack_may_refuse answer;
	pack_may_refuse(act->pack, &opened->subject.facts, opened->subject.verdict.category, &roles, opened->subject.today, &answer);
	return answer.second.len != 0;
}

static json_t *decide_forms(struct act *act, const struct referral_row *row, const struct opened *opened)
{
	const char *no_admit = border_why_not_admit(act, opened), *no_refuse = border_why_not_refuse(act, opened, row), *no_transit = border_why_not_transit(act, opened);
	if (!row->heard && !row->closed)
		return json_false();
	json_t *decide = json_object();
	json_put(decide, "admit", no_admit ? json_false() : admit_form(act, row, opened));
	json_put_str(decide, "no_admit", no_admit ? lang_words(act->lang, no_admit) : STR(""));
	json_put_str(decide, "transit_to", no_transit ? STR("") : show_path(act, "/referral/", row->id, "/transit"));
	json_put(decide, "refuse", no_refuse ? json_false() : refuse_form(act, row));
	json_put_str(decide, "no_refuse", no_refuse ? lang_words(act->lang, no_refuse) : STR(""));
	json_put_yesno(decide, "second", !no_refuse && needs_second(act, opened));
	return decide;
}

static json_t *chosen_value(struct act *act, const struct referral_row *row, const struct opened *opened, struct uuid officer)
{
	json_t *chosen = show_person(act, &opened->subject.identity, opened->entry.record, opened->subject.verdict.category);
	show_faces(act, &opened->inspection, opened->entry.id, chosen);
	json_put(chosen, "tags", referral_tags(act, row));
	json_put_str(chosen, "referred", referred_words(act, row, officer));
	json_put_str(chosen, "note", row->note);
	json_put(chosen, "claim", opened->subject.claim_open ? json_str(lang_words(act->lang, WORDS("Another desk handles this person: refusal, removal and return are not possible. Ask no embassy and no carrier."))) : json_false());
	json_put(chosen, "lease", lease_value(act, row));
	json_put(chosen, "checks", show_checks(act, &opened->inspection.checks, true, STR("")));
	json_put(chosen, "compare", show_versus(act, opened, show_path(act, "/referral/", row->id, "/finding")));
	put_hearing(act, row, chosen);
	json_put(chosen, "decide", decide_forms(act, row, opened));
	json_put_str(chosen, "protection_to", show_path(act, "/referral/", row->id, "/protection"));
	json_put(chosen, "needs", show_codes(act, "protection_needs", STR("")));
	json_put(chosen, "receipt_languages", show_codes(act, "protection_languages", row->language.len ? row->language : lang_tag(act->lang)));
	return chosen;
}

/* What was said with a claim is for the authority, not for the next officer who opens the referral. */
static void hide_claim(const struct act *act, struct referral_row *row)
{
	bool claimed = str_is(row->protection, "yes") || str_is(row->outcome, "protection");
	if (!claimed || sees_protection(act))
		return;
	row->hearing = row->protection = STR("");
	row->outcome = str_is(row->outcome, "protection") ? STR("other_desk") : row->outcome;
	row->note = STR("");
}

static json_t *referral_data(struct act *act, const struct referral_row *row, const struct opened *opened)
{
	json_t *data = verdict_data(act, opened), *may = json_array();
	const char *no_refuse = border_why_not_refuse(act, opened, row);
	json_put(data, "referral", fields_to_json(&referral_row_fields, row));
	if (!row->closed && !border_taken_by_other(act, row))
		json_array_append_new(may, json_string("hear"));
	if (!row->closed && !uuid_equal(border_taken_by(act, row), act->actor.user))
		json_array_append_new(may, json_string("take"));
	if (!border_why_not_admit(act, opened))
		json_array_append_new(may, json_string("admit"));
	if (!border_why_not_transit(act, opened))
		json_array_append_new(may, json_string("transit"));
	if (!no_refuse)
		json_array_append_new(may, json_string("refuse"));
	json_array_append_new(may, json_string("protection"));
	json_put(data, "may", may);
	json_put_str(data, "why_not_refuse", str_of(no_refuse));
	return data;
}

/* The same page after a form that needs another look: its GET has the form's path. */
bool referral_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	struct queue *queue = ARENA_NEW(act->arena, struct queue);
	struct entry entry = { 0 };
	bool found;
	if (!border_referral(act, call->id, &row, &opened, err) || !read_queue(act, queue_post(act, row.post), queue, err) ||
	    !journal_entry(act, row.id, &entry, &found, err))
		return false;
	hide_claim(act, &row);
	journal_look(act, "referral", &opened.entry.record, 1);
	reply->data = referral_data(act, &row, &opened);
	if (call->json)
		return true;
	journal_look(act, "second line", queue->records, queue->count);
	reply->page = json_object();
	put_queue(act, queue, row.id, reply->page);
	json_t *chosen = chosen_value(act, &row, &opened, entry.actor), *company;
	json_put(reply->page, "chosen", chosen);
	json_put(chosen, "lists_note", opened.decided || row.closed ? json_false() : show_lists_note(act, opened.lists_changed));
	if (!show_company(act, row.group_id, opened.entry.record, &company, err))
		return false;
	json_put(chosen, "company", company ? company : json_false());
	if (!show_held(act, queue_post(act, row.post), reply->page, reply->data, err) || !show_holding(act, &row, &opened, chosen, err) ||
	    !show_aside(act, &row, &opened, chosen, err))
		return false;
	return show_journey(act, &opened, reply->page, err);
}

/* --- what the officer does --- */

static bool done(struct act *act, struct reply *reply, const char *decision)
{
	reply->changed = act->place.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	json_put_str(reply->data, "decision", str_of(decision));
	return true;
}

bool hear_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && border_hear(act, &row, &opened, call->form, err) && done(act, reply, "hear");
}

bool take_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && border_take(act, &row, &opened, call->form, err) && done(act, reply, "take");
}

bool back_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && border_hand_back(act, &row, &opened, err) && done(act, reply, "back");
}

/* The referral of the path is what is decided, also when another one of the same document is open. */
static bool open_of(struct act *act, struct uuid id, struct referral_row *row, struct opened *opened, struct error *err)
{
	if (!border_referral(act, id, row, opened, err))
		return false;
	opened->referral = *row;
	opened->referred = true;
	opened->decided = opened->decided || row->closed;
	return true;
}

bool referral_admit_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	struct uuid id;
	return open_of(act, call->id, &row, &opened, err) && border_admit(act, &opened, call->form, &id, err) && done(act, reply, "admit");
}

bool referral_transit_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	struct uuid id;
	return open_of(act, call->id, &row, &opened, err) && border_transit(act, &opened, call->form, &id, err) && done(act, reply, "transit");
}

bool referral_refuse_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	bool asked;
	return open_of(act, call->id, &row, &opened, err) && border_refuse(act, &row, &opened, call->form, &asked, err) &&
	       done(act, reply, asked ? "second person asked" : "refuse");
}

bool referral_finding_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	bool asked;
	return open_of(act, call->id, &row, &opened, err) && border_find(act, &opened, call->form, &asked, err) &&
	       done(act, reply, asked ? "second person asked" : "finding");
}

bool referral_protection_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	if (!border_referral(act, call->id, &row, &opened, err))
		return false;
	if (!row.closed) {
		opened.referral = row;
		opened.referred = true;
	}
	return border_claim(act, &opened, call->form, err) && done(act, reply, "protection");
}
