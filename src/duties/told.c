/* Tasks, messages, and the end of a case. */
#include "inner.h"

#include "arena.h"
#include "calendar.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "outbox.h"
#include "registry.h"
#include "store.h"
#include "task.h"

#define TASK_OF_CASE "case"

enum { TASKS_MOST = 50 };

static struct str text_of(struct act *act, const json_t *with, const char *name)
{
	const char *text = json_string_value(json_object_get(with, name));
	return text ? str_copy(act->arena, str_of(text)) : STR("");
}

/* --- how a party is reached --- */

static void fill(struct act *act, struct str *to, const json_t *answer)
{
	if (!to->len && json_is_string(answer))
		*to = str_copy(act->arena, str_of(json_string_value(answer)));
}

/* What the case itself says: the first party is the one whom its questions for an address are about. */
static void contact_of_answers(struct act *act, struct case_seen *seen, struct str party, struct duty_contact *out)
{
	const struct flow *flow = &seen->flow;
	const struct pack_procedure *procedure = flow->host.procedure;
	if (procedure->party_count && str_equal(procedure->parties[0].field, party)) {
		fill(act, &out->email, answer_of_type(flow, ASKED_EMAIL));
		fill(act, &out->phone, answer_of_type(flow, ASKED_PHONE));
	}
	fill(act, &out->language, json_object_get(answer_named(flow, party), "language"));
	fill(act, &out->language, answer_of_type(flow, ASKED_LANGUAGE));
}

bool duty_contact(struct act *act, struct case_seen *seen, struct str party, struct duty_contact *out, struct error *err)
{
	const struct case_work *work = case_work_of(act->house, STR("contact"));
	const struct case_command asked = { .flow = &seen->flow, .name = "contact", .item = party };
	json_t *facts = NULL;
	*out = (struct duty_contact){ .language = STR("") };
	if (work && !work->command(act, seen, &asked, &facts, err))
		return false;
	fill(act, &out->email, json_object_get(facts, "email"));
	fill(act, &out->phone, json_object_get(facts, "phone"));
	fill(act, &out->language, json_object_get(facts, "language"));
	contact_of_answers(act, seen, party, out);
	fill(act, &out->language, json_object_get(facts, "account_language")); /* what the case says of the language comes first */
	json_decref(facts);
	return true;
}

/* --- the message that there is news --- */

bool duty_tell(struct act *act, struct case_seen *seen, struct str party, struct str use, struct str item, struct error *err)
{
	struct duty_contact contact;
	if (!duty_contact(act, seen, party, &contact, err))
		return false;
	const struct lang *lang = letter_language(act, contact.language);
	struct str number = seen->row.reference, link = outbox_link(act, STR("/applications"));
	struct str authority = pack_words(act->pack, lang_tag(lang), act->pack->head.authority);
	bool mail = outbox_address_valid(contact.email);
	if (!mail && !outbox_number_valid(contact.phone))
		return true;
	const struct outbox_order order = {
		.to = mail ? contact.email : contact.phone, .language = lang_tag(lang), .about = seen->record, .use = use, .item = item,
		.subject = LANG_FILL(act->arena, lang_words(lang, WORDS("Your case {number}: there is news")), { "number", number }),
		.text = mail ? LANG_FILL(act->arena, lang_words(lang, WORDS("There is news on your case {number}.\n\nSign in to read it: {link}\n\nWe never ask for a password or for money by e-mail.\n{authority}")),
		                         { "number", number }, { "link", link }, { "authority", authority })
		             : LANG_FILL(act->arena, lang_words(lang, WORDS("There is news on your case {number}. Sign in to read it: {link}")), { "number", number }, { "link", link }),
	};
	return mail ? outbox_mail(act, &order, NULL, err) : outbox_sms(act, &order, NULL, err);
}

/* How the action that contests it is done. */
struct str remedy_words(struct act *act, const struct case_seen *seen, struct str action, const struct lang *lang)
{
	place_at at = procedure_action(seen->flow.host.procedure, action);
	if (at == NOWHERE)
		return STR("");
	return LANG_FILL(act->arena, lang_words(lang, WORDS("{action}: sign in at {link}, or write or come to us with the number {number}")),
	                 { "action", pack_words(act->pack, lang_tag(lang), seen->flow.host.procedure->actions[at].label) }, { "link", outbox_link(act, STR("/applications")) },
	                 { "number", seen->row.reference });
}

/* --- effects --- */

/* "within 2 working days": hours and minutes run through; days end with their day in the zone of the law, working days by the state's calendar. */
static int64_t due_of(struct act *act, const json_t *with)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	const struct pack_calendar *calendar = pack_calendar(act->pack, STR(""));
	struct rule_value value;
	int64_t count = json_integer_value(json_object_get(with, "within"));
	struct str length = str_format(act->arena, "%lld " STR_FMT, (long long)count, STR_ARG(text_of(act, with, "unit")));
	if (!count || !rule_value_parse(act->arena, RULE_DURATION, length, &value) || value.kind != RULE_DURATION)
		return 0;
	if (value.duration.minutes)
		return act->now + value.duration.minutes * 60000;
	struct date day = date_add_months(lang_zone_day(zone, act->now), value.duration.months);
	day = value.duration.working_days ? calendar_add_working_days(calendar ? calendar->rule : NULL, day, value.duration.working_days) : date_of_days(date_days(day) + value.duration.days);
	return lang_zone_day_start(zone, date_of_days(date_days(day) + 1)) - 1;
}

static void make_task(struct act *act, const struct case_seen *seen, struct str role, const json_t *with)
{
	struct str words = text_of(act, with, "words");
	const struct task task = { .role = role, .what = STR(TASK_OF_CASE), .about = seen->record, .words = str_slice(words, 0, 500), .due = due_of(act, with) };
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool task_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)facts, (void)err;
	make_task(act, seen, asked->item, asked->with);
	return true;
}

/* The words themselves wait in the case, behind the sign-in. */
bool notify_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)facts;
	if (party_of_case(seen->flow.host.procedure, asked->item))
		return duty_tell(act, seen, asked->item, STR(""), STR(""), err);
	make_task(act, seen, asked->item, asked->with);
	return true;
}

/* --- tasks that end --- */

static bool holds_role(const struct act *act, struct str role)
{
	for (size_t i = 0; i < act->actor.role_count; i++)
		if (str_equal(act->actor.roles[i], role))
			return true;
	return false;
}

bool end_tasks(struct act *act, const struct case_seen *seen, bool all, struct error *err)
{
	struct query *query = db_query(act->db, "duties.tasks_of");
	struct uuid tasks[TASKS_MOST];
	size_t count = 0;
	query_bind_id(query, "about", seen->record);
	query_bind_int(query, "most", TASKS_MOST);
	while (count < TASKS_MOST && query_next(query))
		if (all || holds_role(act, query_text(query, 1, act->arena)))
			tasks[count++] = query_id(query, 0);
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++)
		journal_append(act, &task_done_type, tasks[i], &(struct task_done){ .note = STR("") });
	return true;
}

/* Whoever acts has seen what waits for their roles. What other roles must do still waits. */
bool acted_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)asked, (void)facts;
	return end_tasks(act, seen, false, err);
}
