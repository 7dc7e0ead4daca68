/* Groups: their entries and folds; who is at a lane, who belongs together. */
#include "group.h"

#include "child.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(group_open, GROUP_OPEN_FIELDS)
FIELDS_TABLE(group_join, GROUP_JOIN_FIELDS)
FIELDS_TABLE(group_leave, GROUP_LEAVE_FIELDS)
FIELDS_TABLE(group_role, GROUP_ROLE_FIELDS)
FIELDS_TABLE(group_told, GROUP_TOLD_FIELDS)
FIELDS_TABLE(group_close, GROUP_CLOSE_FIELDS)
FIELDS_TABLE(kinship, KINSHIP_FIELDS)
FIELDS_TABLE(group_row, GROUP_ROW_FIELDS)
FIELDS_TABLE(group_member, GROUP_MEMBER_FIELDS)
FIELDS_TABLE(kinship_row, KINSHIP_ROW_FIELDS)

const struct entry_type group_open_type = { "group.open", 1, KIND_CASE, 0, &group_open_fields, "people who come together began to be looked at" };
const struct entry_type group_join_type = { "group.join", 1, KIND_CASE, ENTRY_BLIND, &group_join_fields, "somebody was looked at as one of a group" };
const struct entry_type group_leave_type = { "group.leave", 1, KIND_CASE, ENTRY_BLIND, &group_leave_fields, "somebody does not belong to a group" };
const struct entry_type group_told_type = { "group.told", 1, KIND_CASE, ENTRY_BLIND, &group_told_fields, "a group's vehicle, and who is who" };
const struct entry_type group_close_type = { "group.close", 1, KIND_CASE, 0, &group_close_fields, "a group was decided on, or ended" };
const struct entry_type kinship_type = { "kinship", 1, KIND_PERSON, ENTRY_BLIND, &kinship_fields, "somebody told what a person is to another" };

static const char *const group_indexes[] = { "closed, post", NULL };
static const char *const member_indexes[] = { "document", NULL };
static const char *const kinship_indexes[] = { "other", NULL };
const struct table group_table = { "travel_group", &group_row_fields, "", group_indexes };
const struct table group_member_table = { "group_member", &group_member_fields, "inspection", member_indexes };
const struct table kinship_table = { "kinship", &kinship_row_fields, "other", kinship_indexes };

/* --- the fold of a group --- */

struct group_state {
	bool there;
	struct group_row row;
	struct group_member members[GROUP_MOST];
	size_t count;
};

static struct group_member *member_of(struct group_state *state, struct uuid inspection)
{
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->members[i].inspection, inspection))
			return &state->members[i];
	return NULL;
}

static void open_group(struct group_state *state, const struct entry *entry, const struct group_open *open)
{
	state->there = true;
	state->row = (struct group_row){ .post = open->post, .lane = open->lane, .direction = open->direction, .opened = entry->happened, .officer = entry->actor };
}

/* A document that is scanned again takes its old place. */
static void join(struct group_state *state, const struct entry *entry, const struct group_join *join)
{
	struct group_member *member = NULL;
	for (size_t i = 0; i < state->count && !member; i++)
		if (uuid_equal(state->members[i].document, join->document))
			member = &state->members[i];
	if (!member && state->count == GROUP_MOST)
		return; /* the service takes no more in */
	if (!member) {
		member = &state->members[state->count++];
		*member = (struct group_member){ .place = (int64_t)state->count, .joined = entry->happened };
	}
	member->inspection = join->inspection;
	member->document = join->document;
	member->minor = join->minor;
}

static void leave(struct group_state *state, struct uuid inspection)
{
	size_t kept = 0;
	for (size_t i = 0; i < state->count; i++) {
		if (uuid_equal(state->members[i].inspection, inspection))
			continue;
		state->members[kept] = state->members[i];
		state->members[kept].place = (int64_t)kept + 1;
		kept++;
	}
	state->count = kept;
}

static void tell(struct group_state *state, const struct group_told *told)
{
	const struct group_role *roles = told->roles.items;
#define COPY(type, name, ...) state->row.name = told->name;
	VEHICLE_FIELDS(COPY, COPY)
#undef COPY
	state->row.told_by = told->told_by;
	for (size_t i = 0; i < told->roles.count; i++) {
		struct group_member *member = member_of(state, roles[i].inspection);
		if (member)
			member->kinship = roles[i].kinship;
	}
}

static void group_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct group_state *state = to;
	if (entry->type == &group_open_type)
		open_group(state, entry, data);
	else if (entry->type == &group_join_type)
		join(state, entry, data);
	else if (entry->type == &group_leave_type)
		leave(state, ((const struct group_leave *)data)->inspection);
	else if (entry->type == &group_told_type)
		tell(state, data);
	else
		state->row.closed = entry->happened;
}

/* The first adult; of children alone the first. */
static struct uuid lead_of(const struct group_state *state)
{
	for (size_t i = 0; i < state->count; i++)
		if (!state->members[i].minor)
			return state->members[i].inspection;
	return state->count ? state->members[0].inspection : (struct uuid){ 0 };
}

static void group_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct group_state *state = from;
	struct group_row row = state->row;
	if (!state->there)
		return;
	row.lead = lead_of(state);
	row.members = (int64_t)state->count;
	rows_put(out, &group_table, &row);
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &group_member_table, &state->members[i]);
}

static const struct entry_type *const group_reads[] = { &group_open_type, &group_join_type, &group_leave_type, &group_told_type, &group_close_type, NULL };
static const struct table *const group_writes[] = { &group_table, &group_member_table, NULL };
const struct fold group_fold = { "travel_group", 1, group_reads, group_writes, sizeof(struct group_state), group_apply, group_rows };

/* --- the fold of kinships: the last that was told of two people --- */

struct kinship_state {
	struct kinship_row *rows;
	size_t count, size;
};

static struct kinship_row *kinship_row_of(struct kinship_state *state, struct uuid other, struct arena *arena)
{
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->rows[i].other, other))
			return &state->rows[i];
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 4;
		struct kinship_row *rows = ARENA_ARRAY(arena, struct kinship_row, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	return &state->rows[state->count++];
}

static void kinship_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	const struct kinship *told = data;
	*kinship_row_of(to, told->other, arena) = (struct kinship_row){
		.other = told->other, .kinship = told->kinship, .told_by = told->told_by, .group_id = told->group_id, .happened = entry->happened, .officer = entry->actor,
	};
}

static void kinship_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kinship_state *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &kinship_table, &state->rows[i]);
}

static const struct entry_type *const kinship_reads[] = { &kinship_type, NULL };
static const struct table *const kinship_writes[] = { &kinship_table, NULL };
const struct fold kinship_fold = { "kinship", 1, kinship_reads, kinship_writes, sizeof(struct kinship_state), kinship_apply, kinship_rows };

/* --- reading --- */

static bool read_members(struct act *act, struct group *group, struct error *err)
{
	struct query *query = db_query(act->db, "border.group_members");
	query_bind_id(query, "record", group->id);
	group->count = 0;
	while (group->count < GROUP_MOST && query_next(query)) {
		group->members[group->count] = (struct group_member){ 0 };
		query_row(query, &group_member_fields, &group->members[group->count++], act->arena);
	}
	return query_end(query, err);
}

static bool read_group(struct act *act, struct query *query, struct group *out, bool *found, struct error *err)
{
	*found = query_next(query);
	if (*found) {
		out->id = query_id(query, 0);
		query_row(query, &group_row_fields, &out->row, act->arena);
	}
	return query_end(query, err) && (!*found || read_members(act, out, err));
}

bool group_by_id(struct act *act, struct uuid id, struct group *out, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "border.group_by_record");
	*out = (struct group){ 0 };
	query_bind_id(query, "record", id);
	if (!read_group(act, query, out, &found, err))
		return false;
	return found || error_set(err, ERR_NOT_FOUND, "there is no such group", "look at the booth again", "group");
}

bool group_at(struct act *act, struct str post, int lane, struct str direction, struct group *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "border.group_at");
	*out = (struct group){ 0 };
	query_bind_text(query, "post", post);
	query_bind_int(query, "lane", lane);
	query_bind_text(query, "direction", direction);
	query_bind_int(query, "since", act->now - GROUP_MINUTES * INT64_C(60000));
	return read_group(act, query, out, found, err);
}

/* An inspection whose time is over is no error: the group says that it is gone. */
static bool erased(struct opened *opened, struct error *err)
{
	if (err->code != ERR_NOT_FOUND)
		return false;
	*err = (struct error){ 0 };
	*opened = (struct opened){ 0 };
	return true;
}

bool group_open_members(struct act *act, struct group *group, struct error *err)
{
	group->opened = ARENA_ARRAY(act->arena, struct opened, group->count + 1);
	for (size_t i = 0; i < group->count; i++)
		if (!border_open(act, group->members[i].inspection, &group->opened[i], err) && !erased(&group->opened[i], err))
			return false;
	return true;
}

/* The group of an inspection, with its row and the member's. */
bool group_of(struct act *act, struct opened *opened, struct error *err)
{
	struct group_member *member = ARENA_NEW(act->arena, struct group_member);
	struct query *query = db_query(act->db, "border.group_of");
	query_bind_id(query, "inspection", opened->entry.id);
	if (!query_next(query))
		return query_end(query, err);
	opened->group_id = query_id(query, 0);
	query_row(query, &group_member_fields, member, act->arena);
	if (!query_end(query, err))
		return false;
	struct group *group = ARENA_NEW(act->arena, struct group);
	if (!group_by_id(act, opened->group_id, group, err))
		return false;
	opened->group = opened->subject.group = group;
	opened->member = member;
	return group_along(act, &opened->subject, group, err);
}

/* Who travels along, for a child; nobody else asks. */
bool group_along(struct act *act, struct subject *subject, const struct group *group, struct error *err)
{
	struct identity *along = ARENA_ARRAY(act->arena, struct identity, GROUP_MOST);
	size_t count = 0;
	if (!border_is_child(act, subject->identity.born, subject->today))
		return true;
	for (size_t i = 0; i < group->count; i++) {
		struct inspection inspection = { 0 };
		struct entry entry;
		if (uuid_equal(group->members[i].document, subject->record))
			continue;
		if (!inspect_read(act, group->members[i].inspection, &inspection, &entry, err)) {
			if (err->code != ERR_NOT_FOUND)
				return false;
			*err = (struct error){ 0 };
			continue;
		}
		along[count++] = *(const struct identity *)&inspection;
	}
	subject->along = along;
	subject->along_count = count;
	return true;
}
