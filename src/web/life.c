/* The life of a request, on a worker's thread. Each step either goes on, answers, or fails; the order of the steps is the order of the checks. */
#include "server.h"

#include <string.h>

#include "header.h"
#include "journal.h"
#include "lang.h"
#include "log.h"
#include "pack.h"
#include "store.h"

enum { TRIES = 4 };

typedef bool step(struct request *request, struct error *err);

/* --- surroundings --- */

/* What ?language= or ?theme= asks is remembered in a cookie: without a session, and without a change of any record. */
static struct str chosen(struct request *request, const char *name, bool (*fits)(struct request *, struct str))
{
	struct str value = form_value(&request->query, name);
	if (!value.len || !fits(request, value))
		return STR("");
	answer_cookie(request, name, value, 31536000, false);
	return value;
}

static const struct lang *offered(struct request *request, struct str tag)
{
	const struct langs *langs = request->act.house->langs;
	const struct pack *pack = request->act.pack;
	const struct lang *found = tag.len ? langs_find(langs, tag) : NULL;
	if (!found || !pack || !pack->head.languages.count)
		return found;
	for (size_t i = 0; i < pack->head.languages.count; i++)
		if (langs_find(langs, pack->head.languages.items[i]) == found)
			return found;
	return NULL;
}

static bool language_fits(struct request *request, struct str tag)
{
	return offered(request, tag) != NULL;
}

static bool theme_fits(struct request *request, struct str theme)
{
	return str_is(theme, "light") || str_is(theme, "dark") || str_is(theme, "auto");
}

/* Asked now, asked before, what the browser prefers, what the pack speaks first. */
static const struct lang *language_of(struct request *request)
{
	const struct langs *langs = request->act.house->langs;
	const struct pack *pack = request->act.pack;
	const struct lang *lang = offered(request, request->call.language);
	if (!lang)
		lang = offered(request, header_cookie(request->cookie, "limen_language", 35));
	if (!lang && request->accept_language.len)
		lang = offered(request, lang_tag(langs_choose(langs, request->accept_language)));
	if (!lang && pack)
		lang = langs_find(langs, pack->head.language);
	return lang ? lang : langs_english(langs);
}

static bool open_act(struct request *request, struct error *err)
{
	struct web *web = request->web;
	const struct house *house = web->services.house;
	struct error query_error = { 0 };
	request->act = (struct act){ .arena = request->arena, .house = house, .clock = house->clock, .random = house->random,
		                     .now = clock_now(house->clock), .journal = house->journal, .findings = { .arena = request->arena } };
	web->services.take(web->services.state, &request->act);
	request->taken = true;
	bool sound = form_urlencoded(request->raw_query, request->arena, &request->query, &query_error);
	if (!sound)
		request->query.count = 0;
	request->call.language = chosen(request, "language", language_fits);
	request->call.theme = chosen(request, "theme", theme_fits);
	request->theme = request->call.theme.len ? request->call.theme : header_cookie(request->cookie, "limen_theme", 10);
	if (!theme_fits(request, request->theme) || str_is(request->theme, "auto"))
		request->theme = STR("");
	request->act.lang = language_of(request);
	if (!sound && !request->refused.code)
		request->refused = query_error;
	return true;
}

static bool open_reading(struct request *request, struct error *err)
{
	struct store *store = request->act.house->store;
	request->act.db = store_take(store, err);
	if (!request->act.db)
		return false;
	request->reading = db_begin_read(request->act.db, err);
	return request->reading;
}

static void close_reading(struct request *request)
{
	if (request->reading)
		db_rollback(request->act.db);
	if (request->act.db)
		store_give(request->act.house->store, request->act.db);
	request->act.db = NULL;
	request->reading = false;
}

static bool step_early(struct request *request, struct error *err)
{
	if (request->refused.code) {
		*err = request->refused;
		return false;
	}
	if (request->slash)
		answer_redirect(request, 301, request->raw_query.len ? str_format(request->arena, STR_FMT "?" STR_FMT, STR_ARG(request->path),
		                                                                     STR_ARG(request->raw_query)) : request->path);
	return true;
}

/* --- who --- */

static bool step_session(struct request *request, struct error *err)
{
	struct str token = request->bearer.len ? request->bearer : request->token;
	if (!token.len)
		return true;
	if (!access_session(&request->act, token, &request->state, err))
		return false;
	request->call.token = token;
	if (request->state != SESSION_NONE && !request->bearer.len)
		request->csrf = access_csrf(&request->act, token);
	return true;
}

static bool ask_to_sign_in(struct request *request, struct error *err)
{
	if (request->json)
		return error_set(err, ERR_SIGN_IN, "This needs a session or a machine credential.", "Sign in, or send a credential in the Authorization header.", "session");
	struct str back = request->path;
	if (changes(request) && !request->match.get)
		back = STR("/");
	struct buf location = BUF_IN(request->arena);
	buf_text(&location, request->served->route->right == CAN_APPLY ? "/account?next=" : "/sign-in?next=");
	buf_add(&location, back); /* a path that the router took has no character to encode */
	answer_redirect(request, 303, buf_str(&location));
	return true;
}

/* A session that lacks a step goes to the page of that step; the access room serves these. */
static bool finish_session(struct request *request, struct error *err)
{
	static const char *const pages[] = { [SESSION_PASSWORD_CHANGE] = "/password", [SESSION_FACTOR_SETUP] = "/factor", [SESSION_PLACE] = "/lane" };
	if (request->json)
		return error_set(err, ERR_FORBIDDEN, "The session is not complete yet.", "Finish the sign-in first.", "session");
	answer_redirect(request, 303, str_of(pages[request->state]));
	return true;
}

static bool step_right(struct request *request, struct error *err)
{
	const struct route *route = request->served->route;
	if (request->bearer.len && request->state != SESSION_NONE && !access_need(&request->act, CAN_API, err))
		return false;
	if (route->right == ANYBODY)
		return true;
	if (request->state == SESSION_NONE)
		return ask_to_sign_in(request, err);
	if (request->state != SESSION_OPEN && !(route->flags & ROUTE_OPEN_SESSION))
		return finish_session(request, err);
	if (route->right == SIGNED_IN && rights_have(request->act.actor.rights, CAN_APPLY))
		return error_set(err, ERR_FORBIDDEN, "This is for people who work here.", "Go to your applications.", "account");
	return route->right == SIGNED_IN || access_need(&request->act, route->right, err);
}

/* Before the body is opened: a form that another site sends. "null" comes from a sandboxed page or a hidden referrer; Sec-Fetch-Site tells. */
static bool step_origin(struct request *request, struct error *err)
{
	if (!changes(request) || request->bearer.len)
		return true;
	bool site_same = str_is(request->fetch_site, "same-origin") || str_is(request->fetch_site, "none");
	bool site_other = request->fetch_site.len && !site_same;
	bool origin_same = !request->origin.len || header_same_origin(request->origin, request->scheme, request->host) ||
	                   (site_same && str_is(request->origin, "null"));
	if (!site_other && origin_same)
		return true;
	return error_set(err, ERR_STALE_FORM, "This form was sent from another site.", "Open the page here and fill it in again.", "Origin");
}

static bool step_csrf(struct request *request, struct error *err)
{
	if (!changes(request) || request->bearer.len || request->state == SESSION_NONE)
		return true;
	if (access_csrf_matches(&request->act, request->call.token, request->served->route->flags & ROUTE_PIECES ? request->csrf_header : request->given_csrf))
		return true;
	return error_set(err, ERR_STALE_FORM, "This form is no longer valid.", "Open the page again and send the form from there.", "csrf");
}

/* --- asked before? --- */

static bool id_sound(const struct request *request, struct uuid id)
{
	return (id.bytes[6] >> 4) == 7 && (id.bytes[8] >> 6) == 2 && uuid_time(id) <= request->act.now + DAY_MS;
}

/* {id} is the act's id, {record} the {id} of the path, {name} its {name}. */
static struct str done_place(struct request *request)
{
	struct str rest = str_of(request->served->route->done), piece;
	struct buf out = BUF_IN(request->arena);
	if (!rest.len)
		return STR("");
	while (str_cut(&rest, '{', &piece)) {
		struct str name, tail = piece;
		if (!out.len || !str_cut(&tail, '}', &name) || !tail.data) {
			buf_add(&out, piece);
			continue;
		}
		if (str_is(name, "id"))
			buf_add(&out, uuid_str(request->arena, request->act.id));
		else if (str_is(name, "record"))
			buf_add(&out, uuid_str(request->arena, request->match.id));
		else
			buf_add(&out, request->match.name);
		buf_add(&out, tail);
	}
	return buf_str(&out);
}

/* Done before: the same answer, from what the route says, without doing it again. */
static void answer_again(struct request *request)
{
	struct str place = done_place(request);
	if (!request->json) {
		answer_redirect(request, 303, place.len ? place : request->match.get ? request->path : STR("/"));
		return;
	}
	json_decref(request->reply.data);
	request->reply.data = json_object();
	json_put_str(request->reply.data, "id", uuid_str(request->arena, request->act.id));
	json_put_yesno(request->reply.data, "done_before", true);
	if (place.len)
		json_put_str(request->reply.data, "location", place);
	request->reply.location = place;
	answer_value(request, request->served->route, 200);
}

static bool step_id(struct request *request, struct error *err)
{
	struct act *act = &request->act;
	if (!changes(request))
		return true;
	intake_digest(request);
	if (!request->given_id.len) {
		act->id = uuid_v7(act->now, act->random);
		return true;
	}
	if (!uuid_parse(request->given_id, &act->id) || !id_sound(request, act->id))
		return error_set(err, ERR_INPUT, "The id of this request is not a UUID of version 7 of today.", "Make a new one, or leave it out.", "id");
	switch (journal_known(act, act->id, err)) {
	case SUBMIT_DONE_BEFORE: answer_again(request); return true;
	case SUBMIT_FAILED:
	case SUBMIT_CONFLICT: return false;
	default: return true;
	}
}

/* --- what --- */

static bool decode_query(struct request *request)
{
	const struct fields *fields = request->served->route->query;
	if (!fields)
		return true;
	void *record = arena_alloc(request->arena, fields->size);
	request->call.query = record;
	return fields_from_pairs(fields, request->query.pairs, request->query.count, record, request->arena, &request->act.findings);
}

static bool decode_form(struct request *request)
{
	const struct fields *fields = request->served->route->form;
	if (!fields)
		return true;
	void *record = arena_alloc(request->arena, fields->size);
	request->call.form = record;
	if (request->object)
		return fields_from_json(fields, request->object, record, request->arena, &request->act.findings);
	return fields_from_pairs(fields, request->form.pairs, request->form.count, record, request->arena, &request->act.findings);
}

/* --- answers to questions of the pack --- */

static const struct str answer_prefix = { "answer.", 7 };

/* Is it one box of a date in three? Then the path of the date, which its year brings; the other boxes are passed over. */
static struct str boxed_date(struct str path, bool *skip)
{
	static const char *const boxes[] = { ".year", ".month", ".day" };
	*skip = false;
	for (size_t i = 0; i < COUNT_OF(boxes); i++)
		if (str_ends(path, str_of(boxes[i]))) {
			*skip = i != 0;
			return str_slice(path, 0, path.len - strlen(boxes[i]));
		}
	return STR("");
}

static void put_answer(json_t *answers, struct str path, json_t *value)
{
	json_t *before = json_object_getn(answers, path.data, path.len);
	if (!before) {
		json_object_setn_new(answers, path.data, path.len, value);
	} else if (json_is_array(before)) {
		json_array_append_new(before, value);
	} else {
		json_t *both = json_array();
		json_array_append(both, before);
		json_array_append_new(both, value);
		json_object_setn_new(answers, path.data, path.len, both);
	}
}

static struct str box_of(struct request *request, struct str base, const char *box)
{
	return str_trim(form_value(&request->form, str_c(request->arena, str_format(request->arena, "answer." STR_FMT ".%s", STR_ARG(base), box))));
}

/* "1974-8-3" is not a date that is written so; the boxes need no noughts. Without a year it is none, and said to be so. */
static struct str date_boxes(struct request *request, struct str base)
{
	struct str year = box_of(request, base, "year"), month = box_of(request, base, "month"), day = box_of(request, base, "day");
	if (!year.len)
		return month.len || day.len ? STR("?") : STR("");
	return str_format(request->arena, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(year), month.len ? month.len < 2 ? "-0" : "-" : "", STR_ARG(month),
	                  day.len ? day.len < 2 ? "-0" : "-" : "", STR_ARG(day));
}

static json_t *answers_of(struct request *request)
{
	if (request->object) {
		json_t *given = json_incref(json_object_get(request->object, "answers"));
		json_object_del(request->object, "answers");
		if (json_is_object(given))
			return given;
		json_decref(given);
		return json_object();
	}
	json_t *answers = json_object();
	for (size_t i = 0; i < request->form.count; i++) {
		const struct pair *pair = &request->form.pairs[i];
		bool skip = false;
		if (!str_starts(pair->name, answer_prefix))
			continue;
		struct str path = str_slice(pair->name, answer_prefix.len, pair->name.len), base = boxed_date(path, &skip);
		struct str value = base.len ? date_boxes(request, base) : pair->value;
		if (!skip)
			put_answer(answers, base.len ? base : path, json_stringn(value.data ? value.data : "", value.len));
	}
	return answers;
}

static bool findings_error(struct error *err)
{
	return error_set(err, ERR_FINDINGS, "Some answers need another look.", "Correct the fields that are named, and send the form again.", "form");
}

static bool step_decode(struct request *request, struct error *err)
{
	struct call *call = &request->call;
	call->id = request->match.id;
	call->name = request->match.name;
	call->body = (struct str){ request->body ? request->body : "", request->body_len };
	call->signature = request->signature;
	call->piece = request->piece;
	call->uploads = request->form.uploads;
	call->upload_count = request->form.upload_count;
	if (request->served->route->flags & ROUTE_ANSWERS)
		call->answers = request->answers = answers_of(request);
	call->json = request->json;
	call->remote = request->remote;
	call->device = request->device;
	request->act.purpose = str_of(request->served->route->purpose);
	bool query = decode_query(request), form = decode_form(request);
	return (query && form) || findings_error(err);
}

static void forget_reply(struct request *request)
{
	if (request->reply.stream)
		journal_stream_close(request->reply.stream);
	json_decref(request->reply.data);
	json_decref(request->reply.page);
	request->reply = (struct reply){ 0 };
}

/* A page about a person that left no trace of the look is never sent. */
static bool look_is_there(struct request *request, struct error *err)
{
	const struct reply *reply = &request->reply;
	bool shows = reply->data || reply->page || reply->bytes.len || reply->stream;
	if (!(request->served->route->flags & ROUTE_PERSON) || !shows || request->act.looks || journal_pending(&request->act))
		return true;
	log_event(LOG_ERROR, "http.look_missing", "route", request->served->route->path, NULL);
	return error_set(err, ERR_INTEGRITY, "This page would have shown a person without a record of it.", "Tell the people who look after this system.", "look");
}

static bool call_handler(struct request *request, struct error *err)
{
	struct act *act = &request->act;
	if (!request->served->route->handle(act, &request->call, &request->reply, err))
		return false;
	if (act->findings.count)
		return findings_error(err);
	return look_is_there(request, err);
}

static bool again(struct request *request, struct error *err)
{
	struct act *act = &request->act;
	act_forget(act);
	forget_reply(request);
	atomic_fetch_add(&request->web->conflicts, 1);
	db_rollback(act->db);
	request->reading = db_begin_read(act->db, err);
	act->now = clock_now(act->clock);
	return request->reading;
}

static void answer_reply(struct request *request)
{
	const struct route *route = request->served->route;
	struct reply *reply = &request->reply;
	if (!reply->location.len && changes(request) && !reply->bytes.data && !reply->status)
		reply->location = done_place(request);
	answer_value(request, route, reply->status);
}

/* Live pages hear of it when it is durable, not before. */
static void tell(struct request *request)
{
	const struct reply *reply = &request->reply;
	if (request->act.alerted.len)
		live_alert(request->web, request->act.alerted);
	if (reply->changed.len)
		web_changed(request->web, reply->changed);
	if (reply->news.event)
		web_tell(request->web, reply->news.post, reply->news.lane, reply->news.event, reply->news.path);
}

/* Runs the handler and stores what it appended; something that changed meanwhile means: decide again. */
static bool step_handle(struct request *request, struct error *err)
{
	struct act *act = &request->act;
	for (int i = 0; i < TRIES; i++) {
		if (!call_handler(request, err)) {
			act_forget(act);
			return false;
		}
		if (!journal_pending(act)) {
			tell(request);
			answer_reply(request);
			return true;
		}
		switch (journal_submit(act, err)) {
		case SUBMITTED: tell(request); answer_reply(request); return true;
		case SUBMIT_DONE_BEFORE: forget_reply(request); answer_again(request); return true;
		case SUBMIT_FAILED: return false;
		case SUBMIT_CONFLICT: break;
		}
		if (!again(request, err))
			return false;
	}
	return error_set(err, ERR_CONFLICT, "Somebody else is changing this record.", "Open it again and look at what changed.", "record");
}

/* --- the form again --- */

/* The page of a form is made by the GET route of its path: it knows the lists to choose from. Its look is a look, with an id of its own. */
static void read_form_page(struct request *request)
{
	struct act *act = &request->act;
	const struct served *get = request->match.get;
	struct findings kept = act->findings;
	struct error ignored;
	if (request->reply.data || request->reply.page || request->method != METHOD_POST || !get || !act->db)
		return;
	if (get->route->right > SIGNED_IN && !rights_have(act->actor.rights, get->route->right))
		return;
	struct call call = request->call;
	call.query = get->route->query ? arena_alloc(request->arena, get->route->query->size) : NULL;
	call.found = &kept;
	act->findings = (struct findings){ .arena = request->arena };
	act->id = (struct uuid){ 0 };
	memset(act->request, 0, sizeof act->request);
	request->reply = (struct reply){ 0 };
	bool made = get->route->handle(act, &call, &request->reply, &ignored) && !request->reply.location.len;
	bool recorded = made && (!(get->route->flags & ROUTE_PERSON) || journal_pending(act)) &&
	                (!journal_pending(act) || journal_submit(act, &ignored) == SUBMITTED);
	if (!recorded) {
		act_forget(act);
		forget_reply(request);
	}
	act->findings = kept;
}

static void answer_failure(struct request *request, const struct error *err)
{
	bool again = request->served && (request->served->route->flags & ROUTE_FORM_AGAIN) && request->served->route->template &&
	             (err->code == ERR_FINDINGS || err->code == ERR_INPUT) && !request->json && request->decoded;
	if (!again) {
		answer_error(request, err);
		return;
	}
	/* What the handler itself put into its reply was not recorded as a look. */
	if (request->served->route->flags & ROUTE_PERSON)
		forget_reply(request);
	read_form_page(request);
	answer_form_again(request, err);
}

static bool step_decoding(struct request *request, struct error *err)
{
	request->decoded = true;
	return true;
}

void request_live(struct request *request)
{
	static step *const steps[] = { open_act, step_early, open_reading, step_session, step_right, step_origin, intake_body, step_csrf,
		                       step_id, step_decoding, step_decode, step_handle };
	struct error err = { 0 };
	bool well = true;
	for (size_t i = 0; well && i < COUNT_OF(steps) && !request->answer.status; i++)
		well = steps[i](request, &err);
	if (!well)
		answer_failure(request, &err);
	close_reading(request);
	if (request->taken)
		request->web->services.release(request->web->services.state, &request->act);
	request->taken = false;
}
