/* From bytes to an inspection, and from an inspection's id back to all that a decision needs. */
#include "child.h"
#include "find.h"
#include "group.h"
#include "lease.h"
#include "plate.h"

#include "alerts.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "seal.h"
#include "station.h"
#include "store.h"
#include "watch.h"

enum { VERDICT_HOURS = 12 }; /* an older verdict is no ground for a decision: scan again */

bool border_place(struct act *act, struct str post, int lane, struct str direction, struct subject *subject, struct error *err)
{
	const struct lang_zone *zone;
	if (!post.len) {
		post = act->place.post;
		lane = act->place.lane;
	}
	if (!direction.len)
		direction = act->place.direction;
	subject->post = pack_post(act->pack, post, time_date(act->now));
	if (!subject->post)
		return error_set(err, ERR_INPUT, "no post is chosen", "choose post, lane and direction first", "post");
	if (!str_is(direction, "entry") && !str_is(direction, "exit"))
		return error_set(err, ERR_INPUT, "no direction is chosen", "choose entry or exit", "direction");
	if (lane && !pack_lane(subject->post, lane))
		return error_set(err, ERR_INPUT, "this post has no such lane", "choose another lane", "lane %d", lane);
	zone = act->house->zone(act->house, subject->post->zone);
	subject->lane = lane;
	subject->direction = direction;
	subject->today = lang_zone_day(zone, act->now);
	return true;
}

/* What the post's peak mode leaves out, if it has one. */
static bool reduce(struct act *act, struct subject *subject, struct error *err)
{
	struct peak_row peak;
	if (!station_peak(act, subject->post->code, subject->happened ? subject->happened : act->now, &peak, err))
		return false;
	subject->peak = peak.id;
	subject->reduced = (struct pack_names){ peak.reduced.items, peak.reduced.count };
	subject->reduced_law = peak.law;
	return true;
}

bool border_inspect(struct act *act, struct subject *subject, struct str zone, struct check_list *checks, struct uuid *id, struct error *err)
{
	struct group *group;
	*checks = (struct check_list){ .arena = act->arena };
	subject->record = identity_record(act, &subject->identity);
	if (!group_before(act, subject, &group, err) || !seal_present(act, subject, err) || !subject_load(act, subject, err) || !reduce(act, subject, err) || !inspect_run(act, subject, checks, err))
		return false;
	*id = inspect_record(act, subject, checks, zone); /* the act's first entry: its id is the one that was asked for */
	if (group)
		group_after(act, subject, group, *id);
	alerts_raise(act, subject, checks, *id);
	return true;
}

static struct str joined_lines(const struct mrz *mrz, struct arena *arena)
{
	return str_join(arena, mrz->line, mrz->line_count, STR("\n"));
}

bool border_scan(struct act *act, const struct scan *scan, struct subject *subject, struct check_list *checks, struct uuid *id,
                 struct error *err)
{
	struct mrz *mrz = ARENA_NEW(act->arena, struct mrz);
	*subject = (struct subject){ .mrz = mrz, .source = scan->source.len ? scan->source : STR("mrz"), .purpose = scan->purpose, .with = scan->with, .seal = scan->seal, .apart = subject->apart };
	if (!border_place(act, scan->post, (int)scan->lane, scan->direction, subject, err) ||
	    !mrz_parse(scan->lines, act->arena, mrz, err))
		return false;
	identity_from_mrz(mrz, subject->today, act->arena, &subject->identity);
	return border_inspect(act, subject, joined_lines(mrz, act->arena), checks, id, err);
}

void border_opened_now(struct act *act, struct opened *opened, const struct check_list *checks, struct uuid id)
{
	const struct subject *subject = &opened->subject;
	opened->entry = (struct entry){ .id = id, .record = subject->record, .happened = act->now, .actor = act->actor.user };
	opened->inspection = inspect_made(act, subject, checks, STR(""));
	stay_of(subject, str_is(subject->direction, "entry"), act->arena, &opened->stay);
}

/* --- opening again --- */

static bool find_referral(struct act *act, const char *statement, const char *name, struct uuid id, struct referral_row *row, bool *found,
                          struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_id(query, name, id);
	*found = query_next(query);
	if (*found)
		query_row(query, &referral_row_fields, row, act->arena);
	return query_end(query, err);
}

static bool was_decided(const struct opened *opened)
{
	for (size_t i = 0; i < opened->subject.movement_count; i++)
		if (uuid_equal(opened->subject.movements[i].inspection, opened->entry.id))
			return true;
	return false;
}

static void subject_of(struct act *act, struct opened *out)
{
	struct subject *subject = &out->subject;
	struct error ignored;
	struct mrz *mrz = ARENA_NEW(act->arena, struct mrz);
	subject->identity = *(const struct identity *)&out->inspection;
	subject->record = out->entry.record;
	subject->source = out->inspection.source;
	subject->purpose = out->inspection.purpose;
	subject->seal = out->inspection.seal;
	subject->peak = out->inspection.peak;
	subject->reduced = (struct pack_names){ out->inspection.reduced.items, out->inspection.reduced.count };
	if (out->inspection.zone.len && mrz_parse(out->inspection.zone, act->arena, mrz, &ignored))
		subject->mrz = mrz;
}

/* Hits that were compared since count no more, as they will not at the next scan. */
static bool settle(struct act *act, struct opened *out, struct error *err)
{
	struct check_list checks = { .arena = act->arena, .items = out->inspection.checks.items, .count = out->inspection.checks.count };
	size_t settled;
	if (!watch_settle(act, out->entry.record, &out->subject.identity, checks.items, checks.count, &settled, err))
		return false;
	if (settled)
		out->inspection.advice = str_of(advice_name(inspect_advice(&out->subject, &checks)));
	return true;
}

enum { LISTS_GRACE_MS = 60000 };

static void compare_lists(struct act *act, struct opened *out)
{
	if (!act->watch || !act->watch->count)
		return;
	out->lists_changed = !str_equal(out->inspection.lists, watch_versions(act->watch, act->arena));
	for (size_t i = 0; out->lists_changed && i < act->watch->count; i++) {
		int64_t changed = act->watch->lists[i].row.imported;
		out->lists_old |= changed > out->entry.happened && act->now - changed > LISTS_GRACE_MS;
	}
}

bool border_open(struct act *act, struct uuid inspection, struct opened *out, struct error *err)
{
	*out = (struct opened){ 0 };
	if (!inspect_read(act, inspection, &out->inspection, &out->entry, err))
		return false;
	subject_of(act, out);
	if (!border_place(act, out->inspection.post, (int)out->inspection.lane, out->inspection.direction, &out->subject, err) ||
	    !seal_present(act, &out->subject, err) || !subject_load(act, &out->subject, err) || !settle(act, out, err) || !find_open(act, out, err) || !group_of(act, out, err))
		return false;
	out->decided = was_decided(out);
	if (!out->decided && !plate_open(act, out, err))
		return false;
	if (!border_child_settle(act, out, err) ||
	    !find_referral(act, "border.open_referral_of_record", "record", out->entry.record, &out->referral, &out->referred, err))
		return false;
	stay_of(&out->subject, str_is(out->subject.direction, "entry"), act->arena, &out->stay);
	compare_lists(act, out);
	return true;
}

static bool find_asked(struct act *act, struct opened *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.refusal_asked");
	query_bind_id(query, "record", out->entry.record);
	out->asked = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

bool border_referral(struct act *act, struct uuid referral, struct referral_row *row, struct opened *out, struct error *err)
{
	bool found;
	if (!find_referral(act, "border.referral_by_id", "id", referral, row, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such referral", "look at the queue again", "referral");
	return border_open(act, row->inspection, out, err) && find_asked(act, out, err);
}

static bool too_old(const struct act *act, const struct opened *opened)
{
	return act->now - opened->entry.happened > VERDICT_HOURS * INT64_C(3600000);
}

static bool refers(const struct opened *opened)
{
	return str_is(opened->inspection.advice, advice_name(ADVICE_REFER));
}

static bool order(const struct opened *opened)
{
	return inspect_order(opened->inspection.checks.items, opened->inspection.checks.count);
}

static unsigned may(const struct opened *opened)
{
	return opened->subject.verdict.category ? opened->subject.verdict.category->may : MAY_ADMIT | MAY_REFER;
}

const char *border_why_not_admit(const struct act *act, const struct opened *opened)
{
	bool second_line = rights_have(act->actor.rights, CAN_SECOND_LINE);
	bool exit = str_is(opened->inspection.direction, "exit");
	if (!rights_have(act->actor.rights, CAN_CROSS) && !second_line)
		return WORDS("Your roles do not allow this.");
	if (opened->decided)
		return WORDS("This was decided already.");
	if (opened->referred && !second_line)
		return WORDS("The person is at the second line, which decides.");
	if (opened->referred && border_taken_by_other(act, &opened->referral))
		return WORDS("A colleague has this person. Take over with a reason, or leave it to them.");
	if (!opened->referred && too_old(act, opened))
		return WORDS("This verdict is too old. Scan the document again.");
	if (!opened->referred && opened->lists_old)
		return WORDS("The lists were changed since this verdict. Check again.");
	if (exit && order(opened) && !second_line)
		return WORDS("An order stands against leaving. Refer: the second line decides.");
	if (!exit && refers(opened) && !second_line)
		return WORDS("The second line decides.");
	if (!exit && !(may(opened) & MAY_ADMIT) && !second_line)
		return WORDS("The second line decides: the papers needed are not there.");
	return NULL;
}

const char *border_why_not_transit(const struct act *act, const struct opened *opened)
{
	if (!(may(opened) & MAY_TRANSIT) || !str_is(opened->inspection.direction, "entry"))
		return WORDS("This person is not in transit.");
	if (opened->decided)
		return WORDS("This was decided already.");
	if (opened->referred && !rights_have(act->actor.rights, CAN_SECOND_LINE))
		return WORDS("The person is at the second line, which decides.");
	if (opened->referred && border_taken_by_other(act, &opened->referral))
		return WORDS("A colleague has this person. Take over with a reason, or leave it to them.");
	if (opened->referred && opened->subject.claim_open)
		return WORDS("This person asked for protection. Another desk handles this person.");
	if (!opened->referred && too_old(act, opened))
		return WORDS("This verdict is too old. Scan the document again.");
	return NULL;
}

const char *border_why_not_refer(const struct act *act, const struct opened *opened)
{
	if (opened->decided)
		return WORDS("This was decided already.");
	if (opened->referred)
		return WORDS("The person is at the second line already.");
	if (!(may(opened) & MAY_REFER) && !order(opened))
		return WORDS("A citizen is not referred: establish identity, then admit.");
	return NULL;
}

/* What holds for whoever refuses and whoever confirms. `deciding`: the actor's own roles count. */
static const char *why_not_refuse(const struct act *act, const struct opened *opened, const struct referral_row *referral, bool deciding)
{
	const struct pack_names roles = { act->actor.roles, act->actor.role_count };
	struct pack_may_refuse answer;
	if (opened->subject.claim_open)
		return WORDS("Another desk handles this person: refusal, removal and return are not possible.");
	if (referral->closed || opened->decided)
		return WORDS("This was decided already.");
	if (str_is(opened->inspection.direction, "exit"))
		return WORDS("Leaving is not refused here: it needs an order.");
	pack_may_refuse(act->pack, &opened->subject.facts, opened->subject.verdict.category, &roles, opened->subject.today, &answer);
	bool role = str_is(str_of(answer.why_not), "role");
	if (!answer.may && (deciding || !role))
		return str_is(str_of(answer.why_not), "citizen") ? WORDS("A citizen cannot be refused.")
		       : role                                    ? WORDS("Your role may not refuse.")
		                                                 : WORDS("The law does not allow a refusal here.");
	if (!referral->heard || !str_is(referral->protection, "no"))
		return WORDS("Hear the person first, and ask whether they ask for protection.");
	return NULL;
}

const char *border_why_not_refuse(const struct act *act, const struct opened *opened, const struct referral_row *referral)
{
	if (!rights_have(act->actor.rights, CAN_SECOND_LINE))
		return WORDS("Only the second line refuses.");
	const char *why = why_not_refuse(act, opened, referral, true);
	if (!why && border_taken_by_other(act, referral))
		return WORDS("A colleague has this person. Take over with a reason, or leave it to them.");
	if (!why && opened->asked)
		return WORDS("A second person was asked to confirm the refusal. It waits in the list to confirm.");
	return why;
}

static bool holds_role(const struct act *act, struct str role)
{
	for (size_t i = 0; i < act->actor.role_count; i++)
		if (str_equal(act->actor.roles[i], role))
			return true;
	return false;
}

const char *border_why_not_confirm(const struct act *act, const struct opened *opened, const struct referral_row *referral)
{
	if (act->pack->refusal.second.len && !holds_role(act, act->pack->refusal.second))
		return WORDS("Your role is not the one that confirms a refusal.");
	return why_not_refuse(act, opened, referral, false);
}
