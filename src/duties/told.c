/* Tasks, messages, and the end of a case. */
#include "inner.h"

#include "arena.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "outbox.h"
#include "registry.h"
#include "task.h"

#define TASK_OF_CASE "case"

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
	json_decref(facts);
	contact_of_answers(act, seen, party, out);
	return true;
}

/* --- the message that there is news --- */

bool duty_tell(struct act *act, struct case_seen *seen, struct str party, struct str use, struct str item, struct error *err)
{
	struct duty_contact contact;
	if (!duty_contact(act, seen, party, &contact, err))
		return false;
	const struct lang *lang = letter_language(act, contact.language);
	struct str number = seen->row.reference, link = outbox_link(act, STR("/my"));
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

/* --- effects --- */

static void make_task(struct act *act, const struct case_seen *seen, struct str role, struct str words)
{
	const struct task task = { .role = role, .what = STR(TASK_OF_CASE), .about = seen->record, .words = str_slice(words, 0, 500) };
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool task_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)facts, (void)err;
	make_task(act, seen, asked->item, text_of(act, asked->with, "words"));
	return true;
}

/* The words themselves wait in the case, behind the sign-in. */
bool notify_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)facts;
	if (party_of_case(seen->flow.host.procedure, asked->item))
		return duty_tell(act, seen, asked->item, STR(""), STR(""), err);
	make_task(act, seen, asked->item, text_of(act, asked->with, "words"));
	return true;
}
