/* Types: named for people, and compared. */
#include "arena.h"
#include "buf.h"
#include "node.h"

size_t rule_member_index(const struct rule_record *record, struct str name)
{
	for (size_t i = 0; record && i < record->count; i++) {
		if (str_equal(record->members[i].name, name))
			return i;
	}
	return SIZE_MAX;
}

struct str rule_type_text(struct arena *arena, const struct rule_type *type)
{
	static const char *const names[] = { "unknown", "text", "code", "number", "money", "date", "datetime", "duration",
		                             "yes or no", "list", "record", "range" };
	struct buf out = BUF_IN(arena);
	for (int depth = 0; type->kind == RULE_LIST && type->item && depth < 4; depth++, type = type->item)
		buf_text(&out, "list of ");
	if (type->kind == RULE_CODE && type->list.len)
		buf_format(&out, "code of " STR_FMT, STR_ARG(type->list));
	else if (type->kind == RULE_RECORD && type->record && type->record->name.len)
		buf_add(&out, type->record->name);
	else
		buf_text(&out, names[type->kind]);
	return buf_str(&out);
}
