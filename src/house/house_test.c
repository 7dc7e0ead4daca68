#include "test.h"

#include "check.h"
#include "command.h"
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

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_json_comes_back_byte_for_byte),
		UNIT(test_all_findings_come_at_once_with_their_place),
		UNIT(test_forms_and_json_give_the_same_record),
		UNIT(test_a_date_of_three_boxes_may_lack_its_day_but_not_its_month),
		UNIT(test_secrets_never_leave),
		UNIT(test_bidi_overrides_and_controls_are_refused),
		UNIT(test_json_is_bounded_before_it_is_parsed),
		UNIT(test_names_of_rights_and_results_come_back),
		UNIT(test_files_of_a_command),
	};
	return cmocka_run_group_tests_name("house", cases, NULL, NULL);
}
