/* JSON bodies through the bounded parser and a table of fields. */
#include "arena.h"
#include "field.h"

#define FIELD_ROW_OF_fuzz_item(...) FIELD_ROW(fuzz_item, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fuzz_item(...) FIELD_LIST_ROW(fuzz_item, __VA_ARGS__)
#define FUZZ_ITEM_FIELDS(F, L) F(TEXT, a, REQUIRED, 1, 1, 10, "text") F(DATE, b, 0, 1, 0, 0, "date")
FIELDS_STRUCT(fuzz_item, FUZZ_ITEM_FIELDS)
FIELDS_TABLE(fuzz_item, FUZZ_ITEM_FIELDS)
#define FIELD_ROW_OF_fuzz_body(...) FIELD_ROW(fuzz_body, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fuzz_body(...) FIELD_LIST_ROW(fuzz_body, __VA_ARGS__)
#define FUZZ_BODY_FIELDS(F, L) \
	F(INT, n, 0, 1, 0, 99, "number") F(YESNO, y, 0, 1, 0, 0, "yes") F(TIME, t, 0, 1, 0, 0, "time") F(ID, i, 0, 1, 0, 0, "id") \
	F(TEXTS, s, 0, 1, 0, 4, "texts") F(JSON, j, 0, 1, 0, 100, "any") L(fuzz_item, l, 0, 1, 0, 4, "list")
FIELDS_STRUCT(fuzz_body, FUZZ_BODY_FIELDS)
FIELDS_TABLE(fuzz_body, FUZZ_BODY_FIELDS)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct error err;
	struct findings findings = { .arena = arena };
	json_t *object = json_parse_bounded((struct str){ size ? (const char *)data : "", size }, 1 << 16, &err);
	void *record = arena_alloc(arena, fuzz_body_fields.size);
	if (object && fields_from_json(&fuzz_body_fields, object, record, arena, &findings))
		json_decref(fields_to_json(&fuzz_body_fields, record));
	json_decref(object);
	arena_free(arena);
	return 0;
}
