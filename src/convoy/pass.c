/* Shore passes: numbered in their call, due at the hour of the pack, taken back by their number; and the job that tells of those that are not back. */
#include "inner.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "store.h"

enum { LATE_MOST = 200, PASSES_TOGETHER = 60 /* each is set as a PDF of its own: 45 ms */ };

/* The pack's hour, counted from the beginning of the day in the post's zone: 24 hours is midnight. The next such hour from now on. */
int64_t convoy_pass_due(struct act *act, const struct called *called)
{
	struct date today = lang_zone_day(called->zone, act->now);
	const struct pack_value *value = pack_param(act->pack, STR("shore_pass_hour"), today);
	int64_t hours = value && value->kind == PACK_DURATION ? value->micro / 1000000 : 24;
	for (int days = 0;; days++) {
		struct date day = date_of_days(date_days(today) + days + (int)(hours / 24));
		int64_t due = lang_zone_instant(called->zone, day, (int)(hours % 24) * 60);
		if (due > act->now)
			return due;
	}
}

static bool may_land(const struct convoy_person *person)
{
	return convoy_inside(person) && str_is(person->list, "crew") && !convoy_ashore(person) && !str_is(person->signed_as, "sign_on");
}

/* The paper that goes ashore, with the State's own language behind the person's. */
static bool print_pass(struct act *act, const struct called *called, const struct convoy_person *person, const struct shore_pass *pass, struct uuid entry, struct str language,
                       struct error *err)
{
	const struct convoy_row *row = &called->row;
	struct identity identity = convoy_identity(act, person);
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, &identity));
	json_put(values, "document", letter_document(&identity));
	json_put_str(values, "pass", pass->number);
	json_put_str(values, "code", scan_code_text(act->arena, "SHOREPASS", pass->number));
	json_put_str(values, "rank", person->rank);
	json_put_str(values, "ship", row->imo.len ? str_format(act->arena, STR_FMT ", IMO " STR_FMT, STR_ARG(row->name), STR_ARG(row->imo)) : row->name);
	json_put_str(values, "flag", row->flag);
	json_put_str(values, "berth", row->berth);
	json_put_int(values, "due", pass->due);
	const struct letter_order order = {
		.name = "shore_pass", .record = uuid_zero(person->document) ? called->id : person->document, .about = entry, .language = language, .also_own = true, .post = row->post,
		.values = values,
	};
	return letter_issue(act, &order, NULL, err);
}

bool convoy_give_passes(struct act *act, const struct called *called, struct convoy_person *const *people, size_t count, struct str language, size_t *given,
                        struct error *err)
{
	int64_t due = convoy_pass_due(act, called), number = called->row.passes;
	*given = 0;
	for (size_t i = 0; i < count && *given < PASSES_TOGETHER; i++) {
		if (!may_land(people[i]))
			continue;
		struct shore_pass pass = {
			.key = people[i]->key, .due = due, .number = str_format(act->arena, STR_FMT "-%02d", STR_ARG(called->row.reference), (int)++number),
		};
		struct uuid entry = journal_append(act, &shore_pass_type, called->id, &pass);
		if (!uuid_zero(people[i]->document))
			journal_ref(act, people[i]->document, "person");
		if (!print_pass(act, called, people[i], &pass, entry, language, err))
			return false;
		++*given;
	}
	if (!*given)
		return error_set(err, ERR_NOT_ALLOWED, "nobody of these may get a shore pass now", "clear the crew first; who has a pass keeps it until it is back", "shore pass");
	return true;
}

/* As a hand gives it: small letters, spaces, without the hyphen. */
static struct str tidy(struct str text, struct arena *arena)
{
	struct buf out = BUF_IN(arena);
	text = str_upper(arena, text);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] <= ' ' || text.data[i] == '-')
			continue;
		buf_c(&out, text.data[i]);
		if (out.len == 6)
			buf_c(&out, '-');
	}
	return buf_str(&out);
}

/* A whole code, as a scanner gives it, too. */
struct str convoy_pass_number(struct act *act, struct str text)
{
	return tidy(scan_code_number(act->arena, "SHOREPASS", text), act->arena);
}

bool convoy_pass_back(struct act *act, struct str number, struct str note, struct uuid *call, struct shore_pass_row *pass, struct error *err)
{
	struct pass_back back = { .number = convoy_pass_number(act, number), .note = note };
	struct query *query = db_query(act->db, "convoy.pass_by_number");
	query_bind_text(query, "number", back.number);
	bool found = query_next(query);
	*pass = (struct shore_pass_row){ 0 };
	if (found) {
		*call = query_id(query, 0);
		query_row(query, &shore_pass_row_fields, pass, act->arena);
	}
	if (!query_end(query, err))
		return false;
	if (!found || pass->back) {
		finding_add(&act->findings, STR("number"), "unknown_number", found ? WORDS("This pass was given back already.") : WORDS("There is no pass of this number."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "compare the number with the pass", "shore pass");
	}
	journal_append(act, &pass_back_type, *call, &back);
	return true;
}

bool convoy_pass_paper(struct act *act, struct str number, struct uuid *letter, struct error *err)
{
	struct shore_pass_row pass = { 0 };
	struct query *query = db_query(act->db, "convoy.pass_by_number");
	query_bind_text(query, "number", number);
	if (query_next(query))
		query_row(query, &shore_pass_row_fields, &pass, act->arena);
	*letter = (struct uuid){ 0 };
	return query_end(query, err) && (uuid_zero(pass.id) || letter_last(act, pass.id, "shore_pass", letter, err));
}

/* --- the hour --- */

struct late {
	struct uuid call, document;
	struct str number, post;
};

static bool read_late(struct act *act, struct late *late, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "convoy.late");
	query_bind_int(query, "now", act->now);
	query_bind_int(query, "most", LATE_MOST);
	while (*count < LATE_MOST && query_next(query)) {
		late[*count] = (struct late){ query_id(query, 0), query_id(query, 3), query_text(query, 1, act->arena), query_text(query, 2, act->arena) };
		++*count;
	}
	return query_end(query, err);
}

/* A person looks for the person: nobody becomes a deserter by a clock. */
bool convoy_passes_late(struct act *act, struct error *err)
{
	struct late *late = ARENA_ARRAY(act->arena, struct late, LATE_MOST);
	size_t count = 0;
	if (!act->pack || !read_late(act, late, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct pass_late told = { .number = late[i].number, .task = uuid_v7(act->now, act->random) };
		struct task task = {
			.role = STR("second_line_officer"), .post = late[i].post, .what = STR("shore_pass"), .about = late[i].document,
			.words = str_of(WORDS("A shore pass was not given back by its hour. Ask the master and the agent; take the pass back, or open a deserter's file.")),
		};
		act->purpose = STR("border_check");
		journal_append(act, &task_type, told.task, &task);
		journal_append(act, &pass_late_type, late[i].call, &told);
	}
	return true;
}
