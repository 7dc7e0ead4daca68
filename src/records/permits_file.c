/* Visas and permits as a file: what is good is taken, once; of the rest the line, the column and the reason are told. */
#include "show.h"

#include "import.h"
#include "pages.h"

static json_t *fault_row(struct act *act, const struct import_fault *fault)
{
	json_t *row = json_object();
	json_put_str(row, "line", lang_number(act->lang, act->arena, (int64_t)fault->line));
	json_put_str(row, "column", fault->column);
	json_put_str(row, "words", lang_words(act->lang, fault->words));
	return row;
}

static json_t *fault_data(struct act *act, const struct import_fault *fault)
{
	json_t *row = fault_row(act, fault);
	json_put_int(row, "line", (int64_t)fault->line);
	return row;
}

static json_t *rows_of(struct act *act, const struct import_told *told, json_t *row_of(struct act *, const struct import_fault *))
{
	json_t *rows = json_array();
	for (size_t i = 0; i < told->fault_count; i++)
		json_array_append_new(rows, row_of(act, &told->faults[i]));
	return rows;
}

static struct str counted(struct act *act, int64_t count, const char *one, const char *many)
{
	return lang_count(act->lang, act->arena, count, one, many);
}

static void put_told(struct act *act, const struct import_told *told, json_t *page)
{
	json_put_yesno(page, "told", told != NULL);
	if (!told)
		return;
	json_put_str(page, "taken", counted(act, told->taken, WORDS_MANY("{count} visa or permit taken", "{count} visas and permits taken")));
	json_put_str(page, "doubles", told->doubles ? counted(act, told->doubles, WORDS_MANY("{count} was stored already", "{count} were stored already")) : STR(""));
	json_put_str(page, "wrong", told->rejected ? counted(act, told->rejected, WORDS_MANY("{count} line not taken", "{count} lines not taken")) : STR(""));
	json_put_yesno(page, "any_fault", told->fault_count != 0);
	json_put(page, "faults", rows_of(act, told, fault_row));
	json_put_str(page, "more", told->fault_count == IMPORT_TOLD_MOST ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("The first {count} are shown.")),
	             { "count", lang_number(act->lang, act->arena, IMPORT_TOLD_MOST) }) : STR(""));
	json_put_str(page, "unread", told->unread.count ? str_join(act->arena, told->unread.items, told->unread.count, STR(", ")) : STR(""));
}

bool permits_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	reply->page = json_object();
	put_told(act, NULL, reply->page);
	return true;
}

bool permits_file_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct import_told told;
	if (call->upload_count != 1 || !call->uploads[0].bytes.len) {
		finding_add(&act->findings, STR("file"), "required", WORDS("Choose the file."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "file");
	}
	if (!import_permits(act, call->uploads[0].bytes, &told, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	json_put_int(reply->data, "read", told.read);
	json_put_int(reply->data, "taken", told.taken);
	json_put_int(reply->data, "doubles", told.doubles);
	json_put_int(reply->data, "wrong", told.rejected);
	json_put(reply->data, "lines", rows_of(act, &told, fault_data));
	put_told(act, &told, reply->page);
	return true;
}
