/* What a procedure's `stock` does: the next number of the place where the officer works, or that one was spoiled. */
#include "local.h"

#include <string.h>

#include "cases.h"

static json_t *facts_of(const char *state, struct str number)
{
	json_t *facts = json_object();
	json_put_str(facts, "status", str_of(state));
	json_put_str(facts, "number", number);
	return facts;
}

static struct str last_number(struct act *act, const struct case_command *asked)
{
	const json_t *facts = json_object_getn(json_object_get(asked->flow->file, "uses"), asked->use->name.data, asked->use->name.len);
	const json_t *item = asked->item.len ? json_object_getn(json_object_get(facts, "items"), asked->item.data, asked->item.len) : facts;
	const char *number = json_string_value(json_object_get(item, "number"));
	return str_copy(act->arena, str_of(number ? number : ""));
}

bool stock_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	const struct pack_setting *setting = pack_setting(asked->use, "item");
	struct str item = setting ? setting->text.source : STR(""), number = last_number(act, asked), place = stock_place(act);
	const char *reason = json_string_value(json_object_get(asked->with, "reason"));
	struct stock_pile pile;
	bool kept;
	if (!stock_pile(act, item, place, &pile, &kept, err))
		return false;
	if (!kept)
		return true; /* no books are kept of it here: the engine's own rule */
	if (!strcmp(asked->name, "use")) {
		if (!stock_use(act, item, place, seen->record, &number, err))
			return false;
		*facts = facts_of("used", number);
		return true;
	}
	if (!stock_spoil(act, item, place, number, reason ? str_copy(act->arena, str_of(reason)) : str_copy(act->arena, seen->row.reference), err))
		return false;
	*facts = facts_of("spoiled", number);
	return true;
}
