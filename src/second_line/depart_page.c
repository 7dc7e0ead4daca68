/* Pages after a refusal: who is still to depart, one of them with papers and forms, and the form by which a document is held. */
#include "depart.h"
#include "forms.h"

#include "custody.h"
#include "house.h"
#include "journal.h"
#include "letter.h"
#include "pages.h"
#include "protection.h"
#include "show.h"
#include "store.h"

enum { SHOWN_MOST = 100 };
static const int64_t days_shown = INT64_C(7) * 86400000;

struct departing {
	struct departure_row rows[SHOWN_MOST];
	struct uuid records[SHOWN_MOST];
	size_t count;
};

static const struct identity *identity_of(const struct departure_row *row)
{
	return (const struct identity *)&row->surname;
}

/* --- the list --- */

static bool read_departures(struct act *act, const char *statement, struct str post, int64_t since, struct departing *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "post", post);
	query_bind_int(query, "most", SHOWN_MOST);
	if (since)
		query_bind_int(query, "since", since);
	while (out->count < SHOWN_MOST && query_next(query)) {
		out->rows[out->count] = (struct departure_row){ 0 };
		out->records[out->count] = query_id(query, 0);
		query_row(query, &departure_row_fields, &out->rows[out->count++], act->arena);
	}
	return query_end(query, err);
}

struct state_words {
	const char *tone, *words;
};

static struct state_words stays(const struct act *act)
{
	return sees_protection(act) ? (struct state_words){ "care", WORDS("Asked for protection: stays") } : (struct state_words){ "info", WORDS("Another desk handles this person") };
}

static struct state_words state_of(const struct act *act, const struct departure_row *row)
{
	if (str_is(row->stopped, "protection"))
		return stays(act);
	if (str_is(row->stopped, "annulled"))
		return (struct state_words){ "none", WORDS("Refusal taken back") };
	if (row->departed)
		return (struct state_words){ "clear", WORDS("Left") };
	return row->noticed ? (struct state_words){ "info", WORDS("Carrier told") } : (struct state_words){ "none", WORDS("To depart") };
}

static struct str came_with(struct act *act, const struct departure_row *row)
{
	struct str parts[2];
	size_t count = 0;
	if (row->carrier.len)
		parts[count++] = row->carrier;
	if (row->craft.len)
		parts[count++] = row->craft;
	return count ? str_join(act->arena, parts, count, STR(" ")) : STR("");
}

static json_t *row_value(struct act *act, const struct departure_row *row)
{
	struct state_words state = state_of(act, row);
	json_t *out = json_object();
	json_put_str(out, "name", show_name(act, identity_of(row)));
	json_put_str(out, "nationality", row->nationalities.count ? show_code(act, "countries", row->nationalities.items[0]) : STR(""));
	json_put_str(out, "href", show_path(act, "/departure/", row->id, ""));
	json_put_str(out, "refused", show_when(act, row->post, row->refused));
	json_put_str(out, "waits", row->open ? lang_duration(act->lang, act->arena, act->now - row->refused) : STR(""));
	json_put_str(out, "came", came_with(act, row));
	json_put_str(out, "tone", str_of(state.tone));
	json_put_str(out, "state", lang_words(act->lang, state.words));
	json_put_str(out, "left", row->departed ? show_when(act, row->post, row->departed) : STR(""));
	return out;
}

static json_t *rows_value(struct act *act, const struct departing *shown)
{
	json_t *out = json_array();
	for (size_t i = 0; i < shown->count; i++)
		json_array_append_new(out, row_value(act, &shown->rows[i]));
	return out;
}

bool refused_people_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct queue_query *query = call->query;
	struct departing *open = ARENA_NEW(act->arena, struct departing), *ended = ARENA_NEW(act->arena, struct departing);
	bool supervises = rights_have(act->actor.rights, CAN_SUPERVISE);
	struct str post = supervises && query && query->post.len ? query->post : act->place.post;
	if (!post.len)
		return error_set(err, ERR_NOT_ALLOWED, "No post was chosen", "Choose where you work first", "post");
	if (!read_departures(act, "second_line.departures_open", post, 0, open, err) ||
	    !read_departures(act, "second_line.departures_ended", post, act->now - days_shown, ended, err))
		return false;
	journal_look(act, "refused people", open->records, open->count);
	journal_look(act, "refused people", ended->records, ended->count);
	json_t *data = json_array();
	for (size_t i = 0; i < open->count; i++)
		json_array_append_new(data, fields_to_json(&departure_row_fields, &open->rows[i]));
	reply->data = json_object();
	json_put(reply->data, "open", data);
	reply->page = json_object();
	json_put_yesno(reply->page, "live", true);
	json_put_str(reply->page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("To depart, {post}")), { "post", show_post(act, post) }));
	json_put_yesno(reply->page, "any_post", supervises);
	json_put(reply->page, "posts", show_posts(act, post));
	json_put_yesno(reply->page, "any", open->count != 0);
	json_put(reply->page, "rows", rows_value(act, open));
	json_put_yesno(reply->page, "any_ended", ended->count != 0);
	json_put(reply->page, "ended", rows_value(act, ended));
	return true;
}

/* --- one person --- */

static void put_facts(struct act *act, const struct departure_row *row, json_t *page)
{
	json_t *facts = json_array(), *reasons = json_array();
	struct str born = lang_date(act->lang, act->arena, row->born);
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Born")), born));
	if (row->nationalities.count)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Nationality")), show_code(act, "countries", row->nationalities.items[0])));
	if (row->document_number.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Document")),
		        str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(show_code(act, "document_kinds", row->document_kind)), STR_ARG(row->document_number))));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Refused")), show_when(act, row->post, row->refused)));
	if (row->noticed)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Carrier told")),
		        str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(came_with(act, row)), STR_ARG(show_when(act, row->post, row->noticed)))));
	if (row->departed)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Left")),
		        str_format(act->arena, STR_FMT ", " STR_FMT ", " STR_FMT, STR_ARG(show_when(act, row->post, row->departed)), STR_ARG(row->left_by),
		                   STR_ARG(show_officer(act, row->confirmed)))));
	for (size_t i = 0; i < row->reasons.count; i++)
		json_array_append_new(reasons, json_str(show_code(act, "refusal_reasons", row->reasons.items[i])));
	json_put(page, "facts", facts);
	json_put(page, "reasons", reasons);
}

static bool put_held(struct act *act, const struct departure_row *row, struct uuid record, json_t *page, struct error *err)
{
	struct custody_row held = { 0 };
	bool found;
	if (!custody_of(act, record, &held, &found, err))
		return false;
	json_put_str(page, "held", found ? held.label : STR(""));
	json_put_str(page, "held_href", found ? show_path(act, "/custody/", held.id, "") : STR(""));
	json_put_str(page, "hold_href", !found && row->document_number.len && !uuid_zero(row->referral) ? show_path(act, "/referral/", row->referral, "/document") : STR(""));
	return true;
}

bool refused_person_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct departure_row row = { 0 };
	struct document_row document = { 0 };
	struct uuid record;
	bool known, claimed = false;
	json_t *papers;
	if (!departure_by_id(act, call->id, &row, &record, err))
		return false;
	journal_look(act, "refused person", &record, 1);
	if (!document_by_record(act, record, &document, &known, err) || !claim_is_open(act, known ? document.holder : record, &claimed, err) ||
	    !letters_about(act, row.id, &papers, err))
		return false;
	bool goes = row.open && !claimed;
	const struct state_words state = claimed ? stays(act) : state_of(act, &row);
	if (!sees_protection(act) && str_is(row.stopped, "protection"))
		row.stopped = STR("other_desk");
	reply->data = fields_to_json(&departure_row_fields, &row);
	json_put(reply->data, "letters", json_incref(papers));
	reply->page = json_object();
	json_put_str(reply->page, "title", show_name(act, identity_of(&row)));
	json_put_str(reply->page, "summary", show_post(act, row.post));
	bool stopped = claimed || str_is(row.stopped, "protection");
	json_put_yesno(reply->page, "claimed", stopped && sees_protection(act));
	json_put_yesno(reply->page, "other_desk", stopped && !sees_protection(act));
	json_put_str(reply->page, "tone", str_of(state.tone));
	json_put_str(reply->page, "state", lang_words(act->lang, state.words));
	json_put_yesno(reply->page, "any_paper", json_array_size(papers) != 0);
	json_put(reply->page, "papers", papers);
	put_facts(act, &row, reply->page);
	json_put_str(reply->page, "carrier", row.carrier);
	json_put_str(reply->page, "craft", row.craft);
	json_put_str(reply->page, "from_place", row.from_place);
	json_put_str(reply->page, "notice_to", goes ? show_path(act, "/departure/", row.id, "/notice") : STR(""));
	json_put_str(reply->page, "leave_to", goes ? show_path(act, "/departure/", row.id, "/left") : STR(""));
	return put_held(act, &row, record, reply->page, err);
}

bool notice_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (!border_notice(act, call->id, call->form, err))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	return true;
}

/* "14:05" on a day at the post; now when nothing is said. */
static bool read_time(struct act *act, struct str post, const struct depart_form *form, int64_t *out)
{
	const struct lang_zone *zone = show_zone(act, post);
	struct date day = date_empty(form->day) ? lang_zone_day(zone, act->now) : form->day;
	struct str rest = form->at, hour;
	int64_t hours, minutes;
	*out = act->now;
	if (!form->at.len)
		return date_empty(form->day);
	if (!str_cut(&rest, ':', &hour) || !str_to_int(hour, &hours) || !str_to_int(rest, &minutes) || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !date_whole(day))
		return false;
	*out = lang_zone_instant(zone, day, (int)(hours * 60 + minutes));
	return true;
}

/* A document that goes with the carrier leaves custody in the same act. */
static bool hand_document(struct act *act, struct uuid record, const struct departed *departed, struct error *err)
{
	struct custody_row held = { 0 };
	bool found;
	if (!custody_of(act, record, &held, &found, err) || !found)
		return found || error_set(err, ERR_NOT_ALLOWED, "no document of this person is held", "leave the box empty", "custody");
	const struct custody_move move = { .to = STR("carrier"), .name = departed->craft };
	return custody_move(act, held.id, &move, err);
}

bool departed_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct depart_form *form = call->form;
	const struct departed departed = { .refusal = call->id, .craft = form->craft, .to_place = form->to_place, .note = form->note };
	struct departure_row row = { 0 };
	struct uuid record;
	int64_t happened;
	if (!departure_by_id(act, call->id, &row, &record, err))
		return false;
	if (!read_time(act, row.post, form, &happened)) {
		finding_add(&act->findings, STR("at"), "bad_time", "Write the hour as 14:05.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "departure");
	}
	if (!border_departed(act, call->id, &departed, happened, err) || (form->with_document && !hand_document(act, record, &departed, err)))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	return true;
}

/* --- holding the document --- */

bool document_keep_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row referral = { 0 };
	struct custody_row held = { 0 };
	struct opened opened;
	bool found;
	if (!border_referral(act, call->id, &referral, &opened, err) || !custody_of(act, opened.entry.record, &held, &found, err))
		return false;
	journal_look(act, "document to be held", &opened.entry.record, 1);
	reply->data = json_object();
	json_put_str(reply->data, "held", found ? held.label : STR(""));
	reply->page = json_object();
	json_put_str(reply->page, "title", lang_words(act->lang, WORDS("Hold the document")));
	json_put_str(reply->page, "name", show_name(act, &opened.subject.identity));
	json_put_str(reply->page, "document", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(show_code(act, "document_kinds", opened.subject.identity.document_kind)),
	                                                 STR_ARG(opened.subject.identity.document_number)));
	json_put_str(reply->page, "held", found ? held.label : STR(""));
	json_put_str(reply->page, "held_href", found ? show_path(act, "/custody/", held.id, "") : STR(""));
	json_put_str(reply->page, "hold_to", found ? STR("") : show_path(act, "/referral/", call->id, "/document"));
	json_put(reply->page, "grounds", show_codes(act, "custody_grounds", STR("")));
	return true;
}

bool document_keep_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct keep_form *form = call->form;
	struct referral_row referral = { 0 };
	struct custody_row held = { 0 };
	struct opened opened;
	struct uuid id;
	bool found;
	if (!border_referral(act, call->id, &referral, &opened, err) || !custody_of(act, opened.entry.record, &held, &found, err))
		return false;
	if (found)
		return error_set(err, ERR_NOT_ALLOWED, "this document is held already", "look where it is", "custody");
	struct custody custody = { .post = referral.post, .label = form->label, .ground = form->ground, .finding = form->finding, .place = form->place, .about = call->id };
	identity_put(&custody, &opened.subject.identity);
	if (!custody_take(act, opened.entry.record, &custody, referral.language, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	json_put_str(reply->data, "label", custody.label);
	return true;
}
