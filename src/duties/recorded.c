/* What no engine does here, written down by hand: biometrics, DNA tests, journeys.
 *
 * A procedure asks for them as for anything else and never stops on them: what is done at a counter, by a laboratory or by an escort is recorded with who says
 * so, and is an event of the case. What would need an engine, comparing, is said to be not supported. */
#include "arena.h"
#include "house.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"

FIELDS_TABLE(case_recorded, CASE_RECORDED_FIELDS)
FIELDS_TABLE(recorded_form, RECORDED_FORM_FIELDS)

const struct entry_type case_recorded_type = { "case.recorded", 1, KIND_CASE, 0, &case_recorded_fields, "What became of biometrics, a test or a journey of a case was written down" };

static const struct { const char *capability, *event, *words; } events[] = {
	{ "biometrics", "captured", WORDS("They were taken") }, { "biometrics", "duplicate", WORDS("The same person is held under another name") },
	{ "dna", "result", WORDS("The laboratory answered") },
	{ "travel", "departed", WORDS("The journey began") }, { "travel", "arrived", WORDS("The journey ended") }, { "travel", "missed", WORDS("The journey did not take place") },
};

static const struct { const char *code, *words; } results[] = { { "related", WORDS("Related") }, { "not_related", WORDS("Not related") }, { "open", WORDS("It cannot be told") } };

static bool is_recorded(const struct pack_use *use)
{
	return str_is(use->capability->name, "biometrics") || str_is(use->capability->name, "dna") || str_is(use->capability->name, "travel");
}

static const char *event_words(const struct pack_use *use, struct str event)
{
	for (size_t i = 0; i < COUNT_OF(events); i++)
		if (str_is(use->capability->name, events[i].capability) && str_is(event, events[i].event))
			return events[i].words;
	return NULL;
}

/* Comparing needs an engine: it changes nothing of what was recorded. All else leaves what the capability's own rule says. */
bool recorded_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	(void)act, (void)seen, (void)err;
	if (str_is(str_of(asked->name), "compare"))
		*facts = json_pack("{s:s}", "engine", "not_supported");
	return true;
}

/* --- the page --- */

static json_t *options_of(struct act *act, const struct pack_use *use)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(events); i++) {
		if (!str_is(use->capability->name, events[i].capability))
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", str_of(events[i].event));
		json_put_str(one, "word", lang_words(act->lang, events[i].words));
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *results_of(struct act *act, const struct pack_use *use)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(results) && str_is(use->capability->name, "dna"); i++) {
		json_t *one = json_object();
		json_put_str(one, "code", str_of(results[i].code));
		json_put_str(one, "word", lang_words(act->lang, results[i].words));
		json_array_append_new(out, one);
	}
	return out;
}

static void add_use(struct act *act, const struct case_seen *seen, const struct pack_use *use, json_t *page, json_t *data)
{
	const json_t *facts = json_object_getn(json_object_get(seen->file, "uses"), use->name.data, use->name.len);
	struct str status = str_of(json_string_value(json_object_get(facts, "status")));
	json_t *row = json_object(), *told = json_object();
	json_put_str(row, "use", use->name);
	json_put_str(row, "title", case_use_words(act, seen->flow.host.procedure, use));
	json_put_str(row, "status", case_status_words(act, str_copy(act->arena, status)));
	json_put(row, "events", options_of(act, use));
	json_t *found = results_of(act, use);
	json_put_yesno(row, "any_result", json_array_size(found) != 0);
	json_put(row, "results", found);
	json_array_append_new(page, row);
	json_put_str(told, "use", use->name);
	json_put_str(told, "capability", use->capability->name);
	json_put_str(told, "status", str_copy(act->arena, status));
	json_put_str(told, "result", str_copy(act->arena, str_of(json_string_value(json_object_get(facts, "result")))));
	json_array_append_new(data, told);
}

static bool open_case(struct act *act, struct uuid record, struct case_seen *seen, struct error *err)
{
	bool good = case_look(act, record, seen, err) && (case_reach(act, seen) == CASE_WHOLE || not_found_for_you(err));
	if (good)
		act->purpose = str_copy(act->arena, seen->flow.host.procedure->purpose);
	return good;
}

bool case_recorded_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct case_seen seen;
	bool good = open_case(act, call->id, &seen, err);
	if (good) {
		const struct pack_procedure *procedure = seen.flow.host.procedure;
		json_t *rows = json_array(), *data = json_array();
		for (size_t i = 0; i < procedure->use_count; i++)
			if (is_recorded(&procedure->uses[i]))
				add_use(act, &seen, &procedure->uses[i], rows, data);
		reply->data = json_pack("{s:o}", "steps", data);
		reply->page = json_pack("{s:o}", "rows", rows);
		json_put_str(reply->page, "number", seen.row.reference);
		json_put_str(reply->page, "name", seen.row.name);
		json_put_str(reply->page, "case_href", str_format(act->arena, "/case/" STR_FMT, STR_ARG(uuid_str(act->arena, call->id))));
		json_put_str(reply->page, "to", str_format(act->arena, "/recorded/case/" STR_FMT, STR_ARG(uuid_str(act->arena, call->id))));
		journal_look(act, "biometrics, tests and journeys of a case", &call->id, 1);
	}
	case_end(&seen);
	return good;
}

/* --- writing it down --- */

static bool is_result(struct str code)
{
	for (size_t i = 0; i < COUNT_OF(results); i++)
		if (str_is(code, results[i].code))
			return true;
	return false;
}

static bool fits(struct act *act, const struct pack_use *use, const struct recorded_form *form, struct error *err)
{
	bool dna = use && str_is(use->capability->name, "dna");
	if (!use || !is_recorded(use) || !event_words(use, form->event))
		finding_add(&act->findings, STR("event"), "unknown_code", WORDS("Choose what became of it."));
	if (dna && !is_result(form->result))
		finding_add(&act->findings, STR("result"), "required", WORDS("Choose what the laboratory found."));
	if (str_trim(form->note).len < 3)
		finding_add(&act->findings, STR("note"), "required", WORDS("Say in a sentence who says so, and where it is kept."));
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "recorded");
}

bool case_recorded_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct recorded_form *form = call->form;
	struct case_seen seen;
	bool good = open_case(act, call->id, &seen, err);
	if (good) {
		const struct pack_procedure *procedure = seen.flow.host.procedure;
		place_at at = procedure_use(procedure, form->use);
		const struct pack_use *use = at == NOWHERE ? NULL : &procedure->uses[at];
		json_t *facts = json_object();
		good = fits(act, use, form, err);
		if (good && form->result.len && str_is(use->capability->name, "dna"))
			json_put_str(facts, "result", form->result);
		if (good)
			journal_append(act, &case_recorded_type, call->id, &(struct case_recorded){ .use = form->use, .event = form->event, .result = form->result, .note = str_trim(form->note) });
		good = good && case_event(act, &seen, form->use, form->event, facts, STR(""), err);
		json_decref(facts);
		if (good)
			reply->data = json_object();
	}
	case_end(&seen);
	return good;
}
