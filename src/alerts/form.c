/* From a form or a row of CSV to an entry, and back to a form. */
#include "inside.h"

#include <string.h>

#include "crypto.h"
#include "csv.h"
#include "lang.h"

FIELDS_TABLE(entry_form, ENTRY_FORM_FIELDS)
FIELDS_TABLE(list_propose_form, LIST_PROPOSE_FORM_FIELDS)

enum { PARTS_MOST = 20 };

static struct texts parts_of(struct arena *arena, struct str text)
{
	struct texts out = { ARENA_ARRAY(arena, struct str, PARTS_MOST), 0 };
	size_t from = 0;
	for (size_t at = 0; at <= text.len; at++) {
		if (at < text.len && text.data[at] != '|' && text.data[at] != ';')
			continue;
		struct str part = str_trim(str_slice(text, from, at));
		from = at + 1;
		if (part.len && out.count < PARTS_MOST)
			out.items[out.count++] = part;
	}
	return out;
}

/* "WA-7K2M9QXD": says which list, and nothing of a person. Letters and digits that nobody takes for another. */
static struct str new_item(struct act *act, struct str list)
{
	static const char signs[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint8_t bytes[8];
	struct buf out = BUF_IN(act->arena);
	random_fill(act->random, bytes, sizeof bytes);
	buf_add(&out, str_upper(act->arena, str_slice(list, 0, 2)));
	buf_c(&out, '-');
	for (size_t i = 0; i < sizeof bytes; i++)
		buf_c(&out, signs[bytes[i] % (sizeof signs - 1)]);
	return buf_str(&out);
}

static struct str or_else(struct str text, const char *otherwise)
{
	return text.len ? text : str_of(otherwise);
}

bool entry_of_form(struct act *act, struct str list, const struct entry_form *form, struct str before, struct national *out)
{
	*out = (struct national){
		.list = list, .item = form->item.len ? form->item : new_item(act, list), .off = form->off, .kind = or_else(form->kind, "person"), .name = form->name,
		.aliases = parts_of(act->arena, form->aliases), .weak_aliases = parts_of(act->arena, form->weak_aliases), .born = parts_of(act->arena, form->born),
		.sex = form->sex, .nationalities = parts_of(act->arena, form->nationalities), .documents = parts_of(act->arena, form->documents), .plates = parts_of(act->arena, form->plates),
		.direction = or_else(form->direction, "both"), .measure = or_else(form->measure, "refer"), .order_number = form->order_number,
		.authority = form->authority, .reason = form->reason, .expires = form->expires, .review = form->review, .instruction = form->instruction,
		.call = form->call,
	};
	return national_sound(act, out, before);
}

/* ---- CSV ---- */

static size_t pairs_of_row(struct act *act, const struct csv_reader *reader, const struct csv_row *row, struct pair *pairs)
{
	size_t count = 0;
	for (size_t i = 0; i < entry_form_fields.count; i++) {
		const char *name = entry_form_fields.items[i].name;
		struct str value = str_trim(csv_field_at(row, csv_column(reader, name)));
		if (value.len)
			pairs[count++] = (struct pair){ str_of(name), str_copy(act->arena, value) };
	}
	return count;
}

static bool row_of_csv(struct act *act, struct str list, const struct csv_reader *reader, const struct csv_row *row, struct national *out)
{
	struct entry_form form = { 0 };
	struct findings found = { .arena = act->arena };
	struct pair *pairs = ARENA_ARRAY(act->arena, struct pair, entry_form_fields.count);
	size_t count = pairs_of_row(act, reader, row, pairs);
	struct str before = str_format(act->arena, "%llu.", (unsigned long long)row->line);
	if (fields_from_pairs(&entry_form_fields, pairs, count, &form, act->arena, &found))
		return entry_of_form(act, list, &form, before, out);
	for (size_t i = 0; i < found.count; i++)
		finding_add(&act->findings, str_format(act->arena, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(found.items[i].field)), found.items[i].code, found.items[i].words);
	return false;
}

static bool twice(const struct national *items, size_t count, struct str item)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(items[i].item, item))
			return true;
	return false;
}

enum { FINDINGS_MOST = 50 };

bool entries_of_csv(struct act *act, struct str list, struct str csv, struct national **out, size_t *count, struct error *err)
{
	struct csv_reader *reader = csv_reader_all(act->arena, csv, (struct csv_options){ .header = true, .encoding = CSV_GUESS });
	struct csv_row row;
	enum csv_step step;
	int column;
	*out = ARENA_ARRAY(act->arena, struct national, ITEMS_MOST);
	*count = 0;
	step = csv_next(reader, &row, err);
	if (step == CSV_ERROR || !csv_need_column(reader, "name", &column, err) || !csv_need_column(reader, "authority", &column, err) ||
	    !csv_need_column(reader, "reason", &column, err))
		return false;
	for (; step == CSV_ROW && act->findings.count < FINDINGS_MOST; step = csv_next(reader, &row, err)) {
		if (*count == ITEMS_MOST)
			return error_set(err, ERR_TOO_LARGE, "the file has too many rows", "divide it: at most 5,000 rows are proposed together", "list");
		if (!row_of_csv(act, list, reader, &row, &(*out)[*count]))
			continue;
		if (twice(*out, *count, (*out)[*count].item))
			finding_add(&act->findings, str_format(act->arena, "%llu.item", (unsigned long long)row.line), "not_in_range", "This number stands in the file twice.");
		(*count)++;
	}
	if (step == CSV_ERROR)
		return false;
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some rows need another look", "correct the rows that are named; nothing was proposed", "file");
	return *count || error_set(err, ERR_INPUT, "the file has no row", "write one row for each entry below the names of the columns", "file");
}

/* ---- back to a form ---- */

static void put_texts(json_t *out, struct act *act, const char *name, const struct texts *texts)
{
	json_put_str(out, name, str_join(act->arena, texts->items, texts->count, STR("; ")));
}

static void put_date(json_t *out, struct act *act, const char *name, struct date date)
{
	json_put_str(out, name, date_empty(date) ? STR("") : date_str(act->arena, date));
}

json_t *entry_values(struct act *act, const struct national *national)
{
	json_t *out = json_object();
	json_put_str(out, "item", national->item);
	json_put_str(out, "kind", national->kind);
	json_put_str(out, "name", national->name);
	put_texts(out, act, "aliases", &national->aliases);
	put_texts(out, act, "weak_aliases", &national->weak_aliases);
	put_texts(out, act, "born", &national->born);
	json_put_str(out, "sex", national->sex);
	put_texts(out, act, "nationalities", &national->nationalities);
	put_texts(out, act, "documents", &national->documents);
	put_texts(out, act, "plates", &national->plates);
	json_put_str(out, "direction", national->direction);
	json_put_str(out, "measure", national->measure);
	json_put_str(out, "order_number", national->order_number);
	json_put_str(out, "authority", national->authority);
	json_put_str(out, "reason", national->reason);
	put_date(out, act, "expires", national->expires);
	put_date(out, act, "review", national->review);
	json_put_str(out, "instruction", national->instruction);
	json_put_str(out, "call", national->call);
	return out;
}
