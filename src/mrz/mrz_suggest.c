/* Which single misread character would explain a check digit that does not agree. */
#include <string.h>

#include "mrz_private.h"

/* Characters that readers take for one another in OCR-B, in groups. G and 6, like A and K, have values that differ by a multiple
 * of ten, so no digit can tell them apart: they explain nothing and are here only for completeness. */
static const char *const confusions[] = {
	"0OQD", "1IL", "2Z", "3B8", "4A", "5S", "6G", "7T", "17", "8B", "56", "68", "38", "UV", "VY", "MN", "MW", "HN", "CG",
	"EF", "PR", "KX", "<C", "<L", "<K",
};

static const struct { uint8_t field, digit; } digit_fields[MRZ_DIGIT_CHECKS] = {
	[MRZ_DOCUMENT_NUMBER] = { FIELD_NUMBER, FIELD_NUMBER_DIGIT },
	[MRZ_BIRTH_DATE] = { FIELD_BIRTH, FIELD_BIRTH_DIGIT },
	[MRZ_EXPIRY_DATE] = { FIELD_EXPIRY, FIELD_EXPIRY_DIGIT },
	[MRZ_PERSONAL_NUMBER] = { FIELD_OPTIONAL, FIELD_OPTIONAL_DIGIT },
	[MRZ_COMPOSITE] = { FIELD_COUNT, FIELD_COMPOSITE },
};

/* A copy of the zone whose characters may be tried. */
struct trial {
	const struct mrz *zone;
	struct mrz changed;
	char line[MRZ_LINES][MRZ_WIDTH];
	enum mrz_check_id check;
	struct mrz_suggestion *out;
	size_t count, size;
};

static void trial_begin(struct trial *trial, const struct mrz *zone)
{
	trial->zone = zone;
	trial->changed = *zone;
	for (size_t i = 0; i < zone->line_count; i++) {
		memcpy(trial->line[i], zone->line[i].data, zone->line[i].len);
		trial->changed.line[i].data = trial->line[i];
	}
}

/* The one field digit that failed, or the composite when it failed alone; MRZ_DIGIT_CHECKS when there are more or none. */
static enum mrz_check_id only_failure(const struct mrz *zone)
{
	size_t failed = 0, which = MRZ_DIGIT_CHECKS;
	for (size_t i = 0; i < MRZ_COMPOSITE; i++) {
		if (zone->checks[i].result == MRZ_FAILED) {
			failed++;
			which = i;
		}
	}
	if (!failed && zone->checks[MRZ_COMPOSITE].result == MRZ_FAILED)
		return MRZ_COMPOSITE;
	return failed == 1 ? (enum mrz_check_id)which : MRZ_DIGIT_CHECKS;
}

static unsigned allowed_at(const struct mrz *zone, size_t line, size_t at)
{
	const struct mrz_layout *layout = &mrz_layouts[zone->form];
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct mrz_span *s = &layout->fields[i];
		if (s->length && s->line == line && at >= s->at && at < (size_t)s->at + s->length)
			return mrz_allowed[i];
	}
	return 0;
}

static void keep(struct trial *trial, size_t line, size_t at, char perhaps, bool all)
{
	struct mrz_suggestion found = {
		.check = (uint8_t)trial->check, .line = (uint8_t)(line + 1), .column = (uint8_t)(at + 1),
		.found = trial->zone->line[line].data[at], .perhaps = perhaps, .explains_all = all,
	};
	size_t place = trial->count;
	for (size_t i = 0; i < trial->count; i++) {
		const struct mrz_suggestion *other = &trial->out[i];
		if (other->line == found.line && other->column == found.column && other->perhaps == perhaps)
			return;
		if (all && !other->explains_all && place == trial->count)
			place = i;
	}
	if (place == trial->size)
		return;
	trial->count += trial->count < trial->size;
	memmove(&trial->out[place + 1], &trial->out[place], (trial->count - place - 1) * sizeof *trial->out);
	trial->out[place] = found;
}

static void try_character(struct trial *trial, size_t line, size_t at, char perhaps)
{
	char *place = &trial->line[line][at], was = *place;
	*place = perhaps;
	mrz_check_digits(&trial->changed);
	bool all = mrz_digits_agree(&trial->changed);
	if (all || (trial->changed.checks[trial->check].result == MRZ_SUCCESSFUL && trial->check != MRZ_COMPOSITE))
		keep(trial, line, at, perhaps, all);
	*place = was;
}

static void try_place(struct trial *trial, size_t line, size_t at)
{
	char found = trial->line[line][at];
	unsigned allowed = allowed_at(trial->zone, line, at);
	for (size_t i = 0; i < COUNT_OF(confusions); i++) {
		if (!strchr(confusions[i], found))
			continue;
		for (const char *c = confusions[i]; *c; c++)
			if (*c != found && mrz_class[(unsigned char)*c] & allowed)
				try_character(trial, line, at, *c);
	}
}

static void try_span(struct trial *trial, const struct mrz_span *s)
{
	for (size_t i = 0; i < s->length; i++)
		try_place(trial, s->line, (size_t)s->at + i);
}

size_t mrz_suggest(const struct mrz *zone, struct mrz_suggestion *out, size_t size)
{
	enum mrz_check_id check = only_failure(zone);
	if (check == MRZ_DIGIT_CHECKS || zone->form == MRZ_NO_FORM || !size)
		return 0;
	const struct mrz_layout *layout = &mrz_layouts[zone->form];
	struct trial trial = { .check = check, .out = out, .size = size };
	trial_begin(&trial, zone);
	if (check == MRZ_COMPOSITE) {
		for (size_t i = 0; i < COUNT_OF(layout->covered); i++)
			try_span(&trial, &layout->covered[i]);
	} else {
		try_span(&trial, &layout->fields[digit_fields[check].field]);
	}
	if (check == MRZ_DOCUMENT_NUMBER && zone->notes & MRZ_LONG_NUMBER)
		try_span(&trial, &layout->fields[FIELD_OPTIONAL]);
	else
		try_span(&trial, &layout->fields[digit_fields[check].digit]);
	return trial.count;
}
