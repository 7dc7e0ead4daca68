/* Entry bans: ordered by a person, confirmed by another where the pack says so, found at entry, ended by their last day or lifted. */
#include "status.h"

#include "access.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(ban, BAN_FIELDS)
FIELDS_TABLE(ban_lift, BAN_LIFT_FIELDS)
FIELDS_TABLE(ban_row, BAN_ROW_FIELDS)

const struct entry_type ban_type = { "ban", 1, KIND_CASE, 0, &ban_fields, "a named officer ordered an entry ban, with reasons and remedy" };
const struct entry_type ban_lift_type = { "ban.lift", 1, KIND_CASE, 0, &ban_lift_fields, "an entry ban was lifted" };

_Static_assert(offsetof(struct ban, document_expires) == offsetof(struct identity, document_expires), "a ban begins with an identity");

/* --- look-ups --- */

bool ban_in_force(const struct ban_row *row, struct date today)
{
	return !row->lifted && date_compare(row->starts, today) <= 0 && date_compare(today, row->ends) <= 0;
}

bool status_bans(struct act *act, struct uuid holder, struct ban_row rows[static BANS_MOST], size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "status.bans_of_holder");
	query_bind_id(query, "holder", holder);
	query_bind_int(query, "most", BANS_MOST);
	*count = 0;
	while (*count < BANS_MOST && query_next(query)) {
		rows[*count] = (struct ban_row){ 0 };
		query_row(query, &ban_row_fields, &rows[(*count)++], act->arena);
	}
	return query_end(query, err);
}

bool status_ban(struct act *act, struct uuid id, struct ban_row *row, struct uuid *record, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "status.ban_by_id");
	query_bind_id(query, "id", id);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		*record = query_id(query, 0);
		query_row(query, &ban_row_fields, row, act->arena);
	}
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such ban", "look it up by the person", "ban"));
}

/* --- the order --- */

static bool is_citizen(const struct act *act, const struct subject *subject)
{
	for (size_t i = 0; i < subject->identity.nationalities.count; i++)
		if (str_equal(subject->identity.nationalities.items[i], act->pack->head.country))
			return true;
	return false;
}

static const char *why_not(const struct act *act, const struct subject *subject)
{
	if (!act->pack->bans.given)
		return WORDS("The law in force knows no entry ban.");
	if (is_citizen(act, subject))
		return WORDS("A citizen cannot be banned from entry.");
	if (subject->claim_open)
		return WORDS("A claim for protection is open: nobody can ban this person.");
	return NULL;
}

const char *status_why_not_ban(const struct act *act, const struct subject *subject)
{
	const struct pack_names roles = { act->actor.roles, act->actor.role_count };
	const char *why = why_not(act, subject);
	if (!why && (!rights_have(act->actor.rights, CAN_BAN) || !pack_ban_may(act->pack, &roles)))
		return WORDS("Your role may not order an entry ban.");
	return why;
}

static void check_reasons(struct act *act, const struct ban *ban, struct date today)
{
	for (size_t i = 0; i < ban->reasons.count; i++)
		if (!pack_code_valid(act->pack, STR("ban_reasons"), ban->reasons.items[i], today))
			finding_add(&act->findings, STR("reasons"), "unknown_code", "Choose reasons of the list.");
	if (!ban->reasons.count)
		finding_add(&act->findings, STR("reasons"), "required", "Choose reasons of the list.");
}

static void check_days(struct act *act, const struct ban *ban, struct date today)
{
	if (!date_whole(ban->starts) || !date_whole(ban->ends) || date_compare(ban->starts, ban->ends) > 0)
		finding_add(&act->findings, STR("ends"), "bad_period", "Give two whole days, the earlier one first.");
	else if (date_compare(ban->starts, today) < 0)
		finding_add(&act->findings, STR("starts"), "past", "A ban does not reach back: begin today or later.");
	else if (date_compare(ban->ends, pack_ban_latest(act->pack, ban->starts)) > 0)
		finding_add(&act->findings, STR("ends"), "out_of_range", "The law does not allow so long a ban.");
}

/* As told and as printed, in the language of the order where the pack speaks it. */
static struct str remedy_words(struct act *act, struct str language)
{
	struct str remedy = pack_words(act->pack, language, act->pack->bans.remedy), where = pack_words(act->pack, language, act->pack->bans.authority);
	return str_format(act->arena, STR_FMT "\n" STR_FMT, STR_ARG(remedy), STR_ARG(where));
}

bool status_order_ban(struct act *act, const struct subject *subject, struct ban *ban, bool *asked, struct uuid *id, struct error *err)
{
	const char *why = status_why_not_ban(act, subject);
	if (why)
		return error_set(err, ERR_NOT_ALLOWED, why, "", "ban");
	check_reasons(act, ban, subject->today);
	check_days(act, ban, subject->today);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "ban");
	identity_put(ban, &subject->identity);
	ban->remedy = remedy_words(act, ban->language.len ? ban->language : lang_tag(act->lang));
	ban->law = act->pack->bans.law.source;
	ban->pack = str_of(act->pack->identity);
	ban->officer = act->actor.user;
	*asked = pack_ban_second(act->pack, ban->starts, ban->ends).len != 0;
	*id = *asked ? second_ask(act, "ban", CAN_SUPERVISE, subject->record, fields_data(&ban_fields, ban, act->arena), ban->facts)
	             : journal_append(act, &ban_type, subject->record, ban);
	return true;
}

static bool holds_role(const struct act *act, struct str role)
{
	for (size_t i = 0; i < act->actor.role_count; i++)
		if (str_equal(act->actor.roles[i], role))
			return true;
	return false;
}

/* What may have changed since it was asked: the person's nationality as known, a claim. */
bool status_confirm_ban(struct act *act, struct uuid request, const struct subject *subject, struct ban *ban, struct uuid *id, struct error *err)
{
	*ban = (struct ban){ 0 };
	struct uuid record;
	struct str body;
	const char *why = why_not(act, subject);
	if (why)
		return error_set(err, ERR_NOT_ALLOWED, why, "", "ban");
	if (!second_confirm(act, request, "ban", &record, &body, err))
		return false;
	if (!fields_from_data(&ban_fields, body, ban, act->arena))
		return error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
	struct str role = pack_ban_second(act->pack, ban->starts, ban->ends);
	if (role.len && !holds_role(act, role))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("Your role is not the one that confirms a ban."), "", "ban");
	ban->second = act->actor.user;
	*id = journal_append(act, &ban_type, record, ban);
	return true;
}

bool status_lift_ban(struct act *act, const struct ban_row *row, struct uuid record, struct str authority, struct str reason, struct error *err)
{
	if (row->lifted)
		return error_set(err, ERR_NOT_ALLOWED, "this ban was lifted already", "", "ban");
	journal_append(act, &ban_lift_type, record, &(struct ban_lift){ .ban = row->id, .authority = authority, .reason = reason });
	return true;
}

/* --- the fold --- */

static const char *const ban_indexes[] = { "ends", NULL };
static const struct table ban_table = { "ban", &ban_row_fields, "id", ban_indexes };

struct bans {
	struct ban_row *rows;
	size_t count, size;
};

static void add_ban(struct bans *state, const struct entry *entry, const struct ban *ban, struct arena *arena)
{
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 2;
		struct ban_row *rows = ARENA_ARRAY(arena, struct ban_row, size);
		for (size_t i = 0; i < state->count; i++)
			rows[i] = state->rows[i];
		state->rows = rows;
		state->size = size;
	}
	struct ban_row *row = &state->rows[state->count++];
	*row = (struct ban_row){ .id = entry->id, .happened = entry->happened };
#define COPY(type, name, ...) row->name = ban->name;
	BAN_FIELDS(COPY, COPY)
#undef COPY
}

static void ban_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct bans *state = to;
	const struct ban_lift *lift = data;
	if (entry->type == &ban_type) {
		add_ban(state, entry, data, arena);
		return;
	}
	for (size_t i = 0; i < state->count; i++) {
		struct ban_row *row = &state->rows[i];
		if (!uuid_equal(row->id, lift->ban) || row->lifted)
			continue;
		row->lifted = entry->happened;
		row->lifted_by = lift->authority;
		row->lifted_why = lift->reason;
	}
}

static void ban_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct bans *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &ban_table, &state->rows[i]);
}

static const struct entry_type *const ban_reads[] = { &ban_type, &ban_lift_type, NULL };
static const struct table *const ban_writes[] = { &ban_table, NULL };
const struct fold ban_fold = { "ban", 1, ban_reads, ban_writes, sizeof(struct bans), ban_apply, ban_rows };
