/* Files of deserters and stowaways. A person opens each; a stowaway is presented and heard like anybody else. */
#include "inner.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "store.h"

bool convoy_file_by_record(struct act *act, struct uuid record, struct convoy_file_row *out, struct error *err)
{
	struct query *query = db_query(act->db, "convoy.file_by_record");
	*out = (struct convoy_file_row){ 0 };
	query_bind_id(query, "record", record);
	bool found = query_next(query);
	if (found)
		query_row(query, &convoy_file_row_fields, out, act->arena);
	if (!query_end(query, err))
		return false;
	return found || error_set(err, ERR_NOT_FOUND, "there is no such file", "look at the call again", "file");
}

static void tell(struct act *act, const struct called *called, struct uuid about, const char *what, const char *words)
{
	struct task task = { .role = STR("second_line_officer"), .post = called->row.post, .what = str_of(what), .about = about, .words = str_of(words) };
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

/* The file's record has the act's id, so that the browser finds it. */
static struct uuid open_file(struct act *act, const struct convoy_file *file)
{
	struct uuid record = uuid_zero(act->id) ? uuid_v7(act->now, act->random) : act->id;
	journal_append(act, &convoy_file_type, record, file);
	if (!uuid_zero(file->document))
		journal_ref(act, file->document, "person");
	return record;
}

const char *convoy_why_no_deserter(struct act *act, const struct called *called, const struct convoy_person *person)
{
	bool late = convoy_ashore(person) && person->pass_due <= act->now;
	bool left_behind = convoy_left_behind(called, person);
	if (!str_is(person->list, "crew"))
		return WORDS("Only somebody of the crew can desert.");
	return late || left_behind ? NULL : WORDS("Nobody is a deserter before the hour of the pass, or before the departure.");
}

bool convoy_name_deserter(struct act *act, const struct called *called, const struct convoy_person *person, struct str found, struct str words, struct uuid *out,
                          struct error *err)
{
	const char *why = convoy_why_no_deserter(act, called, person);
	struct identity identity = convoy_identity(act, person);
	if (why)
		return error_set(err, ERR_NOT_ALLOWED, why, "", "deserter");
	struct convoy_file file = {
		.convoy = called->id, .post = called->row.post, .what = STR("deserter"), .key = person->key, .document = person->document, .inspection = person->inspection,
		.found = found, .words = words,
	};
	identity_put(&file, &identity);
	*out = open_file(act, &file);
	tell(act, called, person->document, "deserter", WORDS("Somebody of a crew did not come back. Follow the deserter's file."));
	return true;
}

/* Straight to the second line, which hears the person: nothing is decided at the quay. */
static bool refer(struct act *act, const struct subject *subject, const struct check_list *checks, const struct convoy_file *file, struct error *err)
{
	struct opened opened = { .subject = *subject };
	border_opened_now(act, &opened, checks, file->inspection);
	return border_why_not_refer(act, &opened) || border_refer(act, &opened, &(struct refer){ STR("stowaway"), file->found }, err);
}

bool convoy_find_stowaway(struct act *act, const struct called *called, const struct identity *identity, bool none, struct str found, struct str words,
                          struct uuid *out, struct error *err)
{
	int lane = str_equal(act->place.post, called->row.post) ? act->place.lane : 0;
	struct subject subject = { .identity = *identity, .source = none ? STR("none") : STR("manual"), .apart = true };
	struct convoy_file file = { .convoy = called->id, .post = called->row.post, .what = STR("stowaway"), .found = found, .words = words };
	struct check_list checks;
	if (!border_place(act, called->row.post, lane, STR("entry"), &subject, err) || !border_inspect(act, &subject, STR(""), &checks, &file.inspection, err))
		return false;
	file.document = subject.record;
	identity_put(&file, identity);
	*out = open_file(act, &file);
	tell(act, called, subject.record, "stowaway", WORDS("A stowaway was found. See to food, care and an interpreter; hear the person, and ask whether they ask for protection."));
	return refer(act, &subject, &checks, &file, err);
}

/* --- the notice to the carrier --- */

static json_t *notice_values(struct act *act, const struct called *called, const struct convoy_file_row *file, struct uuid record)
{
	const struct convoy_row *row = &called->row;
	const struct identity *identity = (const struct identity *)file;
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, identity));
	json_put(values, "document", letter_document(identity));
	json_put_str(values, "ship", row->imo.len ? str_format(act->arena, STR_FMT ", IMO " STR_FMT, STR_ARG(row->name), STR_ARG(row->imo)) : row->name.len ? row->name : row->number);
	json_put_str(values, "flag", row->flag);
	json_put_str(values, "agent", row->carrier.len ? row->carrier : row->agent);
	json_put_str(values, "berth", row->berth);
	json_put_str(values, "found", file->found);
	json_put_int(values, "reported", file->opened);
	json_put_str(values, "file", str_upper(act->arena, str_slice(uuid_str(act->arena, record), 24, 36)));
	return values;
}

bool convoy_stowaway_notice(struct act *act, const struct called *called, const struct convoy_file_row *file, struct uuid record, struct uuid *letter, struct error *err)
{
	bool claim = false;
	if (!str_is(file->what, "stowaway"))
		return error_set(err, ERR_NOT_ALLOWED, "this is no file of a stowaway", "", "notice");
	if (!letter_last(act, record, "stowaway_notice", letter, err) || (!uuid_zero(file->document) && !claim_is_open(act, file->document, &claim, err)))
		return false;
	if (claim)
		return error_set(err, ERR_NOT_ALLOWED, "this person asked for protection: the carrier is told nothing", "wait for the authority's answer", "notice");
	if (!uuid_zero(*letter))
		return error_set(err, ERR_NOT_ALLOWED, "the notice was issued already", "print it again from this page", "notice");
	if (!uuid_zero(file->document))
		journal_depend(act, file->document); /* a claim that is made meanwhile stops it */
	const struct letter_order order = { .name = "stowaway_notice", .record = record, .about = record, .post = file->post, .language = STR("en"), .also_own = true,
		                            .values = notice_values(act, called, file, record) };
	return letter_issue(act, &order, letter, err);
}

_Static_assert(offsetof(struct convoy_file, document_expires) == offsetof(struct identity, document_expires), "a file begins with an identity");
