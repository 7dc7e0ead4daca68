/* What an act appends before it is submitted, and the heads that its decisions rest on. */
#include "inner.h"

#include <assert.h>
#include <string.h>

static struct pending *pending_of(struct act *act)
{
	if (!act->pending)
		act->pending = ARENA_NEW(act->arena, struct pending);
	return act->pending;
}

static void remember(struct pending *pending, const struct error *err)
{
	if (!pending->failed.code)
		pending->failed = *err;
}

/* The head as the act's snapshot shows it, read once. */
static struct head *head_of(struct act *act, struct uuid record)
{
	struct pending *pending = pending_of(act);
	struct error err;
	for (size_t i = 0; i < pending->head_count; i++) {
		if (uuid_equal(pending->heads[i].record, record))
			return &pending->heads[i];
	}
	if (pending->head_count == pending->head_size) {
		size_t size = pending->head_size ? pending->head_size * 2 : 4;
		struct head *heads = ARENA_ARRAY(act->arena, struct head, size);
		if (pending->head_count)
			memcpy(heads, pending->heads, pending->head_count * sizeof *heads);
		pending->heads = heads;
		pending->head_size = size;
	}
	struct head *head = &pending->heads[pending->head_count++];
	if (!head_read(act->db, record, head, &err))
		remember(pending, &err);
	return head;
}

/* The last entry of the record that the actor saw: one of this act's own, or the head. */
static struct uuid seen(struct act *act, struct uuid record)
{
	struct uuid last = head_of(act, record)->entry;
	for (const struct written *own = act->pending->first; own; own = own->next) {
		if (uuid_equal(own->entry.record, record))
			last = own->entry.id;
	}
	return last;
}

static void take_id(struct act *act, struct written *new)
{
	bool first = !act->pending->count && !uuid_zero(act->id);
	new->entry.id = first ? act->id : uuid_v7(act->now, act->random);
}

static void append(struct pending *pending, struct written *new)
{
	if (pending->last)
		pending->last->next = new;
	else
		pending->first = new;
	pending->last = new;
	pending->count++;
}

static bool body_fits(const struct entry_type *type, struct str data, struct error *err)
{
	return data.len <= BODY_MOST ||
	       error_set(err, ERR_TOO_LARGE, "An entry is too large for the journal", "Keep what is large as a file", "%s", type->name);
}

struct uuid journal_append_at(struct act *act, const struct entry_type *type, struct uuid record, const void *data, int64_t happened)
{
	struct pending *pending = pending_of(act);
	struct error err;
	assert(!uuid_zero(record));
	struct written *new = ARENA_NEW(act->arena, struct written);
	new->kind = type->kind;
	memcpy(new->request, act->request, HASH);
	random_fill(act->random, new->salt, SALT);
	take_id(act, new);
	new->entry = (struct entry){
		.id = new->entry.id, .record = record, .type = type, .type_name = str_of(type->name), .version = type->version,
		.happened = happened, .actor = act->actor.user, .purpose = act->purpose, .data = fields_data(type->fields, data, act->arena)
	};
	if (!(type->flags & ENTRY_BLIND))
		new->entry.parent = seen(act, record);
	if (!body_fits(type, new->entry.data, &err))
		remember(pending, &err);
	append(pending, new);
	return new->entry.id;
}

struct uuid journal_append(struct act *act, const struct entry_type *type, struct uuid record, const void *data)
{
	if (type->kind == KIND_INSPECTION || type->kind == KIND_READ)
		act->looks++;
	return journal_append_at(act, type, record, data, act->now);
}

void journal_ref(struct act *act, struct uuid record, const char *role)
{
	assert(act->pending && act->pending->last && !uuid_zero(record));
	struct written *last = act->pending->last;
	if (last->ref_count == last->ref_size) {
		size_t size = last->ref_size ? last->ref_size * 2 : 4;
		struct entry_ref *refs = ARENA_ARRAY(act->arena, struct entry_ref, size);
		if (last->ref_count)
			memcpy(refs, last->refs, last->ref_count * sizeof *refs);
		last->refs = refs;
		last->ref_size = size;
	}
	((struct entry_ref *)last->refs)[last->ref_count++] = (struct entry_ref){ record, role };
}

void journal_depend(struct act *act, struct uuid record)
{
	head_of(act, record);
}

bool journal_pending(const struct act *act)
{
	return act->pending && act->pending->count;
}

void act_forget(struct act *act)
{
	act->pending = NULL;
	act->looks = 0;
}

/* --- looks --- */

#define FIELD_ROW_OF_read_body(...) FIELD_ROW(read_body, __VA_ARGS__)
#define READ_BODY_FIELDS(F, L) \
	F(TEXT, what, REQUIRED, 1, 1, 200, "what was looked at: the page, the search, the command") \
	F(INT, count, 0, 1, 0, 1000000, "how many records it showed")
FIELDS_STRUCT(read_body, READ_BODY_FIELDS)
FIELDS_TABLE(read_body, READ_BODY_FIELDS)

const struct entry_type read_type = { "read", 1, KIND_READ, ENTRY_BLIND, &read_body_fields,
	                              "Somebody looked at records: what, and by reference which." };

/* The record of an actor's day. Every look of the day belongs to it, so no head of a person's record moves. */
static struct uuid day_record(const struct act *act)
{
	uint8_t digest[HASH];
	char day[DATE_TEXT];
	const struct str pieces[] = { STR("day|"), bytes_of(act->actor.user.bytes, 16), STR("|"), date_text(time_date(act->now), day) };
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

void journal_look(struct act *act, const char *what, const struct uuid *records, size_t count)
{
	struct read_body body = { .what = str_of(what), .count = (int64_t)count };
	journal_append(act, &read_type, day_record(act), &body);
	for (size_t i = 0; i < count; i++)
		journal_ref(act, records[i], "shown");
}
