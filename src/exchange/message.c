/* What a case sends, and what becomes of it. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "crypto.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "outbox.h"
#include "store.h"
#include "task.h"

enum { LINK_DAYS = 120 };

/* --- looking up --- */

static bool partner_of(struct act *act, const char *statement, struct str value, struct partner *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "value", value);
	*found = query_next(query);
	if (*found)
		query_row(query, &partner_fields, out, act->arena);
	return query_end(query, err);
}

bool partner_by_name(struct act *act, struct str name, struct partner *out, bool *found, struct error *err)
{
	return partner_of(act, "exchange.partner_by_name", name, out, found, err);
}

bool partner_by_key(struct act *act, struct str key, struct partner *out, bool *found, struct error *err)
{
	*found = false;
	return !key.len || partner_of(act, "exchange.partner_by_key", key, out, found, err);
}

bool exchange_by_record(struct act *act, struct uuid record, struct exchange_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "exchange.one");
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &exchange_row_fields, out, act->arena);
	return query_end(query, err);
}

struct str token_digest(struct act *act, struct str token)
{
	uint8_t digest[SHA256_BYTES];
	sha256(&token, 1, digest);
	return str_hex(act->arena, digest, sizeof digest);
}

static bool gone(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "this link is not good, or no longer", "ask the authority that sent it for another", "link");
}

bool exchange_request_of(struct act *act, struct uuid about, struct str use, struct uuid *record, struct exchange_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "exchange.request_of");
	query_bind_id(query, "about", about);
	query_bind_text(query, "use", use);
	*found = query_next(query);
	if (*found) {
		*record = query_id(query, 0);
		query_row(query, &exchange_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

bool exchange_by_token(struct act *act, struct str token, struct uuid *record, struct exchange_row *out, struct error *err)
{
	struct query *query = db_query(act->db, "exchange.by_token");
	query_bind_text(query, "token", token_digest(act, token));
	bool found = token.len == 2 * TOKEN_BYTES && query_next(query);
	if (found) {
		*record = query_id(query, 0);
		query_row(query, &exchange_row_fields, out, act->arena);
	}
	if (!query_end(query, err))
		return false;
	return (found && act->now - out->made < LINK_DAYS * INT64_C(86400000)) || gone(err);
}

/* --- what is asked --- */

static const struct pack_form *form_of(const struct case_command *asked)
{
	const struct pack_setting *form = pack_setting(asked->use, "form");
	return form && form->words.count ? procedure_form(asked->flow->host.procedure, form->words.items[0]) : NULL;
}

static void add_file(json_t *files, const struct pack_asked *field, const json_t *answer)
{
	if (json_is_array(answer))
		answer = json_array_get(answer, 0);
	if (!json_object_get(answer, "file") || json_array_size(files) >= FILES_MOST)
		return;
	json_t *file = json_pack("{s:O, s:O, s:O}", "name", json_object_get(answer, "name"), "type", json_object_get(answer, "type"), "file", json_object_get(answer, "file"));
	json_put_str(file, "field", field->name);
	json_array_append_new(files, file);
}

/* An answer as a form would send it; what is of several parts by its paths. Lists are told in words alone. */
static void add_plain(struct act *act, json_t *answers, struct str path, const json_t *answer)
{
	const char *name;
	json_t *member;
	if (json_is_string(answer))
		json_put_str(answers, str_c(act->arena, path), str_of(json_string_value(answer)));
	json_object_foreach((json_t *)(uintptr_t)answer, name, member)
		if (json_is_string(member))
			json_put_str(answers, str_c(act->arena, str_format(act->arena, STR_FMT ".%s", STR_ARG(path), name)), str_of(json_string_value(member)));
}

static void add_answer(struct act *act, const struct case_command *asked, const struct pack_asked *field, json_t *told, json_t *plain, json_t *files)
{
	const json_t *answer = json_object_getn(json_object_get(asked->flow->file, "answers"), field->name.data, field->name.len);
	bool file = field->type == ASKED_PHOTO || field->type == ASKED_DOCUMENT || field->type == ASKED_DOCUMENTS;
	if (file) {
		add_file(files, field, answer);
	} else if (answer) {
		json_t *row = json_object();
		add_plain(act, plain, field->name, answer);
		json_put_str(row, "question", pack_words(act->pack, lang_tag(act->lang), field->label));
		json_put_str(row, "answer", case_answer_words(act, field, answer));
		json_array_append_new(told, row);
	}
}

static struct str kept(struct act *act, json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);
	struct str out = str_copy(act->arena, str_of(text ? text : "[]"));
	free(text);
	json_decref(json);
	return out;
}

static void what_is_asked(struct act *act, const struct case_command *asked, struct exchange_message *out)
{
	const struct pack_form *form = form_of(asked);
	const struct pack_procedure *procedure = asked->flow->host.procedure;
	json_t *told = json_array(), *plain = json_object(), *files = json_array();
	for (size_t i = 0; form && i < form->page_count; i++)
		for (size_t k = 0; k < form->pages[i].fields.count; k++)
			add_answer(act, asked, &procedure->fields[form->pages[i].fields.items[k]], told, plain, files);
	out->kind = procedure->name;
	out->asked = kept(act, told);
	out->answers = kept(act, plain);
	out->files = kept(act, files);
}

/* --- sending --- */

static struct str partner_name(struct act *act, const struct case_command *asked)
{
	const struct pack_setting *partner = pack_setting(asked->use, "partner");
	const struct pack_procedure *procedure = asked->flow->host.procedure;
	const struct pack_asked *field = partner && partner->fields.count ? &procedure->fields[partner->fields.items[0]] : NULL;
	const json_t *answer = field ? json_object_getn(json_object_get(asked->flow->file, "answers"), field->name.data, field->name.len) : NULL;
	return answer ? str_slice(case_answer_words(act, field, answer), 0, 200) : STR("");
}

static void by_post(struct act *act, struct case_seen *seen, struct str partner)
{
	const struct pack_names *readers = &seen->flow.host.procedure->readers;
	struct str words = LANG_FILL(act->arena, STR("{partner}: there is no address for messages. Send the letter by post, and write down what comes back."), { "partner", partner });
	const struct task task = { .role = readers->count ? readers->items[0] : STR("administrator"), .what = STR("case"), .about = seen->record, .words = str_slice(words, 0, 500) };
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

static bool by_link(struct act *act, const struct partner *partner, const struct exchange_message *message, struct uuid record, struct str token, struct error *err)
{
	const struct lang *lang = letter_language(act, partner->language);
	struct str path = str_format(act->arena, "/answer/" STR_FMT, STR_ARG(token));
	struct str from = pack_words(act->pack, lang_tag(lang), act->pack->head.authority);
	(void)record;
	const struct outbox_order order = {
		.to = partner->email, .language = lang_tag(lang), .secret = outbox_link(act, path),
		.subject = LANG_FILL(act->arena, lang_words(lang, WORDS("Request {number}: a document to be confirmed")), { "number", message->number }),
		.text = LANG_FILL(act->arena, lang_words(lang, WORDS("{authority} asks you to confirm a document. What is asked, and the page for your answer:\n\n{secret}\n\nPlease give this link to nobody who does not answer for your authority.")),
		                  { "authority", from }),
	};
	return outbox_mail(act, &order, NULL, err);
}

static bool send(struct act *act, struct case_seen *seen, const struct case_command *asked, struct exchange_message *message, struct error *err)
{
	struct partner partner = { .code = STR("") };
	uint8_t random[TOKEN_BYTES];
	bool found, linked;
	if (!partner_by_name(act, message->partner, &partner, &found, err))
		return false;
	linked = found && !partner.ended && outbox_address_valid(partner.email);
	random_fill(act->random, random, sizeof random);
	struct str token = str_hex(act->arena, random, sizeof random);
	struct uuid record = uuid_v7(act->now, act->random);
	message->code = partner.code;
	message->token = linked && str_is(message->what, "send") ? token_digest(act, token) : STR("");
	journal_append(act, &exchange_message_type, record, message);
	journal_ref(act, seen->record, "about");
	(void)asked;
	if (linked && message->token.len)
		return by_link(act, &partner, message, record, token, err);
	if (!linked && !partner.key.len)
		by_post(act, seen, message->partner);
	return true;
}

bool exchange_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	static const struct { const char *command, *status; } statuses[] = {
		{ "send", "sent" }, { "acknowledge", "acknowledged" }, { "accept", "accepted" }, { "refuse", "refused" },
	};
	(void)act, (void)seen, (void)err;
	*facts = json_object();
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (!strcmp(asked->name, statuses[i].command))
			json_put_str(*facts, "status", str_of(statuses[i].status));
	return true;
}

static bool letter_with_it(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	const struct pack_setting *template = pack_setting(asked->use, "template");
	if (!template || !template->words.count || strcmp(asked->name, "send"))
		return true;
	const struct rule_environment environment = flow_letter_environment(&seen->flow, &(struct flow_letter_words){ .remedy = STR("") });
	json_t *values = json_object();
	json_put_str(values, "case", seen->row.reference);
	json_put_str(values, "use", asked->use->name);
	return letter_issue(act, &(struct letter_order){ .name = str_c(act->arena, template->words.items[0]), .record = seen->record, .environment = &environment, .values = values }, NULL, err);
}

/* The other authority is told that its request came, and under which number it goes on here. */
bool exchange_receipt(struct act *act, const struct exchange_row *row, struct str number, struct error *err)
{
	struct partner partner = { .code = STR("") };
	bool found;
	if (!partner_by_name(act, row->partner, &partner, &found, err))
		return false;
	if (!found || !outbox_address_valid(partner.email))
		return true;
	const struct lang *lang = letter_language(act, partner.language);
	const struct outbox_order order = {
		.to = partner.email, .language = lang_tag(lang), .subject = LANG_FILL(act->arena, lang_words(lang, WORDS("We received your request {number}")), { "number", row->number }),
		.text = LANG_FILL(act->arena, lang_words(lang, WORDS("We received your request {number}. Its number here is {own}. This message is the receipt; the answer follows.")),
		                  { "number", row->number }, { "own", number }),
	};
	return outbox_mail(act, &order, NULL, err);
}

static struct str with_text(struct act *act, const struct case_command *asked, const char *name, size_t most)
{
	const char *text = json_string_value(json_object_get(asked->with, name));
	return text ? str_slice(str_copy(act->arena, str_of(text)), 0, most) : STR("");
}

/* What a case that a request opened says to it: its receipt, its answer. The bundle of the request carries it back. A case that the very request opens has
 * none yet: whoever takes the request writes the receipt. */
static bool reply_of_case(struct act *act, struct case_seen *seen, const struct case_command *asked, bool *replied, struct error *err)
{
	static const struct { const char *command, *what; } steps[] = { { "acknowledge", "received" }, { "accept", "answered" }, { "refuse", "declined" } };
	struct exchange_row row = { .way = STR("") };
	struct uuid record;
	bool found;
	if (!exchange_request_of(act, seen->record, asked->use->name, &record, &row, &found, err))
		return false;
	*replied = found || str_is(str_of(asked->name), "acknowledge");
	for (size_t i = 0; found && i < COUNT_OF(steps); i++)
		if (!strcmp(asked->name, steps[i].command)) {
			const struct exchange_step step = {
				.what = str_of(steps[i].what), .by = STR("desk"), .finding = with_text(act, asked, "finding", 16), .words = with_text(act, asked, "answer", 4000), .name = act->actor.name,
			};
			journal_append(act, &exchange_step_type, record, &step);
			journal_ref(act, seen->record, "about");
		}
	return true;
}

bool exchange_finish(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	const char *words = json_string_value(json_object_get(asked->with, "words"));
	struct exchange_message message = {
		.way = STR("out"), .what = str_of(asked->name), .partner = partner_name(act, asked), .about = seen->record, .use = asked->use->name, .item = asked->item,
		.number = seen->row.reference, .title = pack_words(act->pack, lang_tag(act->lang), seen->flow.host.procedure->title),
		.words = words ? str_slice(str_copy(act->arena, str_of(words)), 0, 4000) : STR(""), .asked = STR("[]"), .files = STR("[]"),
	};
	if (!message.partner.len) {
		finding_add(&act->findings, STR(""), "no_partner", WORDS("It is not said which authority is asked."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "exchange");
	}
	bool replied = false;
	if (!str_is(message.what, "send") && !str_is(message.what, "notify") && !reply_of_case(act, seen, asked, &replied, err))
		return false;
	if (replied)
		return true;
	if (str_is(message.what, "send"))
		what_is_asked(act, asked, &message);
	return letter_with_it(act, seen, asked, err) && send(act, seen, asked, &message, err);
}

/* --- what became of it --- */

/* That the case no longer waits for it takes nothing from what came. */
static bool tell_case(struct act *act, const struct exchange_row *row, const struct exchange_step *step, struct error *err)
{
	static const struct { const char *what, *event; } events[] = { { "received", "received" }, { "answered", "accepted" }, { "declined", "refused" }, { "failed", "failed" } };
	const char *event = NULL;
	struct case_seen seen;
	for (size_t i = 0; i < COUNT_OF(events); i++)
		if (str_is(step->what, events[i].what))
			event = events[i].event;
	if (!event || uuid_zero(row->about) || str_is(row->way, "in")) /* of a request of theirs the case itself says what became */
		return true;
	bool good = case_look(act, row->about, &seen, err);
	bool closed = good && json_object_get(seen.file, "closed");
	if (good && !closed) {
		json_t *facts = json_object();
		if (step->finding.len)
			json_put_str(facts, "finding", step->finding);
		good = case_event(act, &seen, row->use, str_of(event), facts, row->item, err);
		json_decref(facts);
	}
	case_end(&seen);
	return good;
}

bool exchange_became(struct act *act, struct uuid record, const struct exchange_row *row, const struct exchange_step *step, struct error *err)
{
	journal_append(act, &exchange_step_type, record, step);
	if (!uuid_zero(row->about))
		journal_ref(act, row->about, "about");
	return tell_case(act, row, step, err);
}

const char *finding_words(struct str code)
{
	static const struct { const char *code, *words; } all[] = {
		{ "genuine", WORDS("Genuine: issued by us, and unchanged") }, { "altered", WORDS("Altered: issued by us, and changed since") }, { "false", WORDS("False: not issued by us") },
		{ "not_on_record", WORDS("Not on record: we cannot say") },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_is(code, all[i].code))
			return all[i].words;
	return NULL;
}

bool answer_fits(struct act *act, struct str finding, struct str words, struct str name, struct error *err)
{
	if (finding.len && !finding_words(finding))
		finding_add(&act->findings, STR("finding"), "unknown_code", WORDS("Choose one of the answers."));
	if (str_trim(words).len < 3)
		finding_add(&act->findings, STR("words"), "required", WORDS("Say in a sentence what the answer rests on."));
	if (!str_trim(name).len)
		finding_add(&act->findings, STR("name"), "required", WORDS("Say who answers."));
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "exchange");
}
