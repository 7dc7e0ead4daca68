/* Tables of certificates and of seals. */
#include "local.h"

#include "grown.h"

FIELDS_TABLE(seal_certificate, SEAL_CERTIFICATE_FIELDS)
FIELDS_TABLE(seal_certificate_end, SEAL_CERTIFICATE_END_FIELDS)
FIELDS_TABLE(seal_certificate_row, SEAL_CERTIFICATE_ROW_FIELDS)
FIELDS_TABLE(seal_made, SEAL_MADE_FIELDS)
FIELDS_TABLE(seal_read_back, SEAL_READ_BACK_FIELDS)
FIELDS_TABLE(seal_row, SEAL_ROW_FIELDS)

const struct entry_type seal_certificate_type = { "seal.certificate", 1, KIND_CASE, 0, &seal_certificate_fields, "a certificate for verifying seals was taken" };
const struct entry_type seal_certificate_end_type = { "seal.certificate_end", 1, KIND_CASE, 0, &seal_certificate_end_fields, "a certificate of seals is not trusted any more" };
const struct entry_type seal_made_type = { "seal.made", 1, KIND_CASE, 0, &seal_made_fields, "the seal of a visa or permit was made" };
const struct entry_type seal_read_back_type = { "seal.read_back", 1, KIND_CASE, 0, &seal_read_back_fields, "a printed seal was read back" };

static const char *const certificate_indexes[] = { "signer, reference", NULL };
static const struct table certificate_table = { "seal_certificate", &seal_certificate_row_fields, "", certificate_indexes };

struct kept {
	bool is;
	struct seal_certificate_row row;
};

static void certificate_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	(void)arena;
	if (entry->type == &seal_certificate_end_type) {
		kept->row.ended = entry->happened;
		kept->row.reason = ((const struct seal_certificate_end *)data)->reason;
		return;
	}
	const struct seal_certificate *from = data;
	kept->is = true;
#define COPY(type, name, ...) kept->row.name = from->name;
	SEAL_CERTIFICATE_FIELDS(COPY, COPY)
#undef COPY
	kept->row.came = entry->happened;
}

static void certificate_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &certificate_table, &kept->row);
}

static const struct entry_type *const certificate_reads[] = { &seal_certificate_type, &seal_certificate_end_type, NULL };
static const struct table *const certificate_writes[] = { &certificate_table, NULL };
const struct fold seal_certificate_fold = { "seal_certificate", 1, certificate_reads, certificate_writes, sizeof(struct kept), certificate_apply, certificate_rows };

static const char *const seal_indexes[] = { "permit", "made", "about", NULL };
static const struct table seal_table = { "seal", &seal_row_fields, "id", seal_indexes };

static void made(struct grown *list, const struct entry *entry, const struct seal_made *from, struct arena *arena)
{
	struct seal_row *row = grow(list, sizeof *row, arena);
	*row = (struct seal_row){ .id = entry->id, .made = entry->happened, .officer = entry->actor };
#define COPY(type, name, ...) row->name = from->name;
	SEAL_MADE_FIELDS(COPY, COPY)
#undef COPY
}

static void seal_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct grown *list = to;
	if (entry->type == &seal_made_type) {
		made(list, entry, data, arena);
		return;
	}
	const struct seal_read_back *back = data;
	for (size_t i = 0; i < list->count; i++) {
		struct seal_row *row = (struct seal_row *)list->rows + i;
		if (!uuid_equal(row->id, back->seal))
			continue;
		row->checked = entry->happened;
		row->agrees = back->agrees;
	}
}

static void seal_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct grown *list = from;
	(void)record;
	for (size_t i = 0; i < list->count; i++)
		rows_put(out, &seal_table, (const struct seal_row *)list->rows + i);
}

static const struct entry_type *const seal_reads[] = { &seal_made_type, &seal_read_back_type, NULL };
static const struct table *const seal_writes[] = { &seal_table, NULL };
const struct fold seal_fold = { "seal", 1, seal_reads, seal_writes, sizeof(struct grown), seal_apply, seal_rows };
