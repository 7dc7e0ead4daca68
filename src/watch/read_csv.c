#include "csv.h"
#include "gather.h"

enum column { ID, KIND, NAME, ALIASES, WEAK_ALIASES, NATIVE_NAMES, BORN, SEX, NATIONALITIES, BIRTHPLACES, DOCUMENTS, REFERENCE, REMARKS,
	INSTRUCTION, LISTED_ON, COLUMNS };

static const char *const column_names[COLUMNS] = { "id", "kind", "name", "aliases", "weak_aliases", "native_names", "born", "sex",
	"nationalities", "birthplaces", "documents", "reference", "remarks", "instruction", "listed_on" };

struct row {
	struct gather *gather;
	const struct csv_row *csv;
	const int *columns;
	const char *wrong;          /* why the row cannot be used */
};

static struct str value(const struct row *row, enum column column)
{
	return str_trim(csv_field_at(row->csv, row->columns[column]));
}

static struct str kept(const struct row *row, enum column column)
{
	return str_copy(row->gather->arena, value(row, column));
}

static void read_names(struct row *row, enum column column, enum watch_quality quality, bool native)
{
	struct str rest = value(row, column), piece;
	while (str_cut(&rest, '|', &piece))
		gather_name(row->gather, piece, quality, native);
}

static void read_kind(struct row *row)
{
	struct str kind = value(row, KIND);
	for (int i = 0; i < WATCH_KIND_COUNT; i++)
		if (str_is(kind, watch_kind_name((enum watch_kind)i))) {
			row->gather->entry.kind = (enum watch_kind)i;
			return;
		}
	if (kind.len)
		row->wrong = "The kind is not known: person, organisation, vessel, aircraft or document";
}

static void read_sex(struct row *row)
{
	struct str sex = str_upper(row->gather->arena, value(row, SEX));
	row->gather->entry.sex = str_is(sex, "F") ? WATCH_FEMALE : str_is(sex, "M") ? WATCH_MALE : str_is(sex, "X") ? WATCH_SEX_OTHER :
	                         WATCH_SEX_UNKNOWN;
	if (sex.len && row->gather->entry.sex == WATCH_SEX_UNKNOWN)
		row->wrong = "The sex is not F, M or X";
}

static void read_lists(struct row *row)
{
	struct str rest = value(row, BORN), piece;
	while (str_cut(&rest, '|', &piece))
		gather_written_birth(row->gather, piece, &row->wrong);
	for (rest = value(row, NATIONALITIES); str_cut(&rest, '|', &piece);)
		gather_nationality(row->gather, piece);
	for (rest = value(row, BIRTHPLACES); str_cut(&rest, '|', &piece);)
		gather_birthplace(row->gather, piece);
	for (rest = value(row, DOCUMENTS); str_cut(&rest, '|', &piece);)
		gather_written_document(row->gather, piece);
}

static bool read_row(struct row *row, struct error *err)
{
	struct gather *gather = row->gather;
	struct watch_entry *entry = &gather->entry;
	gather->out->rows++;
	gather_start(gather);
	entry->id = kept(row, ID);
	entry->reference = kept(row, REFERENCE);
	entry->instruction = kept(row, INSTRUCTION);
	entry->listed_on = kept(row, LISTED_ON);
	gather_remark(gather, value(row, REMARKS));
	read_kind(row);
	read_names(row, NAME, WATCH_PRIMARY, false);
	read_names(row, ALIASES, WATCH_STRONG_ALIAS, false);
	read_names(row, WEAK_ALIASES, WATCH_WEAK_ALIAS, false);
	read_names(row, NATIVE_NAMES, WATCH_STRONG_ALIAS, true);
	read_sex(row);
	read_lists(row);
	if (row->wrong) {
		gather_skip(gather, "list.csv", row->csv->line, row->wrong);
		return true;
	}
	return gather_end(gather, "list.csv", row->csv->line, err);
}

bool watch_read_csv(struct str csv, struct arena *arena, struct watch_reading *out, struct error *err)
{
	struct gather *gather = ARENA_NEW(arena, struct gather);
	int columns[COLUMNS];
	struct csv_row csv_row;
	enum csv_step step;
	*out = (struct watch_reading){ .version = STR("") };
	gather->arena = arena;
	gather->out = out;
	if (csv.len > WATCH_FILE)
		return error_set(err, ERR_TOO_LARGE, "The file is too large", "Check that this is the right file", "%zu bytes", csv.len);
	struct csv_reader *reader = csv_reader_all(arena, csv, (struct csv_options){ .header = true });
	step = csv_next(reader, &csv_row, err);
	if (step == CSV_ERROR || !csv_need_column(reader, "id", &columns[ID], err) || !csv_need_column(reader, "name", &columns[NAME], err))
		return false;
	for (int i = 0; i < COLUMNS; i++)
		columns[i] = csv_column(reader, column_names[i]);
	for (; step == CSV_ROW; step = csv_next(reader, &csv_row, err)) {
		struct row row = { .gather = gather, .csv = &csv_row, .columns = columns };
		if (!read_row(&row, err))
			return false;
	}
	return step == CSV_END;
}
