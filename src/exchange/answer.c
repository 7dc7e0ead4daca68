/* The page of the authority that answers: what is asked, the pictures, and its answer. Who has the link may answer; each look is written down. */
#include <string.h>

#include "arena.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"

FIELDS_TABLE(exchange_answer, EXCHANGE_ANSWER_FIELDS)
FIELDS_TABLE(exchange_file, EXCHANGE_FILE_FIELDS)

static bool is_over(const struct exchange_row *row)
{
	return str_is(row->state, "answered") || str_is(row->state, "declined");
}

static void opened(struct act *act, struct uuid record)
{
	act->purpose = STR("permits");
	journal_append(act, &exchange_step_type, record, &(struct exchange_step){ .what = STR("opened"), .by = STR("link") });
}

static void put_questions(const struct exchange_row *row, json_t *page)
{
	json_t *asked = json_loadb(row->asked.data, row->asked.len, 0, NULL);
	json_put(page, "asked", asked ? asked : json_array());
}

static void put_files(struct act *act, const struct exchange_row *row, struct str under, json_t *page)
{
	json_t *files = json_loadb(row->files.data, row->files.len, 0, NULL), *file, *out = json_array();
	size_t i;
	json_array_foreach(files, i, file) {
		struct str type = str_of(json_string_value(json_object_get(file, "type")));
		json_t *one = json_object();
		json_put_str(one, "name", str_copy(act->arena, str_of(json_string_value(json_object_get(file, "name")))));
		json_put_str(one, "href", str_format(act->arena, STR_FMT "/file?n=%zu", STR_ARG(under), i));
		json_put_yesno(one, "picture", str_starts(type, STR("image/")));
		json_array_append_new(out, one);
	}
	json_put_yesno(page, "any_file", json_array_size(out) != 0);
	json_put(page, "files", out);
	json_decref(files);
}

void exchange_choices(struct act *act, struct str chosen, json_t *page)
{
	static const char *const codes[] = { "genuine", "altered", "false", "not_on_record" };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		json_t *one = json_object();
		json_put_str(one, "code", str_of(codes[i]));
		json_put_str(one, "word", lang_words(act->lang, finding_words(str_of(codes[i]))));
		json_put_yesno(one, "chosen", str_is(chosen, codes[i]));
		json_array_append_new(out, one);
	}
	json_put(page, "findings", out);
}

void exchange_put(struct act *act, const struct exchange_row *row, struct str under, json_t *page)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	const char *found = finding_words(row->finding);
	put_questions(row, page);
	put_files(act, row, under, page);
	json_put_str(page, "number", row->number);
	json_put_str(page, "partner", row->partner);
	json_put_str(page, "title", row->title);
	json_put_str(page, "words", row->words);
	json_put_str(page, "made", lang_date_time(act->lang, act->arena, zone, row->made));
	json_put_str(page, "since", lang_date_time(act->lang, act->arena, zone, row->since));
	json_put_yesno(page, "over", is_over(row));
	json_put_str(page, "found", found ? lang_words(act->lang, found) : is_over(row) ? lang_words(act->lang, WORDS("No answer is given")) : STR(""));
	json_put_str(page, "said", row->said);
	json_put_str(page, "who", row->name);
}

bool exchange_answer_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct exchange_answer *again = call->form;
	struct exchange_row row = { .way = STR("") };
	struct uuid record;
	if (!exchange_by_token(act, call->name, &record, &row, err))
		return false;
	opened(act, record);
	struct str under = str_format(act->arena, "/answer/" STR_FMT, STR_ARG(call->name));
	reply->data = json_object();
	reply->page = json_object();
	exchange_put(act, &row, under, reply->page);
	exchange_choices(act, again ? again->finding : STR(""), reply->page);
	json_put_str(reply->page, "answer_to", is_over(&row) ? STR("") : under);
	json_put_str(reply->data, "number", row.number);
	json_put_str(reply->data, "state", row.state);
	json_put(reply->data, "asked", json_loadb(row.asked.data, row.asked.len, 0, NULL));
	return true;
}

bool exchange_answer_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct exchange_answer *form = call->form;
	struct exchange_row row = { .way = STR("") };
	struct uuid record;
	if (!exchange_by_token(act, call->name, &record, &row, err))
		return false;
	if (is_over(&row))
		return error_set(err, ERR_NOT_ALLOWED, "this request is answered already", "ask the authority that sent it, if the answer is to be changed", "exchange");
	act->purpose = STR("permits");
	if (!answer_fits(act, form->finding, form->words, form->name, err))
		return false;
	const struct exchange_step step = {
		.what = form->finding.len ? STR("answered") : STR("declined"), .by = STR("link"), .finding = form->finding, .words = str_trim(form->words), .name = str_trim(form->name),
	};
	reply->data = json_object();
	json_put_str(reply->data, "state", step.what);
	return exchange_became(act, record, &row, &step, err);
}

bool exchange_file(struct act *act, const struct exchange_row *row, size_t which, struct reply *reply, struct error *err)
{
	json_t *files = json_loadb(row->files.data, row->files.len, 0, NULL), *file = json_array_get(files, which);
	struct str handle = str_copy(act->arena, str_of(json_string_value(json_object_get(file, "file"))));
	reply->type = str_c(act->arena, str_of(json_string_value(json_object_get(file, "type"))));
	reply->private_download = true;
	json_decref(files);
	if (!handle.len)
		return error_set(err, ERR_NOT_FOUND, "There is no such file.", "look at the request again", "file");
	return journal_file_get(act, handle, &reply->bytes, err);
}

bool exchange_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct exchange_file *query = call->query;
	struct exchange_row row = { .way = STR("") };
	struct uuid record;
	if (!exchange_by_token(act, call->name, &record, &row, err) || !exchange_file(act, &row, (size_t)query->n, reply, err))
		return false;
	opened(act, record);
	return true;
}
