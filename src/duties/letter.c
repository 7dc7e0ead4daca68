/* Letters of procedures. */
#include <string.h>

#include "arena.h"
#include "house.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "outbox.h"

FIELDS_TABLE(case_letter_form, CASE_LETTER_FORM_FIELDS)

static struct str first_word(const struct pack_use *use, const char *name)
{
	const struct pack_setting *set = pack_setting(use, name);
	return set && set->words.count ? set->words.items[0] : STR("");
}

/* --- issuing --- */

bool letter_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	const json_t *uses = json_object_get(asked->flow->file, "uses"), *use = json_object_getn(uses, asked->use->name.data, asked->use->name.len);
	(void)act, (void)seen, (void)err;
	*facts = json_pack("{s:s, s:I}", "status", "issued", "issued", json_integer_value(json_object_get(use, "issued")) + 1);
	return true;
}

static json_t *letter_values(const struct case_seen *seen, const struct case_command *asked)
{
	json_t *values = json_object();
	json_put_str(values, "case", seen->row.reference);
	json_put_str(values, "use", asked->use->name);
	if (asked->item.len)
		json_put_str(values, "item", asked->item);
	return values;
}

bool letter_finish(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	struct str party = first_word(asked->use, "to");
	struct duty_contact contact = { .language = STR("") };
	bool known = party_of_case(seen->flow.host.procedure, party);
	if (known && !duty_contact(act, seen, party, &contact, err))
		return false;
	const struct lang *lang = letter_language(act, contact.language);
	const struct flow_letter_words words = {
		.remedy = remedy_words(act, seen, first_word(asked->use, "remedy"), lang), .status_page = outbox_link(act, STR("/status")), .status_code = case_status_code(act, seen->record),
	};
	const struct rule_environment environment = flow_letter_environment(&seen->flow, &words);
	const struct letter_order order = {
		.name = str_c(act->arena, first_word(asked->use, "template")), .record = seen->record, .language = contact.language, .also_own = true,
		.environment = &environment, .values = letter_values(seen, asked),
	};
	return letter_issue(act, &order, NULL, err) && (!known || duty_tell(act, seen, party, asked->use->name, asked->item, err));
}

/* --- seeing one, and saying what became of it --- */

struct of_case {
	struct letter letter;
	struct case_seen seen;
	struct str use, item;
};

static bool read_use(struct act *act, struct of_case *out)
{
	json_t *values = json_loadb(out->letter.values.data, out->letter.values.len, 0, NULL);
	const char *use = json_string_value(json_object_get(values, "use")), *item = json_string_value(json_object_get(values, "item"));
	out->use = str_copy(act->arena, str_of(use));
	out->item = str_copy(act->arena, str_of(item));
	json_decref(values);
	return out->use.len != 0;
}

static struct str became(struct act *act, const struct case_seen *seen, struct str name, struct str item)
{
	static const struct {
		const char *status, *words;
	} all[] = { { "issued", WORDS("Issued; not known yet whether it reached the person.") }, { "delivered", WORDS("Delivered.") }, { "returned", WORDS("It came back.") } };
	place_at at = procedure_use(seen->flow.host.procedure, name);
	const json_t *use = json_object_getn(json_object_get(seen->file, "uses"), name.data, name.len);
	if (item.len)
		use = json_object_getn(json_object_get(use, "items"), item.data, item.len);
	const char *status = json_string_value(json_object_get(use, "status"));
	for (size_t i = 0; at != NOWHERE && status && i < COUNT_OF(all); i++)
		if (!strcmp(status, all[i].status))
			return lang_words(act->lang, all[i].words);
	return STR("");
}

/* What became of a letter in a list: of each use and item, the newest one's is known. `told`: those that came before in the list. */
static bool put_became(struct act *act, struct case_seen *seen, json_t *row, json_t *told, struct error *err)
{
	struct of_case of = { .use = STR("") };
	struct entry entry = { 0 };
	struct uuid id;
	bool found = false;
	const char *href = json_string_value(json_object_get(row, "href")), *last = href ? strrchr(href, '/') : NULL;
	if (!last || !uuid_parse(str_of(last + 1), &id))
		return true;
	if (!journal_entry(act, id, &entry, &found, err))
		return false;
	if (!found || !entry.data.len || !fields_from_data(&letter_fields, entry.data, &of.letter, act->arena) || !read_use(act, &of))
		return true;
	struct str key = str_format(act->arena, STR_FMT "/" STR_FMT, STR_ARG(of.use), STR_ARG(of.item));
	if (json_object_getn(told, key.data, key.len))
		return true;
	json_object_setn_new(told, key.data, key.len, json_true());
	json_put_str(row, "became", became(act, seen, of.use, of.item));
	return true;
}

bool duty_letters(struct act *act, struct case_seen *seen, json_t **out, struct error *err)
{
	json_t *told = json_object(), *row;
	size_t at;
	bool good = letters_of(act, seen->record, out, err);
	if (good)
		json_array_foreach(*out, at, row) {
			json_put_str(row, "became", STR(""));
			good = good && put_became(act, seen, row, told, err);
		}
	json_decref(told);
	return good;
}

/* The case is looked at, and ended by the caller with case_end. */
static bool letter_of_case(struct act *act, struct uuid id, struct of_case *out, struct error *err)
{
	struct entry entry = { 0 };
	bool found = false;
	out->seen = (struct case_seen){ .file = NULL };
	if (!journal_entry(act, id, &entry, &found, err))
		return false;
	found = found && entry.type == &letter_type && entry.data.len && fields_from_data(&letter_fields, entry.data, &out->letter, act->arena) && read_use(act, out);
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such letter", "look it up by the person or the document", "letter");
	return case_look(act, entry.record, &out->seen, err) && (case_reach(act, &out->seen) == CASE_WHOLE || not_found_for_you(err));
}

bool case_letter_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct of_case of;
	bool good = letter_of_case(act, call->id, &of, err);
	case_end(&of.seen);
	return good && letter_pdf(act, call->id, reply, err);
}

/* What goes with a request to another authority is told there. */
static bool is_letter_use(const struct of_case *of)
{
	place_at at = procedure_use(of->seen.flow.host.procedure, of->use);
	return at != NOWHERE && str_is(of->seen.flow.host.procedure->uses[at].capability->name, "letter");
}

bool case_letter_text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct of_case of;
	bool good = letter_of_case(act, call->id, &of, err);
	struct str id = uuid_str(act->arena, call->id);
	if (good)
		good = letter_page(act, call->id, str_format(act->arena, "/case/" STR_FMT, STR_ARG(uuid_str(act->arena, of.seen.record))), reply, err);
	if (good) {
		json_put_str(reply->page, "pdf_href", str_format(act->arena, "/case/letter/" STR_FMT, STR_ARG(id)));
		json_put_str(reply->page, "became", became(act, &of.seen, of.use, of.item));
		if (is_letter_use(&of))
			json_put_str(reply->page, "became_to", str_format(act->arena, "/case/letter/" STR_FMT "/became", STR_ARG(id)));
	}
	case_end(&of.seen);
	return good;
}

bool case_letter_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct case_letter_form *form = call->form;
	struct of_case of;
	bool good = letter_of_case(act, call->id, &of, err);
	if (good && !str_is(form->what, "delivered") && !str_is(form->what, "returned")) {
		finding_add(&act->findings, STR("what"), "unknown_code", "Say whether it was delivered or came back.");
		good = error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "letter");
	}
	if (good)
		good = case_event(act, &of.seen, of.use, form->what, NULL, of.item, err);
	reply->data = json_object();
	json_put_str(reply->data, "record", uuid_str(act->arena, of.seen.record));
	case_end(&of.seen);
	return good;
}
