/* Entries of registers. */
#include <stdlib.h>

#include "arena.h"
#include "house.h"
#include "inner.h"
#include "journal.h"

FIELDS_TABLE(register_entry, REGISTER_ENTRY_FIELDS)

const struct entry_type register_entry_type = { "register.entry", 1, KIND_CASE, 0, &register_entry_fields, "An entry of a register was made or ended" };

#define REGISTER_ROW_FIELDS(F, L) \
	F(CODE, list,   0,        1, 0, 48,   "register") \
	F(CODE, number, 0,        1, 0, 40,   "number of the entry") \
	F(JSON, entered, PERSONAL, 1, 0, 8000, "what is entered") \
	F(TIME, added,  0,        1, 0, 0,    "since when") \
	F(TIME, closed, 0,        1, 0, 0,    "until when; 0 = it stands")
#define FIELD_ROW_OF_case_register_row(...) FIELD_ROW(case_register_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_register_row(...) FIELD_LIST_ROW(case_register_row, __VA_ARGS__)
FIELDS_STRUCT(case_register_row, REGISTER_ROW_FIELDS)
FIELDS_TABLE(case_register_row, REGISTER_ROW_FIELDS)

/* --- the table --- */

enum { ENTRIES_MOST = 200 };
struct kept {
	struct case_register_row *items;
	size_t count;
};

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	const struct register_entry *made = data;
	if (!kept->items)
		kept->items = ARENA_ARRAY(arena, struct case_register_row, ENTRIES_MOST);
	if (str_is(made->what, "add") && kept->count < ENTRIES_MOST)
		kept->items[kept->count++] = (struct case_register_row){ made->list, made->number, made->entered, entry->happened, 0 };
	for (size_t i = 0; str_is(made->what, "close") && i < kept->count; i++)
		if (str_equal(kept->items[i].number, made->number))
			kept->items[i].closed = entry->happened;
}

static const char *const indexes[] = { "list, number", NULL };
static const struct table table = { "register_entry", &case_register_row_fields, "record, number", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	for (size_t i = 0; i < kept->count; i++)
		rows_put(out, &table, &kept->items[i]);
}

static const struct entry_type *const reads[] = { &register_entry_type, NULL };
static const struct table *const writes[] = { &table, NULL };
extern const struct fold case_register_fold;
const struct fold case_register_fold = { "register_entry", 1, reads, writes, sizeof(struct kept), apply, rows };

/* --- commands --- */

static struct str list_of(const struct pack_use *use)
{
	const struct pack_setting *list = pack_setting(use, "list");
	return list && list->text.source.len ? list->text.source : use->name;
}

static struct str values_of(struct act *act, const struct case_command *asked)
{
	const struct pack_setting *of = pack_setting(asked->use, "of");
	json_t *values = json_deep_copy(asked->with);
	values = values ? values : json_object();
	for (size_t i = 0; of && i < of->fields.count; i++) {
		struct str name = asked->flow->host.procedure->fields[of->fields.items[i]].name;
		json_t *answer = (json_t *)(uintptr_t)answer_named(asked->flow, name);
		if (answer)
			json_object_setn(values, name.data, name.len, answer);
	}
	char *text = json_dumps(values, JSON_COMPACT | JSON_SORT_KEYS);
	struct str out = str_copy(act->arena, str_of(text));
	free(text);
	json_decref(values);
	return out;
}

/* Drawn, not counted: a number tells nothing of how many there are. */
static struct str new_number(struct act *act)
{
	struct buf out = BUF_IN(act->arena);
	buf_format(&out, "%02d-", time_date(act->now).year % 100);
	for (int i = 0; i < 9; i++)
		buf_c(&out, (char)('0' + random_below(act->random, 10)));
	return buf_str(&out);
}

bool register_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	bool adds = str_is(str_of(asked->name), "add");
	struct register_entry made = {
		.what = adds ? STR("add") : STR("close"), .list = list_of(asked->use), .number = adds ? new_number(act) : fact_text(act, asked, "number"), .use = asked->use->name,
		.item = asked->item, .entered = adds ? values_of(act, asked) : STR("{}"),
	};
	if (!made.number.len)
		return error_set(err, ERR_NOT_ALLOWED, "this case has no entry of the register", "look at the case again", "register");
	if (made.entered.len > 8000)
		return error_set(err, ERR_TOO_LARGE, "this is too long for an entry of a register", "enter fewer fields", "register");
	journal_append(act, &register_entry_type, seen->record, &made);
	*facts = json_object();
	json_put_str(*facts, "status", adds ? STR("added") : STR("closed"));
	json_put_str(*facts, "number", made.number);
	return true;
}
