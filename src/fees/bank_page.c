/* The bank's statement: taken as a file, what was matched, and what waits for a person. */
#include "fee_pages.h"

FIELDS_TABLE(bank_form, BANK_FORM_FIELDS)
FIELDS_TABLE(settle_form, SETTLE_FORM_FIELDS)

enum { DONE_SHOWN = 40 };

static const struct {
	const char *code, *words, *tone;
} finds[] = {
	{ "exact", WORDS("Paid exactly"), "clear" },         { "part", WORDS("Paid in part"), "check" },           { "over", WORDS("More than was due: to be given back"), "check" },
	{ "nothing_due", WORDS("Nothing is due"), "check" }, { "several", WORDS("Several fees of one case"), "check" }, { "unknown", WORDS("No case has this number"), "check" },
	{ "assigned", WORDS("Assigned by a person"), "clear" }, { "refunded", WORDS("Sent back"), "none" },        { "aside", WORDS("Not for us"), "none" },
};

static size_t find_at(struct str code)
{
	for (size_t i = 0; i < COUNT_OF(finds); i++)
		if (str_is(code, finds[i].code))
			return i;
	return COUNT_OF(finds) - 1;
}

static json_t *row_json(struct act *act, struct uuid record, const struct bank_row *row)
{
	size_t at = find_at(row->how.len ? row->how : row->found);
	json_t *out = json_object();
	json_put_str(out, "href", fee_path(act, "/accounts/bank/", record, ""));
	json_put_str(out, "fee_href", uuid_zero(row->fee) ? STR("") : fee_path(act, "/fee/", row->fee, ""));
	json_put_str(out, "day", lang_date_short(act->lang, act->arena, row->day));
	json_put_str(out, "amount", fee_money_words(act, row->amount, row->currency));
	json_put_str(out, "text", row->text);
	json_put_str(out, "payer", row->payer);
	json_put_str(out, "what", lang_words(act->lang, finds[at].words));
	json_put_str(out, "tone", str_of(finds[at].tone));
	return out;
}

static bool put_rows(struct act *act, const char *statement, size_t most, const char *name, struct reply *reply, struct error *err)
{
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, most);
	struct query *query = db_query(act->db, statement);
	json_t *shown = json_array(), *data = json_array();
	size_t count = 0;
	query_bind_int(query, "most", (int64_t)most);
	while (count < most && query_next(query)) {
		struct bank_row row = { 0 };
		records[count] = query_id(query, 0);
		query_row(query, &bank_row_fields, &row, act->arena);
		json_array_append_new(shown, row_json(act, records[count], &row));
		json_t *one = fields_to_json(&bank_row_fields, &row);
		json_put_str(one, "id", uuid_str(act->arena, records[count++]));
		json_array_append_new(data, one);
	}
	json_put(reply->page, name, shown);
	json_put(reply->data, name, data);
	json_put_yesno(reply->page, str_c(act->arena, str_format(act->arena, "any_%s", name)), count != 0);
	journal_look(act, "lines of the bank", records, count);
	return query_end(query, err);
}

static bool put_page(struct act *act, struct reply *reply, struct error *err)
{
	return put_rows(act, "fees.bank_waiting", FEES_SHOWN_MOST, "waiting", reply, err) && put_rows(act, "fees.bank_done", DONE_SHOWN, "done_lines", reply, err);
}

bool bank_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "told", json_false());
	return put_page(act, reply, err);
}

static void put_faults(struct act *act, const struct bank_file *file, struct reply *reply)
{
	json_t *shown = json_array(), *data = json_array();
	for (size_t i = 0; i < file->fault_count; i++) {
		json_t *one = json_object();
		json_put_str(one, "line", file->faults[i].line ? lang_number(act->lang, act->arena, file->faults[i].line) : STR(""));
		json_put_str(one, "column", str_of(file->faults[i].column));
		json_put_str(one, "words", lang_words(act->lang, file->faults[i].words));
		json_array_append(data, one);
		json_array_append_new(shown, one);
	}
	json_put(reply->page, "faults", shown);
	json_put(reply->data, "faults", data);
	json_put_yesno(reply->page, "any_fault", file->fault_count != 0);
}

static json_t *told_json(struct act *act, const struct bank_file *file, const struct bank_done *done)
{
	json_t *told = json_object(), *parts = json_array();
	const struct { int64_t count; const char *one, *many; } lines[] = {
		{ done->exact, WORDS_MANY("{count} line paid a fee exactly", "{count} lines paid fees exactly") }, { done->part, WORDS_MANY("{count} line paid a part", "{count} lines paid a part") },
		{ done->over, WORDS_MANY("{count} line paid too much", "{count} lines paid too much") }, { done->waits, WORDS_MANY("{count} line waits for you", "{count} lines wait for you") },
		{ done->known, WORDS_MANY("{count} line was there already", "{count} lines were there already") }, { (int64_t)file->outgoing, WORDS_MANY("{count} line of money that went is left out", "{count} lines of money that went are left out") },
	};
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		if (lines[i].count)
			json_array_append_new(parts, json_str(lang_count(act->lang, act->arena, lines[i].count, lines[i].one, lines[i].many)));
	json_put_str(told, "title", file->fault_count ? lang_words(act->lang, WORDS("Nothing was taken: correct the file and send it again.")) : lang_words(act->lang, WORDS("The file was taken.")));
	json_put_str(told, "tone", file->fault_count ? STR("stop") : STR("clear"));
	json_put(told, "parts", parts);
	return told;
}

static bool take(struct act *act, const struct call *call, struct str bytes, struct reply *reply, struct error *err)
{
	const struct bank_form *form = call->form;
	struct bank_file *file = ARENA_NEW(act->arena, struct bank_file);
	struct bank_done done = { 0 };
	bank_read(act->arena, bytes, form ? form->account : STR(""), act->pack->head.currency, file);
	if (!file->fault_count && !bank_import(act, file, &done, err))
		return false;
	put_faults(act, file, reply);
	json_put(reply->page, "told", told_json(act, file, &done));
	const struct { const char *name; int64_t count; } counts[] = { { "exact", done.exact }, { "part", done.part }, { "over", done.over }, { "waits", done.waits }, { "known", done.known } };
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		json_put_int(reply->data, counts[i].name, counts[i].count);
	return true;
}

bool bank_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (call->upload_count != 1 || !call->uploads[0].bytes.len)
		finding_add(&act->findings, STR("file"), "required", "Choose the file.");
	else if (call->uploads[0].bytes.len > BANK_BYTES_MOST)
		finding_add(&act->findings, STR("file"), "too_large", "The file is too large: split it.");
	if (!fee_findings(act, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	return take(act, call, call->uploads[0].bytes, reply, err) && put_page(act, reply, err);
}

/* --- one line --- */

static bool line_of(struct act *act, struct uuid record, struct bank_row *row, struct error *err)
{
	struct query *query = db_query(act->db, "fees.bank_by_record");
	query_bind_id(query, "record", record);
	*row = (struct bank_row){ 0 };
	bool found = query_next(query);
	if (found)
		query_row(query, &bank_row_fields, row, act->arena);
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such line of the bank", "look at the list again", "bank"));
}

bool bank_line_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct bank_row row;
	if (!line_of(act, call->id, &row, err))
		return false;
	journal_look(act, "line of the bank", &call->id, 1);
	reply->data = fields_to_json(&bank_row_fields, &row);
	json_t *page = reply->page = row_json(act, call->id, &row), *facts = json_array();
	json_array_append_new(facts, fact_value(act, WORDS("Amount"), fee_money_words(act, row.amount, row.currency)));
	json_array_append_new(facts, fact_value(act, WORDS("Day"), lang_date(act->lang, act->arena, row.day)));
	json_array_append_new(facts, fact_value(act, WORDS("Payer"), row.payer.len ? row.payer : STR("-")));
	json_array_append_new(facts, fact_value(act, WORDS("What the payer wrote"), row.text.len ? row.text : STR("-")));
	json_array_append_new(facts, fact_value(act, WORDS("The bank's number"), row.bank_id.len ? row.bank_id : STR("-")));
	if (row.why.len)
		json_array_append_new(facts, fact_value(act, WORDS("In words"), row.why));
	if (!uuid_zero(row.person))
		json_array_append_new(facts, fact_value(act, WORDS("Settled by"), officer_words(act, row.person)));
	json_put(page, "facts", facts);
	json_put_str(page, "settle_to", row.open ? fee_path(act, "/accounts/bank/", call->id, "/settle") : STR(""));
	return true;
}

bool bank_line_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct settle_form *form = call->form;
	if (!bank_settle_now(act, call->id, form->how, form->reference, form->why, err))
		return false; /* without data: the form is shown again with what was wrong */
	reply->data = json_object();
	return true;
}
