#include "test.h"

#include "buf.h"
#include "diagnose.h"
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

/* Fifteen clocks that may run in any combination: more situations than are looked at. */
static void too_many_situations_are_told(void **state)
{
	(void)state;
	struct buf actions = BUF_IN(arena), clocks = BUF_IN(arena);
	for (int i = 0; i < 15; i++) {
		buf_format(&actions, "  ring_%d \"Ring\"\n    by border_officer\n    from open_now\n", i);
		buf_format(&clocks, "  clock_%d \"Clock\"\n    allow 5 days\n    starts ring_%d\n    due over\n", i, i);
	}
	struct str text = str_format(arena, "procedure many \"Many\"\n  revision 1\n  law \"Act\"\n  purpose border_check\n  subject none\n  reference 'M{yy}{seq:6}{check}'\n  law_of opened\n\n"
		"fields\n  note text \"Note\"\n\nstates\n  open_now \"Open\" open\n  shut \"Shut\" closed\n\nactions\n  begin \"Begin\"\n    by border_officer\n    from new\n    ask note\n    to open_now\n"
		"  over \"Over\"\n    by clock\n    from open_now\n    to shut\n" STR_FMT "\nclocks\n  life \"Life\"\n    allow 9 days\n    starts begin\n    due over\n" STR_FMT
		"\naccess\n  read border_officer\n\nkeep\n  erase 1 year after closed\n", STR_ARG(buf_str(&actions)), STR_ARG(buf_str(&clocks)));
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, source.count + 1);
	memcpy(files, source.files, source.count * sizeof *files);
	files[source.count] = (struct pack_file){ STR("procedures/many.lim"), text };
	struct pack_source with = { files, source.count + 1 };
	const struct pack *pack;
	assert_says(all_found(&with, &pack), "procedures/many.lim:1:1: P174: warning: there are too many situations to look at all of them: many; ");
	assert_non_null(pack);
}

/* The draft of the assessment with every place of a text replaced, as another revision. */
static const struct pack *revised(const char *from, const char *to, const char *migrate)
{
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, source.count);
	struct pack_source with = { files, source.count };
	memcpy(files, source.files, source.count * sizeof *files);
	for (size_t i = 0; i < source.count; i++) {
		struct str rest = files[i].bytes;
		struct buf out = BUF_IN(arena);
		size_t at;
		if (!str_is(files[i].path, ASSESSMENT))
			continue;
		for (; str_find(rest, str_of(from), &at); rest = str_slice(rest, at + strlen(from), rest.len))
			buf_format(&out, STR_FMT "%s", STR_ARG(str_slice(rest, 0, at)), to);
		buf_add(&out, rest);
		rest = buf_str(&out);
		assert_true(str_find(rest, STR("\nkeep\n"), &at));
		files[i].bytes = str_format(arena, STR_FMT "\n%s" STR_FMT, STR_ARG(str_slice(rest, 0, at)), migrate ? migrate : "", STR_ARG(str_slice(rest, at, rest.len)));
		if (migrate && str_find(files[i].bytes, STR("revision 1"), &at))
			files[i].bytes = str_format(arena, STR_FMT "revision 2" STR_FMT, STR_ARG(str_slice(files[i].bytes, 0, at)), STR_ARG(str_slice(files[i].bytes, at + 10, files[i].bytes.len)));
	}
	return load(&with);
}

static void what_running_cases_would_lose_is_told(void **state)
{
	static const struct { const char *from, *to, *migrate, *want; } changes[] = {
		{ "follow_up", "follow_on", NULL, "P163: this state is gone, and the revision is the same: follow_up" },
		{ "follow_up", "follow_on", "migrate from 1\n  running stay\n", NULL },
		{ "follow_up", "follow_on", "migrate from 1\n  running move\n", "P164: running cases in this state have no place to move to: follow_up" },
		{ "follow_up", "follow_on", "migrate from 1\n  running move\n  state follow_up -> follow_on\n", NULL },
		{ "at_post post", "at_post text", NULL, "P165: what is kept as an answer has another type now: at_post" },
		{ "at_post post", "at_post text", "migrate from 1\n  running move\n", "P165: what is kept as an answer has another type now: at_post" },
		{ "power", "supply", "migrate from 1\n  running move\n", "P166: answers to this have no place to move to: power" },
		{ "power", "supply", "migrate from 1\n  running move\n  field power -> supply\n", NULL },
		{ "power", "supply", "migrate from 1\n  running move\n  field power dropped \"Not needed\"\n", NULL },
	};
	(void)state;
	const struct pack *first = load(&source);
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct pack_diagnostics found;
		diagnostics_in(&found, arena);
		size_t errors = pack_check_revisions(first, revised(changes[i].from, changes[i].to, changes[i].migrate), &found);
		assert_int_equal(errors, changes[i].want ? 1 : 0);
		if (changes[i].want)
			assert_says(pack_diagnostic_text(arena, &found.items[0]), changes[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_drafts_have_no_mistake), cmocka_unit_test(each_mistake_is_found_at_its_place), cmocka_unit_test(the_formatter_lays_out_the_drafts_once),
		cmocka_unit_test(identity_is_of_the_meaning_of_procedures_alone), cmocka_unit_test(a_difference_is_told_line_by_line),
		cmocka_unit_test(settings_keep_what_they_say), cmocka_unit_test(too_many_situations_are_told), cmocka_unit_test(what_running_cases_would_lose_is_told), cmocka_unit_test(words_of_parties_are_public),
		cmocka_unit_test(a_procedure_is_printed_for_those_who_sign_it),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
