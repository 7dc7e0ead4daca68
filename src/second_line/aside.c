/* Beside the decision, on the page of a referral: needs and wishes, officers who are available, agencies that were asked, the file of the stateless. */
#include "show.h"

#include "house.h"
#include "journal.h"
#include "pages.h"
#include "lease.h"
#include "store.h"
#include "watch.h"

enum { ASIDE_MOST = 40 };

/* --- needs and wishes --- */

static json_t *marked_codes(struct act *act, const char *list, const struct texts *marked)
{
	json_t *codes = show_codes(act, list, STR("")), *code;
	size_t at;
	json_array_foreach(codes, at, code) {
		bool chosen = false;
		for (size_t i = 0; i < marked->count; i++)
			chosen |= str_is(marked->items[i], json_string_value(json_object_get(code, "code")));
		json_put_yesno(code, "chosen", chosen);
	}
	return codes;
}

static json_t *choices(struct act *act, const char *const (*from)[2], size_t count, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(from[i][0]));
		json_put_str(row, "word", lang_words(act->lang, from[i][1]));
		json_put_yesno(row, "chosen", str_is(chosen, from[i][0]));
		json_array_append_new(out, row);
	}
	return out;
}

static const char *const wishes[][2] = { { "any", WORDS("No wish") }, { "F", WORDS("A woman") }, { "M", WORDS("A man") } };
static const char *const mets[][2] = { { "yes", WORDS("Met") }, { "no", WORDS("Not met") } };

static struct str wish_words(struct act *act, const struct referral_row *row)
{
	return lang_words(act->lang, str_is(row->wish, "F") ? WORDS("Asks for a woman officer") : WORDS("Asks for a man officer"));
}

void show_welfare_tags(struct act *act, const struct referral_row *row, json_t *tags)
{
	for (size_t i = 0; i < row->needs.count; i++)
		json_array_append_new(tags, show_tag(act, "care", show_code(act, "needs", row->needs.items[i])));
	if (str_is(row->wish, "F") || str_is(row->wish, "M"))
		json_array_append_new(tags, show_tag(act, str_is(row->wish_met, "no") ? "check" : "none", wish_words(act, row)));
}

static bool put_available(struct act *act, const struct referral_row *row, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.available_at");
	struct uuid officers[ASIDE_MOST];
	struct available rows[ASIDE_MOST];
	size_t count = 0;
	json_t *out = json_array();
	json_put(page, "available", out);
	query_bind_text(query, "post", row->post);
	query_bind_int(query, "now", act->now);
	query_bind_int(query, "most", ASIDE_MOST);
	for (; count < ASIDE_MOST && query_next(query); count++) {
		officers[count] = query_id(query, 0);
		query_row(query, &available_fields, &rows[count], act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *whom = rows[i].women && rows[i].men ? WORDS("everybody") : rows[i].women ? WORDS("women and girls") : WORDS("men and boys");
		json_array_append_new(out, show_fact(show_officer(act, officers[i]), lang_words(act->lang, whom)));
	}
	json_put_yesno(page, "any_available", count != 0);
	return true;
}

/* --- agencies --- */

static bool put_agencies(struct act *act, const struct opened *opened, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.agencies_asked");
	struct agency_row *rows = ARENA_ARRAY(act->arena, struct agency_row, ASIDE_MOST);
	size_t count = 0;
	json_t *out = json_array();
	json_put(page, "asked", out);
	query_bind_id(query, "holder", opened->subject.holder);
	query_bind_int(query, "most", ASIDE_MOST);
	for (; count < ASIDE_MOST && query_next(query); count++) {
		rows[count] = (struct agency_row){ 0 };
		query_row(query, &agency_row_fields, &rows[count], act->arena);
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_t *line = json_object();
		json_put_str(line, "agency", show_code(act, "agencies", rows[i].agency));
		json_put_str(line, "question", rows[i].question);
		json_put_str(line, "when", show_when(act, opened->inspection.post, rows[i].asked));
		json_put_str(line, "answer", rows[i].answered ? rows[i].answer : STR(""));
		json_put_str(line, "who", rows[i].answered ? show_officer(act, rows[i].answerer) : STR(""));
		json_array_append_new(out, line);
	}
	json_put_yesno(page, "any_asked", count != 0);
	return true;
}

/* --- stateless --- */

static bool put_stateless(struct act *act, const struct opened *opened, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.stateless_of_record");
	struct stateless row = { 0 };
	query_bind_id(query, "record", opened->entry.record);
	bool found = query_next(query);
	if (found)
		query_row(query, &stateless_fields, &row, act->arena);
	json_t *value = json_object();
	json_put_yesno(value, "open", found);
	json_put(value, "grounds", show_codes(act, "stateless_grounds", row.how));
	json_put_str(value, "how", found ? show_code(act, "stateless_grounds", row.how) : STR(""));
	json_put_str(value, "documents", row.documents);
	json_put_str(value, "residence", row.residence);
	json_put_str(value, "needs", row.needs);
	json_put(page, "stateless", value);
	return query_end(query, err);
}

/* --- the page --- */

bool show_aside(struct act *act, const struct referral_row *row, const struct opened *opened, json_t *chosen, struct error *err)
{
	json_t *aside = json_object();
	bool mine = !row->closed && !border_taken_by_other(act, row);
	json_put(chosen, "aside", aside);
	json_put_str(aside, "welfare_to", mine ? show_path(act, "/referral/", row->id, "/welfare") : STR(""));
	json_put_str(aside, "agency_to", mine ? show_path(act, "/referral/", row->id, "/agency") : STR(""));
	json_put_str(aside, "stateless_to", mine ? show_path(act, "/referral/", row->id, "/stateless") : STR(""));
	json_put_str(aside, "doubt_to", mine ? show_path(act, "/referral/", row->id, "/doubt") : STR(""));
	json_put(aside, "needs", marked_codes(act, "needs", &row->needs));
	json_put(aside, "wishes", choices(act, wishes, COUNT_OF(wishes), row->wish));
	json_put(aside, "mets", choices(act, mets, COUNT_OF(mets), row->wish_met));
	json_put(aside, "agencies", show_codes(act, "agencies", STR("")));
	return put_available(act, row, aside, err) && put_agencies(act, opened, aside, err) && put_stateless(act, opened, aside, err);
}

/* --- what is done --- */

static bool done(struct act *act, struct str post, struct reply *reply)
{
	reply->changed = post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

bool welfare_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && border_welfare(act, &row, &opened, call->form, err) && done(act, row.post, reply);
}

bool agency_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && border_ask_agency(act, &row, &opened, call->form, err) && done(act, row.post, reply);
}

bool stateless_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	return border_referral(act, call->id, &row, &opened, err) && border_stateless(act, &row, &opened, call->form, err) && done(act, row.post, reply);
}

bool doubt_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct doubt *form = call->form;
	struct referral_row row = { 0 };
	struct opened opened;
	if (!border_referral(act, call->id, &row, &opened, err) || !border_keep_taken(act, &row, &opened, err))
		return false;
	watch_doubt(act, opened.entry.record, opened.entry.id, form->why);
	return done(act, row.post, reply);
}

bool available_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return border_available(act, call->form, err) && done(act, act->place.post, reply);
}
