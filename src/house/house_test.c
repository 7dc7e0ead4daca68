#include "test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "code.h"
#include "command.h"
#include "field_inner.h"
#include "right.h"

#define FIELD_ROW_OF_pet(...) FIELD_ROW(pet, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pet(...) FIELD_LIST_ROW(pet, __VA_ARGS__)
#define PET_FIELDS(F, L) F(TEXT, name, REQUIRED, 1, 1, 10, "what it is called")
FIELDS_STRUCT(pet, PET_FIELDS)
FIELDS_TABLE(pet, PET_FIELDS)

#define FIELD_ROW_OF_owner(...) FIELD_ROW(owner, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_owner(...) FIELD_LIST_ROW(owner, __VA_ARGS__)
#define OWNER_FIELDS(F, L) \
	F(TEXT, name, REQUIRED | PERSONAL, 1, 2, 20, "full name") \
	F(CODE, code, 0, 1, 0, 5, "a code") \
	F(INT, count, 0, 1, 0, 9, "how many") \
	F(DATE, born, PERSONAL, 1, 0, 0, "birth date") \
	F(TIME, seen, 0, 1, 0, 0, "when") \
	F(ID, record, 0, 1, 0, 0, "which") \
	F(YESNO, alive, 0, 1, 0, 0, "still there") \
	F(TEXTS, tags, 0, 1, 0, 3, "words") \
	F(JSON, extra, 0, 1, 0, 40, "evidence") \
	F(TEXT, password, SECRET, 1, 0, 20, "never shown") \
	L(pet, pets, 0, 1, 0, 2, "animals")
FIELDS_STRUCT(owner, OWNER_FIELDS)
FIELDS_TABLE(owner, OWNER_FIELDS)

static struct arena *arena;
static struct findings findings;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	findings = (struct findings){ .arena = arena };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool found(const char *field, const char *code)
{
	for (size_t i = 0; i < findings.count; i++)
		if (str_is(findings.items[i].field, field) && !strcmp(findings.items[i].code, code))
			return true;
	return false;
}

static const char whole[] =
	"{\"name\":\"Zoë\",\"code\":\"A<1\",\"count\":3,\"born\":\"1950\",\"seen\":\"2026-11-24T03:12:00.000Z\","
	"\"record\":\"0193622f-4cbb-7000-8000-000000000001\",\"alive\":true,\"tags\":[\"a\",\"b\"],\"extra\":{\"x\":[1]},"
	"\"pets\":[{\"name\":\"Rex\"}]}";

static void test_json_comes_back_byte_for_byte(void **state)
{
	(void)state;
	struct error err = { 0 };
	json_t *json = json_parse_bounded(str_of(whole), 65536, &err);
	struct owner owner = { 0 }, again = { 0 };
	assert_non_null(json);
	assert_true(fields_from_json(&owner_fields, json, &owner, arena, &findings));
	json_decref(json);
	assert_str(fields_data(&owner_fields, &owner, arena), whole);
	assert_true(fields_from_data(&owner_fields, str_of(whole), &again, arena));
	assert_str(((struct pet *)again.pets.items)[0].name, "Rex");
}

static void test_all_findings_come_at_once_with_their_place(void **state)
{
	(void)state;
	struct owner owner = { 0 };
	json_t *json = json_loads("{\"name\":\"Z\",\"code\":\"\\u00e9\",\"count\":10,\"born\":\"1950-13\",\"alive\":3,\"wings\":2,"
	                          "\"tags\":[\"a\",\"b\",\"c\",\"d\"],\"pets\":[{\"name\":\"a name too long\"},{}]}", 0, NULL);
	assert_false(fields_from_json(&owner_fields, json, &owner, arena, &findings));
	json_decref(json);
	assert_true(found("name", "too_short") && found("code", "bad_characters") && found("count", "out_of_range"));
	assert_true(found("born", "bad_date") && found("alive", "wrong_type") && found("wings", "unknown"));
	assert_true(found("tags", "too_many") && found("pets.0.name", "too_long") && found("pets.1.name", "required"));
}

static void test_forms_and_json_give_the_same_record(void **state)
{
	(void)state;
	const struct pair pairs[] = {
		{ STR("name"), STR(" Zoë\r\n") },   { STR("code"), STR("A<1") },      { STR("count"), STR("3") },
		{ STR("born.year"), STR("1950") },  { STR("born.month"), STR("") },   { STR("born.day"), STR("") },
		{ STR("seen"), STR("2026-11-24T03:12:00.000Z") },                     { STR("alive"), STR("on") },
		{ STR("record"), STR("0193622f-4cbb-7000-8000-000000000001") },       { STR("tags"), STR("a") },
		{ STR("tags"), STR("b") },          { STR("pets.0.name"), STR("Rex") }, { STR("csrf"), STR("x") },
	};
	struct owner owner = { 0 };
	assert_true(fields_from_pairs(&owner_fields, pairs, COUNT_OF(pairs), &owner, arena, &findings));
	owner.extra = STR("{\"x\":[1]}");
	assert_str(fields_data(&owner_fields, &owner, arena), whole);
}

static void test_a_date_of_three_boxes_may_lack_its_day_but_not_its_month(void **state)
{
	(void)state;
	struct owner owner = { 0 };
	const struct pair good[] = { { STR("name"), STR("Zoë") }, { STR("born.year"), STR("1974") }, { STR("born.month"), STR("8") } };
	assert_true(fields_from_pairs(&owner_fields, good, COUNT_OF(good), &owner, arena, &findings));
	assert_str(date_str(arena, owner.born), "1974-08");
	const struct pair bad[] = { { STR("name"), STR("Zoë") }, { STR("born.year"), STR("1974") }, { STR("born.day"), STR("12") } };
	assert_false(fields_from_pairs(&owner_fields, bad, COUNT_OF(bad), &owner, arena, &findings));
	assert_true(found("born", "bad_date"));
}

static void test_secrets_never_leave(void **state)
{
	(void)state;
	struct owner owner = { .name = STR("Zoë"), .password = STR("hunter2") };
	assert_str(fields_data(&owner_fields, &owner, arena), "{\"name\":\"Zoë\"}");
}

/* The bytes of the tree that a page gets, written compactly. */
static struct str tree_bytes(const struct owner *owner)
{
	json_t *tree = fields_to_json(&owner_fields, owner);
	char *text = json_dumps(tree, JSON_COMPACT);
	struct str bytes = str_copy(arena, str_of(text));
	struct buf ours = BUF_IN(arena);
	json_write(&ours, tree);
	assert_true(str_equal(buf_str(&ours), bytes));
	free(text);
	json_decref(tree);
	return bytes;
}

static struct str some_text(const struct random *random, size_t most)
{
	static const char *const pieces[] = { "a", "Z", "7", " ", "\"", "\\", "\n", "\t", "\r", "\x01", "\x7f", "é", "ش", "\xff", "\xe2\x80\xae", "😀", "/" };
	struct buf out = BUF_IN(arena);
	for (size_t i = random_below(random, most); i > 0; i--)
		buf_text(&out, pieces[random_below(random, 3) ? random_below(random, 3) : random_below(random, COUNT_OF(pieces))]);
	return buf_str(&out);
}

static struct owner some_owner(const struct random *random)
{
	static const char *const extras[] = { "{\"x\":[1,\"é\",null,true]}", "{ \"x\" : 1 }", "[1.5]", "\"\\u00e9\"", "12", "{\"a\":{\"a\":[]}}", "", "[\"\\n\"]" };
	struct str *tags = ARENA_ARRAY(arena, struct str, 4);
	struct pet *pets = ARENA_ARRAY(arena, struct pet, 3);
	struct owner owner = {
		.name = some_text(random, 24), .code = some_text(random, 6), .count = (int64_t)random_below(random, 12) - 1, .seen = (int64_t)random_below(random, 1u << 31) * 1000,
		.born = { (int16_t)random_below(random, 2100), (int8_t)random_below(random, 13), 0 }, .alive = random_below(random, 2),
		.tags = { tags, random_below(random, 5) }, .pets = { pets, random_below(random, 4) }, .extra = str_of(extras[random_below(random, COUNT_OF(extras))]),
	};
	if (!owner.born.year)
		owner.born.month = 0;
	if (random_below(random, 2))
		owner.record = uuid_v7(1, random);
	for (size_t i = 0; i < owner.tags.count; i++)
		tags[i] = some_text(random, 5);
	for (size_t i = 0; i < owner.pets.count; i++)
		pets[i].name = some_text(random, 12);
	return owner;
}

static struct str damaged(struct str bytes, const struct random *random)
{
	static const char signs[] = "{}[]\",:\\ u0e-tn";
	char *out = str_c(arena, bytes);
	for (size_t i = random_below(random, 3); i > 0; i--)
		out[random_below(random, bytes.len)] = signs[random_below(random, sizeof signs - 1)];
	return (struct str){ out, bytes.len - (random_below(random, 8) ? 0 : random_below(random, bytes.len)) };
}

/* One pass and the tree give the same bytes and the same record, whatever is written or read. */
static void test_bodies_are_as_the_tree_makes_them(void **state)
{
	(void)state;
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 11);
	size_t read = 0;
	for (int i = 0; i < 20000; i++) {
		struct owner owner = some_owner(&random), one = { 0 }, other = { 0 };
		struct str bytes = fields_data(&owner_fields, &owner, arena), tree = tree_bytes(&owner);
		if (!str_equal(bytes, tree))
			fail_msg(STR_FMT " is not " STR_FMT, STR_ARG(bytes), STR_ARG(tree));
		struct str stored = damaged(bytes, &random);
		bool good = fields_from_data(&owner_fields, stored, &one, arena);
		assert_int_equal(good, fields_from_tree(&owner_fields, stored, &other, arena));
		read += good;
		if (!str_equal(tree_bytes(&one), tree_bytes(&other)))
			fail_msg(STR_FMT " is read as " STR_FMT ", by the tree as " STR_FMT, STR_ARG(stored), STR_ARG(tree_bytes(&one)), STR_ARG(tree_bytes(&other)));
		arena_reset(arena);
	}
	assert_in_range(read, 5000, 15000);
}

static void test_bidi_overrides_and_controls_are_refused(void **state)
{
	(void)state;
	struct owner owner = { 0 };
	const struct pair pairs[] = { { STR("name"), STR("ab\xe2\x80\xae" "cd") } };
	assert_false(fields_from_pairs(&owner_fields, pairs, 1, &owner, arena, &findings));
	assert_true(found("name", "bad_characters"));
}

static void test_json_is_bounded_before_it_is_parsed(void **state)
{
	(void)state;
	struct { const char *text; enum error_code code; } bad[] = {
		{ "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", ERR_INPUT }, { "{\"a\":1,\"a\":2}", ERR_INPUT }, { "{\"a\":1.5}", ERR_INPUT },
		{ "{\"a\":9007199254740993}", ERR_INPUT }, { "{\"a\":\"\xff\"}", ERR_INPUT }, { "", ERR_INPUT }, { "{\"a\":\"", ERR_INPUT },
		{ "{\"a\":\"0123456789012345678901234567890123456789\"}", ERR_TOO_LARGE },
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct error err = { 0 };
		assert_null(json_parse_bounded(str_of(bad[i].text), 45, &err));
		assert_int_equal(err.code, bad[i].code);
	}
}

static void test_names_of_rights_and_results_come_back(void **state)
{
	(void)state;
	for (int right = SIGNED_IN + 1; right < RIGHT_COUNT; right++) {
		enum right again;
		assert_true(right_by_name(str_of(right_name((enum right)right)), &again) && (int)again == right);
	}
	enum result result;
	assert_true(result_by_name(STR("not_supported"), &result) && result == RESULT_NOT_SUPPORTED);
	assert_false(result_by_name(STR("passed"), &result));
}

static void test_files_of_a_command(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct command_files files = { .arena = arena };
	struct str bytes;
	assert_true(command_keep(&files, "a list", STR("one\ntwo\n"), &err));
	assert_int_equal(files.count, 1);
	for (int twice = 0; twice < 2; twice++) {
		assert_true(command_read(&files.items[0], 8, arena, &bytes, &err));
		assert_str(bytes, "one\ntwo\n");
	}
	assert_false(command_read(&files.items[0], 7, arena, &bytes, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	/* An empty file holds nothing, however much would be taken; a pipe, which says no size, is read to its end and not beyond the bound. */
	assert_true(command_keep(&files, "empty", STR(""), &err));
	assert_true(command_read(&files.items[1], (size_t)1 << 30, arena, &bytes, &err));
	assert_int_equal(bytes.len, 0);
	for (size_t most = 199999; most <= 200000; most++) {
		int ends[2];
		assert_int_equal(pipe(ends), 0);
		pid_t writer = fork();
		if (!writer) {
			char piece[1000] = { 0 };
			close(ends[0]);
			for (int i = 0; i < 200; i++)
				if (write(ends[1], piece, sizeof piece) != sizeof piece)
					break;
			_exit(0);
		}
		close(ends[1]);
		const struct command_file file = { "a pipe", ends[0] };
		assert_int_equal(command_read(&file, most, arena, &bytes, &err), most == 200000);
		close(ends[0]);
		waitpid(writer, NULL, 0);
	}
	assert_int_equal(bytes.len, 200000);
	assert_false(command_open(&files, "/", &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(command_open(&files, "/nowhere/at/all", &err));
	while (files.count < COMMAND_FILES_MOST)
		assert_true(command_keep(&files, "more", STR(""), &err));
	assert_false(command_keep(&files, "one too many", STR(""), &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	command_close(&files);
	assert_int_equal(files.count, 0);
}

/* What stands on a paper is what a reader types, and leads back to the number; lines of a document are no code. */
static void test_a_code_comes_back_as_its_number(void **state)
{
	(void)state;
	struct str text = scan_code_text(arena, "SHOREPASS", STR("k7m2qa-01")), mark, number;
	assert_true(str_is(text, "LIMEN<SHOREPASS<K7M2QA01"));
	assert_true(scan_code_read(arena, STR(" limen<shorepass<k7m2qa01\r\n"), &mark, &number) && str_is(mark, "SHOREPASS") && str_is(number, "K7M2QA01"));
	assert_true(str_is(scan_code_number(arena, "SHOREPASS", text), "K7M2QA01"));
	assert_true(str_is(scan_code_number(arena, "PAPERFORM", text), "LIMEN<SHOREPASS<K7M2QA01")); /* another paper's code is no number of this one */
	assert_true(str_is(scan_code_number(arena, "SHOREPASS", STR("K7M2QA-01")), "K7M2QA-01"));
	static const char *const none[] = { "", "LIMEN<", "LIMEN<SHOREPASS", "LIMEN<SHOREPASS<", "LIMEN<<K7M2QA01", "LIMEN<SHOREPASS<<<",
		                            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" };
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (scan_code_read(arena, str_of(none[i]), &mark, &number))
			fail_msg("\"%s\" was read as a code", none[i]);
	char *longest = arena_alloc(arena, 1000);
	memset(longest, 'A', 1000);
	memcpy(longest, "LIMEN<A<", 8);
	assert_false(scan_code_read(arena, (struct str){ longest, 1000 }, &mark, &number));
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_json_comes_back_byte_for_byte),
		UNIT(test_all_findings_come_at_once_with_their_place),
		UNIT(test_forms_and_json_give_the_same_record),
		UNIT(test_a_date_of_three_boxes_may_lack_its_day_but_not_its_month),
		UNIT(test_secrets_never_leave),
		UNIT(test_bodies_are_as_the_tree_makes_them),
		UNIT(test_bidi_overrides_and_controls_are_refused),
		UNIT(test_json_is_bounded_before_it_is_parsed),
		UNIT(test_names_of_rights_and_results_come_back),
		UNIT(test_files_of_a_command),
		UNIT(test_a_code_comes_back_as_its_number),
	};
	return cmocka_run_group_tests_name("house", cases, NULL, NULL);
}
