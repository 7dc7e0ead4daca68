#include "csv.h"
#include "gather.h"

#include <stdlib.h>
#include <string.h>

/* Rows of the files beside sdn.csv, by the number of the entry that they belong to. */
struct beside {
	int64_t entry;
	size_t order;
	struct str kind, text;
};

struct besides {
	struct beside *items;
	size_t count, size;
};

struct ofac {
	struct gather gather;
	struct besides alt, comments;
	struct error *err;
};

static struct str value(const struct csv_row *row, int column)
{
	struct str text = str_trim(csv_field_at(row, column));
	return str_is(text, "-0-") ? STR("") : text;
}

static int by_entry(const void *left, const void *right)
{
	const struct beside *a = left, *b = right;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void add_beside(struct besides *besides, struct beside one, struct arena *arena)
{
	if (besides->count == besides->size) {
		size_t size = besides->size ? besides->size * 2 : 1024;
		struct beside *items = ARENA_ARRAY(arena, struct beside, size);
		if (besides->count)
			memcpy(items, besides->items, besides->count * sizeof *items);
		besides->items = items;
		besides->size = size;
	}
	one.order = besides->count;
	besides->items[besides->count++] = one;
}

/* DOS files end in a control-Z: a last row of that one sign. */
static bool end_sign(const struct csv_row *row)
{
	return row->count == 1 && str_is(str_trim(row->fields[0]), "\x1a");
}

static bool read_besides(struct ofac *ofac, struct str text, const char *file, int kind, int column, struct besides *out, struct error *err)
{
	struct arena *arena = ofac->gather.arena;
	struct csv_reader *reader = csv_reader_all(arena, text, (struct csv_options){ .separator = ',', .encoding = CSV_GUESS });
	struct csv_row row;
	enum csv_step step;
	while ((step = csv_next(reader, &row, err)) == CSV_ROW) {
		int64_t entry;
		if (end_sign(&row))
			continue;
		ofac->gather.out->rows++;
		if (str_to_int(value(&row, 0), &entry))
			add_beside(out, (struct beside){ .entry = entry, .kind = str_copy(arena, value(&row, kind)),
				.text = str_copy(arena, value(&row, column)) }, arena);
		else
			gather_skip(&ofac->gather, file, row.line, "The first column is not a number");
	}
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, by_entry);
	return step == CSV_END;
}

static size_t first_beside(const struct besides *besides, int64_t entry)
{
	size_t low = 0, high = besides->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (besides->items[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- remarks ---- */

static bool after(struct str text, const char *front, struct str *rest)
{
	struct str alternative = STR("alt. ");
	if (str_starts(text, alternative))
		text = str_slice(text, alternative.len, text.len);
	if (!str_starts(text, str_of(front)))
		return false;
	*rest = str_trim(str_slice(text, strlen(front), text.len));
	while (rest->len && rest->data[rest->len - 1] == '.')
		rest->len--;
	return true;
}

static void read_birth(struct gather *gather, struct str text)
{
	struct str first = text;
	struct date from, to, last;
	size_t at;
	bool about = str_starts(text, STR("circa "));
	if (about)
		text = str_slice(text, 6, text.len);
	first = text;
	if (str_find(text, STR(" to "), &at)) {
		first = str_slice(text, 0, at);
		text = str_slice(text, at + 4, text.len);
	} else if (text.len == 9 && text.data[4] == '-') { /* "circa 1958-1963" */
		first = str_slice(text, 0, 4);
		text = str_slice(text, 5, 9);
	}
	if (str_starts(text, STR("circa ")))
		text = str_slice(text, 6, text.len);
	if (date_in_words(first, &from, &to) && date_in_words(text, &to, &last))
		gather_birth(gather, from, last, about);
}

/* "Passport A12345 (Iran) issued 1 Jan 2001 expires ..." : kind, number, issuer. */
static void read_document(struct gather *gather, const char *kind, struct str text)
{
	size_t open, close;
	struct str number = text, issuer = STR("");
	if (str_find(text, STR("("), &open)) {
		number = str_slice(text, 0, open);
		issuer = str_slice(text, open + 1, text.len);
		if (str_find(issuer, STR(")"), &close))
			issuer = str_slice(issuer, 0, close);
	} else if (str_find(text, STR(" issued "), &open) || str_find(text, STR(" expires "), &open)) {
		number = str_slice(text, 0, open);
	}
	gather_document(gather, str_of(kind), number, issuer);
}

/* In remarks, aliases in single quotes are the weak ones (OFAC, "weak aka"). */
static void read_alias(struct gather *gather, struct str text)
{
	bool weak = text.len > 2 && text.data[0] == '\'' && text.data[text.len - 1] == '\'';
	gather_name(gather, weak ? str_slice(text, 1, text.len - 1) : text, weak ? WATCH_WEAK_ALIAS : WATCH_STRONG_ALIAS, false);
}

static void read_remark(struct gather *gather, struct str text)
{
	static const char *const documents[][2] = {
		{ "Passport ", "passport" }, { "Stateless Person Passport ", "passport" }, { "Diplomatic Passport ", "passport" },
		{ "National ID No. ", "identity card" }, { "Identification Number ", "identity card" }, { "Cedula No. ", "identity card" },
		{ "D.N.I. ", "identity card" }, { "C.U.R.P. ", "identity card" }, { "National Foreign ID Number ", "identity card" },
		{ "Birth Certificate Number ", "other" }, { "Driver's License No. ", "other" }, { "Residency Number ", "other" },
		{ "Travel Document Number ", "travel document" },
	};
	struct str rest;
	if (after(text, "DOB ", &rest))
		read_birth(gather, rest);
	else if (after(text, "POB ", &rest))
		gather_birthplace(gather, rest);
	else if (after(text, "nationality ", &rest) || after(text, "citizen ", &rest))
		gather_nationality(gather, rest);
	else if (after(text, "Gender ", &rest))
		gather->entry.sex = str_is(rest, "Male") ? WATCH_MALE : str_is(rest, "Female") ? WATCH_FEMALE : gather->entry.sex;
	else if (after(text, "a.k.a. ", &rest) || after(text, "f.k.a. ", &rest) || after(text, "n.k.a. ", &rest))
		read_alias(gather, rest);
	for (size_t i = 0; i < COUNT_OF(documents); i++)
		if (after(text, documents[i][0], &rest))
			read_document(gather, documents[i][1], rest);
}

static void read_remarks(struct gather *gather, struct str text)
{
	struct str rest = text, piece;
	while (str_cut(&rest, ';', &piece))
		read_remark(gather, str_trim(piece));
	gather_remark(gather, text);
}

static enum watch_kind kind_of(struct str text)
{
	return str_is(text, "individual") ? WATCH_PERSON : str_is(text, "vessel") ? WATCH_VESSEL :
	       str_is(text, "aircraft") ? WATCH_AIRCRAFT : WATCH_ORGANISATION;
}

/* What one field of remarks had no room for goes on in the comments, in the middle of a word if need be. */
static struct str whole_remarks(struct ofac *ofac, int64_t number, struct str remarks)
{
	struct str parts[2] = { remarks };
	for (size_t at = first_beside(&ofac->comments, number); at < ofac->comments.count && ofac->comments.items[at].entry == number; at++) {
		parts[1] = ofac->comments.items[at].text;
		parts[0] = str_join(ofac->gather.arena, parts, 2, STR(""));
	}
	return parts[0];
}

static bool read_row(struct ofac *ofac, const struct csv_row *row, struct error *err)
{
	struct gather *gather = &ofac->gather;
	int64_t number;
	if (end_sign(row))
		return true;
	gather->out->rows++;
	if (row->count < 4 || !str_to_int(value(row, 0), &number)) {
		gather_skip(gather, "sdn.csv", row->line, "The row has not the columns of this list");
		return true;
	}
	gather_start(gather);
	gather->entry.id = str_copy(gather->arena, value(row, 0));
	gather->entry.reference = str_copy(gather->arena, value(row, 3));
	gather->entry.kind = kind_of(value(row, 2));
	gather_name(gather, value(row, 1), WATCH_PRIMARY, false);
	for (size_t at = first_beside(&ofac->alt, number); at < ofac->alt.count && ofac->alt.items[at].entry == number; at++)
		gather_name(gather, ofac->alt.items[at].text, WATCH_STRONG_ALIAS, false);
	gather_remark(gather, value(row, 4));
	read_remarks(gather, whole_remarks(ofac, number, value(row, 11)));
	return gather_end(gather, "sdn.csv", row->line, err);
}

bool watch_read_ofac(const struct watch_ofac_files *files, struct arena *arena, struct watch_reading *out, struct error *err)
{
	struct ofac *ofac = ARENA_NEW(arena, struct ofac);
	struct besides addresses = { 0 }; /* read so that a broken file is noticed; addresses play no part in matching */
	*out = (struct watch_reading){ .version = STR("") };
	ofac->gather.arena = arena;
	ofac->gather.out = out;
	if (files->sdn.len > WATCH_FILE || files->alt.len > WATCH_FILE || files->add.len > WATCH_FILE || files->comments.len > WATCH_FILE)
		return error_set(err, ERR_TOO_LARGE, "The file is too large", "Check that this is the right file", "OFAC list");
	if (!read_besides(ofac, files->alt, "alt.csv", 2, 3, &ofac->alt, err) ||
	    !read_besides(ofac, files->comments, "sdn_comments.csv", 0, 1, &ofac->comments, err) ||
	    !read_besides(ofac, files->add, "add.csv", 0, 4, &addresses, err))
		return false;
	struct csv_reader *reader = csv_reader_all(arena, files->sdn, (struct csv_options){ .separator = ',', .encoding = CSV_GUESS });
	struct csv_row row;
	enum csv_step step;
	while ((step = csv_next(reader, &row, err)) == CSV_ROW)
		if (!read_row(ofac, &row, err))
			return false;
	if (step != CSV_END)
		return false;
	return out->count || error_set(err, ERR_INPUT, "The file has no entries", "Get the file again", "sdn.csv");
}
