/* Acting on a case: judged by the engine, appended as one entry. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "house.h"
#include "keep.h"
#include "lang.h"
#include "log.h"
#include "mrz.h"
#include "pack_shelf.h"
#include "journal.h"
#include "registry.h"
#include "store.h"

static bool look(struct act *act, struct case_seen *seen, const struct pack *pack, const struct pack_procedure *procedure)
{
	flow_look(&seen->flow, act->arena, pack, procedure, seen->file, act->now);
	seen->flow.say = lang_tag(act->lang);
	seen->flow.zone = act->house->zone(act->house, act->pack->head.zone);
	seen->flow.reference = seen->row.reference;
	return true;
}

static bool new_reference(struct act *act, const struct pack_procedure *procedure, struct str *out, struct error *err);

static const struct pack_procedure *procedure_of(const struct pack *pack, struct str name, struct error *err)
{
	const struct pack_procedure *procedure = pack_procedure(pack, name);
	if (!procedure)
		error_set(err, ERR_NOT_FOUND, "the pack has no such procedure", "look at the list of procedures", STR_FMT, STR_ARG(name));
	return procedure;
}

bool case_new(struct act *act, struct str name, struct case_seen *out, struct error *err)
{
	const struct pack_procedure *procedure = procedure_of(act->pack, name, err);
	*out = (struct case_seen){ .row = { .procedure = name }, .fresh = true, .record = uuid_zero(act->id) ? uuid_v7(act->now, act->random) : act->id };
	return procedure && new_reference(act, procedure, &out->row.reference, err) && look(act, out, act->pack, procedure);
}

/* Under which a case stands. */
static const struct pack *pack_of(struct act *act, const struct case_row *row, struct error *err)
{
	const struct pack_procedure *now = pack_procedure(act->pack, row->procedure);
	return now && now->revision == row->revision ? act->pack : pack_shelf_version(act->house->packs, act, row->pack, err);
}

bool case_imagine(struct act *act, const struct pack_procedure *procedure, json_t *answers, struct case_seen *out, struct error *err)
{
	(void)err;
	*out = (struct case_seen){ .row = { .procedure = procedure->name }, .fresh = true };
	out->file = json_pack("{s:s%, s:i, s:I, s:o}", "procedure", procedure->name.data, procedure->name.len, "revision", procedure->revision, "opened", (json_int_t)act->now, "answers", answers);
	return look(act, out, act->pack, procedure);
}

bool case_look(struct act *act, struct uuid record, struct case_seen *out, struct error *err)
{
	struct query *query = db_query(act->db, "cases.by_record");
	query_bind_id(query, "record", record);
	*out = (struct case_seen){ .record = record };
	bool found = query_next(query);
	if (found)
		query_row(query, &case_row_fields, &out->row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such case", "look at the list of cases", "case");
	const struct pack *pack = pack_of(act, &out->row, err);
	const struct pack_procedure *procedure = pack ? procedure_of(pack, out->row.procedure, err) : NULL;
	out->file = procedure ? json_loadb(out->row.file.data, out->row.file.len, 0, NULL) : NULL;
	return procedure && look(act, out, pack, procedure);
}

void case_end(struct case_seen *seen)
{
	flow_end(&seen->flow);
	json_decref(seen->file);
	seen->file = NULL;
}

/* --- who acts --- */

struct flow_actor case_actor(struct act *act, struct str party)
{
	struct str *name = ARENA_NEW(act->arena, struct str);
	struct flow_actor actor = { .anyone = true, .who = uuid_str(act->arena, act->actor.user), .number = act->actor.number };
	*name = party;
	if (party.len)
		actor.parties = (struct pack_names){ name, 1 };
	else
		actor.roles = (struct pack_names){ act->actor.roles, act->actor.role_count };
	return actor;
}

static bool have_role(const struct pack_names *names, const struct actor *actor)
{
	for (size_t i = 0; i < actor->role_count; i++)
		for (size_t k = 0; k < names->count; k++)
			if (str_equal(names->items[k], actor->roles[i]))
				return true;
	return false;
}

/* Missing restricts nobody, as in a filter; a rule that fails restricts: who is protected must not be seen because of a mistake. */
static bool restricts(struct flow *flow, const struct pack_restriction *restriction)
{
	struct rule_value value;
	struct error err;
	if (!flow_eval(flow, &restriction->when, &value, &err))
		return true;
	return value.kind == RULE_YESNO && value.yes;
}

enum case_reach case_guard(struct act *act, struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	enum case_reach reach = flow_is_about(&seen->flow, act->actor.number) ? CASE_HIDDEN : CASE_WHOLE;
	for (size_t i = 0; i < procedure->restriction_count && reach != CASE_HIDDEN; i++) {
		const struct pack_restriction *restriction = &procedure->restrictions[i];
		if (restricts(&seen->flow, restriction) && !have_role(&restriction->roles, &act->actor))
			reach = restriction->how == RESTRICT_HIDDEN ? CASE_HIDDEN : CASE_NUMBER;
	}
	return reach;
}

enum case_reach case_reach(struct act *act, struct case_seen *seen)
{
	return have_role(&seen->flow.host.procedure->readers, &act->actor) ? case_guard(act, seen) : CASE_HIDDEN;
}

bool case_reads(struct act *act, const struct case_seen *seen, const struct pack_asked *field)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	bool classed = false;
	for (size_t i = 0; i < procedure->class_count; i++)
		if (str_equal(procedure->classes[i].name, field->class)) {
			classed = true;
			if (have_role(&procedure->classes[i].roles, &act->actor))
				return true;
		}
	return !classed && !field->class.len;
}

/* Service numbers that a desk gives are those of users, as they are kept; from a party they are taken as they come, so that nobody finds out who works here. */
static bool judge_users(struct act *act, const struct case_seen *seen, json_t *answers, struct flow_gaps *gaps, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	bool good = true;
	for (size_t i = 0; i < procedure->field_count && good; i++) {
		const struct pack_asked *field = &procedure->fields[i];
		const char *given = field->type == ASKED_USER ? json_string_value(json_object_getn(answers, field->name.data, field->name.len)) : NULL;
		if (!given || !*given)
			continue;
		struct str number = str_upper(act->arena, str_trim(str_of(given)));
		struct query *query = db_query(act->db, "cases.user");
		query_bind_text(query, "number", number);
		bool known = query_next(query);
		good = query_end(query, err);
		json_object_setn_new(answers, field->name.data, field->name.len, json_stringn(number.data, number.len));
		if (good && !known && gaps->count < COUNT_OF(gaps->items))
			gaps->items[gaps->count++] = (struct flow_gap){ field->name, "unknown", lang_words(act->lang, WORDS("No user has this service number.")) };
	}
	return good;
}

/* A name that no document can bear would stop the visa when it is made: it is said when it is typed. */
static void judge_names(struct act *act, const struct case_seen *seen, const json_t *answers, struct flow_gaps *gaps)
{
	const char *path;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)answers, path, value) {
		struct str member;
		const struct pack_asked *field = case_field(seen->flow.host.procedure, str_of(path), &member);
		size_t unknown = 0;
		if (!field || field->type != ASKED_PERSON || !json_is_string(value) || (!str_is(member, "surname") && !str_is(member, "given_names")))
			continue;
		mrz_transliterate(act->arena, str_of(json_string_value(value)), MRZ_LANGUAGE_UNKNOWN, false, &unknown);
		if (unknown && gaps->count < COUNT_OF(gaps->items))
			gaps->items[gaps->count++] = (struct flow_gap){ str_copy(act->arena, str_of(path)), "name_signs",
				lang_words(act->lang, WORDS("Write the name in letters, without digits, as in the passport: Latin, Cyrillic or Arabic.")) };
	}
}

/* "Applicant, Surname": what a gap is about, in the reader's language. */
static struct str gap_words(struct act *act, const struct flow *flow, const struct flow_gap *gap)
{
	struct str member, label;
	const struct pack_asked *field = case_field(flow->host.procedure, gap->path, &member);
	if (strcmp(gap->code, "required") || !field)
		return gap->words;
	label = pack_words(act->pack, lang_tag(act->lang), field->label);
	if (member.len)
		label = str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(label), STR_ARG(case_member_words(act->lang, member)));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Please answer: {question}")), { "question", label });
}

static bool not_possible(struct act *act, const struct flow *flow, const struct flow_gaps *gaps, struct error *err)
{
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++)
		finding_add(&act->findings, gaps->items[i].path, gaps->items[i].code, str_c(act->arena, gap_words(act, flow, &gaps->items[i])));
	return error_set(err, ERR_FINDINGS, "Some answers need another look.", "Correct the fields that are named, and send the form again.", "case");
}

/* --- the entry --- */

/* Check digit of Doc 9303-3, 4.9: weights 7, 3, 1; A is 10. */
static char check_digit(struct str text)
{
	static const int weights[] = { 7, 3, 1 };
	int sum = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		sum += weights[i % 3] * (ascii_digit(c) ? c - '0' : ascii_upper(c) ? c - 'A' + 10 : 0);
	}
	return (char)('0' + sum % 10);
}

/* V{yy}{seq:7}{check}. The digits are drawn, not counted: a number tells nothing of how many there are, and nodes need not agree on it. */
static struct str draw_reference(struct act *act, struct str pattern)
{
	struct buf out = BUF_IN(act->arena);
	size_t open, close;
	while (str_find(pattern, STR("{"), &open) && str_find(str_slice(pattern, open, pattern.len), STR("}"), &close)) {
		struct str what = str_slice(pattern, open + 1, open + close);
		int64_t digits = 0;
		buf_add(&out, str_slice(pattern, 0, open));
		if (str_is(what, "yy"))
			buf_format(&out, "%02d", time_date(act->now).year % 100);
		else if (str_is(what, "check"))
			buf_c(&out, check_digit(buf_str(&out)));
		else if (str_starts(what, STR("seq:")) && str_to_int(str_slice(what, 4, what.len), &digits) && digits < 16)
			while (digits-- > 0)
				buf_c(&out, (char)('0' + random_below(act->random, 10)));
		pattern = str_slice(pattern, open + close + 1, pattern.len);
	}
	buf_add(&out, pattern);
	return buf_str(&out);
}

bool case_by_reference(struct act *act, struct str reference, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "cases.by_reference");
	query_bind_text(query, "reference", reference);
	*found = query_next(query);
	if (*found)
		*record = query_id(query, 0);
	return query_end(query, err);
}

static bool new_reference(struct act *act, const struct pack_procedure *procedure, struct str *out, struct error *err)
{
	enum { TRIES = 20 };
	bool taken = true;
	struct uuid other;
	for (int i = 0; i < TRIES && taken; i++) {
		*out = draw_reference(act, procedure->reference);
		if (!case_by_reference(act, *out, &other, &taken, err))
			return false;
	}
	return !taken || error_set(err, ERR_BUSY, "the numbers of this procedure are used up", "give its reference more digits", STR_FMT, STR_ARG(procedure->name));
}

static struct str person_name(struct act *act, const struct rule_object *person)
{
	struct str parts[2] = { STR(""), STR("") };
	for (int i = 0; i < 2; i++) {
		size_t at = rule_member_index(person->record, i ? STR("given_names") : STR("surname"));
		struct rule_value member;
		if (at != SIZE_MAX && person->get && person->get(person, at, act->arena, &member) && member.kind == RULE_TEXT)
			parts[i] = member.text;
	}
	return parts[1].len ? str_format(act->arena, STR_FMT "%s" STR_FMT, STR_ARG(parts[0]), parts[0].len ? " " : "", STR_ARG(parts[1])) : parts[0];
}

/* Of a household the first, and how many more: "RAO ANITA +3". */
static struct str name_in(struct act *act, struct flow *flow)
{
	struct rule_value value;
	struct error err;
	if (!flow->host.procedure->subject.expression || !flow_eval(flow, &flow->host.procedure->subject, &value, &err))
		return STR("");
	if (value.kind == RULE_RECORD)
		return person_name(act, value.object);
	if (value.kind != RULE_LIST || !value.list.count || value.list.items[0].kind != RULE_RECORD)
		return STR("");
	struct str first = person_name(act, value.list.items[0].object);
	return value.list.count > 1 ? str_format(act->arena, STR_FMT " +%zu", STR_ARG(first), value.list.count - 1) : first;
}

/* --- whose it is --- */

bool case_document(struct arena *arena, const json_t *answer, struct identity *out)
{
	const char *number = json_string_value(json_object_get(answer, "number")), *issuer = json_string_value(json_object_get(answer, "issuer"));
	const char *expires = json_string_value(json_object_get(answer, "expires"));
	*out = (struct identity){ .document_kind = STR("P") };
	if (!number || !*number || !issuer || !*issuer)
		return false;
	out->document_number = plate_key(arena, str_of(number));
	out->document_issuer = str_copy(arena, str_of(issuer));
	if (expires && !date_parse(str_of(expires), &out->document_expires))
		out->document_expires = (struct date){ 0 };
	return true;
}

static void name_document(struct act *act, const json_t *answer)
{
	struct identity identity;
	if (case_document(act->arena, answer, &identity))
		journal_ref(act, identity_record(act, &identity), "about");
}

/* Travel documents among answers, in groups and items of lists, too. */
static void name_answers(struct act *act, const struct pack_asked *fields, size_t count, const json_t *answers)
{
	size_t at;
	const json_t *item;
	for (size_t i = 0; i < count; i++) {
		const json_t *answer = json_object_getn(answers, fields[i].name.data, fields[i].name.len);
		if (fields[i].type == ASKED_TRAVEL_DOCUMENT)
			name_document(act, answer);
		else if (fields[i].type == ASKED_GROUP)
			name_answers(act, fields[i].items, fields[i].item_count, answer);
		else if (fields[i].type == ASKED_LIST)
			json_array_foreach(answer, at, item)
				name_answers(act, fields[i].items, fields[i].item_count, item);
	}
}

void case_name_documents(struct act *act, const struct case_seen *seen)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	if (procedure->subject.expression)
		name_answers(act, procedure->fields, procedure->field_count, json_object_get(seen->file, "answers"));
}

/* --- the entry itself --- */

/* --- where it waits --- */

/* Text that sorts: dates and instants as they are written, numbers by their size. */
static struct str sort_text(struct act *act, const struct rule_value *value)
{
	if (value->kind == RULE_NUMBER)
		return str_format(act->arena, "%020lld", (long long)(value->number + INT64_MAX / 2));
	return value->kind == RULE_MISSING ? STR("~") : str_slice(rule_value_text(act->arena, value), 0, 80);
}

static void find_queues(struct act *act, struct case_seen *seen, struct case_step *step)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct case_queue *queues = ARENA_ARRAY(act->arena, struct case_queue, procedure->queue_count + 1);
	struct rule_value value;
	struct error err;
	for (size_t i = 0; i < procedure->queue_count; i++) {
		const struct pack_queue *queue = &procedure->queues[i];
		if (!flow_eval(&seen->flow, &queue->when, &value, &err) || value.kind != RULE_YESNO || !value.yes)
			continue;
		bool sorts = queue->order.expression && flow_eval(&seen->flow, &queue->order, &value, &err);
		queues[step->queues.count++] = (struct case_queue){ queue->name, sorts ? sort_text(act, &value) : STR("") };
	}
	step->queues.items = queues;
}

int64_t case_first_due(struct flow *flow)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	int64_t first = 0;
	struct term term;
	for (size_t i = 0; i < procedure->clock_count; i++) {
		const struct pack_clock *clock = &procedure->clocks[i];
		if (clock->due == NOWHERE || clock->each != NOWHERE || !flow_clock(flow, clock, STR(""), &term) || !term.ends || term.status == TERM_DONE)
			continue;
		if (!first || term.due_at < first)
			first = term.due_at;
	}
	return first;
}

/* What is appended beside the change. */
struct said {
	const char *what;
	struct str action, item, party;
};

static bool append_step(struct act *act, struct case_seen *seen, const struct said *said, json_t *change, int64_t happened, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	char *text = json_dumps(change, JSON_COMPACT | JSON_SORT_KEYS);
	struct flow_due due;
	struct case_step step = {
		.procedure = procedure->name, .revision = procedure->revision, .pack = str_of(seen->flow.host.pack->identity), .what = str_of(said->what), .action = said->action,
		.item = said->item, .party = said->party,
		.change = text ? str_copy(act->arena, str_of(text)) : STR("[]"),
	};
	free(text);
	flow_apply(&seen->file, change);
	flow_end(&seen->flow);
	look(act, seen, seen->flow.host.pack, procedure);
	if (seen->fresh)
		step.reference = seen->row.reference;
	seen->fresh = false;
	step.next = flow_next(&seen->flow, &due) ? due.at : 0;
	step.due = case_first_due(&seen->flow);
	find_queues(act, seen, &step);
	case_keep(&seen->flow, &step);
	step.phase = flow_state(&seen->flow) ? str_of(phase_name(flow_state(&seen->flow)->phase)) : STR("");
	step.name = name_in(act, &seen->flow);
	if (step.change.len > 60000)
		return error_set(err, ERR_TOO_LARGE, "an action does more than the engine allows", "take fewer items at a time", "%zu bytes", step.change.len);
	if (happened == act->now)
		journal_append(act, &case_step_type, seen->record, &step);
	else
		journal_append_at(act, &case_step_type, seen->record, &step, happened);
	case_name_documents(act, seen);
	return true;
}

/* --- what reaches the world beside commands: tasks, messages, the end of the case --- */

const struct case_work *case_work_of(const struct house *house, struct str capability)
{
	for (const struct room *const *room = house->rooms; *room; room++)
		for (const struct case_work *work = (*room)->works; work && work->capability; work++)
			if (str_is(capability, work->capability))
				return work;
	return NULL;
}

/* A command whose room has more to do once the whole action is judged. */
static bool finish_command(struct act *act, struct case_seen *seen, const json_t *step, struct error *err)
{
	const char *name = json_string_value(json_array_get(step, 1)), *command = json_string_value(json_array_get(step, 4));
	place_at at = procedure_use(seen->flow.host.procedure, str_of(name));
	if (!command || at == NOWHERE)
		return true;
	const struct pack_use *use = &seen->flow.host.procedure->uses[at];
	const struct case_work *work = case_work_of(act->house, use->capability->name);
	const struct case_command asked = {
		.flow = &seen->flow, .use = use, .name = command, .item = str_copy(act->arena, str_of(json_string_value(json_array_get(step, 2)))), .with = json_array_get(step, 5),
	};
	return !work || !work->finish || work->finish(act, seen, &asked, err);
}

static bool tell_step(struct act *act, struct case_seen *seen, const json_t *step, struct error *err)
{
	const char *what = json_string_value(json_array_get(step, 0)), *whom = json_string_value(json_array_get(step, 1));
	bool told = what && (!strcmp(what, "task") || !strcmp(what, "notify") || !strcmp(what, "closed"));
	const struct case_work *work = told ? case_work_of(act->house, str_of(what)) : NULL;
	json_t *facts = NULL;
	if (what && !strcmp(what, "use"))
		return finish_command(act, seen, step, err);
	if (!work)
		return true;
	json_t *with = json_pack("{s:O?, s:O?, s:O?}", "words", json_array_get(step, 2), "within", json_array_get(step, 3), "unit", json_array_get(step, 4));
	const struct case_command asked = { .flow = &seen->flow, .name = what, .item = str_copy(act->arena, str_of(whom)), .with = with };
	bool good = work->command(act, seen, &asked, &facts, err);
	json_decref(facts);
	json_decref(with);
	return good;
}

static bool tell_steps(struct act *act, struct case_seen *seen, const json_t *change, struct error *err)
{
	size_t i;
	const json_t *step;
	bool good = true;
	json_array_foreach(change, i, step)
		good = good && tell_step(act, seen, step, err);
	return good;
}

/* A person acted: what waits for somebody of their roles was seen. */
static bool tell_acted(struct act *act, struct case_seen *seen, const struct said *said, struct error *err)
{
	const struct case_work *work = strcmp(said->what, "act") && strcmp(said->what, "confirm") ? NULL : case_work_of(act->house, STR("acted"));
	const struct case_command asked = { .flow = &seen->flow, .name = "acted", .item = said->action };
	json_t *facts = NULL;
	bool good = !work || work->command(act, seen, &asked, &facts, err);
	json_decref(facts);
	return good;
}

static bool append(struct act *act, struct case_seen *seen, const struct said *said, json_t *change, int64_t happened, struct error *err)
{
	bool fresh = seen->fresh;
	bool good = append_step(act, seen, said, change, happened, err) && (fresh || tell_acted(act, seen, said, err)) && tell_steps(act, seen, change, err);
	json_decref(change);
	return good;
}

/* --- capabilities --- */

bool case_setting(struct flow *flow, const struct pack_use *use, const char *name, struct rule_value *out, struct error *err)
{
	const struct pack_setting *set = pack_setting(use, name);
	*out = (struct rule_value){ .kind = RULE_MISSING };
	return !set || !set->rule.expression || flow_eval(flow, &set->rule, out, err);
}

/* The world of one action. What a room finds wrong stops the action when the engine has run. */
struct world {
	struct flow_world face;         /* first */
	struct act *act;
	struct case_seen *seen;
	struct error *err;
	bool failed;
};

static json_t *do_command(struct flow_world *face, struct flow *flow, const struct pack_use *use, const struct capability_command *command, struct str item, json_t *with)
{
	struct world *world = (struct world *)face;
	const struct case_work *work = case_work_of(world->act->house, use->capability->name);
	const struct case_command asked = { flow, use, command->name, item, with };
	json_t *facts = NULL;
	if (work && !world->failed)
		world->failed = !work->command(world->act, world->seen, &asked, &facts, world->err);
	return facts;
}

/* Lends the world to the engine for one action. */
static void enter(struct world *world, struct act *act, struct case_seen *seen, struct error *err)
{
	*world = (struct world){ .face = { .command = do_command }, .act = act, .seen = seen, .err = err };
	seen->flow.world = &world->face;
}

/* What the engine judged stands, when the rooms could do their part. */
static bool leave(struct world *world, bool good, json_t **change)
{
	world->seen->flow.world = NULL;
	if (good && world->failed)
		json_decref(*change);
	return good && !world->failed;
}

/* --- acting --- */

bool case_act(struct act *act, struct case_seen *seen, const struct case_asked *asked, struct str party, struct error *err)
{
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	place_at at = procedure_action(seen->flow.host.procedure, asked->action);
	struct flow_actor actor = case_actor(act, party);
	struct world world;
	json_t *change;
	gaps->count = 0;
	if (at == NOWHERE)
		return error_set(err, ERR_NOT_FOUND, "the procedure has no such action", "look at the case again", STR_FMT, STR_ARG(asked->action));
	json_t *answers = flow_answers(&seen->flow, asked->answers, gaps);
	judge_names(act, seen, answers, gaps);
	if (!party.len && !judge_users(act, seen, answers, gaps, err)) {
		json_decref(answers);
		return false;
	}
	const struct flow_deed deed = { .action = &seen->flow.host.procedure->actions[at], .item = asked->item, .answers = answers, .actor = &actor };
	enter(&world, act, seen, err);
	bool good = leave(&world, flow_do(&seen->flow, &deed, &change, gaps, err), &change);
	json_decref(answers);
	if (good)
		return append(act, seen, &(struct said){ "act", asked->action, asked->item, party }, change, act->now, err);
	return gaps->count ? not_possible(act, &seen->flow, gaps, err) : false;
}

bool case_edit(struct act *act, struct case_seen *seen, json_t *given, struct str party, struct error *err)
{
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	struct flow_actor actor = case_actor(act, party);
	json_t *change;
	gaps->count = 0;
	json_t *answers = flow_answers(&seen->flow, given, gaps);
	judge_names(act, seen, answers, gaps);
	bool good = (party.len || judge_users(act, seen, answers, gaps, err)) && !gaps->count && flow_edit(&seen->flow, answers, &actor, &change, gaps, err);
	json_decref(answers);
	if (good)
		return append(act, seen, &(struct said){ "edit", STR(""), STR(""), party }, change, act->now, err);
	return gaps->count ? not_possible(act, &seen->flow, gaps, err) : false;
}

static bool second(struct act *act, struct case_seen *seen, bool confirm, struct error *err)
{
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	struct flow_actor actor = case_actor(act, STR(""));
	json_t *change;
	const char *asked = json_string_value(json_object_get(json_object_get(seen->file, "second"), "action"));
	struct str action = str_copy(act->arena, str_of(asked ? asked : ""));
	struct world world;
	gaps->count = 0;
	enter(&world, act, seen, err);
	bool good = leave(&world, confirm ? flow_confirm(&seen->flow, &actor, &change, gaps, err) : flow_return(&seen->flow, &actor, &change, gaps, err), &change);
	if (good)
		return append(act, seen, &(struct said){ confirm ? "confirm" : "return", action, STR(""), STR("") }, change, act->now, err);
	return gaps->count ? not_possible(act, &seen->flow, gaps, err) : false;
}

bool case_confirm(struct act *act, struct case_seen *seen, struct error *err)
{
	return second(act, seen, true, err);
}

bool case_return(struct act *act, struct case_seen *seen, struct error *err)
{
	return second(act, seen, false, err);
}

bool case_event(struct act *act, struct case_seen *seen, struct str use, struct str event, json_t *facts, struct str item, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	place_at at = procedure_use(procedure, use);
	int which = at == NOWHERE ? -1 : capability_event_at(procedure->uses[at].capability, event);
	json_t *change;
	gaps->count = 0;
	if (which < 0)
		return error_set(err, ERR_NOT_FOUND, "the procedure waits for no such event", "look at its uses", STR_FMT "." STR_FMT, STR_ARG(use), STR_ARG(event));
	struct world world;
	enter(&world, act, seen, err);
	if (leave(&world, flow_event(&seen->flow, &procedure->uses[at], which, facts, item, &change, gaps, err), &change))
		return append(act, seen, &(struct said){ "event", use, item, STR("") }, change, act->now, err);
	return gaps->count ? not_possible(act, &seen->flow, gaps, err) : false;
}

/* Only what the procedure takes for a file. */
static void put_files(const struct case_seen *seen, json_t *files, json_t *answers)
{
	const char *path;
	json_t *file;
	json_object_foreach(files, path, file) {
		place_at at = procedure_field(seen->flow.host.procedure, str_of(path));
		const struct pack_asked *field = at == NOWHERE ? NULL : &seen->flow.host.procedure->fields[at];
		if (field && (field->type == ASKED_DOCUMENT || field->type == ASKED_PHOTO))
			json_object_set_new(answers, path, field->many ? json_pack("[O]", file) : json_incref(file));
	}
}

bool case_open_by(struct act *act, struct case_seen *seen, struct str use, struct str event, json_t *given, json_t *files, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	struct flow_gaps *gaps = ARENA_NEW(act->arena, struct flow_gaps);
	place_at at = procedure_use(procedure, use);
	json_t *change;
	gaps->count = 0;
	json_t *answers = flow_answers(&seen->flow, given, gaps);
	gaps->count = 0; /* what does not fit stands in the message itself */
	put_files(seen, files, answers);
	struct world world;
	enter(&world, act, seen, err);
	int which = capability_event_at(procedure->uses[at].capability, event);
	bool good = leave(&world, flow_message(&seen->flow, &procedure->uses[at], which, NULL, STR(""), answers, &change, gaps, err), &change);
	json_decref(answers);
	return good ? append(act, seen, &(struct said){ "event", use, STR(""), STR("") }, change, act->now, err) : gaps->count ? not_possible(act, &seen->flow, gaps, err) : false;
}

/* --- clocks --- */

static bool fire_one(struct act *act, struct uuid record, bool *fired, struct error *err)
{
	struct case_seen seen;
	struct flow_due due;
	json_t *change;
	*fired = false;
	if (!case_look(act, record, &seen, err))
		return false;
	bool good = true;
	if (flow_next(&seen.flow, &due) && due.at <= act->now) {
		const struct said said = { "clock", due.clock->name, due.item, STR("") };
		struct world world;
		enter(&world, act, &seen, err);
		good = leave(&world, flow_fire(&seen.flow, &due, &change, err), &change) && append(act, &seen, &said, change, seen.flow.now, err);
		*fired = good;
	}
	case_end(&seen);
	return good;
}

enum { ERRANDS_TOGETHER = 64 };

/* Cases of a kind that something is to be done with, in the order of (when, record). */
struct turn {
	int64_t when;
	struct uuid record;
};
struct turns {
	struct turn items[ERRANDS_TOGETHER];
	size_t count;
};

/* The zero id is kept as nothing, to which nothing compares. */
static struct uuid past_all(struct uuid record)
{
	return uuid_zero(record) ? (struct uuid){ { [15] = 1 } } : record;
}

static bool due_turns(struct act *act, struct turn after, size_t most, struct turns *out, struct error *err)
{
	struct query *query = db_query(act->db, "cases.due");
	query_bind_int(query, "now", act->now);
	query_bind_int(query, "when", after.when ? after.when : 1);
	query_bind_id(query, "after", past_all(after.record));
	query_bind_int(query, "most", (int64_t)most);
	while (query_next(query))
		out->items[out->count++] = (struct turn){ query_int(query, 1), query_id(query, 0) };
	return query_end(query, err);
}

/* One thing in an act of its own: a conflict is done again at the next turn. */
struct errand {
	bool (*find)(struct act *act, struct turn after, size_t most, struct turns *out, struct error *err);
	bool (*run)(struct act *act, struct uuid record, bool *done, struct error *err);
};

/* Acts that share the look at the tables of `outer`, and its arena; each has entries of its own. */
static size_t run_found(struct act *outer, const struct errand *errand, const struct turns *turns, struct act *acts, struct error *err)
{
	size_t count = 0;
	for (size_t i = 0; i < turns->count; i++) {
		struct act *act = &acts[count];
		bool done = false;
		*act = *outer;
		/* a case that cannot be looked at (its pack is not kept here) holds up no other */
		if (!errand->run(act, turns->items[i].record, &done, err)) {
			log_error_event("case.passed_over", err);
			act_forget(act);
		}
		count += done;
	}
	return count;
}

/* `*done`: how many were stored. One that fails is told; the others stand. */
static void store_found(struct act *acts, size_t count, size_t *done)
{
	enum submitted answers[ERRANDS_TOGETHER];
	struct error errors[ERRANDS_TOGETHER];
	journal_submit_together(acts, count, answers, errors);
	for (size_t i = 0; i < count; i++) {
		if (answers[i] == SUBMIT_FAILED)
			log_error_event("case.not_stored", &errors[i]);
		*done += answers[i] == SUBMITTED;
	}
}

static bool run_group(struct act *outer, const struct errand *errand, struct turn *after, size_t most, bool *more, size_t *done, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct act act, acts[ERRANDS_TOGETHER];
	struct turns turns = { .count = 0 };
	bool good = outer->house->begin(outer->house, arena, &act, err);
	most = most < ERRANDS_TOGETHER ? most : ERRANDS_TOGETHER;
	if (good) {
		act.purpose = STR("administration");
		good = errand->find(&act, *after, most, &turns, err);
		if (good)
			store_found(acts, run_found(&act, errand, &turns, acts, err), done);
		outer->house->end(outer->house, &act);
	}
	*more = turns.count == most;
	if (turns.count)
		*after = turns.items[turns.count - 1];
	arena_free(arena);
	return good;
}

/* Through all that there are, and again as long as something is done: what was done may be due again at once. */
static bool run_errands(struct act *act, const struct errand *errand, size_t most, size_t *count, struct error *err)
{
	size_t before;
	*count = 0;
	do {
		struct turn after = { .when = 0 };
		bool more = true;
		before = *count;
		while (more && *count < most)
			if (!run_group(act, errand, &after, most - *count, &more, count, err))
				return false;
	} while (*count > before && *count < most);
	return true;
}

bool cases_clock(struct act *act, size_t most, size_t *done, struct error *err)
{
	static const struct errand errand = { due_turns, fire_one };
	return run_errands(act, &errand, most, done, err);
}

/* --- another revision --- */

static bool behind(struct act *act, const struct pack_procedure *procedure, const struct pack_migration *migration, struct turn after, size_t most, struct turns *out, struct error *err)
{
	struct query *query = db_query(act->db, "cases.behind");
	query_bind_text(query, "procedure", procedure->name);
	query_bind_int(query, "revision", migration->from);
	query_bind_id(query, "after", past_all(after.record));
	query_bind_int(query, "most", (int64_t)most);
	while (query_next(query))
		out->items[out->count++] = (struct turn){ after.when, query_id(query, 0) };
	return query_end(query, err);
}

/* Migration after migration; `when` is which of them. */
static bool behind_turns(struct act *act, struct turn after, size_t most, struct turns *out, struct error *err)
{
	int64_t at = 0;
	for (size_t i = 0; i < act->pack->procedure_count; i++)
		for (size_t k = 0; k < act->pack->procedures[i].migration_count; k++, at++) {
			const struct pack_migration *migration = &act->pack->procedures[i].migrations[k];
			if (at < after.when || !migration->move || out->count == most)
				continue;
			const struct turn from = at > after.when ? (struct turn){ .when = at } : after;
			if (!behind(act, &act->pack->procedures[i], migration, from, most - out->count, out, err))
				return false;
		}
	return true;
}

static bool move_one(struct act *act, struct uuid record, bool *moved, struct error *err)
{
	struct case_seen seen;
	json_t *change;
	if (!case_look(act, record, &seen, err))
		return false;
	const struct pack_procedure *now = pack_procedure(act->pack, seen.row.procedure);
	const struct pack_migration *migration = now ? flow_migration(now, (int)seen.row.revision) : NULL;
	bool good = true;
	if (migration) {
		const struct said said = { "migrate", STR(""), STR(""), STR("") };
		flow_end(&seen.flow);
		look(act, &seen, act->pack, now);
		good = flow_move(&seen.flow, migration, &change, err) && append(act, &seen, &said, change, act->now, err);
		*moved = good;
	}
	case_end(&seen);
	return good;
}

bool cases_move(struct act *act, size_t most, size_t *done, struct error *err)
{
	static const struct errand errand = { behind_turns, move_one };
	return run_errands(act, &errand, most, done, err);
}
