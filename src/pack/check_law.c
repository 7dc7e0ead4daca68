#include "compile.h"

#include <math.h>
#include <string.h>

#include "arena.h"

/* What no pack may say: a citizen refused, a refusal without remedy or in spite of a claim for protection (P14x); colours that
 * cannot be read (P33x); calendars that run out (P335). */

static struct line *section(struct compiler *compiler, enum keyword_id id)
{
	struct line_cursor cursor = { 0 };
	return next_top(compiler, &cursor, id);
}

/* ---- Categories ---- */

static void check_order(struct compiler *compiler, const struct line *line)
{
	const struct pack *pack = compiler->pack;
	const struct line *last = NULL;
	size_t at = 0;
	for (const struct line *row = first_child(line, KEY_CATEGORY); row; row = next_same(row), at++) {
		bool always = str_is(pack->categories[at].when_text, "yes");
		if (always && next_same(row) && date_empty(pack->categories[at].span.until))
			complain(compiler, row, 0, "P144", "no category after this one is ever reached", pack->categories[at].code,
			         "move it to the end: it always holds", STR(""));
		last = row;
	}
	if (at && pack->categories[at - 1].when && !str_is(pack->categories[at - 1].when_text, "yes"))
		complain(compiler, last, 0, "P143", "the last category does not hold for everybody", pack->categories[at - 1].code,
		         "end the list with a category that says 'when yes'", STR(""));
}

/* Who holds the nationality of the state must end in a category that cannot refuse, whatever else is so. */
static bool citizen_refused(const struct pack *pack, struct str *kind, const struct pack_category **category)
{
	const struct pack_list *kinds = pack_list(pack, STR("document_kinds"));
	for (size_t i = 0; kinds && i < kinds->count; i++) {
		for (unsigned bits = 0; bits < 32; bits++) {
			struct pack_facts facts = { .nationalities = { { pack->head.country }, 1 }, .document_kind = kinds->codes[i].code,
				                    .document_issuer = bits & 16 ? STR("UNO") : pack->head.country };
			facts.crew = bits & 1 ? PACK_YES : PACK_NO;
			facts.transit = bits & 2 ? PACK_YES : PACK_NO;
			facts.border_resident = bits & 4 ? PACK_YES : PACK_NO;
			facts.permit_kind = bits & 8 ? STR("residence") : STR("");
			struct pack_verdict verdict;
			pack_category(pack, &facts, pack->head.from, &verdict);
			*category = verdict.category;
			*kind = kinds->codes[i].code;
			if (verdict.category && verdict.category->may & MAY_REFUSE)
				return true;
		}
	}
	return false;
}

static void check_citizens(struct compiler *compiler, const struct line *line)
{
	const struct pack *pack = compiler->pack;
	bool found = false;
	size_t at = 0;
	for (const struct line *row = first_child(line, KEY_CATEGORY); row; row = next_same(row), at++) {
		if (!str_is(pack->categories[at].code, "citizen"))
			continue;
		found = true;
		const struct line *may = first_child(row, KEY_MAY);
		if (pack->categories[at].may & MAY_REFUSE)
			complain(compiler, may ? may : row, 0, "P141", "a citizen may not be refused", STR(""), "write: may admit, refer", STR(""));
	}
	if (!found)
		complain(compiler, line, 0, "P145", "there is no category for citizens", STR("citizen"), "add it as the first category", STR(""));
	struct str kind;
	const struct pack_category *category;
	if (found && !compiler->diagnostics->errors && !compiler->rules.errors && citizen_refused(pack, &kind, &category))
		complain(compiler, line, 0, "P142", "some citizens could be refused: they fall into this category", category->code,
		         "put 'citizen' first, with the condition that the person has the state's nationality", STR(""));
}

/* ---- Refusal ---- */

static void not_used(void *context, const struct rule_used *used)
{
	if (used->use == RULE_USES_NAME && str_is(used->text, "protection_claim"))
		*(bool *)context = true;
}

/* Whoever confirms what another person asked for needs the right to. */
static void check_second(struct compiler *compiler, const struct line *line, struct str role)
{
	if (line && pack_role(compiler->pack, role) && !pack_role_has(compiler->pack, role, STR("supervise")))
		complain(compiler, line, 1, "P148", "this role cannot confirm", role, "give it the right supervise", STR(""));
}

static void check_refusal(struct compiler *compiler, const struct line *line)
{
	const struct pack_refusal *refusal = &compiler->pack->refusal;
	const struct line *not_when = first_child(line, KEY_NOT_WHEN), *may = first_child(line, KEY_MAY_REFUSE);
	bool claim = false;
	if (refusal->not_when)
		rule_walk(refusal->not_when, not_used, &claim);
	if (refusal->not_when && !claim)
		complain(compiler, not_when, 1, "P147", "a claim for protection would not stop a refusal", STR(""),
		         "write: not_when protection_claim", STR(""));
	for (size_t i = 0; may && i < refusal->may.count; i++)
		if (pack_role(compiler->pack, refusal->may.items[i]) &&
		    !pack_role_has(compiler->pack, refusal->may.items[i], STR("second_line")))
			complain(compiler, may, 0, "P146", "this role may refuse but does not work in the second line", refusal->may.items[i],
			         "give it the right second_line, or take it off the line", STR(""));
	check_second(compiler, first_child(line, KEY_SECOND), refusal->second);
}

/* Who may order a ban needs the right to. */
static void check_bans(struct compiler *compiler, const struct line *line)
{
	const struct pack_bans *bans = &compiler->pack->bans;
	const struct line *may = first_child(line, KEY_MAY_BAN);
	for (size_t i = 0; may && i < bans->may.count; i++)
		if (pack_role(compiler->pack, bans->may.items[i]) && !pack_role_has(compiler->pack, bans->may.items[i], STR("ban")))
			complain(compiler, may, 0, "P146", "this role may order bans but has not the right to", bans->may.items[i], "give it the right ban, or take it off the line", STR(""));
	check_second(compiler, first_child(line, KEY_BAN_SECOND), bans->second);
}

static void check_watchlists(struct compiler *compiler, const struct line *line)
{
	size_t at = 0;
	for (const struct line *row = first_child(line, KEY_WATCHLIST); row; row = next_same(row))
		check_second(compiler, first_child(row, KEY_SAME_SECOND), compiler->pack->watchlists[at++].second);
}

/* Some right that nobody has is a mistake more often than a wish. */
static void check_rights(struct compiler *compiler)
{
	static const char *const needed[] = { "cross", "second_line", "supervise", "users", "audit", "pack_propose", "pack_approve" };
	for (size_t i = 0; i < COUNT_OF(needed); i++) {
		bool held = false;
		for (size_t j = 0; j < compiler->pack->role_count; j++)
			held |= pack_role_has(compiler->pack, compiler->pack->roles[j].code, str_of(needed[i]));
		if (!held && !str_is(str_of(needed[i]), "users"))
			diagnose_warning(compiler->diagnostics, (struct where){ STR("border.lim"), 0, 0 }, "P149", "no role has this right",
			                 str_of(needed[i]), "give it to a role", STR(""));
	}
}

/* Whom the second line asks gets a task: an agency is a role. */
static void check_agencies(struct compiler *compiler)
{
	const struct pack_list *agencies = pack_list(compiler->pack, STR("agencies"));
	for (size_t i = 0; agencies && i < agencies->count; i++)
		if (!pack_role(compiler->pack, agencies->codes[i].code))
			diagnose_warning(compiler->diagnostics, (struct where){ STR("lists.lim"), 0, 0 }, "P152", "this agency is no role: nobody would get what it is asked", agencies->codes[i].code,
			                 "name the role that answers for it, or take it off the list 'agencies'", STR(""));
}

/* ---- Peak modes ---- */

/* What no number of people is a reason to leave out. */
static bool never_reduced(struct str name)
{
	static const char *const kept[] = { "watch", "child", "protection", "other_desk", "companion", "consent", "identity" };
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		if (str_is(name, kept[i]) || (str_starts(name, str_of(kept[i])) && name.data[strlen(kept[i])] == '.'))
			return true;
	return false;
}

static void check_peak_modes(struct compiler *compiler, const struct line *line)
{
	size_t at = 0;
	for (const struct line *row = first_child(line, KEY_PEAK_MODE); row; row = next_same(row), at++) {
		const struct pack_peak_mode *mode = &compiler->pack->peak_modes[at];
		const struct line *reduce = first_child(row, KEY_REDUCE), *most = first_child(row, KEY_AT_MOST);
		for (size_t i = 0; reduce && i < mode->reduce.count; i++)
			if (never_reduced(mode->reduce.items[i]))
				complain(compiler, reduce, 0, "P150", "this may never be left out", mode->reduce.items[i],
				         "take it off the line: lists, children, identity and protection are always looked at", STR(""));
		if (most && (mode->most_minutes < 1 || mode->most_minutes > 720))
			complain(compiler, most, 0, "P151", "a peak mode lasts 12 hours at most", mode->code, "write: at_most 4 hours", STR(""));
	}
}

/* ---- Colours: WCAG 2.2, relative luminance and contrast ---- */

static bool colour(struct str text, uint8_t out[static 3])
{
	return text.len == 7 && text.data[0] == '#' && str_to_hex(str_slice(text, 1, 7), out, 3);
}

static double luminance(const uint8_t rgb[static 3])
{
	static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;
	for (int i = 0; i < 3; i++) {
		double c = rgb[i] / 255.0;
		sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(const uint8_t a[static 3], const uint8_t b[static 3])
{
	double first = luminance(a), second = luminance(b);
	return first > second ? (first + 0.05) / (second + 0.05) : (second + 0.05) / (first + 0.05);
}

static void check_colours(struct compiler *compiler, const struct line *head)
{
	static const uint8_t white[3] = { 255, 255, 255 };
	uint8_t cover[3], foil[3];
	const struct line *cover_line = first_child(head, KEY_COVER), *foil_line = first_child(head, KEY_FOIL);
	bool cover_good = colour(compiler->pack->head.cover, cover), foil_good = colour(compiler->pack->head.foil, foil);
	if (!cover_good && cover_line)
		complain(compiler, cover_line, 1, "P331", "this is no colour", compiler->pack->head.cover, "write it as '#10333f'", STR(""));
	if (!foil_good && foil_line)
		complain(compiler, foil_line, 1, "P331", "this is no colour", compiler->pack->head.foil, "write it as '#dcbb78'", STR(""));
	if (cover_good && cover_line && contrast(white, cover) < 7)
		complain(compiler, cover_line, 1, "P330", "white is hard to read on this cover", compiler->pack->head.cover,
		         "make the cover darker: the contrast must reach 7", STR(""));
	if (cover_good && foil_good && contrast(foil, cover) < 4.5)
		complain(compiler, foil_line ? foil_line : cover_line ? cover_line : head, 1, "P330", "the foil is hard to see on the cover",
		         compiler->pack->head.foil, "make the contrast of foil and cover reach 4.5", STR(""));
}

/* ---- Calendars ---- */

static void check_calendars(struct compiler *compiler)
{
	struct line *line;
	size_t at = 0;
	for EACH_TOP(compiler, KEY_CALENDAR, line) {
		const struct pack_calendar *calendar = &compiler->pack->calendars[at++];
		const struct line *known = first_child(line, KEY_KNOWN);
		bool listed = false;
		for (size_t i = 0; i < calendar->count; i++)
			listed |= calendar->holidays[i].kind == PACK_HOLIDAY_LISTED;
		if (listed && !known)
			complain(compiler, line, 1, "P336", "nobody knows how far the listed holidays go", calendar->name,
			         "add: known until DATE", STR(""));
		if (!known || date_empty(compiler->today))
			continue;
		if (date_compare(calendar->known_until, compiler->today) < 0)
			complain(compiler, known, 0, "P335", "the listed holidays have run out", calendar->name, "add those of the next years", STR(""));
		else if (date_compare(calendar->known_until, date_add_months(compiler->today, 12)) < 0)
			warn(compiler, known, 0, "P335", "the listed holidays run out within a year", calendar->name, "add those of the next years");
	}
}

void check_law(struct compiler *compiler)
{
	struct line *line = section(compiler, KEY_PACK);
	if (line)
		check_colours(compiler, line);
	check_calendars(compiler);
	if ((line = section(compiler, KEY_REFUSAL)))
		check_refusal(compiler, line);
	if ((line = section(compiler, KEY_BANS)))
		check_bans(compiler, line);
	if ((line = section(compiler, KEY_WATCHLISTS)))
		check_watchlists(compiler, line);
	check_rights(compiler);
	check_agencies(compiler);
	if ((line = section(compiler, KEY_PEAK_MODES)))
		check_peak_modes(compiler, line);
	if ((line = section(compiler, KEY_CATEGORIES))) {
		check_order(compiler, line);
		check_citizens(compiler, line);
	}
}
