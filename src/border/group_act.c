/* What an officer does with a group: begins it, says who is who, decides on all of it in one act. */
#include "group.h"

#include "alerts.h"
#include "child.h"
#include "journal.h"
#include "lang.h"
#include "plate.h"

FIELDS_TABLE(group_start, GROUP_START_FIELDS)
FIELDS_TABLE(group_choice, GROUP_CHOICE_FIELDS)
FIELDS_TABLE(group_decide, GROUP_DECIDE_FIELDS)

static bool again(struct error *err)
{
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "group");
}

/* --- beginning, joining, leaving, ending --- */

static void join(struct act *act, const struct group *group, struct uuid inspection, struct uuid document, bool minor)
{
	const struct group_join join = { .inspection = inspection, .document = document, .minor = minor };
	journal_append(act, &group_join_type, group->id, &join);
	journal_ref(act, document, "member");
}

static void begin(struct act *act, const struct subject *subject, struct group *out)
{
	*out = (struct group){ .id = uuid_v7(act->now, act->random), .fresh = true };
	out->row = (struct group_row){ .post = subject->post->code, .lane = subject->lane, .direction = subject->direction };
}

static void append_open(struct act *act, const struct group *group)
{
	const struct group_open open = { .post = group->row.post, .lane = group->row.lane, .direction = group->row.direction };
	journal_append(act, &group_open_type, group->id, &open);
}

bool group_start(struct act *act, const struct group_start *form, struct uuid *id, struct error *err)
{
	struct subject subject = { 0 };
	struct group *group = ARENA_NEW(act->arena, struct group);
	struct opened *opened = ARENA_NEW(act->arena, struct opened);
	bool found, first = !uuid_zero(form->with);
	if (!border_place(act, STR(""), 0, STR(""), &subject, err) || !group_at(act, subject.post->code, subject.lane, subject.direction, group, &found, err) ||
	    (first && !border_open(act, form->with, opened, err)))
		return false;
	if (found && (!first || uuid_equal(opened->group_id, group->id)))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("A group is open at this lane already."), "", "group");
	if (first && !group_waits(opened))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This was decided already."), "", "group");
	if (!found) {
		begin(act, &subject, group);
		append_open(act, group);
	}
	*id = group->id;
	if (first)
		join(act, group, form->with, opened->entry.record, border_is_child(act, opened->inspection.born, subject.today));
	return true;
}

/* Somebody is scanned while another verdict of this lane waits: both are a group, unless it is the same document again. */
static bool with_another(struct act *act, const struct subject *subject, struct group *group, bool *found, struct error *err)
{
	struct opened *opened = ARENA_NEW(act->arena, struct opened);
	if (!border_open(act, subject->with, opened, err))
		return false;
	bool here = str_equal(opened->inspection.post, subject->post->code) && opened->inspection.lane == subject->lane && str_equal(opened->inspection.direction, subject->direction);
	*found = here && group_waits(opened) && !opened->group && !uuid_equal(opened->entry.record, subject->record);
	if (!*found)
		return true;
	begin(act, subject, group);
	group->members[group->count++] = (struct group_member){
		.place = 1, .inspection = subject->with, .document = opened->entry.record, .minor = border_is_child(act, opened->inspection.born, subject->today),
	};
	return true;
}

bool group_before(struct act *act, struct subject *subject, struct group **out, struct error *err)
{
	struct group *group = ARENA_NEW(act->arena, struct group);
	bool found;
	*out = NULL;
	if (subject->apart || subject->happened)
		return true;
	if (!group_at(act, subject->post->code, subject->lane, subject->direction, group, &found, err))
		return false;
	if (!found && !uuid_zero(subject->with) && !with_another(act, subject, group, &found, err))
		return false;
	if (found)
		subject->group = *out = group;
	return !found || group_along(act, subject, group, err);
}

void group_after(struct act *act, const struct subject *subject, const struct group *group, struct uuid inspection)
{
	const struct group_member *first = group->members;
	if (group->fresh) {
		append_open(act, group);
		join(act, group, first->inspection, first->document, first->minor);
	}
	join(act, group, inspection, subject->record, border_is_child(act, subject->identity.born, subject->today));
}

static bool is_open(const struct group *group, struct error *err)
{
	return !group->row.closed || error_set(err, ERR_NOT_ALLOWED, WORDS("This group was decided or ended already."), "", "group");
}

bool group_leave(struct act *act, struct group *group, struct uuid inspection, struct error *err)
{
	if (!is_open(group, err))
		return false;
	for (size_t i = 0; i < group->count; i++) {
		if (!uuid_equal(group->members[i].inspection, inspection))
			continue;
		journal_append(act, &group_leave_type, group->id, &(struct group_leave){ .inspection = inspection });
		return true;
	}
	return error_set(err, ERR_NOT_FOUND, "this person is not of the group", "look at the group again", "group");
}

bool group_end(struct act *act, struct group *group, struct error *err)
{
	if (!is_open(group, err))
		return false;
	journal_append(act, &group_close_type, group->id, &(struct group_close){ 0 });
	return true;
}

/* --- what is said of it --- */

static void code_known(struct act *act, const char *list, struct str code, const char *field)
{
	if (code.len && !pack_code_valid(act->pack, str_of(list), code, time_date(act->now)))
		finding_add(&act->findings, str_of(field), "unknown_code", "Choose a code of the list.");
}

static const struct group_member *member_of(const struct group *group, struct uuid inspection)
{
	for (size_t i = 0; i < group->count; i++)
		if (uuid_equal(group->members[i].inspection, inspection))
			return &group->members[i];
	return NULL;
}

static struct str place_of(struct act *act, size_t at, const char *name)
{
	return str_format(act->arena, "members.%zu.%s", at, name);
}

static void check_told(struct act *act, const struct group *group, const struct group_decide *form)
{
	const struct group_choice *choices = form->members.items;
	code_known(act, "vehicle_kinds", form->vehicle, "vehicle");
	code_known(act, "vehicle_colours", form->colour, "colour");
	code_known(act, "countries", form->plate_state, "plate_state");
	code_known(act, "kinship_sources", form->told_by, "told_by");
	bool kin = false;
	for (size_t i = 0; i < form->members.count; i++) {
		if (!member_of(group, choices[i].inspection))
			finding_add(&act->findings, place_of(act, i, "inspection"), "unknown", "This person is not of the group.");
		code_known(act, "kinships", choices[i].kinship, str_c(act->arena, place_of(act, i, "kinship")));
		kin |= choices[i].kinship.len != 0;
	}
	if (kin && !form->told_by.len)
		finding_add(&act->findings, STR("told_by"), "required", "Say who told what they are to each other.");
	if (!uuid_zero(form->driver) && !member_of(group, form->driver))
		finding_add(&act->findings, STR("driver"), "unknown", "The driver is one of the group.");
	if (form->plate.len && plate_key(act->arena, form->plate).len < 2)
		finding_add(&act->findings, STR("plate"), "invalid", "A plate has letters of the Latin alphabet and digits.");
}

/* What is known of a plate that was not told before. */
static bool know(struct act *act, const struct group *group, const struct group_decide *form, struct check_list *out, struct error *err)
{
	struct group *now = ARENA_NEW(act->arena, struct group);
	struct opened *opened = ARENA_NEW(act->arena, struct opened);
	*now = *group;
#define COPY(type, name, ...) now->row.name = form->name;
	VEHICLE_FIELDS(COPY, COPY)
#undef COPY
	now->row.plate = plate_key(act->arena, form->plate);
	*out = (struct check_list){ .arena = act->arena };
	struct uuid answers = uuid_zero(form->driver) ? group->row.lead : form->driver;
	if (!now->row.plate.len || (str_equal(now->row.plate, group->row.plate) && str_equal(now->row.plate_state, group->row.plate_state)) || uuid_zero(answers))
		return true;
	if (!border_open(act, answers, opened, err) || !plate_judge(act, &opened->subject, now, out, err))
		return false;
	alerts_raise(act, &opened->subject, out, answers);
	return true;
}

static void append_told(struct act *act, const struct group *group, const struct group_decide *form, const struct check_list *known)
{
	const struct group_choice *choices = form->members.items;
	struct group_role *roles = ARENA_ARRAY(act->arena, struct group_role, form->members.count + 1);
	struct group_told told = { .told_by = form->told_by, .known = { known->items, known->count } };
	size_t count = 0;
#define COPY(type, name, ...) told.name = form->name;
	VEHICLE_FIELDS(COPY, COPY)
#undef COPY
	told.plate = plate_key(act->arena, form->plate);
	for (size_t i = 0; i < form->members.count; i++)
		if (choices[i].kinship.len)
			roles[count++] = (struct group_role){ .inspection = choices[i].inspection, .kinship = choices[i].kinship };
	told.roles = (struct list){ roles, count };
	if (told.plate.len || told.vehicle.len || !uuid_zero(told.driver) || count)
		journal_append(act, &group_told_type, group->id, &told);
}

bool group_tell(struct act *act, struct group *group, const struct group_decide *form, struct error *err)
{
	if (!is_open(group, err))
		return false;
	check_told(act, group, form);
	if (act->findings.count)
		return again(err);
	struct check_list known;
	if (!know(act, group, form, &known, err))
		return false;
	append_told(act, group, form, &known);
	return true;
}

/* --- the decision --- */

bool group_waits(const struct opened *opened)
{
	return !uuid_zero(opened->entry.id) && !opened->decided && !opened->referred && !opened->subject.claim_open;
}

static bool refers(const struct group_choice *choice)
{
	return str_is(choice->decision, "refer");
}

static bool category_asks(const struct opened *opened, const char *what)
{
	const struct pack_category *category = opened->subject.verdict.category;
	for (size_t i = 0; category && i < category->ask.count; i++)
		if (str_is(category->ask.items[i], what))
			return true;
	return false;
}

static struct admit admit_of(struct act *act, const struct group_decide *form, const struct group_choice *choice, const struct opened *opened)
{
	struct str plate = plate_key(act->arena, form->plate);
	struct admit admit = {
		.days = choice->days, .explained = choice->explained, .explanation = choice->explanation, .paper = choice->paper, .carrier = form->carrier, .craft = plate.len ? plate : form->craft,
		.from_place = form->from_place, .to_place = form->to_place, .address = form->address,
	};
	if (category_asks(opened, "purpose") && str_is(opened->inspection.direction, "entry"))
		admit.purpose = form->purpose;
#define COPY(type, name, ...) admit.name = choice->name;
	CHILD_ANSWER_FIELDS(COPY, COPY)
#undef COPY
	return admit;
}

static void check_choice(struct act *act, const struct group_decide *form, size_t at, const struct opened *opened)
{
	const struct group_choice *choice = &((const struct group_choice *)form->members.items)[at];
	struct str prefix = place_of(act, at, "");
	if (choice->decision.len && !refers(choice) && !str_is(choice->decision, "admit")) {
		finding_add(&act->findings, place_of(act, at, "decision"), "unknown_code", "Admit, or refer to the second line.");
		return;
	}
	const char *why_not = refers(choice) ? border_why_not_refer(act, opened) : border_why_not_admit(act, opened);
	const struct admit admit = admit_of(act, form, choice, opened);
	const struct refer refer = { .reason = choice->reason, .note = choice->note };
	if (why_not)
		finding_add(&act->findings, place_of(act, at, "decision"), "not_allowed", why_not);
	else if (refers(choice))
		border_check_refer(act, opened, &refer, prefix);
	else
		border_check_admit(act, opened, &admit, prefix);
}

/* Everybody who waits must be named: nobody is decided on who was not on the page. */
static bool find_choice(const struct group_decide *form, struct uuid inspection, size_t *at)
{
	const struct group_choice *choices = form->members.items;
	for (*at = 0; *at < form->members.count; ++*at)
		if (uuid_equal(choices[*at].inspection, inspection))
			return true;
	return false;
}

static void check_decision(struct act *act, const struct group *group, const struct group_decide *form)
{
	const struct group_choice *choices = form->members.items;
	bool entry = str_is(group->row.direction, "entry"), asked = false;
	size_t at, waiting = 0;
	check_told(act, group, form);
	for (size_t i = 0; i < group->count; i++) {
		if (!group_waits(&group->opened[i]))
			continue;
		waiting++;
		if (find_choice(form, group->members[i].inspection, &at)) {
			asked |= entry && !refers(&choices[at]) && category_asks(&group->opened[i], "purpose");
			check_choice(act, form, at, &group->opened[i]);
		} else {
			finding_add(&act->findings, STR("members"), "incomplete", "Somebody joined since this page was made. Look at the group again.");
		}
	}
	border_check_purpose(act, form->purpose, asked);
	if (!waiting)
		finding_add(&act->findings, STR("members"), "none", "Nobody of this group waits for a decision.");
}

/* What the crossing says of the group and the vehicle is read from `opened`. */
static void put_vehicle(const struct group *group, const struct group_decide *form, struct arena *arena, struct opened *opened)
{
	struct group *now = ARENA_NEW(arena, struct group);
	*now = *group;
#define COPY(type, name, ...) now->row.name = form->name;
	VEHICLE_FIELDS(COPY, COPY)
#undef COPY
	now->row.plate = plate_key(arena, form->plate);
	opened->group = now;
}

static void append_kinship(struct act *act, const struct group *group, const struct group_decide *form, size_t member, struct str kinship)
{
	const struct group_member *lead = member_of(group, group->row.lead);
	if (!kinship.len || !lead || uuid_equal(lead->document, group->members[member].document))
		return;
	const struct kinship told = { .other = lead->document, .kinship = kinship, .told_by = form->told_by, .group_id = group->id };
	journal_append(act, &kinship_type, group->members[member].document, &told);
	journal_ref(act, lead->document, "kin");
}

static bool append_choice(struct act *act, const struct group_choice *choice, const struct group_decide *form, struct opened *opened, struct error *err)
{
	struct uuid id;
	const struct admit admit = admit_of(act, form, choice, opened);
	const struct refer refer = { .reason = choice->reason, .note = choice->note };
	if (!refers(choice))
		return border_append_admit(act, opened, &admit, &id, err);
	border_append_refer(act, opened, &refer);
	return true;
}

bool group_decide(struct act *act, struct group *group, const struct group_decide *form, struct error *err)
{
	const struct group_choice *choices = form->members.items;
	struct group_close close = { 0 };
	size_t at;
	if (!is_open(group, err) || !group_open_members(act, group, err))
		return false;
	struct check_list known;
	check_decision(act, group, form);
	if (!act->findings.count && !know(act, group, form, &known, err))
		return false;
	if (!act->findings.count && plate_stops(&known))
		finding_add(&act->findings, STR("plate"), "known", "Something is known of this vehicle. Keep the plate, look at it, then decide.");
	if (act->findings.count)
		return again(err);
	for (size_t i = 0; i < group->count; i++) {
		if (!group_waits(&group->opened[i]) || !find_choice(form, group->members[i].inspection, &at))
			continue;
		close.referred += refers(&choices[at]);
		close.admitted += !refers(&choices[at]);
	}
	journal_append(act, &group_close_type, group->id, &close);
	append_told(act, group, form, &known);
	for (size_t i = 0; i < group->count; i++) {
		if (!group_waits(&group->opened[i]) || !find_choice(form, group->members[i].inspection, &at))
			continue;
		put_vehicle(group, form, act->arena, &group->opened[i]);
		if (!append_choice(act, &choices[at], form, &group->opened[i], err))
			return false;
		append_kinship(act, group, form, i, choices[at].kinship);
	}
	return true;
}
