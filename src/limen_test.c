/* The house as a whole: what the rooms declare fits together. */
#include "test.h"

#include <glob.h>

int limen_main(int argc, char **argv);
#define main limen_main /* the program's own list of rooms */
#include "limen.c"
#undef main

#include "database.h"
#include "kinds.h"
#include "pack_load.h"
#include "process.h"

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static void prepare_on(enum store_kind kind)
{
	struct test_database database;
	struct error err = { 0 };
	if (!test_database_new(&database, kind))
		return;
	struct store *store = store_open(str_of(database.where), rooms, &err);
	if (!store || !store_migrate(store, &err))
		fail_msg("%s (%s)", err.what, err.where);
	struct db *db = db_open_writer(store, &err);
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct fold *const *fold = (*room)->folds; fold && *fold; fold++)
			for (const struct table *const *table = (*fold)->writes; *table; table++)
				if (!table_create(db, *table, (*table)->name, &err))
					fail_msg("%s: %s (%s)", (*table)->name, err.what, err.where);
	db_close(db);
	if (!store_prepare_all(store, &err))
		fail_msg("%s (%s)", err.what, err.where);
	store_close(store);
	test_database_drop(&database);
}

static void test_every_statement_is_prepared_on_both_databases(void **state)
{
	(void)state;
	prepare_on(STORE_SQLITE);
	prepare_on(STORE_POSTGRES);
}

static const struct embedded *page_named(const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "pages/%s.mustache", name);
	for (const struct room *const *room = rooms; *room; room++)
		if (embedded_find((*room)->files, str_of(path)))
			return embedded_find((*room)->files, str_of(path));
	return NULL;
}

static void test_every_route_has_words_and_its_page(void **state)
{
	(void)state;
	size_t count = 0;
	for (const struct room *const *room = rooms; *room; room++) {
		for (const struct route *route = (*room)->routes; route && route->path; route++, count++) {
			if (!route->handle || !route->doc || !route->doc[0] || (route->template && !page_named(route->template)))
				fail_msg("%s %s", method_name(route->method), route->path);
			assert_true(route->right < RIGHT_COUNT);
		}
	}
	assert_true(count > 50);
}

/* What a person's record shows or changes is never open to those who only signed in. */
static void test_pages_about_people_need_a_right(void **state)
{
	(void)state;
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct route *route = (*room)->routes; route && route->path; route++)
			if ((route->flags & ROUTE_PERSON) && route->right <= SIGNED_IN)
				fail_msg("%s", route->path);
}

static void test_kinds_of_entry_have_one_name_each_and_are_declared(void **state)
{
	(void)state;
	for (const struct room *const *room = rooms; *room; room++) {
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++) {
			size_t same = 0;
			for (const struct room *const *other = rooms; *other; other++)
				for (const struct entry_type *const *more = (*other)->entries; more && *more; more++)
					same += !strcmp((*type)->name, (*more)->name) && (*type)->version == (*more)->version;
			if (same != 1 || !(*type)->doc || !(*type)->fields)
				fail_msg("%s", (*type)->name);
			for (size_t i = 0; i < (*type)->fields->count; i++)
				assert_false((*type)->fields->items[i].flags & SECRET); /* secrets never stand in bodies */
		}
	}
}

static const char *roff_of(struct arena *arena, const char *name)
{
	struct buf out = BUF_IN(arena);
	buf_text(&out, "\\fBlimen ");
	for (; *name; name++)
		buf_format(&out, *name == '-' ? "\\%c" : "%c", *name);
	buf_text(&out, "\\fR");
	return str_c(arena, buf_str(&out));
}

static void test_the_manual_page_has_every_command_and_is_roff(void **state)
{
	static const char *const requests[] = { ".\\\"", ".TH ", ".SH ", ".TP", ".PP", ".B ", ".I ", ".RS", ".RE" };
	(void)state;
	struct arena *arena = arena_new(0);
	const struct option before[] = { { "--data", "FOLDER", "where" } };
	const struct command own[] = { { .name = "some-thing", .doc = ".it begins with a stop" }, { 0 } };
	struct buf out = BUF_IN(arena);
	command_manual(&(struct command_tables){ before, 1, own, rooms }, &out);
	struct str rest = buf_str(&out), text;
	int depth = 0;
	assert_true(strstr(str_c(arena, rest), "\\fBlimen some\\-thing\\fR\n\\&.it begins with a stop.\n"));
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct command *command = (*room)->commands; command && command->name; command++)
			if (!strstr(str_c(arena, rest), roff_of(arena, command->name)))
				fail_msg("%s", command->name);
	while (str_cut(&rest, '\n', &text)) {
		bool known = !text.len || (text.data[0] != '.' && text.data[0] != '\'');
		for (size_t i = 0; i < COUNT_OF(requests); i++)
			known |= str_starts(text, str_of(requests[i]));
		if (!known)
			fail_msg(STR_FMT, STR_ARG(text));
		depth += str_is(text, ".RS") - str_is(text, ".RE");
		assert_in_range(depth, 0, 1);
	}
	assert_int_equal(depth, 0);
	arena_free(arena);
}

static const struct pack *utopia(struct arena *arena)
{
	struct error err = { 0 };
	struct pack_source source;
	struct pack_diagnostics found = { .arena = arena };
	const struct pack *pack;
	assert_true(pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	assert_true(pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found));
	return pack;
}

static void test_rights_of_the_pack_are_rights_of_the_program(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	for (size_t i = 0; i < pack->role_count; i++) {
		for (size_t k = 0; k < pack->roles[i].rights.count; k++) {
			enum right right;
			assert_true(right_by_name(pack->roles[i].rights.items[k], &right));
		}
	}
	arena_free(arena);
}

static const struct entry_type *type_of_name(struct str name)
{
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++)
			if (str_is(name, (*type)->name))
				return *type;
	return NULL;
}

static bool has_personal(const struct entry_type *type)
{
	for (size_t i = 0; i < type->fields->count; i++)
		if (type->fields->items[i].flags & PERSONAL)
			return true;
	return false;
}

static bool withholds(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->disclosure.withhold.count; i++)
		if (str_is(pack->disclosure.withhold.items[i], name))
			return true;
	return false;
}

/* A new kind of entry is told to the person whom it names, or withheld by the pack's law, or named here as of nobody: it cannot be forgotten. */
static void test_every_kind_of_entry_is_told_to_the_person_or_named_as_withheld(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++)
			if (!held_kind(str_of((*type)->name)))
				fail_msg("%s: say in disclosure/kinds.c of whom it tells", (*type)->name);
	for (const struct held_kind *kind = held_kinds; kind->name; kind++) {
		const struct entry_type *type = type_of_name(str_of(kind->name));
		if (!type || held_kind(str_of(kind->name)) != kind)
			fail_msg("%s: there is no such kind of entry, or it stands twice", kind->name);
		if (kind->in == OF_NOBODY && has_personal(type))
			fail_msg("%s: has a personal field, and is named as of nobody", kind->name);
		if (kind->in == BY_LAW && !withholds(pack, kind->name))
			fail_msg("%s: is never read for a person, and the pack does not withhold it", kind->name);
	}
	arena_free(arena);
}

static void check_labels(struct arena *arena, const struct pack *pack, const char *kind, const struct fields *fields)
{
	char whole[120];
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		snprintf(whole, sizeof whole, "%s.%s", kind, field->name);
		if (withholds(pack, whole) || field->type == FIELD_ID)
			continue;
		if (field->of)
			check_labels(arena, pack, kind, field->of);
		else if (!held_label(arena, str_of(kind), str_of(field->name)) && !held_technical(arena, str_of(kind), str_of(field->name)))
			fail_msg("%s: give it a word in disclosure/labels.c, or name it as of no use on paper", whole);
	}
}

/* What the person reads are words, and not the program's names. */
static void test_every_field_that_is_told_has_a_word(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	for (const struct held_kind *kind = held_kinds; kind->name; kind++)
		if (kind->in <= IN_REQUEST && !withholds(pack, kind->name))
			check_labels(arena, pack, kind->name, type_of_name(str_of(kind->name))->fields);
	arena_free(arena);
}

/* A list that the pack does not have would show codes. */
static void test_lists_of_labels_are_those_of_the_pack(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	for (const struct held_label *label = held_labels; label->name; label++)
		if (label->list && !pack_list(pack, str_of(label->list)))
			fail_msg("%s: the pack has no list %s", label->name, label->list);
	arena_free(arena);
}

/* How long each kind is kept is a param of the pack. */
static void test_every_kind_of_entry_has_its_time_or_is_kept_with_its_file(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	for (const struct held_kind *kind = held_kinds; kind->name; kind++) {
		const char *param = kind->kept ? kind->kept : "body_retention";
		const struct pack_value *value = pack_param(pack, str_of(param), (struct date){ 2026, 11, 24 });
		if (!value || value->kind != PACK_DURATION)
			fail_msg("%s: the pack has no time %s", kind->name, param);
	}
	arena_free(arena);
}

/* A misspelt name would withhold nothing. */
static void test_what_the_pack_withholds_are_kinds_and_their_fields(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	for (size_t i = 0; i < pack->disclosure.withhold.count; i++) {
		struct str name = pack->disclosure.withhold.items[i], field = STR("");
		const struct entry_type *type = type_of_name(name);
		bool known = type != NULL;
		for (size_t at = name.len; !known && at > 0; at--)
			if (name.data[at - 1] == '.' && (type = type_of_name(str_slice(name, 0, at - 1))))
				for (size_t k = 0; field = str_slice(name, at, name.len), k < type->fields->count; k++)
					known |= str_is(field, type->fields->items[k].name);
		if (!known)
			fail_msg(STR_FMT ": neither a kind of entry nor a field of one", STR_ARG(name));
	}
	arena_free(arena);
}

static void test_purposes_of_routes_are_those_of_the_pack(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct pack *pack = utopia(arena);
	size_t count = 0;
	for (const struct room *const *room = rooms; *room; room++) {
		for (const struct route *route = (*room)->routes; route && route->path; route++) {
			if (route->purpose && !pack_purpose(pack, str_of(route->purpose)))
				fail_msg("%s: the pack has no purpose %s", route->path, route->purpose);
			count += route->purpose != NULL;
		}
	}
	assert_true(count > 30);
	arena_free(arena);
}

/* What stands between the mark and the next quote, each time: `names` of the sources are codes of the pack. */
static size_t check_names(struct str text, struct str mark, const struct pack *pack, bool (*known)(const struct pack *pack, struct str code), const char *file)
{
	size_t count = 0, at;
	for (; str_find(text, mark, &at); count++) {
		struct str rest = str_slice(text, at + mark.len, text.len), name;
		if (!str_cut(&rest, '"', &name) || !known(pack, name))
			fail_msg("%s: " STR_FMT STR_FMT "\": the pack does not have this code", file, STR_ARG(mark), STR_ARG(name));
		text = rest;
	}
	return count;
}

static bool role_known(const struct pack *pack, struct str code)
{
	return pack_role(pack, code);
}

/* The purpose of a look, or of a journey: the sources name both so. */
static bool purpose_known(const struct pack *pack, struct str code)
{
	return pack_purpose(pack, code) || pack_code(pack, STR("travel_purposes"), code);
}

static struct str source_text(const char *path, struct arena *arena)
{
	enum { MOST = 1 << 20 };
	FILE *file = fopen(path, "rb");
	struct str text = { arena_alloc(arena, MOST), 0 };
	assert_non_null(file);
	text.len = fread((char *)text.data, 1, MOST, file);
	fclose(file);
	return text;
}

/* Roles that get tasks and purposes of acts that no route gave are written in the sources: each must be the pack's. */
static void test_roles_and_purposes_in_the_sources_are_those_of_the_pack(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0), *texts = arena_new(0);
	const struct pack *pack = utopia(arena);
	size_t roles = 0, purposes = 0;
	glob_t found;
	assert_int_equal(glob(SOURCE_FOLDER "/src/*/*.c", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		if (str_ends(str_of(path), STR("_test.c")) || strstr(path, "/test/") || strstr(path, "/bench/"))
			continue;
		arena_reset(texts);
		struct str text = source_text(path, texts);
		roles += check_names(text, STR(".role = STR(\""), pack, role_known, path);
		purposes += check_names(text, STR("purpose = STR(\""), pack, purpose_known, path);
	}
	globfree(&found);
	assert_true(roles >= 2 && purposes >= 1);
	arena_free(texts);
	arena_free(arena);
}

/* --- stored samples: what was written once is read for ever --- */

static const char samples_path[] = SOURCE_FOLDER "/src/journal/testdata/bodies.txt";

/* Every field given, so that the sample holds each one's encoding. */
static void fill(const struct fields *fields, void *record, struct arena *arena)
{
	const struct str words = STR("\xc3\x9cld\xc3\xadz \"of\" the \\Ne\xc3\x9f"), code = STR("code_1");
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		void *at = (char *)record + field->offset;
		bool short_one = field->type == FIELD_CODE || (field->most && field->most < 20);
		struct buf text = BUF_IN(arena);
		while (text.len < (size_t)field->least || !text.len)
			buf_add(&text, short_one ? code : words);
		struct str fits = str_slice(buf_str(&text), 0, short_one && field->most ? (size_t)field->most : text.len);
		switch (field->type) {
		case FIELD_TEXT:
		case FIELD_CODE: *(struct str *)at = fits; break;
		case FIELD_INT: *(int64_t *)at = field->most ? field->most : 7; break;
		case FIELD_YESNO: *(bool *)at = true; break;
		case FIELD_DATE: *(struct date *)at = (struct date){ 1974, 8, 0 }; break;
		case FIELD_TIME: *(int64_t *)at = INT64_C(1795464000123); break;
		case FIELD_ID: *(struct uuid *)at = (struct uuid){ { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16 } }; break;
		case FIELD_JSON: *(struct str *)at = STR("{\"shape\":[1,\"free\"]}"); break;
		case FIELD_TEXTS: {
			struct str *items = ARENA_ARRAY(arena, struct str, 2);
			items[0] = words;
			items[1] = code;
			*(struct texts *)at = (struct texts){ items, 2 };
			break;
		}
		case FIELD_LIST: {
			void *item = arena_alloc(arena, field->of->size);
			fill(field->of, item, arena);
			*(struct list *)at = (struct list){ item, 1 };
			break;
		}
		}
	}
}

static const struct entry_type *type_named(struct str name, int64_t version)
{
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++)
			if (str_is(name, (*type)->name) && version == (*type)->version)
				return *type;
	return NULL;
}

/* Whatever the sample says is said again by what was read of it: later fields may come beside, none may be lost or change. */
static bool says_as_much(const json_t *sample, const json_t *again)
{
	const char *name;
	json_t *value, *item;
	size_t at;
	if (json_typeof(sample) != json_typeof(again))
		return false;
	json_object_foreach((json_t *)sample, name, value)
		if (!json_object_get(again, name) || !says_as_much(value, json_object_get(again, name)))
			return false;
	json_array_foreach((json_t *)sample, at, item)
		if (!json_array_get(again, at) || !says_as_much(item, json_array_get(again, at)))
			return false;
	return json_is_object(sample) || json_is_array(sample) || json_equal((json_t *)sample, (json_t *)again);
}

static const struct entry_type *read_sample(struct str line, struct arena *arena)
{
	struct str name, version, whole = line;
	int64_t number;
	struct error err = { 0 };
	if (!str_cut(&line, ' ', &name) || !str_cut(&line, ' ', &version) || !str_to_int(version, &number))
		fail_msg("no sample: " STR_FMT, STR_ARG(whole));
	const struct entry_type *type = type_named(name, number);
	if (!type)
		fail_msg(STR_FMT " " STR_FMT ": nothing reads this kind of entry any more", STR_ARG(name), STR_ARG(version));
	void *record = arena_alloc(arena, type->fields->size);
	assert_true(fields_from_data(type->fields, line, record, arena));
	json_t *sample = json_parse_bounded(line, 64 << 10, &err), *again = json_parse_bounded(fields_data(type->fields, record, arena), 64 << 10, &err);
	if (!sample || !again || !says_as_much(sample, again))
		fail_msg(STR_FMT " " STR_FMT ": what was stored is read otherwise now", STR_ARG(name), STR_ARG(version));
	json_decref(sample);
	json_decref(again);
	return type;
}

static bool has_sample(const struct entry_type *type, const struct entry_type *const *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (known[i] == type)
			return true;
	return false;
}

static void add_sample(const struct entry_type *type, struct arena *arena)
{
	void *record = arena_alloc(arena, type->fields->size);
	FILE *file = fopen(samples_path, "ab");
	assert_non_null(file);
	fill(type->fields, record, arena);
	fprintf(file, "%s %d " STR_FMT "\n", type->name, type->version, STR_ARG(fields_data(type->fields, record, arena)));
	fclose(file);
}

static void test_bodies_stored_by_earlier_programs_are_read(void **state)
{
	enum { MOST = 1 << 20, KINDS = 500 };
	struct arena *arena = arena_new(0);
	const struct entry_type *known[KINDS];
	struct str line;
	size_t known_count = 0, missing = 0;
	(void)state;
	FILE *file = fopen(samples_path, "rb");
	struct str rest = { arena_alloc(arena, MOST), 0 };
	rest.len = file ? fread((char *)rest.data, 1, MOST, file) : 0;
	if (file)
		fclose(file);
	while (str_cut(&rest, '\n', &line))
		if (line.len)
			known[known_count++] = read_sample(line, arena);
	for (const struct room *const *room = rooms; *room; room++) {
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++) {
			if (has_sample(*type, known, known_count))
				continue;
			missing++;
			if (getenv("LIMEN_SAMPLES"))
				add_sample(*type, arena);
			else
				fprintf(stderr, "%s %d has no sample in %s\n", (*type)->name, (*type)->version, samples_path);
		}
	}
	if (missing && !getenv("LIMEN_SAMPLES"))
		fail_msg("add the samples and commit them: LIMEN_SAMPLES=add BUILD/limen_test");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_every_statement_is_prepared_on_both_databases),
		UNIT(test_every_route_has_words_and_its_page),
		UNIT(test_pages_about_people_need_a_right),
		UNIT(test_kinds_of_entry_have_one_name_each_and_are_declared),
		UNIT(test_the_manual_page_has_every_command_and_is_roff),
		UNIT(test_rights_of_the_pack_are_rights_of_the_program),
		UNIT(test_every_kind_of_entry_is_told_to_the_person_or_named_as_withheld),
		UNIT(test_every_field_that_is_told_has_a_word),
		UNIT(test_lists_of_labels_are_those_of_the_pack),
		UNIT(test_every_kind_of_entry_has_its_time_or_is_kept_with_its_file),
		UNIT(test_what_the_pack_withholds_are_kinds_and_their_fields),
		UNIT(test_purposes_of_routes_are_those_of_the_pack),
		UNIT(test_roles_and_purposes_in_the_sources_are_those_of_the_pack),
		UNIT(test_bodies_stored_by_earlier_programs_are_read),
	};
	return cmocka_run_group_tests_name("limen", cases, NULL, NULL);
}
