#include "test.h"

#include "read.h"

static struct arena *arena;
static struct error err;
static struct watch_reading reading;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ .code = ERR_NONE };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct str file(const char *name)
{
	struct str path = str_format(arena, SOURCE_FOLDER "/src/watch/testdata/%s", name);
	FILE *in = fopen(path.data, "rb");
	assert_non_null(in);
	char *bytes = arena_alloc(arena, 1 << 20);
	size_t len = fread(bytes, 1, 1 << 20, in);
	fclose(in);
	return (struct str){ bytes, len };
}

static const struct watch_entry *entry_of(const char *id)
{
	for (size_t i = 0; i < reading.count; i++)
		if (str_is(reading.entries[i].id, id))
			return &reading.entries[i];
	fail_msg("no entry %s", id);
	return NULL;
}

static void test_the_un_list_is_read(void **state)
{
	(void)state;
	assert_true(watch_read_un(file("un.xml"), arena, &reading, &err));
	assert_int_equal(reading.count, 4);
	assert_int_equal(reading.persons, 3);
	const struct watch_entry *entry = entry_of("6907997");
	assert_str(entry->names[0].text, "Jérôme Kakwavu");
	assert_int_equal(entry->names[0].quality, WATCH_STRONG_ALIAS);
	assert_int_equal(entry->names[1].quality, WATCH_WEAK_ALIAS);
	assert_str(entry->names[2].text, "JÉRÔME KAKWAVU BUKANDE");
	assert_int_equal(entry->names[2].quality, WATCH_PRIMARY);
	assert_int_equal(entry->sex, WATCH_MALE);
	assert_str(entry->nationalities[0], "COD");
	assert_str(entry->birthplaces[0], "Goma");
	assert_int_equal(entry->birth_count, 0);
	assert_str(entry->listed_on, "2005-11-01");
	assert_str(reading.version, "2026-02-27T00:00:09.554Z");
}

static void test_ofacs_files_are_read_together(void **state)
{
	(void)state;
	struct watch_ofac_files files = { file("sdn.csv"), file("alt.csv"), STR(""), file("sdn_comments.csv") };
	assert_true(watch_read_ofac(&files, arena, &reading, &err));
	const struct watch_entry *entry = entry_of("23607");
	assert_int_equal(entry->kind, WATCH_PERSON);
	assert_str(entry->names[0].text, "RINCON CASTILLO, Gilberto");
	assert_int_equal(entry->birth_count, 1);
	assert_int_equal(entry->births[0].from.year, 1961);
	assert_int_equal(entry->document_count, 2);
	assert_str(entry->documents[1].number, "AM461080");
	assert_str(entry->documents[1].issuer, "COL");
	assert_str(entry->nationalities[0], "COL");
	entry = entry_of("7846");
	assert_true(entry->births[0].about);
	assert_int_equal(entry->name_count, 4);
	assert_int_equal(entry_of("306")->kind, WATCH_ORGANISATION);
	assert_int_equal(entry_of("306")->names[2].quality, WATCH_WEAK_ALIAS);
	assert_int_equal(reading.skipped, 1);
	assert_int_equal(reading.skips[0].line, 4);
}

static void test_a_national_list_is_read_and_bad_rows_are_reported(void **state)
{
	(void)state;
	struct str csv = STR("name;id;born;sex;documents;nationalities\nVALDORIN Oskar;7;~1968/1972|1970-02-03;M;UTO:P1234567|QMA:visa:V7;UTO|Iran\n"
	                     "SOLMARI Ada;8;yesterday;;;\n;9;;;;\nMORROW Iris;10;;Q;;\n");
	assert_true(watch_read_csv(csv, arena, &reading, &err));
	assert_int_equal(reading.rows, 4);
	assert_int_equal(reading.count, 1);
	assert_int_equal(reading.skipped, 3);
	assert_string_equal(reading.skips[1].why, "The entry has no name");
	assert_int_equal(reading.skips[1].line, 4);
	const struct watch_entry *entry = entry_of("7");
	assert_int_equal(entry->birth_count, 2);
	assert_true(entry->births[0].about);
	assert_int_equal(entry->births[0].to.year, 1972);
	assert_str(entry->documents[0].issuer, "UTO");
	assert_str(entry->documents[1].type, "visa");
	assert_str(entry->nationalities[1], "IRN");
}

static void test_files_that_are_something_else_are_refused(void **state)
{
	(void)state;
	assert_false(watch_read_un(STR("<html><body/></html>"), arena, &reading, &err));
	assert_string_equal(err.what, "This is not the UN's consolidated list");
	assert_false(watch_read_un(str_slice(file("un.xml"), 0, 3000), arena, &reading, &err));
	assert_false(watch_read_csv(STR("a,b\n1,2\n"), arena, &reading, &err));
	struct watch_ofac_files files = { .sdn = STR("this is not it\n") };
	assert_false(watch_read_ofac(&files, arena, &reading, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = { UNIT(test_the_un_list_is_read), UNIT(test_ofacs_files_are_read_together),
		UNIT(test_a_national_list_is_read_and_bad_rows_are_reported), UNIT(test_files_that_are_something_else_are_refused) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
