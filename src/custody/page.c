/* The pages: what a post holds, counted each day; one document and its chain. */
#include "forms.h"

#include <string.h>

#include "arena.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "store.h"

FIELDS_TABLE(custody_query, CUSTODY_QUERY_FIELDS)
FIELDS_TABLE(custody_move_form, CUSTODY_MOVE_FORM_FIELDS)
FIELDS_TABLE(custody_count_form, CUSTODY_COUNT_FORM_FIELDS)

enum { SHOWN_MOST = 200 };

/* --- words --- */

static const struct lang_zone *zone_of(struct act *act, struct str post)
{
	const struct pack_post *found = pack_post(act->pack, post, (struct date){ 0 });
	return act->house->zone(act->house, found && found->zone.len ? found->zone : act->pack->head.zone);
}

static struct str when_words(struct act *act, struct str post, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, zone_of(act, post), ms);
}

static struct str code_words(struct act *act, const char *list, struct str code)
{
	return pack_code_words(act->pack, lang_tag(act->lang), str_of(list), code);
}

static struct str post_words(struct act *act, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	return post ? pack_words(act->pack, lang_tag(act->lang), post->words) : code;
}

static struct str officer_words(struct act *act, struct uuid user)
{
	struct error ignored;
	struct query *query = db_query(act->db, "custody.officer_by_record");
	query_bind_id(query, "record", user);
	bool found = query_next(query);
	struct str number = found ? query_text(query, 0, act->arena) : STR(""), name = found ? query_text(query, 1, act->arena) : STR("");
	(void)query_end(query, &ignored);
	return found ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(number)) : lang_words(act->lang, WORDS("Not known"));
}

static struct str holder_words(struct act *act, struct str holder, struct str name)
{
	const char *words = custody_holder_words(holder);
	struct str what = words ? lang_words(act->lang, words) : holder;
	return str_is(name, "-") ? what : str_format(act->arena, STR_FMT ": " STR_FMT, STR_ARG(what), STR_ARG(name));
}

static struct str document_words(struct act *act, const struct custody_row *row)
{
	return str_format(act->arena, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(code_words(act, "document_kinds", row->document_kind)), STR_ARG(row->document_issuer),
	                  STR_ARG(row->document_number));
}

static struct str item_path(struct act *act, struct uuid id, const char *after)
{
	return str_format(act->arena, "/custody/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, id)), after);
}

/* --- the inventory --- */

struct held {
	struct custody_row rows[SHOWN_MOST];
	struct uuid records[SHOWN_MOST];
	size_t count;
};

static bool read_held(struct act *act, const char *statement, struct str post, int64_t since, struct held *out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "post", post);
	query_bind_int(query, "most", SHOWN_MOST);
	if (since)
		query_bind_int(query, "since", since);
	while (out->count < SHOWN_MOST && query_next(query)) {
		out->rows[out->count] = (struct custody_row){ 0 };
		out->records[out->count] = query_id(query, 0);
		query_row(query, &custody_row_fields, &out->rows[out->count++], act->arena);
	}
	return query_end(query, err);
}

static json_t *row_value(struct act *act, const struct custody_row *row)
{
	json_t *out = json_object();
	json_put_str(out, "label", row->label);
	json_put_str(out, "href", item_path(act, row->id, ""));
	json_put_str(out, "name", identity_name((const struct identity *)&row->surname, act->arena));
	json_put_str(out, "document", document_words(act, row));
	json_put_str(out, "ground", code_words(act, "custody_grounds", row->ground));
	json_put_str(out, "where", holder_words(act, row->holder, row->name));
	json_put_str(out, "since", lang_duration(act->lang, act->arena, act->now - row->since));
	json_put_str(out, "when", when_words(act, row->post, row->since));
	return out;
}

static json_t *rows_value(struct act *act, const struct held *held)
{
	json_t *out = json_array();
	for (size_t i = 0; i < held->count; i++)
		json_array_append_new(out, row_value(act, &held->rows[i]));
	return out;
}

static bool last_count(struct act *act, struct str post, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "custody.last_count");
	struct custody_count_row row = { 0 };
	query_bind_text(query, "post", post);
	bool found = query_next(query);
	if (found)
		query_row(query, &custody_count_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	struct date today = lang_zone_day(zone_of(act, post), act->now), day = lang_zone_day(zone_of(act, post), row.happened);
	bool counted_today = found && date_compare(today, day) == 0;
	struct str words = !found ? lang_words(act->lang, WORDS("Nothing was counted here yet."))
	                 : LANG_FILL(act->arena, lang_words(act->lang, row.missing ? WORDS("Counted {when} by {who}: {seen} there, {missing} missing.") : WORDS("Counted {when} by {who}: {seen} there, nothing missing.")),
	                             { "when", when_words(act, post, row.happened) }, { "who", officer_words(act, row.officer) },
	                             { "seen", lang_number(act->lang, act->arena, row.seen) }, { "missing", lang_number(act->lang, act->arena, row.missing) });
	json_put_str(page, "counted", words);
	json_put_str(page, "counted_tone", counted_today && !row.missing ? STR("clear") : STR("check"));
	return true;
}

static json_t *posts_value(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->post_count; i++) {
		json_t *one = json_object();
		json_put_str(one, "code", act->pack->posts[i].code);
		json_put_str(one, "word", pack_words(act->pack, lang_tag(act->lang), act->pack->posts[i].words));
		json_put_yesno(one, "chosen", str_equal(chosen, act->pack->posts[i].code));
		json_array_append_new(out, one);
	}
	return out;
}

static struct str chosen_post(const struct act *act, struct str asked)
{
	bool supervises = rights_have(act->actor.rights, CAN_SUPERVISE);
	return supervises && asked.len ? asked : act->place.post;
}

bool custody_inventory_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct custody_query *query = call->query;
	struct held *held = ARENA_NEW(act->arena, struct held), *left = ARENA_NEW(act->arena, struct held);
	struct str post = chosen_post(act, query ? query->post : STR(""));
	if (!post.len)
		return error_set(err, ERR_NOT_ALLOWED, "No post was chosen", "Choose where you work first", "post");
	reply->data = json_object();
	reply->page = json_object();
	if (!read_held(act, "custody.held", post, 0, held, err) || !read_held(act, "custody.left", post, act->now - INT64_C(86400000), left, err) ||
	    !last_count(act, post, reply->page, err))
		return false;
	journal_look(act, "documents in custody", held->records, held->count);
	journal_look(act, "documents in custody", left->records, left->count);
	json_t *data = json_array();
	for (size_t i = 0; i < held->count; i++)
		json_array_append_new(data, fields_to_json(&custody_row_fields, &held->rows[i]));
	json_put(reply->data, "held", data);
	json_put_str(reply->page, "post", post);
	json_put_str(reply->page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Documents in custody, {post}")), { "post", post_words(act, post) }));
	json_put(reply->page, "posts", posts_value(act, post));
	json_put_yesno(reply->page, "any_post", rights_have(act->actor.rights, CAN_SUPERVISE));
	json_put_yesno(reply->page, "any", held->count != 0);
	json_put(reply->page, "rows", rows_value(act, held));
	json_put_yesno(reply->page, "any_left", left->count != 0);
	json_put(reply->page, "left", rows_value(act, left));
	return true;
}

/* --- counting --- */

static bool among(const struct texts *texts, struct str label)
{
	for (size_t i = 0; i < texts->count; i++)
		if (str_equal(texts->items[i], label))
			return true;
	return false;
}

static void missing_task(struct act *act, const struct custody_row *row, struct uuid record)
{
	struct task task = {
		.role = STR("shift_supervisor"), .post = row->post, .what = STR("custody_missing"), .about = record,
		.words = str_of(WORDS("A document in custody was not there when it was counted. Find it, and move it to where it is.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool custody_count_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct custody_count_form *form = call->form;
	struct held *held = ARENA_NEW(act->arena, struct held);
	struct custody_count count = { .post = act->place.post };
	if (!count.post.len)
		return error_set(err, ERR_NOT_ALLOWED, "No post was chosen", "Choose where you work first", "post");
	if (!read_held(act, "custody.held", count.post, 0, held, err))
		return false;
	count.seen.items = ARENA_ARRAY(act->arena, struct str, held->count);
	count.missing.items = ARENA_ARRAY(act->arena, struct str, held->count);
	for (size_t i = 0; i < held->count; i++) {
		bool seen = among(&form->seen, held->rows[i].label);
		struct texts *into = seen ? &count.seen : &count.missing;
		into->items[into->count++] = held->rows[i].label;
	}
	journal_append(act, &custody_count_type, uuid_v7(act->now, act->random), &count);
	for (size_t i = 0; i < held->count; i++)
		if (!among(&form->seen, held->rows[i].label))
			missing_task(act, &held->rows[i], held->records[i]);
	reply->data = json_object();
	json_put_int(reply->data, "seen", (int64_t)count.seen.count);
	json_put_int(reply->data, "missing", (int64_t)count.missing.count);
	return true;
}

/* --- one document --- */

static json_t *step_value(struct act *act, struct str post, struct str who, int64_t happened, struct str what, struct str note)
{
	json_t *out = json_object();
	json_put_str(out, "when", when_words(act, post, happened));
	json_put_str(out, "what", what);
	json_put_str(out, "who", who);
	json_put_str(out, "note", note);
	return out;
}

static struct str step_note(struct act *act, const struct custody_step *step)
{
	if (!step->witness.len)
		return step->note;
	struct str witness = LANG_FILL(act->arena, lang_words(act->lang, WORDS("Seen by {who}.")), { "who", step->witness });
	return str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(witness), STR_ARG(step->note));
}

static bool chain_value(struct act *act, const struct custody_row *row, struct uuid record, json_t **out, struct error *err)
{
	struct custody_step *steps = ARENA_ARRAY(act->arena, struct custody_step, SHOWN_MOST);
	struct query *query = db_query(act->db, "custody.steps");
	size_t count = 0;
	query_bind_id(query, "record", record);
	query_bind_id(query, "item", row->id);
	while (count < SHOWN_MOST && query_next(query))
		query_row(query, &custody_step_fields, &steps[count++], act->arena);
	if (!query_end(query, err))
		return false;
	struct custody_row first = *row;
	*out = json_array();
	json_array_append_new(*out, step_value(act, row->post, officer_words(act, row->officer), row->taken,
	        LANG_FILL(act->arena, lang_words(act->lang, WORDS("Taken, and kept at: {place}")), { "place", first.place }), row->finding));
	for (size_t i = 0; i < count; i++)
		json_array_append_new(*out, step_value(act, row->post, officer_words(act, steps[i].officer), steps[i].happened,
		                                       holder_words(act, steps[i].holder, steps[i].name), step_note(act, &steps[i])));
	return true;
}

static json_t *ways_value(struct act *act)
{
	static const char *const ways[] = { "place", "officer", "bearer", "carrier", "authority", "destroyed" };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		if (!strcmp(ways[i], "destroyed") && !rights_have(act->actor.rights, CAN_SUPERVISE))
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", str_of(ways[i]));
		json_put_str(one, "word", lang_words(act->lang, custody_holder_words(str_of(ways[i]))));
		json_array_append_new(out, one);
	}
	return out;
}

static bool here(const struct act *act, const struct custody_row *row)
{
	return str_equal(row->post, act->place.post) || rights_have(act->actor.rights, CAN_SUPERVISE);
}

static void put_facts(struct act *act, const struct custody_row *row, json_t *page)
{
	json_t *facts = json_array();
	const struct { const char *what; struct str text; } lines[] = {
		{ WORDS("Bearer"), identity_name((const struct identity *)&row->surname, act->arena) },
		{ WORDS("Document"), document_words(act, row) },
		{ WORDS("Ground"), code_words(act, "custody_grounds", row->ground) },
		{ WORDS("Where it is"), holder_words(act, row->holder, row->name) },
		{ WORDS("Since"), when_words(act, row->post, row->since) },
	};
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		json_t *one = json_object();
		json_put_str(one, "what", lang_words(act->lang, lines[i].what));
		json_put_str(one, "text", lines[i].text);
		json_array_append_new(facts, one);
	}
	json_put(page, "facts", facts);
}

bool custody_item_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct custody_row row = { 0 };
	struct uuid record;
	bool found;
	json_t *chain, *papers;
	if (!custody_by_id(act, call->id, &row, &record, &found, err))
		return false;
	if (!found || !here(act, &row))
		return error_set(err, ERR_NOT_FOUND, "there is no such document in custody", "look at the list of what is held", "custody");
	journal_look(act, "document in custody", &record, 1);
	if (!letters_about(act, row.id, &papers, err))
		return false;
	reply->page = json_object();
	json_put_yesno(reply->page, "any_paper", json_array_size(papers) != 0);
	json_put(reply->page, "papers", papers);
	if (!chain_value(act, &row, record, &chain, err))
		return false;
	reply->data = fields_to_json(&custody_row_fields, &row);
	json_put(reply->page, "chain", chain);
	json_put_str(reply->page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Document under label {label}")), { "label", row.label }));
	json_put_str(reply->page, "summary", identity_name((const struct identity *)&row.surname, act->arena));
	put_facts(act, &row, reply->page);
	json_put_str(reply->page, "move_to", row.held ? item_path(act, row.id, "/move") : STR(""));
	json_put(reply->page, "ways", ways_value(act));
	json_put_yesno(reply->page, "may_destroy", rights_have(act->actor.rights, CAN_SUPERVISE));
	return true;
}

bool custody_move_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct custody_move_form *form = call->form;
	const struct custody_move move = { .to = form->to, .name = form->name, .witness = form->witness, .note = form->note };
	if (!custody_move(act, call->id, &move, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	return true;
}
