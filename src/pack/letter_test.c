#include "test.h"

#include "arena.h"
#include "pack_letter.h"
#include "pack_shelf.h"

static struct arena *arena;
static struct pack_source source;
static struct pack_file files[PACK_FILES];

static int setup(void **state)
{
	(void)state;
	struct error err = { 0 };
	arena = arena_new(0);
	if (!pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err))
		return -1;
	memcpy(files, source.files, source.count * sizeof *files);
	source.files = files;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct pack_file *file(const char *path)
{
	for (size_t i = 0; i < source.count; i++)
		if (str_is(files[i].path, path))
			return &files[i];
	fail_msg("no %s", path);
	return NULL;
}

/* What check says of the pack with this text as its English refusal. */
static struct str found_in(const char *path, const char *text)
{
	const struct pack *pack;
	struct pack_diagnostics found = { 0 };
	struct str before = file(path)->bytes;
	file(path)->bytes = str_of(text);
	bool good = pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found);
	file(path)->bytes = before;
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < found.count; i++) {
		buf_add(&out, pack_diagnostic_text(arena, &found.items[i]));
		buf_c(&out, '\n');
	}
	assert_int_equal(good, !found.errors);
	return buf_str(&out);
}

static void assert_finds(const char *text, const char *code)
{
	size_t at;
	struct str found = found_in("letters/refusal.en.letter", text);
	if (!str_find(found, str_of(code), &at))
		fail_msg("%s is not found in \"%s\":\n" STR_FMT, code, text, STR_ARG(found));
}

static void what_is_wrong_with_a_letter_is_found_with_its_place(void **state)
{
	(void)state;
	static const struct { const char *text, *code; } wrong[] = {
		{ "Refusal\n", "letters/refusal.en.letter:1:1: P341" },
		{ "", "P341" },
		{ "subject A\n\n{person.surnam}\n", "letters/refusal.en.letter:3:2: P221" },
		{ "subject A\n{nobody}\n", "P220" },
		{ "subject A\n{person}\n", "P346" },
		{ "subject A\n{reasons}\n", "P346" },
		{ "subject A\n[each facts]\nx\n[end]\n", "P346: [each] needs a list" },
		{ "subject A\n[if person.surname]\nx\n[end]\n", "P241" },
		{ "subject A\n[if person.born]x[end]\n", "P241" },
		{ "subject A\n[each reasons]\n{letter}\n", "P344" },
		{ "subject A\nx [end]\n", "letters/refusal.en.letter:2:3: P344" },
		{ "subject A\n{facts\n", "letters/refusal.en.letter:2:1: P343" },
		{ "subject A\n[loop x]\n", "P342" },
		{ "subject A\nx [box yes] y\n", "P342" },
		{ "subject A\n[sign nobody] x\n", "P347" },
		{ "subject A\n[if yes][if yes][if yes][if yes][if yes]x[end][end][end][end][end]\n", "P345" },
		{ "subject A\n{person.sex = 'Q'}\n", "P230" },
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_finds(wrong[i].text, wrong[i].code);
}

static void a_letter_is_there_in_every_language_and_none_says_less(void **state)
{
	(void)state;
	size_t at;
	struct pack_file *arabic = file("letters/refusal.ar.letter");
	struct str path = arabic->path;
	const struct pack *pack;
	struct pack_diagnostics found = { 0 };
	assert_finds("subject A\n", "P349");
	arabic->path = STR("letters/refusal.xx.letter");
	assert_false(pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found));
	struct str first = pack_diagnostic_text(arena, &found.items[0]), second = pack_diagnostic_text(arena, &found.items[1]);
	assert_true(str_find(first, STR("letters/refusal.ar.letter: P348"), &at));
	assert_true(str_find(second, STR("P340"), &at));
	arabic->path = STR("letters/refusl.ar.letter");
	assert_false(pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found));
	assert_true(str_find(pack_diagnostic_text(arena, &found.items[1]), STR("did you mean refusal?"), &at));
	arabic->path = path;
}

static void letters_are_part_of_the_identity_and_comments_are_not(void **state)
{
	(void)state;
	const struct pack *before, *after;
	struct pack_diagnostics found = { 0 };
	const struct pack_change *changes;
	struct pack_file *english = file("letters/refusal.en.letter");
	assert_true(pack_load(arena, &source, (struct date){ 0 }, &before, &found));
	english->bytes = str_format(arena, "# another comment\n" STR_FMT "\n\n\n", STR_ARG(english->bytes));
	assert_true(pack_load(arena, &source, (struct date){ 0 }, &after, &found));
	assert_string_equal(before->identity, after->identity);
	english->bytes = str_format(arena, STR_FMT "Good bye.\n", STR_ARG(english->bytes));
	assert_true(pack_load(arena, &source, (struct date){ 0 }, &after, &found));
	assert_string_not_equal(before->identity, after->identity);
	assert_int_equal(pack_diff(arena, before, after, &changes), 1);
	size_t at;
	assert_true(str_find(pack_change_text(arena, &changes[0]), STR("letter refusal.en"), &at));
}

static void a_letter_is_found_by_name_and_language(void **state)
{
	(void)state;
	const struct pack *pack;
	struct pack_diagnostics found = { 0 };
	assert_true(pack_load(arena, &source, (struct date){ 0 }, &pack, &found));
	assert_str(pack_letter(pack, STR("refusal"), STR("fr"))->file, "refusal.fr");
	assert_str(pack_letter(pack, STR("refusal"), STR("it"))->file, "refusal.en");
	assert_null(pack_letter(pack, STR("nothing"), STR("en")));
}

static void a_letter_is_laid_out_and_nothing_is_lost(void **state)
{
	(void)state;
	assert_str(letter_format(arena, STR("\n\nsubject A  \n\n\n# note\t\r\nx\n\n")), "subject A\n\n# note\nx\n");
	struct str out;
	struct pack_diagnostics found;
	assert_true(pack_format(arena, STR("letters/a.en.letter"), STR("subject A \n\"quoted"), &out, &found));
	assert_str(out, "subject A\n\"quoted\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_is_wrong_with_a_letter_is_found_with_its_place), UNIT(a_letter_is_there_in_every_language_and_none_says_less),
		UNIT(letters_are_part_of_the_identity_and_comments_are_not), UNIT(a_letter_is_found_by_name_and_language), UNIT(a_letter_is_laid_out_and_nothing_is_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
