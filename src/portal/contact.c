/* How a party is reached: by the address of its account, which somebody proved. */
#include "account.h"
#include "pages.h"

#include "arena.h"
#include "outbox.h"
#include "store.h"

static bool who_is(struct act *act, struct uuid record, struct str party, struct case_party_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "portal.who");
	query_bind_id(query, "record", record);
	query_bind_text(query, "party", party);
	*found = query_next(query);
	if (*found)
		query_row(query, &case_party_row_fields, out, act->arena);
	return query_end(query, err);
}

/* Asked by whoever writes to a party (cases.h). Who was asked in and has not signed in yet is reached by the address that was given. */
bool portal_contact(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct case_party_row row = { .place = 0 };
	struct account_row account = { .opened = 0 };
	bool found, known = false;
	if (!who_is(act, seen->record, asked->item, &row, &found, err) || (found && !uuid_zero(row.account) && !account_by_record(act, row.account, &account, &known, err)))
		return false;
	*facts = json_object();
	if (known)
		json_put_str(*facts, "email", account.email);
	else if (found && outbox_address_valid(row.name))
		json_put_str(*facts, "email", row.name);
	if (known && account.language.len)
		json_put_str(*facts, "account_language", account.language);
	return true;
}
