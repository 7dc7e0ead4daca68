/* The page of paper mode: forms in stock, the times on paper, what became of each number; and the blank forms to print. */
#include "paper.h"

#include "forms.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "store.h"

FIELDS_TABLE(paper_print_form, PAPER_PRINT_FORM_FIELDS)
FIELDS_TABLE(paper_begin_form, PAPER_BEGIN_FORM_FIELDS)
FIELDS_TABLE(paper_end_form, PAPER_END_FORM_FIELDS)
FIELDS_TABLE(paper_account_form, PAPER_ACCOUNT_FORM_FIELDS)

enum { SHOWN = 30, MISSING_SHOWN = 60, PAPER_DAYS = 31 };

/* --- what lies at the post --- */

static bool put_states(struct act *act, const struct paper_block_row *block, json_t *row, struct error *err)
{
	static const char *const states[] = { "used", "spoiled", "lost" };
	int64_t counts[COUNT_OF(states)] = { 0 }, rest = block->last - block->first + 1;
	struct query *query = db_query(act->db, "station.paper_states");
	query_bind_text(query, "post", block->post);
	query_bind_int(query, "first", block->first);
	query_bind_int(query, "last", block->last);
	while (query_next(query))
		for (size_t i = 0; i < COUNT_OF(states); i++)
			if (str_is(query_text(query, 0, act->arena), states[i]))
				rest -= counts[i] = query_int(query, 1);
	for (size_t i = 0; i < COUNT_OF(states); i++)
		json_put_str(row, states[i], lang_number(act->lang, act->arena, counts[i]));
	json_put_str(row, "blank", lang_number(act->lang, act->arena, rest));
	return query_end(query, err);
}

static bool put_blocks(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct paper_block_row *blocks = ARENA_ARRAY(act->arena, struct paper_block_row, SHOWN);
	size_t count = 0;
	json_t *rows = json_array(), *all = json_array();
	struct query *query = db_query(act->db, "station.paper_blocks");
	json_put(page, "blocks", rows);
	json_put(data, "blocks", all);
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", SHOWN);
	while (count < SHOWN && query_next(query))
		query_row(query, &paper_block_row_fields, &blocks[count++], act->arena);
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_array_append_new(rows, row);
		json_array_append_new(all, fields_to_json(&paper_block_row_fields, &blocks[i]));
		json_put_str(row, "href", station_path(act, "/paper/block/", blocks[i].id, ""));
		json_put_str(row, "first", paper_number(act->arena, blocks[i].first));
		json_put_str(row, "last", paper_number(act->arena, blocks[i].last));
		json_put_str(row, "when", station_time(act, post, blocks[i].happened));
		json_put_str(row, "whom", blocks[i].whom);
		if (!put_states(act, &blocks[i], row, err))
			return false;
	}
	json_put_yesno(page, "any_block", count != 0);
	return true;
}

static bool put_periods(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_periods");
	json_t *rows = json_array(), *on = json_false();
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", 8);
	while (query_next(query)) {
		struct paper_period period = { 0 };
		query_row(query, &paper_period_fields, &period, act->arena);
		json_t *row = json_object();
		json_put_str(row, "since", station_time(act, post, period.began));
		json_put_str(row, "until", period.ended ? station_time(act, post, period.ended) : STR(""));
		json_put_str(row, "reason", period.reason);
		json_put_str(row, "who", station_officer(act, period.officer));
		json_array_append_new(rows, row);
		if (!period.ended)
			on = row;
	}
	json_put_yesno(data, "on", json_is_object(on));
	json_put(page, "on", json_is_object(on) ? json_deep_copy(on) : json_false());
	json_put_yesno(page, "any_period", json_array_size(rows) != 0);
	json_put(page, "periods", rows);
	return query_end(query, err);
}

static bool put_missing(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	int64_t numbers[MISSING_SHOWN];
	size_t count;
	json_t *words = json_array(), *all = json_array();
	if (!paper_open_numbers(act, post->code, numbers, MISSING_SHOWN, &count, err)) {
		json_decref(words);
		json_decref(all);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "number", paper_number(act->arena, numbers[i]));
		json_array_append_new(words, row);
		json_array_append_new(all, json_str(paper_number(act->arena, numbers[i])));
	}
	json_put_yesno(page, "any_missing", count != 0);
	json_put_str(page, "missing_words", lang_count(act->lang, act->arena, (int64_t)count, WORDS_MANY("{count} number is not accounted for", "{count} numbers are not accounted for")));
	json_put(page, "missing", words);
	json_put(data, "missing", all);
	return true;
}

static struct str form_words(struct act *act, struct str state)
{
	return lang_words(act->lang, str_is(state, "used") ? WORDS("Typed in") : str_is(state, "spoiled") ? WORDS("Spoiled") : WORDS("Lost"));
}

static bool put_forms(struct act *act, const struct pack_post *post, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "station.paper_forms");
	json_t *rows = json_array();
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", SHOWN);
	while (query_next(query)) {
		struct paper_form_row form = { 0 };
		query_row(query, &paper_form_row_fields, &form, act->arena);
		json_t *row = json_object();
		json_put_str(row, "number", paper_number(act->arena, form.number));
		json_put_str(row, "state", form_words(act, form.state));
		json_put_str(row, "happened", station_time(act, post, form.happened));
		json_put_str(row, "arrived", station_time(act, post, form.arrived));
		json_put_str(row, "who", station_officer(act, form.officer));
		json_put_str(row, "note", form.note);
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_form", json_array_size(rows) != 0);
	json_put(page, "forms", rows);
	return query_end(query, err);
}

bool paper_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct station_query *asked = call->query;
	const struct pack_post *post = station_post(act, asked ? asked->post : STR(""), err);
	if (!post)
		return false;
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	station_head(act, post, WORDS("Paper forms at {post}"), page);
	json_put_str(data, "post", post->code);
	json_put_yesno(page, "may_print", rights_have(act->actor.rights, CAN_SUPERVISE));
	return put_blocks(act, post, page, data, err) && put_periods(act, post, page, data, err) && put_missing(act, post, page, data, err) && put_forms(act, post, page, err);
}

/* --- what is said there --- */

bool paper_print_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct paper_print_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	if (!post || !paper_print(act, post, (int)form->count, form->whom, err))
		return false;
	station_back(act, reply, "/paper", post);
	reply->data = json_object();
	json_put_str(reply->data, "block", uuid_str(act->arena, act->id));
	return true;
}

bool paper_begin_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct paper_begin_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	int64_t at;
	if (!post || (!station_when(act, post, form->day, form->clock, PAPER_DAYS, &at) && !station_findings(act, err, "paper")) ||
	    !paper_begins(act, post, form->reason, at, err))
		return false;
	station_back(act, reply, "/paper", post);
	reply->data = json_object();
	return true;
}

/* "000123-6 000045-1": one of each block. */
static void read_numbers(struct act *act, struct str text, int64_t *numbers, size_t *count)
{
	struct str piece;
	while (str_cut(&text, ' ', &piece)) {
		if (!piece.len)
			continue;
		if (*count == PAPER_NEXT_MOST || !paper_number_read(piece, &numbers[*count])) {
			finding_add(&act->findings, STR("next"), "bad_number", "This number does not agree with its last digit. Read it again.");
			return;
		}
		++*count;
	}
}

bool paper_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct paper_end_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	int64_t at, next[PAPER_NEXT_MOST];
	size_t count = 0;
	if (!post)
		return false;
	(void)station_when(act, post, form->day, form->clock, PAPER_DAYS, &at);
	read_numbers(act, form->next, next, &count);
	if (!station_findings(act, err, "paper") || !paper_ends(act, post, next, count, at, err))
		return false;
	station_back(act, reply, "/paper", post);
	reply->data = json_object();
	return true;
}

bool paper_account_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct paper_account_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	struct paper_form account = { .state = form->state, .note = form->note };
	if (!post)
		return false;
	account.post = post->code;
	if (!paper_number_read(form->number, &account.number))
		finding_add(&act->findings, STR("number"), "bad_number", "This number does not agree with its last digit. Read it again.");
	if (!str_is(form->state, "spoiled") && !str_is(form->state, "lost"))
		finding_add(&act->findings, STR("state"), "unknown_code", "Choose one of the states.");
	if (!station_findings(act, err, "paper") || !paper_account(act, &account, act->now, err))
		return false;
	station_back(act, reply, "/paper", post);
	reply->data = json_object();
	return true;
}

/* --- blank forms --- */

static json_t *form_values(struct act *act, struct str number)
{
	json_t *values = json_object();
	json_put_str(values, "number", number);
	json_put_str(values, "code", scan_code_text(act->arena, "PAPERFORM", number));
	return values;
}

static bool print_block(struct act *act, const struct paper_block_row *block, struct str *pdf, struct error *err)
{
	size_t count = (size_t)(block->last - block->first + 1);
	struct str *numbers = ARENA_ARRAY(act->arena, struct str, count);
	const struct letter_order order = { .name = "paper_form", .post = block->post, .language = lang_tag(act->lang) };
	for (size_t i = 0; i < count; i++)
		numbers[i] = paper_number(act->arena, block->first + (int64_t)i);
	return letter_blanks(act, &order, block->happened, numbers, count, form_values, pdf, err);
}

bool paper_block_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct paper_block_row block = { 0 };
	struct query *query = db_query(act->db, "station.paper_block_by_id");
	query_bind_id(query, "id", call->id);
	bool found = query_next(query);
	if (found)
		query_row(query, &paper_block_row_fields, &block, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found || (!str_equal(block.post, act->place.post) && !rights_have(act->actor.rights, CAN_SUPERVISE)))
		return error_set(err, ERR_NOT_FOUND, "there are no such forms here", "look at the page of the paper forms again", "paper");
	reply->type = "application/pdf";
	return print_block(act, &block, &reply->bytes, err);
}
