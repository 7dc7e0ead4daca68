/* What an officer found about a hit, and the second person for "the same person". */
#include "find.h"

#include "access.h"
#include "journal.h"
#include "lang.h"
#include "lease.h"
#include "store.h"

static const char SAME[] = "same";

const struct pack_watchlist *find_list(const struct act *act, const struct check_line *line)
{
	return str_starts(line->check, STR("watch.")) ? pack_watchlist(act->pack, line->origin, (struct date){ 0 }) : NULL;
}

bool find_shown(const struct act *act, const struct check_line *line)
{
	return rights_have(act->actor.rights, CAN_SECOND_LINE) || !str_is(line->visible, "second_line");
}

/* --- what waits for a second person --- */

bool find_waits(const struct opened *opened, struct str list, struct str item)
{
	for (size_t i = 0; opened->same && i < opened->same->count; i++)
		if (str_equal(opened->same->items[i].list, list) && str_equal(opened->same->items[i].item, item))
			return true;
	return false;
}

static bool any_hit(const struct act *act, const struct opened *opened)
{
	const struct check_line *lines = opened->inspection.checks.items;
	bool any = false;
	for (size_t i = 0; i < opened->inspection.checks.count; i++)
		any |= !str_is(lines[i].result, "successful") && find_list(act, &lines[i]);
	return any;
}

bool find_open(struct act *act, struct opened *opened, struct error *err)
{
	if (!any_hit(act, opened))
		return true;
	struct same_asked *same = ARENA_NEW(act->arena, struct same_asked);
	struct query *query = db_query(act->db, "border.same_asked");
	query_bind_id(query, "record", opened->entry.record);
	query_bind_int(query, "most", SAME_ASKED_MOST);
	while (same->count < SAME_ASKED_MOST && query_next(query))
		if (fields_from_data(&finding_made_fields, query_text(query, 0, act->arena), &same->items[same->count], act->arena))
			same->count++;
	opened->same = same;
	return query_end(query, err);
}

/* --- finding --- */

const char *border_why_not_find(const struct act *act, const struct opened *opened, const struct pack_watchlist *list)
{
	bool second_line = rights_have(act->actor.rights, CAN_SECOND_LINE);
	bool looks = list->visible == VISIBLE_FIRST_LINE && (list->means == ADVICE_LOOK || list->means == ADVICE_NOTE || list->means == ADVICE_NONE);
	if (opened->decided)
		return WORDS("This was decided already.");
	if (opened->referred && second_line && border_taken_by_other(act, &opened->referral))
		return WORDS("A colleague has this person. Take over with a reason, or leave it to them.");
	if (!second_line && (!looks || !rights_have(act->actor.rights, CAN_CROSS)))
		return WORDS("The second line compares hits of this list.");
	return NULL;
}

/* The line of a list that has a hit of that entry; one that the reader may not see is not there. */
static const struct watch_kept *hit_of(struct act *act, const struct opened *opened, struct str list, struct str item, const struct check_line **line)
{
	const struct check_line *lines = opened->inspection.checks.items;
	for (size_t i = 0; i < opened->inspection.checks.count; i++) {
		size_t count = 0;
		*line = &lines[i];
		if (!find_list(act, *line) || !str_equal((*line)->origin, list) || !find_shown(act, *line))
			continue;
		const struct watch_kept *hits = watch_kept(*line, act->arena, &count);
		for (size_t k = 0; k < count; k++)
			if (str_equal(hits[k].entry, item))
				return &hits[k];
	}
	return NULL;
}

static bool known_finding(struct str finding)
{
	return str_is(finding, "other") || str_is(finding, SAME) || str_is(finding, "open");
}

static bool record(struct act *act, const struct opened *opened, struct finding_made *made, const struct pack_watchlist *list, bool *asked)
{
	*asked = str_is(made->finding, SAME) && list->second.len;
	if (!*asked) {
		watch_find(act, opened->entry.record, made);
		return true;
	}
	made->asked = act->actor.user;
	second_ask(act, SAME, CAN_SUPERVISE, opened->entry.record, fields_data(&finding_made_fields, made, act->arena), made->why);
	return true;
}

bool border_find(struct act *act, struct opened *opened, const struct find *find, bool *asked, struct error *err)
{
	const struct check_line *line;
	const struct watch_kept *hit = hit_of(act, opened, find->list, find->item, &line);
	if (!hit)
		return error_set(err, ERR_NOT_FOUND, "this inspection has no such hit", "look at the inspection again", "item");
	const char *why_not = border_why_not_find(act, opened, find_list(act, line));
	if (why_not)
		return error_set(err, ERR_NOT_ALLOWED, why_not, "the second line decides", "finding");
	if (find_waits(opened, find->list, find->item))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("A second person was asked whether it is the same person."), "wait for the answer", "finding");
	if (!known_finding(find->finding)) {
		finding_add(&act->findings, STR("finding"), "unknown_code", "Choose a finding.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "finding");
	}
	struct finding_made made = watch_found(act, &opened->subject.identity, opened->entry.id, line, hit, find->finding, find->why);
	return record(act, opened, &made, find_list(act, line), asked);
}

bool border_confirm_same(struct act *act, struct uuid request, struct error *err)
{
	struct finding_made made = { 0 };
	struct opened opened;
	struct uuid about;
	struct str body;
	if (!second_confirm(act, request, SAME, &about, &body, err))
		return false;
	if (!fields_from_data(&finding_made_fields, body, &made, act->arena))
		return error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
	if (!border_open(act, made.inspection, &opened, err))
		return false;
	const struct check_line *line;
	const struct watch_kept *hit = hit_of(act, &opened, made.list, made.item, &line);
	if (!hit || !str_equal(hit->mark, made.mark))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("The entry is no longer as it was compared. Send it back: the officer compares anew."), "send it back", "request");
	watch_find(act, about, &made);
	return true;
}
