#include "test.h"

#include "buf.h"
#include "draft_fixture.h"
#include "pack_shelf.h"
#include "procedure.h"

/* The drafts of the format have no mistake; each mistake that can be made in them is found at its place. */

static struct arena *arena;
static struct pack_source source;
static const struct date today = { 2026, 11, 24 };

static int setup(void **state)
{
	struct error err;
	(void)state;
	arena = arena_new(0);
	return draft_source(arena, &source, &err) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The drafts with one text replaced in one file. */
static struct pack_source changed(const char *path, const char *from, const char *to)
{
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, source.count);
	size_t at;
	for (size_t i = 0; i < source.count; i++) {
		files[i] = source.files[i];
		if (!str_is(files[i].path, path))
			continue;
		struct str text = files[i].bytes;
		if (!str_find(text, str_of(from), &at))
			fail_msg("%s has no %s", path, from);
		files[i].bytes = str_format(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_slice(text, 0, at)), to, STR_ARG(str_slice(text, at + strlen(from), text.len)));
	}
	return (struct pack_source){ files, source.count };
}

static struct str all_found(const struct pack_source *of, const struct pack **pack)
{
	struct pack_diagnostics found;
	struct buf out = BUF_IN(arena);
	(void)!pack_load(arena, of, today, pack, &found);
	for (size_t i = 0; i < found.count; i++) {
		buf_add(&out, pack_diagnostic_text(arena, &found.items[i]));
		buf_c(&out, '\n');
	}
	return buf_str(&out);
}

#define ASSESSMENT "procedures/border_assessment.lim"
#define DETENTION "procedures/detention.lim"
#define READMISSION "procedures/readmission.lim"
#define VISA "procedures/short_stay_visa.lim"
#define SURGE "procedures/surge_household.lim"

static const struct {
	const char *path, *from, *to, *want;
} mistakes[] = {
#include "procedure_mistakes.inc"
};

static void each_mistake_is_found_at_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct pack_source wrong = changed(mistakes[i].path, mistakes[i].from, mistakes[i].to);
		const struct pack *pack;
		struct str text = all_found(&wrong, &pack);
		size_t at;
		if (!str_find(text, str_of(mistakes[i].want), &at))
			fail_msg("%s -> %s gives\n" STR_FMT "and not\n%s", mistakes[i].from, mistakes[i].to, STR_ARG(text), mistakes[i].want);
		assert_int_equal(pack == NULL, !strstr(mistakes[i].want, ": warning:"));
	}
}

static void the_drafts_have_no_mistake(void **state)
{
	(void)state;
	const struct pack *pack;
	assert_str(all_found(&source, &pack), "");
	assert_int_equal(pack->procedure_count, 11); /* five drafts, and the six that they open */
	const struct pack_procedure *visa = pack_procedure(pack, STR("short_stay_visa"));
	assert_int_equal(visa->party_count, 2);
	assert_true(procedure_action(visa, STR("protect")) != NOWHERE); /* of the part */
	assert_true(procedure_clock(visa, STR("decision")) != NOWHERE);
	assert_null(pack_procedure(pack, STR("nothing")));
}

static void the_formatter_lays_out_the_drafts_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < source.count; i++) {
		struct str once, twice;
		struct pack_diagnostics found;
		if (!str_starts(source.files[i].path, STR("procedures/")) && !str_starts(source.files[i].path, STR("parts/")))
			continue;
		assert_true(pack_format(arena, source.files[i].path, source.files[i].bytes, &once, &found));
		assert_true(str_equal(once, source.files[i].bytes));
		assert_true(pack_format(arena, source.files[i].path, once, &twice, &found));
		assert_true(str_equal(once, twice));
	}
}

static const struct pack *load(const struct pack_source *of)
{
	const struct pack *pack;
	assert_str(all_found(of, &pack), "");
	return pack;
}

static void identity_is_of_the_meaning_of_procedures_alone(void **state)
{
	(void)state;
	struct pack_source commented = changed(ASSESSMENT, "  revision 1\n", "  # a note\n\n  revision 1  # one\n");
	struct pack_source other = changed(ASSESSMENT, "allow 60 days", "allow 61 days");
	struct pack_source part = changed("parts/protection.lim", "within 1 day", "within 2 days");
	const struct pack *first = load(&source);
	assert_string_equal(first->identity, load(&source)->identity);
	assert_string_equal(first->identity, load(&commented)->identity);
	assert_string_not_equal(first->identity, load(&other)->identity);
	assert_string_not_equal(first->identity, load(&part)->identity);
}

static void a_difference_is_told_line_by_line(void **state)
{
	(void)state;
	struct pack_source longer = changed(ASSESSMENT, "allow 60 days", "allow 61 days");
	struct pack_source other_order = changed(SURGE, "    do faces.capture\n    do card.issue each members\n", "    do card.issue each members\n    do faces.capture\n");
	const struct pack *first = load(&source);
	const struct pack_change *changes;
	assert_int_equal(pack_diff(arena, first, load(&longer), &changes), 2);
	assert_str(pack_change_text(arena, &changes[0]), "removed: line of a procedure border_assessment clocks visit_time: allow 60 days");
	assert_str(pack_change_text(arena, &changes[1]), "added: line of a procedure border_assessment clocks visit_time: allow 61 days");
	assert_int_equal(pack_diff(arena, first, load(&other_order), &changes), 1);
	assert_str(changes[0].name, "surge_household");
	assert_str(changes[0].member, "order");
}

/* What a party reads must be translated; what staff alone read should. */
static void words_of_parties_are_public(void **state)
{
	(void)state;
	struct pack_file files[] = {
		{ STR("lang/fr.po"), STR("msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n") },
		{ STR("pack.lim"), STR("pack p \"P\"\n  language en\n  languages en, fr\n") },
		{ STR("procedures/p.lim"), STR("procedure p \"Title\"\n  party who\nfields\n  who person \"Asked\"\nactions\n  a \"Button\"\n    by who\n    do notify who \"Told\"\n"
		                               "    do task clerk \"Work\"\n    from new\n  b \"Desk\"\n    by clock\n    from new\n    need yes \"Desk need\"\n") },
	};
	struct pack_source small = { files, COUNT_OF(files) };
	static const char *const errors[] = { "Title", "Asked", "Button", "Told" }, *const warnings[] = { "Work", "Desk", "Desk need" };
	const struct pack *pack;
	struct str text = all_found(&small, &pack);
	size_t at;
	for (size_t i = 0; i < COUNT_OF(errors); i++)
		assert_true(str_find(text, str_format(arena, "P320: a translation is missing: fr, \"%s\"", errors[i]), &at));
	for (size_t i = 0; i < COUNT_OF(warnings); i++)
		assert_true(str_find(text, str_format(arena, "P320: warning: a translation is missing: fr, \"%s\"", warnings[i]), &at));
}

static void assert_says(struct str text, const char *line)
{
	size_t at;
	if (!str_find(text, str_of(line), &at))
		fail_msg("it does not say: %s", line);
}

static void a_procedure_is_printed_for_those_who_sign_it(void **state)
{
	(void)state;
	const struct pack *pack = load(&source);
	struct str text = procedure_print(arena, pack, pack_procedure(pack, STR("detention")), STR("en"));
	assert_says(text, "    Done by Detention officer; from: Being assessed\n    Asks: Person concerned, ");
	assert_says(text, "\n    Burdens the person; the reasons: Legal ground, Facts of this person on which the ground rests\n");
	assert_says(text, "    Must hold: all(considered, serves = no). Else: An alternative would serve: impose it instead.\n");
	assert_says(text, "    Another person confirms: Head of detention review, if or as long as it is not known whether longest.used + days_before > 90\n");
	assert_says(text, "- Time to decide after the person is held (s. 61): 48 hours\n    Begins with: Open a file, Record a breach\n");
	assert_says(text, "    Comes back every 6 hours\n");
	assert_says(text, "- Erased 5 years after closed\n");
	for (size_t i = 0; i < pack->procedure_count; i++)
		assert_true(procedure_print(arena, pack, &pack->procedures[i], STR("en")).len > 500);
}

/* Whatever two dates and pairs of a setting say is kept: the seal needs them. */
static void settings_keep_what_they_say(void **state)
{
	(void)state;
	const struct pack_procedure *visa = pack_procedure(load(&source), STR("short_stay_visa"));
	const struct pack_use *seal = &visa->uses[procedure_use(visa, STR("visa"))];
	const struct pack_setting *valid = pack_setting(seal, "valid"), *show = pack_setting(seal, "show");
	assert_str(valid->rule.text, "granted_from");
	assert_str(valid->until.text, "granted_until");
	assert_int_equal(show->pair_count, 2);
	assert_str(show->pairs[1].name, "days");
	assert_str(show->pairs[1].rule.text, "granted_days");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_drafts_have_no_mistake), cmocka_unit_test(each_mistake_is_found_at_its_place), cmocka_unit_test(the_formatter_lays_out_the_drafts_once),
		cmocka_unit_test(identity_is_of_the_meaning_of_procedures_alone), cmocka_unit_test(a_difference_is_told_line_by_line),
		cmocka_unit_test(settings_keep_what_they_say), cmocka_unit_test(words_of_parties_are_public),
		cmocka_unit_test(a_procedure_is_printed_for_those_who_sign_it),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
