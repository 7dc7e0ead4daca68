/* The desk's pages: requests that wait, one request and what became of it, bundles out and in, and the authorities that are known. */
#include <string.h>

#include "arena.h"
#include "crypto.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "outbox.h"
#include "store.h"

FIELDS_TABLE(exchange_desk, EXCHANGE_DESK_FIELDS)

enum { SHOWN_MOST = 100 };

static const struct { const char *state, *words, *tone; } states[] = {
	{ "sent", WORDS("Sent; not opened yet"), "check" }, { "exported", WORDS("Exported as a bundle"), "check" }, { "opened", WORDS("Opened there"), "info" },
	{ "received", WORDS("Received there"), "info" }, { "answered", WORDS("Answered"), "clear" }, { "declined", WORDS("No answer is given"), "none" }, { "failed", WORDS("Could not be delivered"), "check" },
};

static void put_state(struct act *act, const struct exchange_row *row, json_t *out)
{
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (str_is(row->state, states[i].state)) {
			json_put_str(out, "state", lang_words(act->lang, states[i].words));
			json_put_str(out, "tone", str_of(states[i].tone));
		}
}

/* May the actor see the case of a request? */
static bool sees(struct act *act, const struct exchange_row *row, bool *yes, struct error *err)
{
	struct case_seen seen = { .file = NULL };
	*yes = uuid_zero(row->about);
	if (*yes)
		return true;
	bool good = case_look(act, row->about, &seen, err);
	*yes = good && case_reach(act, &seen) == CASE_WHOLE;
	case_end(&seen);
	return good || err->code == ERR_NOT_FOUND;
}

/* Of a case, or all. */
static bool read_rows(struct act *act, struct uuid about, struct uuid *records, struct exchange_row *rows, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, uuid_zero(about) ? "exchange.waiting" : "exchange.of_case");
	if (!uuid_zero(about))
		query_bind_id(query, "about", about);
	query_bind_int(query, "most", SHOWN_MOST);
	for (*count = 0; *count < SHOWN_MOST && query_next(query); ++*count) {
		records[*count] = query_id(query, 0);
		rows[*count] = (struct exchange_row){ .way = STR("") };
		query_row(query, &exchange_row_fields, &rows[*count], act->arena);
	}
	return query_end(query, err);
}

bool exchange_list_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct exchange_row *rows = ARENA_ARRAY(act->arena, struct exchange_row, SHOWN_MOST);
	struct uuid records[SHOWN_MOST], shown[SHOWN_MOST];
	size_t count, seen = 0;
	json_t *data = json_array(), *page = json_array();
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "case_href", uuid_zero(call->id) ? STR("") : str_format(act->arena, "/case/" STR_FMT, STR_ARG(uuid_str(act->arena, call->id))));
	json_put(reply->data, "requests", data);
	json_put(reply->page, "rows", page);
	if (!read_rows(act, call->id, records, rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool yes;
		if (!sees(act, &rows[i], &yes, err))
			return false;
		if (!yes)
			continue;
		struct str id = uuid_str(act->arena, records[i]);
		json_t *row = json_object(), *told = json_object();
		put_state(act, &rows[i], row);
		json_put_str(row, "href", str_format(act->arena, "/exchange/" STR_FMT, STR_ARG(id)));
		json_put_str(row, "number", rows[i].number);
		json_put_str(row, "partner", rows[i].partner);
		json_put_str(row, "waited", lang_duration(act->lang, act->arena, act->now - rows[i].made));
		json_array_append_new(page, row);
		json_put_str(told, "id", id);
		json_put_str(told, "number", rows[i].number);
		json_put_str(told, "partner", rows[i].partner);
		json_put_str(told, "state", rows[i].state);
		json_array_append_new(data, told);
		shown[seen++] = records[i];
	}
	journal_look(act, "requests to other authorities", shown, seen);
	json_put_yesno(reply->page, "any", seen != 0);
	return true;
}

/* --- one request --- */

static bool one(struct act *act, struct uuid record, struct exchange_row *row, struct error *err)
{
	bool found, yes = false;
	*row = (struct exchange_row){ .way = STR("") };
	if (!exchange_by_record(act, record, row, &found, err) || (found && !sees(act, row, &yes, err)))
		return false;
	if (!found || !yes)
		return error_set(err, ERR_NOT_FOUND, "there is no such request for you", "look at the list of requests", "exchange");
	journal_look(act, "a request to another authority", &record, 1);
	return true;
}

bool exchange_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct exchange_row row;
	struct partner partner = { .code = STR("") };
	bool known;
	if (!one(act, call->id, &row, err) || !partner_by_name(act, row.partner, &partner, &known, err))
		return false;
	struct str under = str_format(act->arena, "/exchange/" STR_FMT, STR_ARG(uuid_str(act->arena, call->id)));
	json_t *papers = NULL;
	if (!letters_of(act, row.about, &papers, err))
		return false;
	reply->data = fields_to_json(&exchange_row_fields, &row);
	json_object_del(reply->data, "token");
	json_object_del(reply->data, "files");
	reply->page = json_object();
	exchange_put(act, &row, under, reply->page);
	put_state(act, &row, reply->page);
	json_put_yesno(reply->page, "any_paper", json_array_size(papers) != 0);
	json_put(reply->page, "papers", papers);
	json_put_str(reply->page, "case_href", uuid_zero(row.about) ? STR("") : str_format(act->arena, "/case/" STR_FMT, STR_ARG(uuid_str(act->arena, row.about))));
	json_put_str(reply->page, "bundle_href", partner.key.len ? str_format(act->arena, STR_FMT "/bundle", STR_ARG(under)) : STR(""));
	json_put_str(reply->page, "step_to", json_is_true(json_object_get(reply->page, "over")) || (str_is(row.way, "in") && !uuid_zero(row.about)) ? STR("") : str_format(act->arena, STR_FMT "/became", STR_ARG(under)));
	json_put_str(reply->page, "link_sent", row.token.len ? partner.email : STR(""));
	exchange_choices(act, STR(""), reply->page);
	return true;
}

bool exchange_desk_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct exchange_file *query = call->query;
	struct exchange_row row;
	return one(act, call->id, &row, err) && exchange_file(act, &row, (size_t)query->n, reply, err);
}

bool exchange_desk_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct exchange_desk *form = call->form;
	struct exchange_row row;
	if (!one(act, call->id, &row, err))
		return false;
	bool answer = str_is(form->what, "answered") || str_is(form->what, "declined");
	if (!answer && !str_is(form->what, "received") && !str_is(form->what, "failed"))
		finding_add(&act->findings, STR("what"), "unknown_code", WORDS("Choose what became of the request."));
	if (str_is(form->what, "answered") && !form->finding.len)
		finding_add(&act->findings, STR("finding"), "required", WORDS("Choose one of the answers."));
	if (answer ? !answer_fits(act, form->finding, form->words, form->name, err) : act->findings.count != 0)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "exchange");
	const struct exchange_step step = { .what = form->what, .by = STR("desk"), .finding = answer ? form->finding : STR(""), .words = str_trim(form->words), .name = str_trim(form->name) };
	reply->data = json_object();
	json_put_str(reply->data, "state", step.what);
	return exchange_became(act, call->id, &row, &step, err);
}

/* --- bundles --- */

bool exchange_bundle_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct exchange_row row;
	struct partner partner = { .code = STR("") };
	bool known;
	if (!one(act, call->id, &row, err) || !partner_by_name(act, row.partner, &partner, &known, err))
		return false;
	if (!known || partner.key.len != 2 * PUBLIC_KEY_BYTES)
		return error_set(err, ERR_NOT_ALLOWED, "the key of this authority is not known", "enter it with limen exchange partner", "exchange");
	if (!bundle_write(act, call->id, &row, &partner, &reply->bytes, err))
		return false;
	if (str_is(row.state, "sent"))
		journal_append(act, &exchange_step_type, call->id, &(struct exchange_step){ .what = STR("exported"), .by = STR("bundle") });
	reply->type = "application/octet-stream";
	reply->file_name = str_c(act->arena, str_format(act->arena, STR_FMT ".limen-exchange", STR_ARG(row.number)));
	reply->private_download = true;
	return true;
}

bool exchange_take_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct str told;
	if (!call->upload_count || !call->uploads[0].bytes.len) {
		finding_add(&act->findings, STR("file"), "required", WORDS("Choose the file that came."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "exchange");
	}
	if (!bundle_take(act, call->uploads[0].bytes, &told, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "told", told);
	return true;
}
