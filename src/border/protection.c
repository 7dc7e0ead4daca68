/* Claims for protection: recording them, at any step; what the authority answers, and what follows from it. */
#include "protection.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letters.h"
#include "store.h"

FIELDS_TABLE(answer_form, ANSWER_FORM_FIELDS)

/* --- recording --- */

static void give_to_liaison(struct act *act, struct str post, struct uuid record)
{
	struct task task = {
		.role = STR("asylum_liaison"),
		.post = post,
		.what = STR("protection_claim"),
		.about = record,
		.words = str_of(WORDS("A person asked for protection. Take over the file.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

/* A need that the list does not know is left out rather than a claim refused. */
static struct texts known_needs(struct act *act, const struct texts *needs)
{
	struct texts out = { ARENA_ARRAY(act->arena, struct str, needs->count + 1), 0 };
	for (size_t i = 0; i < needs->count; i++)
		if (pack_code(act->pack, STR("protection_needs"), needs->items[i]))
			((struct str *)out.items)[out.count++] = needs->items[i];
	return out;
}

static bool record_claim(struct act *act, struct uuid record, const struct identity *identity, struct claim *claim, const struct protection *protection,
                         struct error *err)
{
	identity_put(claim, identity);
	claim->language = protection->language;
	claim->words = protection->words;
	claim->needs = known_needs(act, &protection->needs);
	claim->name_key = identity_key(identity, act->arena);
	struct uuid entry = journal_append(act, &claim_type, record, claim);
	give_to_liaison(act, claim->post, record);
	return border_letter_protection(act, entry, record, claim, err);
}

bool border_claim(struct act *act, struct opened *opened, const struct protection *protection, struct error *err)
{
	struct claim claim = { .post = opened->inspection.post, .inspection = opened->entry.id };
	if (opened->referred)
		claim.referral = opened->referral.id;
	return record_claim(act, opened->entry.record, &opened->subject.identity, &claim, protection, err);
}

static bool open_referral(struct act *act, struct uuid record, struct uuid *referral, struct error *err)
{
	struct query *query = db_query(act->db, "border.open_referral_of_record");
	struct referral_row row = { 0 };
	query_bind_id(query, "record", record);
	if (query_next(query))
		query_row(query, &referral_row_fields, &row, act->arena);
	*referral = row.id;
	return query_end(query, err);
}

bool border_claim_document(struct act *act, struct uuid record, const struct protection *protection, struct error *err)
{
	struct document_row row = { 0 };
	struct claim claim = { 0 };
	bool found;
	if (!document_by_record(act, record, &row, &found, err) || (found && !open_referral(act, record, &claim.referral, err)))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such person", "search again, or type the person's data at a booth", "person");
	claim.post = act->place.post.len ? act->place.post : row.last_post;
	return record_claim(act, record, (const struct identity *)&row, &claim, protection, err);
}

/* --- reading --- */

bool border_claim_file(struct act *act, struct uuid claim, struct claim_file *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.claim_by_id");
	struct entry entry = { 0 };
	bool found;
	*out = (struct claim_file){ .id = claim };
	query_bind_id(query, "id", claim);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		out->record = query_id(query, 0);
		query_row(query, &claim_row_fields, &out->row, act->arena);
	}
	if (!query_end(query, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such claim", "look at the list of claims again", "claim");
	if (!journal_entry(act, claim, &entry, &found, err))
		return false;
	if (found && entry.data.len)
		fields_from_data(&claim_fields, entry.data, &out->claim, act->arena);
	return true;
}

/* --- answering --- */

static bool is_no(struct str answer)
{
	return str_is(answer, "rejected") || str_is(answer, "withdrawn");
}

static bool known_answer(struct str answer)
{
	return is_no(answer) || str_is(answer, "received") || str_is(answer, "admissible") || str_is(answer, "granted");
}

static bool check_answer(struct act *act, const struct claim_file *file, const struct answer_form *form, struct error *err)
{
	bool no = is_no(form->answer), final = !date_empty(form->final);
	if (!known_answer(form->answer))
		finding_add(&act->findings, STR("answer"), "unknown_code", "Choose what the authority answered.");
	if (no && str_trim(form->law).len < 3)
		finding_add(&act->findings, STR("law"), "required", "Name the article on which this answer rests.");
	if (final && !no)
		finding_add(&act->findings, STR("final"), "out_of_range", "Only a no becomes final: leave the day empty.");
	if (final && (!date_whole(form->final) || date_compare(form->final, time_date(file->row.happened)) < 0))
		finding_add(&act->findings, STR("final"), "out_of_range", "Give the whole day, not before the claim.");
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "answer");
}

/* The post looks again when there is an answer that ends the bar or makes it last; the words do not tell which. */
static void tell_post(struct act *act, const struct claim_file *file)
{
	struct task task = {
		.role = STR("shift_supervisor"),
		.post = file->row.post,
		.what = STR("other_desk"),
		.about = file->record,
		.words = str_of(WORDS("Another desk has answered about this person. Look at the person's page.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool border_answer(struct act *act, const struct claim_file *file, const struct answer_form *form, struct error *err)
{
	struct claim_answer answer = { .claim = file->id };
	if (!check_answer(act, file, form, err))
		return false;
#define COPY(type, name, ...) answer.name = form->name;
	ANSWER_FORM_FIELDS(COPY, COPY)
#undef COPY
	journal_append(act, &claim_answer_type, file->record, &answer);
	if (is_no(form->answer) || str_is(form->answer, "granted"))
		tell_post(act, file);
	return task_end_all(act, file->record, STR("protection_claim"), STR(""), err);
}
