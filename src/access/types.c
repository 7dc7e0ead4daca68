/* Entries and folds of users and of the second person. */
#include "local.h"

FIELDS_TABLE(new_user, NEW_USER_FIELDS)
FIELDS_TABLE(officer_row, OFFICER_ROW_FIELDS)
FIELDS_TABLE(officer_change, OFFICER_CHANGE_FIELDS)
FIELDS_TABLE(officer_why, OFFICER_WHY_FIELDS)
FIELDS_TABLE(access_event, ACCESS_EVENT_FIELDS)
FIELDS_TABLE(second_request, SECOND_REQUEST_FIELDS)
FIELDS_TABLE(second_answer, SECOND_ANSWER_FIELDS)
FIELDS_TABLE(second_row, SECOND_ROW_FIELDS)

const struct entry_type user_add_type = { "user.add", 1, KIND_ACCESS, 0, &new_user_fields, "a user was added" };
const struct entry_type user_change_type = { "user.change", 1, KIND_ACCESS, 0, &officer_change_fields, "a user's name, roles or post were changed" };
const struct entry_type user_block_type = { "user.block", 1, KIND_ACCESS, 0, &officer_why_fields, "a user was blocked; the sessions ended" };
const struct entry_type user_unblock_type = { "user.unblock", 1, KIND_ACCESS, 0, &officer_why_fields, "a blocked user may sign in again" };
const struct entry_type user_leave_type = { "user.leave", 1, KIND_ACCESS, 0, &access_event_fields, "a user left; the sessions ended, the number is never given again" };
const struct entry_type access_event_type = {
	"access.event", 1, KIND_ACCESS, ENTRY_BLIND, &access_event_fields, "sign-in, lane, password, second factor or credential of a user",
};
const struct entry_type second_ask_type = { "second.ask", 1, KIND_ACCESS, ENTRY_BLIND, &second_request_fields, "somebody asks for a second person" };
const struct entry_type second_answer_type = { "second.answer", 1, KIND_ACCESS, 0, &second_answer_fields, "a second person confirmed or returned" };

static const char *const officer_indexes[] = { "number", NULL };
static const char *const second_indexes[] = { "closed, asked", NULL };
const struct table officer_table = { "officer", &officer_row_fields, "", officer_indexes };
const struct table second_table = { "second_request", &second_row_fields, "", second_indexes };

static void officer_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct officer_row *row = to;
	const struct officer_change *change = data;
	const struct officer_why *why = data;
	const struct access_event *leave = data;
	if (entry->type == &user_add_type) {
		const struct new_user *user = data;
		*row = (struct officer_row){ .number = user->number, .name = user->name, .roles = user->roles, .post = user->post, .added = entry->happened };
	} else if (entry->type == &user_change_type) {
		row->name = change->name.len ? change->name : row->name;
		row->roles = change->roles.count ? change->roles : row->roles;
		row->post = change->reason.len ? change->post : row->post; /* the first bodies had neither post nor reason */
	} else if (entry->type == &user_leave_type) {
		row->left_at = entry->happened;
		row->reason = leave->reason;
	} else {
		bool blocks = entry->type == &user_block_type;
		row->blocked_at = blocks ? entry->happened : 0;
		row->reason = blocks ? why->reason : STR("");
	}
}

static void officer_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct officer_row *row = from;
	if (row->number.len)
		rows_put(out, &officer_table, row);
}

static const struct entry_type *const officer_reads[] = { &user_add_type, &user_change_type, &user_block_type, &user_unblock_type, &user_leave_type, NULL };
static const struct table *const officer_writes[] = { &officer_table, NULL };
const struct fold officer_fold = { "officer", 2, officer_reads, officer_writes, sizeof(struct officer_row), officer_apply, officer_rows };

static void second_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct second_row *row = to;
	if (entry->type == &second_ask_type) {
		const struct second_request *request = data;
		*row = (struct second_row){
			.id = entry->id, .asked = entry->happened, .asker = entry->actor, .what = request->what,
			.confirmer = request->confirmer, .about = request->about, .body = request->body, .reason = request->reason,
		};
	} else if (!row->closed) {
		const struct second_answer *answer = data;
		row->closed = entry->happened;
		row->confirmed = answer->confirmed;
		row->second = entry->actor;
		row->note = answer->note;
	}
}

static void second_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct second_row *row = from;
	if (row->asked)
		rows_put(out, &second_table, row);
}

static const struct entry_type *const second_reads[] = { &second_ask_type, &second_answer_type, NULL };
static const struct table *const second_writes[] = { &second_table, NULL };
const struct fold second_fold = { "second", 1, second_reads, second_writes, sizeof(struct second_row), second_apply, second_rows };
