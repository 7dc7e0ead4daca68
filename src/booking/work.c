/* What the room does for procedures: an appointment is offered, and taken back. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "interview.h"

/* The code that a field of the case answers: the centre chosen in the application. */
static struct str answered(struct act *act, const struct case_seen *seen, const struct pack_use *use, const char *name)
{
	const struct pack_setting *set = pack_setting(use, name);
	if (!set || !set->fields.count)
		return STR("");
	struct str field = seen->flow.host.procedure->fields[set->fields.items[0]].name;
	const char *code = json_string_value(json_object_getn(json_object_get(seen->file, "answers"), field.data, field.len));
	return code && strlen(code) <= 16 ? str_copy(act->arena, str_of(code)) : STR("");
}

/* How many come together: what the procedure says, else as many as the list that it is about ("members.person"). */
static bool people_of(const struct case_seen *seen, const struct case_command *asked, int64_t *out, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct rule_value said;
	struct str rest = procedure->subject.text, head;
	str_cut(&rest, '.', &head);
	place_at at = procedure_field(procedure, head);
	const json_t *items = at == NOWHERE || procedure->fields[at].type != ASKED_LIST ? NULL : json_object_getn(json_object_get(asked->flow->file, "answers"), head.data, head.len);
	if (!case_setting(asked->flow, asked->use, "people", &said, err))
		return false;
	*out = said.kind == RULE_NUMBER ? said.number / RULE_UNIT : (int64_t)json_array_size(items);
	*out = *out < 1 ? 1 : *out > PEOPLE_MOST ? PEOPLE_MOST : *out;
	return true;
}

static void offer(struct act *act, struct case_seen *seen, const struct case_command *asked, struct str service, int64_t people)
{
	const struct booking_row row = { .about = seen->record, .use = asked->use->name };
	booking_append(act, booking_record(act, seen->record, row.use), &row, &(struct booking_step){
		.what = STR("offer"), .service = service, .centre = answered(act, seen, asked->use, "centre"), .reference = seen->row.reference, .name = seen->row.name, .people = people,
	});
}

static bool take_back(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	struct booking_row row;
	struct uuid record;
	struct seats had;
	bool found;
	if (!booking_of(act, seen->record, asked->use->name, &record, &row, &found, err) || !found)
		return !found;
	if (!places_of(act, record, &had, err))
		return false;
	places_free(act, row.centre, row.service, &had, NULL);
	booking_append(act, record, &row, &(struct booking_step){ .what = STR("withdraw") });
	return !had.count || offer_freed(act, row.centre, row.service, &had, err);
}

/* The status that each leaves is the capability's own (facts stay NULL). */
bool appointment_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)facts;
	if (!strcmp(asked->name, "cancel"))
		return take_back(act, seen, asked, err);
	int64_t people;
	if (!people_of(seen, asked, &people, err))
		return false;
	offer(act, seen, asked, pack_setting_code(asked->use, "service"), people);
	return true;
}

/* The sex of whom the interview is of, where the law asks for an officer of the same in any case. */
static struct str same_sex(struct act *act, const struct case_seen *seen, const struct pack_use *use)
{
	const struct pack_setting *set = pack_setting(use, "same_sex"), *of = pack_setting(use, "of");
	bool always = set && set->words.count && str_is(set->words.items[0], "always");
	if (!always || !of || !of->fields.count)
		return STR("");
	struct str field = seen->flow.host.procedure->fields[of->fields.items[0]].name;
	const char *sex = json_string_value(json_object_get(json_object_getn(json_object_get(seen->file, "answers"), field.data, field.len), "sex"));
	return sex && (!strcmp(sex, "F") || !strcmp(sex, "M")) ? str_copy(act->arena, str_of(sex)) : STR("");
}

/* What the procedure says of it stands in the plan from the beginning: the language, and an officer of the same sex. */
static bool begin_plan(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	struct interview_plan plan = { .wish = same_sex(act, seen, asked->use) };
	struct rule_value language;
	if (!case_setting(asked->flow, asked->use, "interpreter", &language, err))
		return false;
	if ((language.kind == RULE_CODE || language.kind == RULE_TEXT) && language.text.len <= 8)
		plan.language = language.text;
	journal_append(act, &interview_plan_type, booking_record(act, seen->record, asked->use->name), &plan);
	return true;
}

bool interview_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)facts;
	if (!strcmp(asked->name, "cancel"))
		return take_back(act, seen, asked, err);
	offer(act, seen, asked, STR("interview"), 1);
	return begin_plan(act, seen, asked, err);
}
