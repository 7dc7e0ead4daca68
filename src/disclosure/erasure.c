/* Erasing by decision: the desk names what goes, another person carries it out. */
#include "local.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "kinds.h"
#include "lang.h"
#include "letter.h"
#include "pack.h"
#include "registry.h"
#include "store.h"
#include "task.h"

/* --- what may go --- */

/* What open matters rest on: of each the kind, or its beginning, and one entry (zero: all of the kind). */
enum { OPEN_MOST = 100 };

struct open_matter {
	struct str kind;
	struct uuid id;
};

static const struct { const char *kind, *why; } reasons[] = {
	{ "crossing", WORDS("The stay is open: it is counted from here.") }, { "hold", WORDS("The person is held.") }, { "protection.", WORDS("A claim for protection is open.") },
	{ "custody.", WORDS("The document is held here.") }, { "permit", WORDS("The visa or permit is valid.") }, { "ban", WORDS("The entry ban is in force.") }, { "overstay", WORDS("The penalty is not paid.") },
};

static bool open_matters(struct act *act, struct uuid document, struct open_matter *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.open_matters");
	query_bind_id(query, "document", document);
	query_bind_text(query, "today", date_str(act->arena, time_date(act->now)));
	while (*count < OPEN_MOST && query_next(query))
		out[(*count)++] = (struct open_matter){ query_text(query, 0, act->arena), query_id(query, 1) };
	return query_end(query, err);
}

static const char *why_not(const struct entry *entry, const struct open_matter *open, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool whole = str_is(open[i].kind, "hold") || str_ends(open[i].kind, STR("."));
		if (whole ? !str_starts(entry->type_name, open[i].kind) : !uuid_equal(entry->id, open[i].id))
			continue;
		for (size_t k = 0; k < COUNT_OF(reasons); k++)
			if (str_is(open[i].kind, reasons[k].kind))
				return reasons[k].why;
	}
	return NULL;
}

/* Of the person's own documents, and nothing that is not told: its absence would tell of it. */
static bool offered(const struct act *act, const struct held *held, const struct entry *entry)
{
	const struct held_kind *kind = held_kind(entry->type_name);
	bool own = false;
	for (size_t i = 0; i < held->document_count; i++)
		own |= uuid_equal(held->documents[i], entry->record);
	return own && kind && kind->in == IN_FILE && entry->type && entry->data.len && !held_withheld(act->pack, entry->type_name);
}

bool erasure_candidates(struct act *act, struct uuid about, struct erasable *out, size_t *count, struct error *err)
{
	struct held held;
	struct open_matter *open = ARENA_ARRAY(act->arena, struct open_matter, OPEN_MOST);
	size_t open_count = 0;
	*count = 0;
	if (!held_find(act, about, TOLD_PERSON, &held, err))
		return false;
	for (size_t i = 0; i < held.document_count; i++)
		if (!open_matters(act, held.documents[i], open, &open_count, err))
			return false;
	for (size_t i = 0; i < held.entries.count && *count < ERASABLE_MOST; i++) {
		const struct entry *entry = &held.entries.items[i];
		if (offered(act, &held, entry))
			out[(*count)++] = (struct erasable){ entry->id, entry->type_name, lang_words(act->lang, entry->type->doc), entry->happened, why_not(entry, open, open_count) };
	}
	return true;
}

/* --- the decision --- */

static const struct erasable *chosen(const struct erasable *all, size_t count, struct str text)
{
	struct uuid id;
	for (size_t i = 0; uuid_parse(text, &id) && i < count; i++)
		if (uuid_equal(all[i].id, id))
			return &all[i];
	return NULL;
}

bool erasure_check(struct act *act, const struct held_request *held, const struct texts *entries, struct error *err)
{
	struct erasable *all = ARENA_ARRAY(act->arena, struct erasable, ERASABLE_MOST);
	size_t count;
	if (!erasure_candidates(act, held->row.about, all, &count, err))
		return false;
	if (!entries->count)
		finding_add(&act->findings, STR("entries"), "required", "Choose what is to be erased.");
	for (size_t i = 0; i < entries->count; i++) {
		const struct erasable *one = chosen(all, count, entries->items[i]);
		if (!one || one->why)
			finding_add(&act->findings, STR("entries"), one ? "still_needed" : "unknown_entry",
			            one ? "One of these cannot be erased yet: an open matter rests on it." : "One of these is not in the person's file any more. Look at the list again.");
	}
	return true;
}

void erasure_decide(struct act *act, const struct held_request *held, const struct texts *entries)
{
	const struct data_erasure erasure = { *entries, request_day(act, "erasure_time", time_date(act->now)) };
	journal_append(act, &erasure_type, held->record, &erasure);
}

/* --- carrying it out --- */

struct last {
	struct act *act;
	struct data_erasure erasure;
};

static void take(void *to, const struct entry *entry)
{
	struct last *last = to;
	if (entry->type == &erasure_type && entry->data.len)
		(void)fields_from_data(&data_erasure_fields, entry->data, &last->erasure, last->act->arena);
}

/* What is there still, and rests on nothing open now: a stay may have begun meanwhile. */
static bool still_there(struct act *act, const struct held_request *held, const struct data_erasure *erasure, struct uuid *out, size_t *count, struct error *err)
{
	struct erasable *all = ARENA_ARRAY(act->arena, struct erasable, ERASABLE_MOST);
	size_t known;
	*count = 0;
	if (!erasure_candidates(act, held->row.about, all, &known, err))
		return false;
	for (size_t i = 0; i < erasure->entries.count; i++) {
		const struct erasable *one = chosen(all, known, erasure->entries.items[i]);
		if (one && one->why)
			return error_set(err, ERR_NOT_ALLOWED, "an open matter rests on what is to be erased", "wait until it ends, or ask the access desk", "erasure");
		if (one)
			out[(*count)++] = one->id;
	}
	return true;
}

static bool may_carry_out(struct act *act, const struct held_request *held, struct error *err)
{
	if (!held->row.erasing || held->row.erased)
		return error_set(err, ERR_NOT_ALLOWED, held->row.erased ? "this was carried out already" : "no erasure was granted for this request", "", "erasure");
	if (uuid_equal(held->row.decider, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "whoever granted an erasure does not carry it out", "another person does", "erasure");
	return true;
}

bool erasure_carry_out(struct act *act, struct uuid record, struct error *err)
{
	struct held_request held = { 0 };
	struct last last = { .act = act };
	struct uuid *entries = ARENA_ARRAY(act->arena, struct uuid, ERASABLE_MOST);
	size_t count = 0;
	if (!request_load(act, record, &held, err) || !may_carry_out(act, &held, err) || !journal_history(act, record, take, &last, err) ||
	    !still_there(act, &held, &last.erasure, entries, &count, err))
		return false;
	struct str rule = str_format(act->arena, "request " STR_FMT " of a person about their own data", STR_ARG(uuid_str(act->arena, record)));
	struct str authority = str_format(act->arena, "access desk, decision of " STR_FMT, STR_ARG(date_str(act->arena, time_date(held.row.answered))));
	if (count && !journal_erase(act, rule, authority, entries, count, err))
		return false;
	journal_append(act, &erased_type, record, &(struct data_erased){ (int64_t)count });
	return task_end_all(act, record, STR("erasure_late"), STR(""), err) && decision_issue(act, &held, PAPER_ERASED, NULL, err);
}

/* --- lifting a restriction --- */

bool restriction_lift(struct act *act, struct uuid record, struct str reason, struct error *err)
{
	struct held_request held = { 0 };
	if (!request_load(act, record, &held, err))
		return false;
	if (!str_is(held.row.outcome, "restricted") || held.row.lifted)
		return error_set(err, ERR_NOT_ALLOWED, held.row.lifted ? "this restriction was lifted already" : "no restriction was granted for this request", "", "restriction");
	const struct lang *told = letter_language(act, held.row.language);
	const struct data_lifted lifted = { reason, pack_words(act->pack, lang_tag(told), act->pack->disclosure.remedy) };
	journal_append(act, &lifted_type, record, &lifted);
	held.row.found = reason;
	return decision_issue(act, &held, PAPER_LIFTED, NULL, err) && task_end_all(act, record, STR("restriction_due"), STR(""), err) &&
	       (uuid_zero(held.row.about) || note_on_documents(act, held.row.about, lang_words(act->lang, WORDS("The restriction that the person concerned asked for is lifted.")), err));
}
