#include "version.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(pack_proposal, PACK_PROPOSAL_FIELDS)
FIELDS_TABLE(pack_approval, PACK_APPROVAL_FIELDS)
FIELDS_TABLE(pack_application, PACK_APPLICATION_FIELDS)
FIELDS_TABLE(pack_ending, PACK_ENDING_FIELDS)
FIELDS_TABLE(pack_version_row, PACK_VERSION_ROW_FIELDS)

const struct entry_type pack_propose_type = { "pack.propose", 1, KIND_PACK, 0, &pack_proposal_fields, "a version of the pack was proposed" };
const struct entry_type pack_approve_type = { "pack.approve", 1, KIND_PACK, 0, &pack_approval_fields, "another person approved a version" };
const struct entry_type pack_apply_type = { "pack.apply", 1, KIND_PACK, 0, &pack_application_fields, "an approved version was put in force from a day on" };
const struct entry_type pack_end_type = { "pack.end", 1, KIND_PACK, 0, &pack_ending_fields, "a version that was not in force was taken back or sent back" };

/* ---- The fold: a record is a version. What the rules forbid has no effect, wherever the entry came from. ---- */

static void end_version(struct pack_version_row *row, const struct entry *entry, const struct pack_ending *ending)
{
	if (row->applied && date_compare(row->starts, ending->day) <= 0)
		return; /* it was in force */
	row->approved = row->applied = 0;
	row->ended = entry->happened;
	row->ender = entry->actor;
	row->reason = ending->reason;
}

static void version_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct pack_version_row *row = to;
	if (entry->type == &pack_propose_type && (!row->proposed || row->ended)) {
		const struct pack_proposal *proposal = data;
		*row = (struct pack_version_row){ .identity = proposal->identity, .version = proposal->version, .previous = proposal->previous,
			                          .file = proposal->file, .note = proposal->note, .earliest = proposal->earliest,
			                          .proposed = entry->happened, .proposer = entry->actor };
	} else if (!row->proposed || row->ended) {
		return;
	} else if (entry->type == &pack_end_type) {
		end_version(row, entry, data);
	} else if (uuid_equal(entry->actor, row->proposer)) {
		return;
	} else if (entry->type == &pack_approve_type && !row->approved) {
		const struct pack_approval *approval = data;
		row->approved = entry->happened;
		row->approver = entry->actor;
		row->answer = approval->note;
	} else if (entry->type == &pack_apply_type && row->approved) {
		const struct pack_application *application = data;
		row->applied = entry->happened;
		row->applier = entry->actor;
		row->starts = application->starts;
	}
}

static void version_rows(const void *from, struct uuid record, struct row_set *out);

static const char *const indexes[] = { "identity", "starts", NULL };
static const struct table version_table = { "pack_version", &pack_version_row_fields, "", indexes };
static const struct entry_type *const reads[] = { &pack_propose_type, &pack_approve_type, &pack_apply_type, &pack_end_type, NULL };
static const struct table *const writes[] = { &version_table, NULL };
const struct fold pack_version_fold = { "pack_version", 2, reads, writes, sizeof(struct pack_version_row), version_apply, version_rows };

static void version_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct pack_version_row *row = from;
	if (row->proposed)
		rows_put(out, &version_table, row);
}

/* ---- Reading ---- */

bool pack_version_record(struct str identity, struct uuid *out)
{
	uint8_t digest[16];
	if (!str_to_hex(str_slice(identity, 0, 32), digest, sizeof digest))
		return false;
	*out = uuid_v8(digest);
	return true;
}

bool pack_versions(struct act *act, struct pack_version_row **out, size_t *count, struct error *err)
{
	enum { MOST = 200 };
	struct query *query = db_query(act->db, "pack.versions");
	*out = ARENA_ARRAY(act->arena, struct pack_version_row, MOST);
	*count = 0;
	query_bind_int(query, "most", MOST);
	while (*count < MOST && query_next(query))
		query_row(query, &pack_version_row_fields, &(*out)[(*count)++], act->arena);
	return query_end(query, err);
}

bool pack_version(struct act *act, struct str identity, struct pack_version_row *out, struct error *err)
{
	struct pack_version_row *rows;
	size_t count, found = 0;
	if (identity.len < 8)
		return error_set(err, ERR_INPUT, "the identity is too short", "give at least its first 8 digits; limen pack list shows them", "identity");
	if (!pack_versions(act, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!str_starts(rows[i].identity, identity))
			continue;
		*out = rows[i];
		found++;
	}
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such version of the pack", "limen pack list shows the versions", STR_FMT, STR_ARG(identity));
	return found == 1 || error_set(err, ERR_INPUT, "several versions begin so", "give more digits", STR_FMT, STR_ARG(identity));
}

bool pack_version_on(struct act *act, struct date day, struct pack_version_row *out, bool *found, struct error *err)
{
	char text[DATE_TEXT];
	struct query *query = db_query(act->db, "pack.in_force");
	query_bind_text(query, "day", date_text(day, text));
	if (!query_one(query, found, err))
		return false;
	if (*found) {
		*out = (struct pack_version_row){ 0 };
		query_row(query, &pack_version_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

bool pack_version_source(struct act *act, const struct pack_version_row *version, struct pack_source *out, struct error *err)
{
	struct str bundle;
	return journal_file_get(act, version->file, &bundle, err) && pack_unbundle(act->arena, bundle, out, err);
}

/* ---- Acting ---- */

static const char *first_mistake(struct act *act, const struct pack_diagnostics *found)
{
	return found->count ? str_c(act->arena, pack_diagnostic_text(act->arena, &found->items[0])) : "";
}

static const struct lang_zone *zone_of(const struct act *act)
{
	return act->house && act->house->zone && act->pack ? act->house->zone(act->house, act->pack->head.zone) : NULL;
}

struct date pack_today(const struct act *act)
{
	const struct lang_zone *zone = zone_of(act);
	return zone ? lang_zone_day(zone, act->now) : time_date(act->now);
}

int64_t pack_day_start(const struct act *act, struct date day)
{
	const struct lang_zone *zone = zone_of(act);
	return zone ? lang_zone_day_start(zone, day) : date_days(day) * DAY_MS;
}

/* Every version found again under the same identity: proposals that were approved must not be proposed anew. */
static bool proposed_before(struct act *act, struct str identity, bool *before, struct error *err)
{
	struct query *query = db_query(act->db, "pack.version");
	query_bind_text(query, "identity", identity);
	return query_one(query, before, err) && query_end(query, err);
}

bool pack_propose(struct act *act, const struct pack_source *source, struct str note, struct str *identity,
                  struct pack_diagnostics *found, struct error *err)
{
	const struct pack *pack;
	struct pack_proposal proposal = { .note = note };
	struct uuid record;
	bool before;
	if (!pack_load(act->arena, source, pack_today(act), &pack, found))
		return error_set(err, ERR_FINDINGS, "the pack has mistakes", "limen pack check shows all of them", "%.200s", first_mistake(act, found));
	*identity = str_of(pack->identity);
	if (act->pack && !str_equal(act->pack->head.country, pack->head.country))
		return error_set(err, ERR_NOT_ALLOWED, "this is the pack of another state", "propose a pack of this state", STR_FMT, STR_ARG(pack->head.country));
	if (act->pack && pack_check_revisions(act->pack, pack, found))
		return error_set(err, ERR_FINDINGS, "running cases would lose something", "limen pack diff shows all of it", "%.200s", first_mistake(act, found));
	if (!proposed_before(act, *identity, &before, err))
		return false;
	if (before)
		return error_set(err, ERR_CONFLICT, "this very version was proposed before", "limen pack list shows it", "%.12s", pack->identity);
	proposal.identity = *identity;
	proposal.version = pack->head.version;
	proposal.previous = act->pack ? str_of(act->pack->identity) : STR("");
	proposal.earliest = pack->head.from;
	if (!pack_version_record(*identity, &record) || !journal_file_put(act, pack_bundle(act->arena, source), &proposal.file, err))
		return false;
	journal_append(act, &pack_propose_type, record, &proposal);
	return true;
}

static bool ended(const struct pack_version_row *version, struct error *err)
{
	return error_set(err, ERR_NOT_ALLOWED, "this version was taken back or sent back", "propose it again", "%.12s", version->identity.data);
}

bool pack_approve(struct act *act, struct str identity, struct str note, struct error *err)
{
	struct pack_version_row version;
	struct uuid record;
	if (!pack_version(act, identity, &version, err))
		return false;
	if (uuid_equal(version.proposer, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "who proposed a version cannot approve it", "ask another person with the right pack_approve", "%.12s",
		                 version.identity.data);
	if (version.ended)
		return ended(&version, err);
	if (version.approved)
		return error_set(err, ERR_NOT_ALLOWED, "this version is approved already", "limen pack apply puts it in force", "%.12s", version.identity.data);
	struct pack_approval approval = { version.identity, note };
	if (!pack_version_record(version.identity, &record))
		return error_set(err, ERR_INTEGRITY, "the identity of a version cannot be read", "run limen verify", "pack_version");
	journal_append(act, &pack_approve_type, record, &approval);
	return true;
}

static bool still_sound(struct act *act, const struct pack_version_row *version, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found;
	const struct pack *pack;
	if (!pack_version_source(act, version, &source, err))
		return false;
	if (!pack_load(act->arena, &source, pack_today(act), &pack, &found))
		return error_set(err, ERR_FINDINGS, "the pack has mistakes", "correct it and propose it again", "%.200s", first_mistake(act, &found));
	return str_is(version->identity, pack->identity) ||
	       error_set(err, ERR_INTEGRITY, "the files of this version are not those that were approved", "propose it again with this program", "%.12s",
	                 version->identity.data);
}

bool pack_apply(struct act *act, struct str identity, struct date starts, struct error *err)
{
	struct pack_version_row version;
	struct date today = pack_today(act);
	struct uuid record;
	if (!pack_version(act, identity, &version, err))
		return false;
	if (version.ended)
		return ended(&version, err);
	if (!version.approved)
		return error_set(err, ERR_NOT_ALLOWED, "this version is not approved", "another person than the proposer must approve it first", "%.12s",
		                 version.identity.data);
	if (uuid_equal(version.proposer, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "who proposed a version cannot put it in force", "ask the person who approved it", "%.12s", version.identity.data);
	struct date earliest = date_compare(version.earliest, today) > 0 ? version.earliest : today;
	struct pack_application application = { version.identity, date_empty(starts) ? earliest : starts };
	if (!date_whole(application.starts) || date_compare(application.starts, earliest) < 0)
		return error_set(err, ERR_INPUT, "a version cannot be in force before today or before its own first day", "give a later day", "first day");
	if (!pack_version_record(version.identity, &record) || !still_sound(act, &version, err))
		return false;
	journal_append(act, &pack_apply_type, record, &application);
	return true;
}

bool pack_end(struct act *act, struct str identity, struct str reason, struct error *err)
{
	struct pack_version_row version;
	struct uuid record;
	if (!pack_version(act, identity, &version, err))
		return false;
	if (version.ended)
		return ended(&version, err);
	if (version.applied && date_compare(version.starts, pack_today(act)) <= 0)
		return error_set(err, ERR_NOT_ALLOWED, "this version is or was in force", "propose another version that takes its place", "%.12s", version.identity.data);
	if (!pack_version_record(version.identity, &record))
		return error_set(err, ERR_INTEGRITY, "the identity of a version cannot be read", "run limen verify", "pack_version");
	const struct pack_ending ending = { version.identity, pack_today(act), reason };
	journal_append(act, &pack_end_type, record, &ending);
	return true;
}
