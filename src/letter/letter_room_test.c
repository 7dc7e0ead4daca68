/* Letters as they are issued and kept, on both databases: what the paper says and is, that it never changes, who may see it. Templates and their checks:
 * pack/letter_test.c; the page itself: pdf/pdf_test.c. */
#include "test.h"

#include "inner.h"
#include "journal.h"
#include "registry.h"

#define WORLD_ROOMS &journal_room, &access_room, &registry_room, &letter_room
#include "world.h"

static const char *const file = "/tmp/limen-letter-test.pdf";

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	unlink(file);
	return 0;
}

/* The languages that the program brings. */
static void speak(struct world *world)
{
	static const char *const tags[] = { "fr", "ar" };
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		char path[300];
		snprintf(path, sizeof path, SOURCE_FOLDER "/lang/%s.po", tags[i]);
		FILE *from = fopen(path, "rb");
		char *text = arena_alloc(world->arena, 4 << 20);
		assert_non_null(from);
		size_t size = fread(text, 1, 4 << 20, from);
		fclose(from);
		MUST(langs_add(world->house.langs, str_of(tags[i]), str_of(path), (struct str){ text, size }, &err));
	}
}

static json_t *pass_values(struct act *act)
{
	struct str nationality = STR("NOR");
	const struct identity identity = {
		.surname = STR("BJERKNES"), .given_names = STR("SOLVEIG"), .born = { 2004, 7, 7 }, .sex = STR("F"), .nationalities = { &nationality, 1 },
		.document_kind = STR("P"), .document_issuer = STR("NOR"), .document_number = STR("N9930455"),
	};
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, &identity));
	json_put(values, "document", letter_document(&identity));
	json_put_str(values, "pass", STR("K7M2QA-01"));
	json_put_str(values, "code", STR("LIMEN<SHOREPASS<K7M2QA01"));
	json_put_str(values, "ship", STR("Halcyon Bay"));
	json_put_int(values, "due", act->now + 3600000);
	return values;
}

static const struct uuid record = { { 7 } }, about = { { 8 } };

static struct uuid issue(struct world *world, const char *name, const char *language, bool also_own)
{
	struct act act = act_of(world, "border_officer");
	struct uuid id;
	const struct letter_order order = { .name = name, .record = record, .about = about, .language = str_of(language), .also_own = also_own, .values = pass_values(&act) };
	MUST(letter_issue(&act, &order, &id, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return id;
}

static struct str pdf_of(struct world *world, const char *role, struct uuid id)
{
	struct act act = act_of(world, role);
	struct reply reply = { 0 };
	MUST(letter_pdf(&act, id, &reply, &err));
	assert_string_equal(reply.type, "application/pdf");
	assert_true(reply.private_download);
	struct str bytes = str_copy(world->arena, reply.bytes);
	finish(world, &act);
	return bytes;
}

/* What another program says of the file; empty: it is not installed. */
static struct str said(struct world *world, struct str pdf, const char *command)
{
	FILE *to = fopen(file, "wb");
	assert_non_null(to);
	assert_int_equal(fwrite(pdf.data, 1, pdf.len, to), pdf.len);
	fclose(to);
	char *out = arena_alloc(world->arena, 65536);
	FILE *from = popen(command, "r");
	assert_non_null(from);
	size_t got = fread(out, 1, 65535, from);
	pclose(from);
	return (struct str){ out, got };
}

static void assert_said(struct str text, const char *words)
{
	size_t at;
	if (text.len && !str_find(text, str_of(words), &at))
		fail_msg("\"%s\" is not in:\n" STR_FMT, words, STR_ARG(text));
}

#define INFO "pdfinfo /tmp/limen-letter-test.pdf 2>/dev/null"
#define FONTS "pdffonts /tmp/limen-letter-test.pdf 2>/dev/null | tail -n +3 | awk '{print $(NF-4)}' | sort -u"
#define TEXT "pdftotext -layout /tmp/limen-letter-test.pdf - 2>/dev/null"

/* --- as it was --- */

static void reissued(struct world *world)
{
	speak(world);
	struct uuid id = issue(world, "shore_pass", "fr", true);
	struct str first = pdf_of(world, "border_officer", id);
	assert_true(str_starts(first, STR("%PDF-")));
	world->at.now += INT64_C(200) * 86400000;
	struct pack later = *world->pack; /* another pack is in force: no letters, another name */
	later.letters = NULL;
	later.letter_count = 0;
	const struct pack *mine = world->pack;
	world->pack = &later;
	assert_true(str_equal(first, pdf_of(world, "supervisor", id)));
	struct act act = act_of(world, "border_officer");
	json_t *papers;
	MUST(letters_about(&act, about, &papers, &err));
	assert_int_equal(json_array_size(papers), 1);
	json_decref(papers);
	const struct letter_order order = { .name = "shore_pass", .record = record, .values = pass_values(&act) };
	assert_false(letter_issue(&act, &order, NULL, &err)); /* the pack in force has no such letter: nothing is printed, and it says so */
	assert_int_equal(err.code, ERR_CONFIG);
	finish(world, &act);
	world->pack = mine;
	assert_int_equal(number(world, "SELECT count(*) FROM letter"), 1);
}
static void a_letter_is_printed_again_as_it_was(void **state) { on_both(reissued); }

/* The paper is set when somebody first asks, as it would have been on its day, and kept; two who ask at once get the same. */
static void set_once(struct world *world)
{
	speak(world);
	struct uuid id = issue(world, "shore_pass", "fr", true);
	assert_int_equal(number(world, "SELECT count(*) FROM letter WHERE paper IS NULL"), 1);
	struct act first = act_of(world, "border_officer"), second;
	struct reply one = { 0 }, other = { 0 };
	MUST(letter_pdf(&first, id, &one, &err));
	world->at.now += INT64_C(40) * 3600000;
	second = act_of(world, "supervisor");
	MUST(letter_pdf(&second, id, &other, &err));
	struct str bytes = str_copy(world->arena, one.bytes);
	assert_true(str_equal(bytes, other.bytes));
	assert_int_equal(finish(world, &first), SUBMITTED);
	assert_int_equal(finish(world, &second), SUBMITTED);
	assert_true(str_equal(bytes, pdf_of(world, "border_officer", id)));
	assert_int_equal(number(world, "SELECT count(*) FROM letter WHERE paper IS NULL"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'letter.set'"), 2); /* those who were first; nobody later */
	world_rebuilds(world);
}
static void a_letter_is_set_when_it_is_first_asked_for(void **state) { on_both(set_once); }

/* Nobody would find out before the person stands there. */
static void too_long(struct world *world)
{
	static char code[PDF_CODE_MOST + 2];
	struct act act = act_of(world, "border_officer");
	json_t *values = pass_values(&act);
	memset(code, 'A', sizeof code - 1);
	json_put_str(values, "code", str_of(code));
	const struct letter_order order = { .name = "shore_pass", .record = record, .values = values };
	assert_false(letter_issue(&act, &order, NULL, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	finish(world, &act);
}
static void what_cannot_be_printed_is_not_issued(void **state) { on_both(too_long); }

/* Two of one moment differ in their numbers alone, and no number tells how many there were. */
static void numbered(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	struct str one = letter_number(&act, STR("SORREL")), other = letter_number(&act, STR("SORREL"));
	assert_true(str_starts(one, STR("UTO-SORREL-2026-")) && one.len == other.len && !str_equal(one, other));
	finish(world, &act);
}
static void numbers_tell_nothing_but_where_and_when(void **state) { on_both(numbered); }

/* --- what it is --- */

static void accessible(struct world *world)
{
	speak(world);
	struct str pdf = pdf_of(world, "border_officer", issue(world, "shore_pass", "fr", true));
	size_t at;
	assert_true(str_find(pdf, STR("/Lang (fr)"), &at) && str_find(pdf, STR("/DisplayDocTitle true"), &at) && str_find(pdf, STR("/StructTreeRoot"), &at));
	struct str info = said(world, pdf, INFO), text = said(world, pdf, TEXT);
	assert_said(info, "Laissez-passer d’escale K7M2QA-01");
	assert_said(info, "Tagged:          yes");
	assert_said(text, "BJERKNES");
	assert_said(text, "Norvège");
	assert_said(text, "Shore pass K7M2QA-01"); /* the State's own language behind it */
	assert_said(text, "UTO-SORREL-2026-");
	struct str embedded = said(world, pdf, FONTS);
	assert_true(!embedded.len || str_is(str_trim(embedded), "yes"));
	assert_said(said(world, pdf, "pdfinfo -struct /tmp/limen-letter-test.pdf 2>/dev/null"), "H1");
	assert_said(said(world, pdf, "pdftoppm -f 1 -l 1 -r 150 -png -singlefile /tmp/limen-letter-test.pdf /tmp/limen-letter-test && zbarimg -q --raw /tmp/limen-letter-test.png 2>/dev/null"),
	            "LIMEN<SHOREPASS<K7M2QA01");
	unlink("/tmp/limen-letter-test.png");
}
static void the_pdf_has_title_language_structure_and_its_fonts(void **state) { on_both(accessible); }

static void right_to_left(struct world *world)
{
	speak(world);
	struct str pdf = pdf_of(world, "border_officer", issue(world, "shore_pass", "ar", false));
	size_t at;
	assert_true(str_find(pdf, STR("/Lang (ar)"), &at));
	assert_said(said(world, pdf, "pdffonts /tmp/limen-letter-test.pdf 2>/dev/null"), "Arabic");
	struct act act = act_of(world, "border_officer");
	struct entry entry;
	struct letter letter;
	struct uuid id;
	bool found;
	MUST(letter_last(&act, about, "shore_pass", &id, &err) && journal_entry(&act, id, &entry, &found, &err));
	assert_true(found && fields_from_data(&letter_fields, entry.data, &letter, act.arena));
	assert_true(str_is(letter.language, "ar"));
	assert_true(str_find(letter.title, STR("K7M2QA-01"), &at));
	assert_true(str_find(letter.text, STR("\u2068K7M2QA-01\u2069"), &at)); /* a value from left to right is held together */
	assert_false(str_find(letter.text, STR("Shore pass"), &at));
	finish(world, &act);
}
static void arabic_is_set_from_right_to_left(void **state) { on_both(right_to_left); }

static void other_language(struct world *world)
{
	speak(world);
	issue(world, "shore_pass", "ka", true); /* the pack does not speak it: the State's own, once */
	assert_int_equal(number(world, "SELECT count(*) FROM letter WHERE language = 'en'"), 1);
}
static void a_language_that_the_pack_does_not_speak_gives_the_states_own(void **state) { on_both(other_language); }

/* --- who sees it --- */

static void guarded(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	json_t *values = json_object(), *papers;
	struct uuid id;
	json_put_int(values, "claimed", act.now);
	const struct letter_order order = { .name = "protection", .record = record, .about = about, .values = values };
	MUST(letter_issue(&act, &order, &id, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	pdf_of(world, "border_officer", id); /* who issued it */
	pdf_of(world, "asylum_liaison", id); /* who sees such files */
	act = act_of(world, "shift_supervisor");
	struct reply reply = { 0 };
	assert_false(letter_pdf(&act, id, &reply, &err));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	MUST(letters_about(&act, about, &papers, &err));
	assert_int_equal(json_array_size(papers), 0); /* nor does a list tell of it */
	json_decref(papers);
	finish(world, &act);
}
static void a_receipt_for_a_claim_is_not_shown_to_others(void **state) { on_both(guarded); }

static void looked_at(struct world *world)
{
	struct uuid id = issue(world, "shore_pass", "en", false);
	struct act act = act_of(world, "border_officer");
	struct reply reply = { 0 };
	MUST(letter_pdf(&act, id, &reply, &err));
	assert_true(journal_pending(&act)); /* a paper shows a person: the look is kept */
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_of(world, "border_officer");
	assert_false(letter_pdf(&act, record, &reply, &err)); /* no letter */
	assert_int_equal(err.code, ERR_NOT_FOUND);
	finish(world, &act);
}
static void a_paper_that_is_shown_is_a_look(void **state) { on_both(looked_at); }

/* --- blank forms --- */

static json_t *blank(struct act *act, struct str number)
{
	(void)act;
	json_t *values = json_object();
	json_put_str(values, "number", number);
	json_put_str(values, "code", STR("LIMEN<PAPERFORM<0000011"));
	return values;
}

static void blanks(struct world *world)
{
	static const struct str numbers[] = { { "000001-1", 8 }, { "000002-8", 8 }, { "000003-5", 8 } };
	struct act act = act_of(world, "shift_supervisor");
	const struct letter_order order = { .name = "paper_form", .post = STR("SORREL") };
	struct str first, again;
	MUST(letter_blanks(&act, &order, act.now, numbers, COUNT_OF(numbers), blank, &first, &err));
	MUST(letter_blanks(&act, &order, act.now, numbers, COUNT_OF(numbers), blank, &again, &err));
	assert_true(str_equal(first, again));
	assert_said(said(world, first, INFO), "Pages:           3");
	assert_said(said(world, first, TEXT), "000003-5");
	assert_false(journal_pending(&act)); /* nothing is kept of a blank form */
	finish(world, &act);
}
static void blank_forms_are_a_page_each_and_kept_nowhere(void **state) { on_both(blanks); }

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(a_letter_is_printed_again_as_it_was), UNIT(a_letter_is_set_when_it_is_first_asked_for), UNIT(what_cannot_be_printed_is_not_issued),
		UNIT(numbers_tell_nothing_but_where_and_when), UNIT(the_pdf_has_title_language_structure_and_its_fonts),
		UNIT(arabic_is_set_from_right_to_left), UNIT(a_language_that_the_pack_does_not_speak_gives_the_states_own), UNIT(a_receipt_for_a_claim_is_not_shown_to_others),
		UNIT(a_paper_that_is_shown_is_a_look), UNIT(blank_forms_are_a_page_each_and_kept_nowhere),
	};
	return cmocka_run_group_tests_name("letter_room", cases, NULL, NULL);
}
