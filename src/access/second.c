/* The second person: one mechanism for all that needs one. */
#include "local.h"

#include "house.h"
#include "journal.h"

struct uuid second_ask(struct act *act, const char *what, enum right confirmer, struct uuid record, struct str body, struct str reason)
{
	struct second_request request = {
		.what = str_of(what), .confirmer = str_of(right_name(confirmer)), .about = record, .body = body, .reason = reason,
	};
	struct uuid id = uuid_v7(act->now, act->random);
	journal_append(act, &second_ask_type, id, &request);
	return id;
}

bool second_load(struct act *act, struct uuid request, struct second_row *row, struct error *err)
{
	struct query *query = db_query(act->db, "access.second_by_id");
	query_bind_id(query, "record", request);
	bool found = query_next(query);
	if (found)
		query_row(query, &second_row_fields, row, act->arena);
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such request", "look at the list of requests again", "request"));
}

/* The open request, for somebody who may answer it. */
static bool second_take(struct act *act, struct uuid request, const char *what, struct second_row *row, struct error *err)
{
	enum right right;
	if (!second_load(act, request, row, err))
		return false;
	if (row->closed || !str_is(row->what, what) || !right_by_name(row->confirmer, &right))
		return error_set(err, ERR_NOT_ALLOWED, "this request is not open", "look at the list of requests again", "request");
	if (uuid_equal(row->asker, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "whoever asks cannot confirm", "another person must confirm", "request");
	return access_need(act, right, err);
}

bool second_return(struct act *act, struct uuid request, const char *what, struct str note, struct error *err)
{
	struct second_row row = { 0 };
	if (!second_take(act, request, what, &row, err))
		return false;
	struct second_answer answer = { .note = note };
	journal_append(act, &second_answer_type, request, &answer);
	return true;
}

bool second_confirm(struct act *act, struct uuid request, const char *what, struct uuid *record, struct str *body, struct error *err)
{
	struct second_row row = { 0 };
	if (!second_take(act, request, what, &row, err))
		return false;
	struct second_answer answer = { .confirmed = true };
	journal_append(act, &second_answer_type, request, &answer);
	*record = row.about;
	*body = row.body;
	return true;
}
