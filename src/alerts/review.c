/* The day of review makes a task, once. */
#include "inside.h"

#include "journal.h"
#include "lang.h"
#include "store.h"

enum { REVIEWS_MOST = 100 };

/* The first role of the pack that keeps lists. */
static struct str keeper(const struct pack *pack)
{
	for (size_t i = 0; i < pack->role_count; i++)
		for (size_t k = 0; k < pack->roles[i].rights.count; k++)
			if (str_is(pack->roles[i].rights.items[k], right_name(CAN_WATCH_MANAGE)))
				return pack->roles[i].code;
	return STR("administrator");
}

bool alerts_review(struct act *act, struct error *err)
{
	struct query *query = db_query(act->db, "alerts.reviews");
	struct task task = { .role = keeper(act->pack), .what = STR("list_review"), .words = str_of(WORDS("Review an entry of a list: is it still right?")) };
	query_bind_text(query, "today", date_str(act->arena, time_date(act->now)));
	query_bind_int(query, "most", REVIEWS_MOST);
	while (query_next(query)) {
		struct national_row row = { 0 };
		query_row(query, &national_row_fields, &row, act->arena);
		task.about = watch_entry_record(row.list, row.item);
		journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
	}
	return query_end(query, err);
}
