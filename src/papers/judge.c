#include "papers.h"

#include "lang.h"
#include "mrz.h"

static enum result result_of(uint8_t zone_result)
{
	switch (zone_result) {
	case MRZ_SUCCESSFUL: return RESULT_SUCCESSFUL;
	case MRZ_FAILED: return RESULT_FAILED;
	case MRZ_UNDETERMINED: return RESULT_UNDETERMINED;
	default: return RESULT_NOT_SUPPORTED;
	}
}

static struct str one_character(struct arena *arena, char c)
{
	return str_format(arena, "%c", c ? c : '?');
}

/* Short names for the list; the sentence of mrz.h tells the rest. */
static const char *zone_title(enum mrz_check_id id)
{
	static const char *const titles[MRZ_CHECK_COUNT] = {
		[MRZ_DOCUMENT_NUMBER] = WORDS("Check digit, document number"),
		[MRZ_BIRTH_DATE] = WORDS("Check digit, birth date"),
		[MRZ_EXPIRY_DATE] = WORDS("Check digit, expiry date"),
		[MRZ_PERSONAL_NUMBER] = WORDS("Check digit, personal number"),
		[MRZ_COMPOSITE] = WORDS("Composite check digit"),
		[MRZ_STRUCTURE] = WORDS("Characters of the zone"),
		[MRZ_DOCUMENT_CODE] = WORDS("Document code"),
		[MRZ_ISSUER] = WORDS("Issuer's code"),
		[MRZ_NATIONALITY] = WORDS("Nationality's code"),
		[MRZ_NAMES] = WORDS("Form of the name"),
		[MRZ_DATES] = WORDS("Dates exist"),
		[MRZ_SEX] = WORDS("Sex as written"),
	};
	return titles[id];
}

static void zone_line(struct act *act, const struct subject *subject, struct check_list *out, enum mrz_check_id id)
{
	const struct mrz_check *check = &subject->mrz->checks[id];
	enum result result = result_of(check->result);
	const char *words = mrz_check_text(id);
	if (result == RESULT_FAILED && id < (enum mrz_check_id)MRZ_DIGIT_CHECKS)
		words = "The check digit in line {line}, column {column} is {found}, it should be {expected}.";
	else if (result == RESULT_FAILED)
		words = "Line {line}, column {column} does not follow the rule.";
	else if (result == RESULT_UNDETERMINED)
		words = "The zone does not tell.";
	else if (result == RESULT_NOT_SUPPORTED)
		words = "This form has no such field.";
	struct check_line *line = subject_check(act, subject, out, mrz_check_name(id), result, "mrz", zone_title(id), words);
	if (result == RESULT_FAILED)
		SUBJECT_ARGS(act->arena, line, { STR("line"), str_format(act->arena, "%d", check->line) },
		             { STR("column"), str_format(act->arena, "%d", check->column) },
		             { STR("found"), one_character(act->arena, check->found) },
		             { STR("expected"), one_character(act->arena, check->expected) });
	if (!line->rule.len)
		line->rule = str_format(act->arena, "Doc %s", mrz_check_section(id));
}

static bool judge_zone(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	for (int id = 0; subject->mrz && id < MRZ_CHECK_COUNT; id++)
		zone_line(act, subject, out, (enum mrz_check_id)id);
	if (!subject->mrz)
		subject_check(act, subject, out, "mrz.read", RESULT_NOT_SUPPORTED, "officer", "Machine-readable zone",
		              str_is(subject->source, "list") ? "The data come from a list that was sent. The document was not seen."
		                                              : "The data were typed by the officer.");
	return true;
}

/* --- the chip: what it gave is compared; who signed it is not checked yet, and the list says so --- */

static void judge_chip_reading(struct act *act, const struct subject *subject, struct check_list *out)
{
	const struct chip *chip = subject->chip;
	enum result result = str_is(chip->failed, "absent") ? RESULT_NOT_SUPPORTED : chip->failed.len ? RESULT_ABORTED : RESULT_SUCCESSFUL;
	const char *words = "The chip was read.";
	if (str_is(chip->failed, "absent"))
		words = "The reader found no chip.";
	else if (str_is(chip->failed, "access"))
		words = "The chip did not open to the key made of the page.";
	else if (str_is(chip->failed, "aborted"))
		words = "Reading the chip was interrupted.";
	else if (chip->failed.len)
		words = "There is a chip, and it does not answer.";
	subject_check(act, subject, out, "chip.read", result, "chip", "Chip read", words);
}

/* First place where two zones differ; false: nowhere. */
static bool zones_differ(const struct mrz *page, const struct mrz *chip, int *line, size_t *column)
{
	for (*line = 0; *line < page->line_count; ++*line) {
		if (*line >= chip->line_count || page->line[*line].len != chip->line[*line].len) {
			*column = 0;
			return true;
		}
		for (*column = 0; *column < page->line[*line].len; ++*column)
			if (page->line[*line].data[*column] != chip->line[*line].data[*column])
				return true;
	}
	return false;
}

static void judge_chip_zone(struct act *act, const struct subject *subject, struct check_list *out)
{
	const struct chip *chip = subject->chip;
	int line;
	size_t column;
	bool compared = chip->dg1 == CHIP_GROUP_GOOD && chip->page_read;
	bool differ = compared && zones_differ(subject->mrz, chip->zone, &line, &column);
	enum result result = compared ? differ ? RESULT_FAILED : RESULT_SUCCESSFUL : chip->dg1 == CHIP_GROUP_NONE ? RESULT_NOT_SUPPORTED : RESULT_UNDETERMINED;
	const char *words = "The chip holds the same lines as the page.";
	if (differ)
		words = "The chip's lines differ from those of the page, first in line {line}, column {column}: {found} on the chip, {expected} on the page.";
	else if (chip->dg1 == CHIP_GROUP_BROKEN)
		words = "The lines of the chip (data group 1) could not be understood.";
	else if (chip->dg1 == CHIP_GROUP_NONE)
		words = "The lines of the chip (data group 1) were not handed over.";
	else if (!compared)
		words = "The lines of the page were not read: compare the page with the data shown, which are the chip's.";
	struct check_line *out_line = subject_check(act, subject, out, "chip.dg1", result, "chip", "Chip and page agree", words);
	if (differ)
		SUBJECT_ARGS(act->arena, out_line, { STR("line"), str_format(act->arena, "%d", line + 1) },
		             { STR("column"), str_format(act->arena, "%zu", column + 1) },
		             { STR("found"), line < chip->zone->line_count ? str_slice(chip->zone->line[line], column, column + 1) : STR("") },
		             { STR("expected"), str_slice(subject->mrz->line[line], column, column + 1) });
}

static void judge_chip_portrait(struct act *act, const struct subject *subject, struct check_list *out)
{
	enum chip_group dg2 = subject->chip->dg2;
	enum result result = dg2 == CHIP_GROUP_GOOD ? RESULT_SUCCESSFUL : dg2 == CHIP_GROUP_NONE ? RESULT_NOT_SUPPORTED : RESULT_UNDETERMINED;
	subject_check(act, subject, out, "chip.dg2", result, "chip", "Portrait of the chip",
	              dg2 == CHIP_GROUP_GOOD   ? "The portrait (data group 2) was read. An officer compares it with the person."
	              : dg2 == CHIP_GROUP_NONE ? "The portrait (data group 2) was not handed over."
	                                       : "The portrait (data group 2) could not be understood.");
}

static bool judge_chip(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	if (!subject->chip)
		return true;
	judge_chip_reading(act, subject, out);
	if (subject->chip->failed.len)
		return true;
	judge_chip_zone(act, subject, out);
	judge_chip_portrait(act, subject, out);
	subject_check(act, subject, out, "chip.signature", RESULT_NOT_SUPPORTED, "chip", "Issuer's signature of the chip",
	              "Not checked: this release does not prove who wrote the chip.");
	return true;
}

/* --- validity and kind --- */

static void judge_expiry(struct act *act, const struct subject *subject, struct check_list *out)
{
	struct date expires = subject->identity.document_expires;
	bool known = date_whole(expires), valid = known && date_compare(expires, subject->today) >= 0;
	enum result result = valid ? RESULT_SUCCESSFUL : known ? RESULT_FAILED : RESULT_UNDETERMINED;
	bool citizen = subject_waived(subject, STR("validity")); /* may enter on an expired one: never a reason to refer */
	struct check_line *line = subject_check(act, subject, out, "document.expiry", result, "mrz", "Document in date",
	                                        valid              ? "Valid until {date}."
	                                        : known && citizen ? "Expired on {date}. A citizen is admitted: establish identity another way and note how."
	                                        : known            ? "Expired on {date}."
	                                                           : "The zone names no date of expiry.");
	if (citizen && known && !valid)
		line->advice = str_of(advice_name(ADVICE_LOOK));
	SUBJECT_ARGS(act->arena, line, { STR("date"), date_str(act->arena, expires) });
}

/* "The document must be valid for so many months after the stay": judged on the first day of the stay. */
static void judge_reserve(struct act *act, const struct subject *subject, struct check_list *out)
{
	int months = subject->verdict.entry_found ? subject->verdict.entry.passport_months : 0;
	if (!months || !str_is(subject->direction, "entry") || !date_whole(subject->identity.document_expires))
		return;
	struct date needed = date_add_months(subject->today, months);
	bool enough = date_compare(subject->identity.document_expires, needed) >= 0;
	struct check_line *line = subject_check(act, subject, out, "document.reserve", enough ? RESULT_SUCCESSFUL : RESULT_FAILED, "pack",
	                                        "Valid long enough", "It must be valid until {date}.");
	SUBJECT_ARGS(act->arena, line, { STR("date"), date_str(act->arena, needed) });
}

static void judge_kind(struct act *act, const struct subject *subject, struct check_list *out)
{
	struct str kind = subject->identity.document_kind;
	bool known = pack_code_valid(act->pack, STR("document_kinds"), kind, subject->today);
	struct check_line *line = subject_check(act, subject, out, "document.kind", !kind.len ? RESULT_FAILED : known ? RESULT_SUCCESSFUL : RESULT_UNDETERMINED,
	                                        "pack", "Kind of document", !kind.len ? "There is no document." : known ? "Accepted." : "The kind {kind} is not on the list.");
	SUBJECT_ARGS(act->arena, line, { STR("kind"), kind });
}

static bool judge_document(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	judge_kind(act, subject, out);
	if (subject->identity.document_number.len) {
		judge_expiry(act, subject, out);
		judge_reserve(act, subject, out);
	}
	return true;
}

/* --- visas and permits --- */

static void name_permit(struct act *act, struct check_line *line, const struct permit_row *permit)
{
	SUBJECT_ARGS(act->arena, line, { STR("kind"), pack_code_words(act->pack, STR("en"), STR("permit_kinds"), permit->kind) }, { STR("number"), permit->number },
	             { STR("from"), date_str(act->arena, permit->valid_from) }, { STR("date"), date_str(act->arena, permit->valid_until) },
	             { STR("since"), date_str(act->arena, permit->since) }, { STR("authority"), permit->state_by });
}

/* Entries are counted over all documents of the person. */
static void judge_entries(struct act *act, const struct subject *subject, const struct permit_row *permit, struct check_list *out)
{
	if (!permit->entries || !str_is(subject->direction, "entry"))
		return;
	int uses = permit_uses(subject, permit);
	struct check_line *line = subject_check(act, subject, out, "visa.entries", uses < permit->entries ? RESULT_SUCCESSFUL : RESULT_FAILED, "records",
	                                        "Entries of the visa", "Entries used: {used} of {allowed}.");
	SUBJECT_ARGS(act->arena, line, { STR("used"), str_format(act->arena, "%d", uses) },
	             { STR("allowed"), str_format(act->arena, "%d", (int)permit->entries) });
}

static void judge_permit(struct act *act, const struct subject *subject, struct check_list *out)
{
	struct check_line *line = subject_check(act, subject, out, "visa.valid", RESULT_SUCCESSFUL, "records", "Visa or permit", "{kind} {number}, valid until {date}.");
	name_permit(act, line, subject->permit);
	judge_entries(act, subject, subject->permit, out);
}

static const char *state_words(struct str state)
{
	if (str_is(state, "revoked"))
		return WORDS("{kind} {number} was revoked on {since} by {authority}.");
	if (str_is(state, "lost"))
		return WORDS("{kind} {number} was reported lost on {since} to {authority}.");
	if (str_is(state, "replaced"))
		return WORDS("{kind} {number} was replaced on {since} by {authority}: ask for the new one.");
	return WORDS("{kind} {number} is used up since {since}, says {authority}.");
}

/* A paper that does not help fails the check that it fails, by name. Where the person needs none, it is a note. */
static void judge_paper(struct act *act, const struct subject *subject, struct check_list *out)
{
	static const struct { const char *check, *title, *words; } faults[] = {
		[PERMIT_EXPIRED] = { "visa.valid", WORDS("Visa or permit"), WORDS("{kind} {number} was valid until {date}.") },
		[PERMIT_NOT_YET] = { "visa.valid", WORDS("Visa or permit"), WORDS("{kind} {number} is valid from {from} on.") },
		[PERMIT_HOLDER] = { "visa.holder", WORDS("Holder of the visa"), WORDS("{kind} {number} was issued to somebody of another name or birth date.") },
	};
	size_t first = out->count;
	if (subject->fault == PERMIT_USED) {
		judge_entries(act, subject, subject->paper, out);
	} else if (subject->fault == PERMIT_STATE) {
		name_permit(act, subject_check(act, subject, out, "visa.state", RESULT_FAILED, "records", "Visa in force", state_words(subject->paper->state)), subject->paper);
	} else {
		struct check_line *line = subject_check(act, subject, out, faults[subject->fault].check, RESULT_FAILED, "records", faults[subject->fault].title,
		                                        faults[subject->fault].words);
		name_permit(act, line, subject->paper);
	}
	bool needed = subject->verdict.category && str_is(subject->verdict.category->code, "undocumented");
	for (size_t i = first; !needed && i < out->count; i++)
		out->items[i].advice = str_of(advice_name(ADVICE_NOTE));
}

/* Would a passport do, where another document does not? */
static bool passport_suffices(struct act *act, const struct subject *subject)
{
	struct pack_facts facts = subject->facts;
	struct pack_entry entry;
	if (!subject->identity.document_kind.len || str_starts(subject->identity.document_kind, STR("P")) || str_is(subject->identity.document_kind, "V"))
		return false;
	facts.document_kind = STR("P");
	return pack_entry_need(act->pack, &facts, subject->today, &entry) && entry.need == NEED_NONE;
}

/* Is what the entry rule asks for there? The rule and its article stand in the line. */
static void judge_entry_rule(struct act *act, const struct subject *subject, struct check_list *out)
{
	const struct pack_verdict *verdict = &subject->verdict;
	if (!verdict->category)
		return;
	bool papers = !str_is(verdict->category->code, "undocumented");
	enum result result = papers ? RESULT_SUCCESSFUL : RESULT_FAILED;
	if (!papers && verdict->uncertain)
		result = RESULT_UNDETERMINED;
	bool card = result == RESULT_FAILED && passport_suffices(act, subject);
	struct check_line *line = subject_check(act, subject, out, "entry.papers", result, "pack", "Papers needed to enter",
	                                        result == RESULT_SUCCESSFUL ? "Category: {category}."
	                                        : card                      ? "This document does not suffice. With a passport no visa is needed."
	                                        : result == RESULT_FAILED   ? subject->paper ? "A visa or permit is needed; the one on record does not help."
	                                                                                     : "A visa or permit is needed and none was found."
	                                                                    : "This cannot be decided: {missing} is missing.");
	SUBJECT_ARGS(act->arena, line, { STR("category"), verdict->category->words.source }, { STR("missing"), verdict->missing });
	if (verdict->entry_found && verdict->entry.article.source.len)
		line->rule = verdict->entry.article.source;
}

/* Questions that the category does without stand in the list, with the ground: nobody need wonder why they were not asked. */
static void judge_waived(struct act *act, const struct subject *subject, struct check_list *out)
{
	static const struct { const char *code, *check, *title; } questions[] = {
		{ "purpose", "ask.purpose", WORDS("Purpose of the journey") },
		{ "means", "ask.means", WORDS("Means for the stay") },
		{ "onward", "ask.onward", WORDS("Onward or return ticket") },
		{ "address", "ask.address", WORDS("Address during the stay") },
	};
	const struct pack_category *category = subject->verdict.category;
	for (size_t i = 0; category && i < COUNT_OF(questions); i++) {
		if (!subject_waived(subject, str_of(questions[i].code)))
			continue;
		struct check_line *line = check_add(out, questions[i].check, RESULT_NOT_SUPPORTED, ADVICE_NONE);
		line->origin = STR("pack");
		line->title = str_of(questions[i].title);
		line->words = str_of(WORDS("Not needed for this category."));
		line->rule = category->law.source;
	}
}

static bool judge_papers(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	if (subject->permit)
		judge_permit(act, subject, out);
	else if (subject->paper && str_is(subject->direction, "entry"))
		judge_paper(act, subject, out);
	if (str_is(subject->direction, "entry")) {
		judge_entry_rule(act, subject, out);
		judge_waived(act, subject, out);
	}
	return true;
}

static bool judge_claim(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	if (subject->claim_open && !subject->claim_granted) {
		/* said so that it does not tell whoever reads the screen why */
		struct check_line *line = subject_check(act, subject, out, "other_desk", RESULT_UNDETERMINED, "records", "Another desk",
		                                        "Another desk handles this person. Refusal, removal and return are not possible.");
		line->advice = str_of(advice_name(ADVICE_CARE));
	}
	return true;
}

static const struct check checks[] = {
	{ "mrz", judge_zone, "check digits and form of the machine-readable zone (Doc 9303)" },
	{ "chip", judge_chip, "the chip: read or not, its lines compared with the page, its portrait (Doc 9303-10)" },
	{ "document", judge_document, "kind and validity of the document" },
	{ "entry", judge_papers, "visa, permit, and what the entry rule asks for" },
	{ "other_desk", judge_claim, "open claims for protection: another desk handles the person" },
	{ 0 },
};

const struct room papers_room = { .name = "papers", .checks = checks };
