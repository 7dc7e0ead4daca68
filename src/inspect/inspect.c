#include "inspect.h"

#include <string.h>

#include "house.h"
#include "journal.h"

FIELDS_TABLE(inspection_file, INSPECTION_FILE_FIELDS)
FIELDS_TABLE(inspection, INSPECTION_FIELDS)

const struct entry_type inspection_type = {
	"inspection", 1, KIND_INSPECTION, ENTRY_BLIND, &inspection_fields, "a person was presented and checked: the look, too",
};

/* A check that passed says it by its title. Its rule stands in the pack whose identity is kept, the lists asked stand in `lists`: what tells nothing more is
 * not stored a million times. */
static void trim(struct check_list *checks)
{
	for (size_t i = 0; i < checks->count; i++) {
		struct check_line *line = &checks->items[i];
		if (!str_is(line->result, "successful") || !str_is(line->advice, "none"))
			continue;
		if (!line->args.len)
			line->words = STR("");
		line->rule = line->evidence = STR("");
	}
}

static bool among(const char *name, const char *const *rooms)
{
	for (; rooms && *rooms; rooms++)
		if (!strcmp(name, *rooms))
			return true;
	return !rooms;
}

bool inspect_run_of(struct act *act, const struct subject *subject, const char *const *rooms, struct check_list *out, struct error *err)
{
	for (const struct room *const *room = act->house->rooms; *room; room++)
		for (const struct check *check = among((*room)->name, rooms) ? (*room)->checks : NULL; check && check->name; check++)
			if (!check->judge(act, subject, out, err))
				return false;
	trim(out);
	return true;
}

bool inspect_run(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	return inspect_run_of(act, subject, NULL, out, err);
}

/* A silent alert leaves no trace in what the booth is told. */
static bool shown(const struct check_line *line)
{
	return !str_is(line->visible, "second_line");
}

bool inspect_order(const struct check_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (check_is_order(&lines[i]))
			return true;
	return false;
}

enum advice inspect_advice(const struct subject *subject, const struct check_list *checks)
{
	enum advice most = ADVICE_NONE;
	for (size_t i = 0; i < checks->count; i++) {
		enum advice advice = ADVICE_NONE;
		if (shown(&checks->items[i]) && advice_by_name(checks->items[i].advice, &advice) && advice > most)
			most = advice;
	}
	bool may_refer = inspect_order(checks->items, checks->count) || !subject->verdict.category || (subject->verdict.category->may & MAY_REFER);
	return most == ADVICE_REFER && !may_refer ? ADVICE_LOOK : most;
}

bool inspect_cares(const struct check_list *checks)
{
	for (size_t i = 0; i < checks->count; i++)
		if (shown(&checks->items[i]) && str_is(checks->items[i].advice, advice_name(ADVICE_CARE)))
			return true;
	return false;
}

struct inspection inspect_made(const struct act *act, const struct subject *subject, const struct check_list *checks, struct str zone)
{
	struct inspection inspection = {
		.post = subject->post->code,
		.lane = subject->lane,
		.direction = subject->direction,
		.day = subject->today,
		.source = subject->source,
		.zone = zone,
		.purpose = subject->purpose,
		.category = subject->verdict.category ? subject->verdict.category->code : STR(""),
		.advice = str_of(advice_name(inspect_advice(subject, checks))),
		.care = inspect_cares(checks),
		.pack = str_of(act->pack->identity),
		.lists = checks->lists,
		.checks = { checks->items, checks->count },
		.reader = subject->reader,
		.taken = subject->taken,
		.files = subject->files,
		.peak = subject->peak,
		.reduced = { (struct str *)subject->reduced.items, subject->reduced.count },
		.seal = subject->seal,
	};
	identity_put(&inspection, &subject->identity);
	return inspection;
}

struct uuid inspect_record(struct act *act, const struct subject *subject, const struct check_list *checks, struct str zone)
{
	struct inspection inspection = inspect_made(act, subject, checks, zone);
	return journal_append_at(act, &inspection_type, subject->record, &inspection, subject->happened ? subject->happened : act->now);
}

_Static_assert(offsetof(struct inspection, document_expires) == offsetof(struct identity, document_expires),
               "an inspection begins with an identity");

bool inspect_read(struct act *act, struct uuid id, struct inspection *out, struct entry *entry, struct error *err)
{
	bool found;
	if (!journal_entry(act, id, entry, &found, err))
		return false;
	if (!found || entry->type != &inspection_type || !entry->data.len || !fields_from_data(&inspection_fields, entry->data, out, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such inspection", "scan the document again", "inspection");
	return true;
}

static const struct entry_type *const entries[] = { &inspection_type, NULL };
const struct room inspect_room = { .name = "inspect", .entries = entries };
