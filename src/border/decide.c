/* What an officer does with a verdict: admit, refer, record a claim, write a note. Each appends; the web submits. */
#include "child.h"
#include "group.h"
#include "lease.h"
#include "plate.h"

#include "access.h"
#include "alerts.h"
#include "journal.h"
#include "lang.h"
#include "letters.h"
#include "store.h"
#include "watch.h"

static bool refuse_to(const char *why, struct error *err, const char *where)
{
	return why ? error_set(err, ERR_NOT_ALLOWED, why, "", "%s", where) : true;
}

int border_days_most(const struct opened *opened)
{
	return stay_days_most(&opened->subject, &opened->stay);
}

struct date border_stay_until(const struct opened *opened, int days)
{
	if (days <= 0)
		return (struct date){ 0 };
	return date_of_days(date_days(opened->subject.today) + days - 1);
}

static bool asks_for(const struct opened *opened, const char *what)
{
	if (subject_reduced(&opened->subject, str_of(what)))
		return false;
	const struct pack_category *category = opened->subject.verdict.category;
	for (size_t i = 0; category && i < category->ask.count; i++)
		if (str_is(category->ask.items[i], what))
			return true;
	return false;
}

static struct str place_of(struct act *act, struct str prefix, const char *name)
{
	return str_format(act->arena, STR_FMT "%s", STR_ARG(prefix), name);
}

/* A child's admission needs the answer; one that enters alone and without any consent is taken care of by the second line. */
static void check_child(struct act *act, const struct opened *opened, const struct admit *admit, bool entry, struct str prefix)
{
	struct subject subject = opened->subject;
	if (border_child_state(act, &subject) == CHILD_NOT)
		return;
	if (admit->companion.len) {
		subject.companion = admit->companion;
		subject.consent = admit->consent;
	}
	enum child_state state = border_child_state(act, &subject);
	if (state == CHILD_ASKED || admit->companion.len)
		border_child_check(act, &subject, admit->companion, admit->consent, prefix);
	bool alone = state == CHILD_ALONE && (!subject.consent.len || str_is(subject.consent, "none"));
	if (entry && alone && !rights_have(act->actor.rights, CAN_SECOND_LINE))
		finding_add(&act->findings, place_of(act, prefix, "companion"), "alone", "A child alone, without any consent: the second line takes care of it.");
}

void border_check_purpose(struct act *act, struct str purpose, bool asked)
{
	if (purpose.len && !pack_code_valid(act->pack, STR("travel_purposes"), purpose, time_date(act->now)))
		finding_add(&act->findings, STR("purpose"), "unknown_code", "Choose a purpose of the list.");
	if (asked && !purpose.len)
		finding_add(&act->findings, STR("purpose"), "required", "Ask for the purpose of the stay and choose it.");
}

void border_check_admit(struct act *act, const struct opened *opened, const struct admit *admit, struct str prefix)
{
	bool entry = str_is(opened->inspection.direction, "entry");
	int most = border_days_most(opened);
	if (!prefix.len)
		border_check_purpose(act, admit->purpose, entry && asks_for(opened, "purpose"));
	if (entry && !opened->stay.unlimited && admit->days > most)
		finding_add(&act->findings, place_of(act, prefix, "days"), "out_of_range", "More days than the rule and the visa allow.");
	if (entry && !opened->stay.unlimited && most <= 0 && !rights_have(act->actor.rights, CAN_SECOND_LINE))
		finding_add(&act->findings, place_of(act, prefix, "days"), "none_left", "No days are left: the second line decides.");
	check_child(act, opened, admit, entry, prefix);
	if (!entry && opened->stay.over)
		status_check_explained(act, &(struct explained){ .code = admit->explained }, opened->subject.today, place_of(act, prefix, "explained"));
}

/* What was answered with the decision, else what was answered before. */
static void fill_child(const struct opened *opened, const struct admit *admit, struct movement *movement)
{
	bool now = admit->companion.len != 0;
	movement->companion = now ? admit->companion : opened->child.companion;
	movement->consent = now ? admit->consent : opened->child.consent;
	movement->consent_by = now ? admit->consent_by : opened->child.consent_by;
	movement->consent_until = now ? admit->consent_until : opened->child.consent_until;
}

bool border_follow_up(struct act *act, struct opened *opened, const struct admit *admit, struct uuid crossing, struct error *err)
{
	const struct explained explained = { admit->explained, admit->explanation, admit->paper };
	const struct stay_account *stay = &opened->stay;
	if (!stay->open)
		return true;
	if (str_is(opened->inspection.direction, "entry"))
		return status_tell_two_entries(act, stay->open->id, opened->entry.record, err);
	if (stay->over)
		opened->overstay = status_record_overstay(act, &opened->subject, stay, &explained, crossing, &opened->due);
	return true;
}

/* The group, its vehicle and who drove stand on the crossing of each. */
static void fill_group(const struct opened *opened, struct movement *movement)
{
	const struct group *group = opened->group;
	if (!group)
		return;
	movement->group_id = opened->group_id;
	if (!movement->craft.len)
		movement->craft = group->row.plate;
	movement->vehicle = group->row.vehicle;
	movement->plate_state = group->row.plate_state;
	for (size_t i = 0; i < group->count; i++)
		if (!uuid_zero(group->row.driver) && uuid_equal(group->members[i].inspection, group->row.driver))
			movement->driver = group->members[i].document;
}

static void fill_movement(const struct opened *opened, const struct admit *admit, struct movement *movement)
{
	bool entry = str_is(opened->inspection.direction, "entry");
	movement->decision = STR("admit");
	movement->purpose = admit->purpose.len ? admit->purpose : opened->inspection.purpose;
	movement->carrier = admit->carrier;
	movement->craft = admit->craft;
	movement->from_place = admit->from_place;
	movement->to_place = admit->to_place;
	movement->address = admit->address;
	movement->stamp = admit->stamp;
	movement->note = admit->explanation;
	fill_child(opened, admit, movement);
	fill_group(opened, movement);
	movement->inspection = opened->entry.id;
	movement->lists = opened->inspection.lists;
	if (opened->referred)
		movement->referral = opened->referral.id;
	if (opened->subject.permit)
		movement->permit = opened->subject.permit->id;
	if (entry && !opened->stay.unlimited) {
		movement->days = admit->days ? admit->days : border_days_most(opened);
		movement->stay_until = border_stay_until(opened, (int)movement->days);
	}
}

void border_fill(const struct opened *opened, const struct admit *admit, struct movement *movement)
{
	fill_movement(opened, admit, movement);
}

/* A citizen comes in on a paper that has run out: the desk that issues papers gets a task. */
static void tell_document_desk(struct act *act, const struct opened *opened)
{
	struct date expires = opened->subject.identity.document_expires;
	const struct pack_category *category = opened->subject.verdict.category;
	if (!category || !str_is(category->code, "citizen") || !date_whole(expires) || date_compare(expires, opened->subject.today) >= 0)
		return;
	struct task task = {
		.role = STR("document_desk"),
		.what = STR("expired_document"),
		.about = opened->entry.record,
		.words = str_of(WORDS("A citizen was admitted on an expired document. Help with a new one.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool border_append_admit(struct act *act, struct opened *opened, const struct admit *admit, struct uuid *id, struct error *err)
{
	struct movement movement = { 0 };
	movement_complete(act, &opened->subject, &movement);
	fill_movement(opened, admit, &movement);
	if (opened->subject.post->mode == MODE_LAND)
		movement.craft = plate_key(act->arena, movement.craft);
	*id = journal_append(act, &crossing_type, opened->entry.record, &movement);
	tell_document_desk(act, opened);
	return border_follow_up(act, opened, admit, *id, err);
}

/* Somebody who drives alone: the plate is told with the decision. What a list says of it is looked at before, on a group's page. */
static void check_plate(struct act *act, const struct opened *opened, const struct admit *admit)
{
	struct check_list known = { .arena = act->arena };
	if (opened->subject.post->mode != MODE_LAND || opened->group || opened->referred || !admit->craft.len)
		return;
	watch_plate(act, &opened->subject, plate_key(act->arena, admit->craft), STR(""), &known);
	alerts_raise(act, &opened->subject, &known, opened->entry.id);
	if (str_is(opened->inspection.direction, "entry") && plate_stops(&known))
		finding_add(&act->findings, STR("craft"), "known", "This plate is on a list. Make a group (F3), keep the plate there, and look at what the list says.");
}

bool border_admit(struct act *act, struct opened *opened, const struct admit *admit, struct uuid *id, struct error *err)
{
	if (!refuse_to(border_why_not_admit(act, opened), err, "admit"))
		return false;
	border_check_admit(act, opened, admit, STR(""));
	check_plate(act, opened, admit);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "admit");
	return border_append_admit(act, opened, admit, id, err);
}

bool border_transit(struct act *act, struct opened *opened, const struct transit *transit, struct uuid *id, struct error *err)
{
	struct movement movement = { 0 };
	if (!refuse_to(border_why_not_transit(act, opened), err, "transit"))
		return false;
	movement_complete(act, &opened->subject, &movement);
	fill_movement(opened, &(struct admit){ .carrier = transit->carrier, .craft = transit->craft, .to_place = transit->to_place }, &movement);
	movement.decision = STR("transit");
	movement.days = 0;
	movement.stay_until = (struct date){ 0 };
	*id = journal_append(act, &crossing_type, opened->entry.record, &movement);
	return true;
}

void border_check_refer(struct act *act, const struct opened *opened, const struct refer *refer, struct str prefix)
{
	if (!pack_code_valid(act->pack, STR("referral_reasons"), refer->reason, opened->subject.today))
		finding_add(&act->findings, place_of(act, prefix, "reason"), "unknown_code", "Choose a reason of the list.");
}

void border_append_refer(struct act *act, const struct opened *opened, const struct refer *refer)
{
	struct referral referral = {
		.inspection = opened->entry.id,
		.post = opened->inspection.post,
		.lane = opened->inspection.lane,
		.direction = opened->inspection.direction,
		.reason = refer->reason,
		.advice = opened->inspection.advice,
		.note = refer->note,
		.group_id = opened->group_id,
	};
	identity_put(&referral, &opened->subject.identity);
	referral.name_key = identity_key(&opened->subject.identity, act->arena);
	journal_append(act, &referral_type, opened->entry.record, &referral);
	const struct pack_code *reason = pack_code(act->pack, STR("referral_reasons"), refer->reason);
	if (reason && reason->has_score && reason->score == 1) /* the pack says: this reason doubts the bearer */
		watch_doubt(act, opened->entry.record, opened->entry.id, refer->note.len > 1 ? refer->note : refer->reason);
}

bool border_refer(struct act *act, struct opened *opened, const struct refer *refer, struct error *err)
{
	if (!refuse_to(border_why_not_refer(act, opened), err, "refer"))
		return false;
	border_check_refer(act, opened, refer, STR(""));
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "refer");
	border_append_refer(act, opened, refer);
	return true;
}

/* --- the second line --- */

bool border_hear(struct act *act, const struct referral_row *referral, struct opened *opened, const struct hear *hear, struct error *err)
{
	struct hearing hearing = { .referral = referral->id };
	if (referral->closed)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This was decided already."), "", "hearing");
	if (!border_keep_taken(act, referral, opened, err))
		return false;
	if (!str_is(hear->protection, "yes") && !str_is(hear->protection, "no")) {
		finding_add(&act->findings, STR("protection"), "required", "Ask the person, and answer yes or no.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "hearing");
	}
#define COPY(type, name, ...) hearing.name = hear->name;
	HEAR_FIELDS(COPY, COPY)
#undef COPY
	if (str_is(hear->protection, "yes"))
		act->purpose = STR("protection"); /* what was said belongs to the claim */
	journal_append(act, &hearing_type, opened->entry.record, &hearing);
	if (!str_is(hear->protection, "yes"))
		return true;
	struct protection protection = { .words = hear->note, .language = hear->language };
	return border_claim(act, opened, &protection, err);
}

static bool check_reasons(struct act *act, const struct opened *opened, const struct refuse *refuse, struct error *err)
{
	for (size_t i = 0; i < refuse->reasons.count; i++)
		if (!pack_code_valid(act->pack, STR("refusal_reasons"), refuse->reasons.items[i], opened->subject.today))
			finding_add(&act->findings, STR("reasons"), "unknown_code", "Choose reasons of the list.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "refusal");
	return true;
}

/* As told and as printed, in the language of the hearing where the pack speaks it. */
static struct str remedy_words(struct act *act, const struct referral_row *referral)
{
	struct str language = referral->language.len ? referral->language : lang_tag(act->lang);
	struct str remedy = pack_words(act->pack, language, act->pack->refusal.remedy);
	struct str authority = pack_words(act->pack, language, act->pack->refusal.authority);
	return str_format(act->arena, STR_FMT "\n" STR_FMT, STR_ARG(remedy), STR_ARG(authority));
}

static void fill_refusal(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct refuse *refuse,
                         struct movement *movement)
{
	movement_complete(act, &opened->subject, movement);
	movement->decision = STR("refuse");
	movement->reasons = refuse->reasons;
	movement->facts = refuse->facts;
	movement->hearing = referral->hearing;
	movement->signature_refused = refuse->signature_refused;
	movement->inspection = opened->entry.id;
	movement->lists = opened->inspection.lists;
	movement->purpose = opened->inspection.purpose;
	movement->referral = referral->id;
	movement->remedy = remedy_words(act, referral);
	movement->officer = act->actor.user;
}

/* A claim made on another document of the person while the officer decides must stop this decision: its record is part of the ground. */
static bool depend_on_person(struct act *act, const struct opened *opened, struct error *err)
{
	struct query *query = db_query(act->db, "border.documents_of_holder");
	struct uuid records[40];
	size_t count = 0;
	query_bind_id(query, "holder", opened->subject.holder);
	query_bind_int(query, "most", (int64_t)COUNT_OF(records));
	while (count < COUNT_OF(records) && query_next(query))
		records[count++] = query_id(query, 0);
	if (!query_end(query, err))
		return false;
	journal_depend(act, opened->entry.record);
	for (size_t i = 0; i < count; i++)
		journal_depend(act, records[i]);
	return true;
}

bool border_refuse(struct act *act, const struct referral_row *referral, struct opened *opened, const struct refuse *refuse, bool *asked,
                   struct error *err)
{
	const struct pack_names roles = { act->actor.roles, act->actor.role_count };
	struct pack_may_refuse answer;
	struct movement movement = { 0 };
	if (!refuse_to(border_why_not_refuse(act, opened, referral), err, "refusal") || !check_reasons(act, opened, refuse, err) ||
	    !depend_on_person(act, opened, err))
		return false;
	fill_refusal(act, referral, opened, refuse, &movement);
	pack_may_refuse(act->pack, &opened->subject.facts, opened->subject.verdict.category, &roles, opened->subject.today, &answer);
	*asked = answer.second.len != 0;
	if (*asked) {
		second_ask(act, "refusal", CAN_SUPERVISE, opened->entry.record, fields_data(&movement_fields, &movement, act->arena), refuse->facts);
		return true;
	}
	struct uuid entry = journal_append(act, &refusal_type, opened->entry.record, &movement);
	return border_letter_refusal(act, entry, opened->entry.record, &movement, referral, err);
}

static bool open_request(struct act *act, struct str body, struct movement *movement, struct referral_row *referral, struct opened *opened,
                         struct error *err)
{
	if (!fields_from_data(&movement_fields, body, movement, act->arena))
		return error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
	return border_referral(act, movement->referral, referral, opened, err);
}

bool border_confirm_refusal(struct act *act, struct uuid request, struct error *err)
{
	struct movement movement = { 0 };
	struct referral_row referral = { 0 };
	struct opened opened;
	struct uuid record;
	struct str body;
	if (!second_confirm(act, request, "refusal", &record, &body, err) ||
	    !open_request(act, body, &movement, &referral, &opened, err) ||
	    !refuse_to(border_why_not_confirm(act, &opened, &referral), err, "refusal") || !depend_on_person(act, &opened, err))
		return false;
	movement.second = act->actor.user;
	struct uuid entry = journal_append(act, &refusal_type, record, &movement);
	return border_letter_refusal(act, entry, record, &movement, &referral, err);
}
