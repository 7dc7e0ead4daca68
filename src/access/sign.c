/* Pages of signing in and of one's own account. */
#include "forms.h"
#include "local.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"

FIELDS_TABLE(next, NEXT_FIELDS)
FIELDS_TABLE(codes_form, CODES_FORM_FIELDS)
FIELDS_TABLE(sign_in, SIGN_IN_FIELDS)
FIELDS_TABLE(new_password, NEW_PASSWORD_FIELDS)
FIELDS_TABLE(device_code, DEVICE_CODE_FIELDS)
FIELDS_TABLE(lane, LANE_FIELDS)

/* --- signing in --- */

struct str access_next(struct str path, const char *otherwise)
{
	bool ours = path.len && path.data[0] == '/' && !(path.len > 1 && (path.data[1] == '/' || path.data[1] == '\\'));
	return ours ? path : str_of(otherwise);
}

bool sign_in_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct next *query = call->query;
	reply->data = json_object();
	reply->page = json_object();
	json_put_yesno(reply->page, "place", false);
	json_put_yesno(reply->page, "code_here", true);
	json_put_str(reply->page, "next", access_next(query ? query->next : STR(""), "/"));
	if (act->house->sign_in_help)
		act->house->sign_in_help(act->house, act, reply->page);
	return true;
}

/* One answer for an unknown number, a wrong password and a wrong code: it tells a stranger nothing. */
static bool wrong(struct act *act, const struct str *marks, size_t count, struct error *err)
{
	if (!lock_fail(act, marks, count, err))
		return false;
	finding_add(&act->findings, STR("number"), "sign_in", "Number, password or code do not fit together.");
	return error_set(err, ERR_FINDINGS, "the sign-in did not work", "try again, or ask your supervisor", "sign-in");
}

static bool prove(struct act *act, const struct sign_in *form, const struct user *user, const struct proof *proof, bool *good, struct error *err)
{
	if (!check_password(act->house->access, proof->password, form->password, good, err))
		return false;
	if (*good && !proof->device.len && !proof->codes)
		*good = !user_needs_codes(act, user, proof); /* the factor is set up next; a first password never takes the place of one that is there */
	else if (*good)
		return proof_code(act, user->id, proof, form->code, good, err);
	return true;
}

bool access_prove_password(struct act *act, const struct call *call, const struct sign_in *form, struct proven *who, struct error *err)
{
	const struct str marks[] = { lock_user(act->arena, form->number), lock_device(act->arena, call->device, call->remote) };
	size_t count = COUNT_OF(marks);
	struct user user = { 0 };
	struct proof proof = { 0 };
	bool found, good = false;
	if (!lock_check(act, marks, count, err) || !user_find(act, form->number, &user, &found, err) ||
	    (found && !proof_load(act, user.id, &proof, err)) || !prove(act, form, &user, &proof, &good, err))
		return false;
	if (!good)
		return wrong(act, marks, count, err);
	*who = (struct proven){ user.id, user.row.number, user.row.name, user.row.roles, STR("") };
	return lock_forget(act, marks, 1, err);
}

static bool open_session(struct act *act, const struct proven *who, struct str *token, struct error *err)
{
	if (!session_new(act, who->user, token, err) ||
	    !LOCAL_RUN(act->house->access, "access.credential_signed_in", NULL, err, V_INT("now", act->now), V_ID("officer", who->user)))
		return false;
	act->actor.user = who->user;
	access_note_why(act, who->user, "session", who->key);
	return true;
}

bool sign_in_as(struct act *act, const struct proven *who, struct str next, struct reply *reply, struct error *err)
{
	reply->location = access_next(next, "/");
	reply->data = json_object();
	return open_session(act, who, &reply->session, err);
}

bool sign_in_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct sign_in *form = call->form;
	struct proven who;
	return access_prove_password(act, call, form, &who, err) && sign_in_as(act, &who, form->next, reply, err);
}

bool access_hand_over(struct act *act, const struct call *call, const struct proven *who, struct str *token, struct error *err)
{
	struct uuid before = act->actor.user;
	const struct place place = act->place;
	if (!open_session(act, who, token, err))
		return false;
	access_note(act, before, "relieved");
	return LOCAL_RUN(act->house->access, "access.session_place", NULL, err, V_TEXT("post", place.post), V_INT("lane", place.lane),
	                 V_TEXT("direction", place.direction), V_BLOB("hash", token_hash(act->arena, *token))) &&
	       LOCAL_RUN(act->house->access, "access.session_end", NULL, err, V_BLOB("hash", token_hash(act->arena, call->token)));
}

bool sign_in_help_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	reply->page = json_object();
	json_put_int(reply->page, "minutes", act->pack->security.lock);
	json_put_str(reply->page, "contact", pack_words(act->pack, lang_tag(act->lang), act->pack->head.authority));
	return true;
}

bool sign_out_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	reply->session = STR("-");
	reply->location = STR("/sign-in");
	access_note(act, act->actor.user, "signed_out");
	return LOCAL_RUN(act->house->access, "access.session_end", NULL, err, V_BLOB("hash", token_hash(act->arena, call->token)));
}

/* --- the lane --- */

static void add_choice(json_t *array, struct str code, struct str word, bool chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", chosen);
	json_array_append_new(array, row);
}

/* Where the user works: the place of the session, else the post that was given to the user. */
static bool usual_post(struct act *act, struct str *post, struct error *err)
{
	struct officer_row row = { 0 };
	*post = act->place.post;
	if (post->len)
		return true;
	struct query *query = db_query(act->db, "access.officer_by_record");
	query_bind_id(query, "record", act->actor.user);
	if (query_next(query))
		query_row(query, &officer_row_fields, &row, act->arena);
	*post = row.post;
	return query_end(query, err);
}

static json_t *post_choice(struct act *act, const struct pack_post *post, struct str usual)
{
	struct str tag = lang_tag(act->lang), name = pack_words(act->pack, tag, post->words);
	json_t *out = json_object(), *lanes = json_array();
	for (size_t i = 0; i < post->count; i++) {
		const struct pack_lane *lane = &post->lanes[i];
		bool chosen = str_equal(post->code, usual) && (act->place.lane ? lane->number == act->place.lane : !i);
		add_choice(lanes, str_format(act->arena, STR_FMT "-%d", STR_ARG(post->code), lane->number),
		           str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(pack_words(act->pack, tag, lane->words))), chosen);
	}
	json_put_str(out, "word", name);
	json_put(out, "lanes", lanes);
	return out;
}

bool lane_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	json_t *posts = json_array(), *directions = json_array();
	struct str usual;
	if (!usual_post(act, &usual, err))
		return false;
	for (size_t i = 0; i < act->pack->post_count; i++)
		if (pack_span_holds(act->pack->posts[i].span, time_date(act->now)))
			json_array_append_new(posts, post_choice(act, &act->pack->posts[i], usual));
	add_choice(directions, STR("entry"), lang_words(act->lang, WORDS("Entry")), str_is(act->place.direction, "entry"));
	add_choice(directions, STR("exit"), lang_words(act->lang, WORDS("Exit")), str_is(act->place.direction, "exit"));
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "posts", posts);
	json_put(reply->page, "directions", directions);
	return true;
}

/* "SORREL-1" is a lane of SORREL; "1" one of the post that is named beside it. */
static struct str lane_post_code(const struct lane *form, struct str *number)
{
	size_t at = form->lane.len;
	while (at && form->lane.data[at - 1] != '-')
		at--;
	*number = str_slice(form->lane, at, form->lane.len);
	return at ? str_slice(form->lane, 0, at - 1) : form->post;
}

/* The lane that was chosen; NULL: the findings say what is wrong. */
static const struct pack_lane *chosen_lane(struct act *act, const struct lane *form, const struct pack_post **post)
{
	struct str text, code = lane_post_code(form, &text);
	int64_t number = 0;
	*post = pack_post(act->pack, code, time_date(act->now));
	bool one_post = !form->post.len || str_equal(form->post, code);
	const struct pack_lane *lane = *post && one_post && str_to_int(text, &number) ? pack_lane(*post, (int)number) : NULL;
	enum pack_lane_way way = str_is(form->direction, "exit") ? LANE_EXIT : LANE_ENTRY;
	if (!*post)
		finding_add(&act->findings, STR("lane"), "unknown_code", "Choose a post.");
	else if (!lane)
		finding_add(&act->findings, STR("lane"), "unknown_code", "Choose a lane of this post.");
	else if (!(lane->way & way))
		finding_add(&act->findings, STR("direction"), "lane_way", "This lane does not serve this direction.");
	if (!str_is(form->direction, "entry") && !str_is(form->direction, "exit"))
		finding_add(&act->findings, STR("direction"), "unknown_code", "Choose entry or exit.");
	return lane;
}

static bool set_place(struct act *act, const struct call *call, struct str post, int64_t lane, struct str direction, struct error *err)
{
	struct access_event event = { .what = STR("lane"), .post = post, .lane = lane, .direction = direction };
	journal_append(act, &access_event_type, act->actor.user, &event);
	return LOCAL_RUN(act->house->access, "access.session_place", NULL, err, V_TEXT("post", post), V_INT("lane", lane), V_TEXT("direction", direction),
	                 V_BLOB("hash", token_hash(act->arena, call->token)));
}

bool lane_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct lane *form = call->form;
	const struct pack_post *post;
	const struct pack_lane *lane = chosen_lane(act, form, &post);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "lane");
	reply->data = json_object();
	return set_place(act, call, post->code, lane->number, form->direction, err);
}

bool desk_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	return set_place(act, call, STR(""), 0, STR(""), err);
}

/* --- password --- */

bool password_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct proof proof;
	if (!proof_load(act, act->actor.user, &proof, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "why", proof.temporary ? lang_words(act->lang, WORDS("Your password was set by somebody else. Choose your own.")) : STR(""));
	json_put_int(reply->page, "least", act->pack->security.password_length);
	return true;
}

bool password_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct new_password *form = call->form;
	const struct str mark = lock_user(act->arena, act->actor.number);
	struct proof proof;
	bool good;
	if (!lock_check(act, &mark, 1, err) || !proof_load(act, act->actor.user, &proof, err) ||
	    !check_password(act->house->access, proof.password, form->old, &good, err))
		return false;
	if (!good && !lock_fail(act, &mark, 1, err))
		return false;
	if (!good)
		finding_add(&act->findings, STR("old"), "wrong", "This is not your password.");
	if (!str_equal(form->new, form->again))
		finding_add(&act->findings, STR("again"), "different", "The two are not the same.");
	if (good && str_equal(form->new, form->old))
		finding_add(&act->findings, STR("new"), "same", "Choose another one than until now.");
	if ((int)utf8_length(form->new) < act->pack->security.password_length)
		finding_add(&act->findings, STR("new"), "too_short", "This is too short.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "password");
	access_note(act, act->actor.user, "password");
	reply->data = json_object();
	/* The other sessions end; this one goes on under a new token. */
	return access_set_password(act, act->actor.user, form->new, false, err) && session_new(act, act->actor.user, &reply->session, err);
}

/* --- second factor --- */

static struct str in_fours(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++) {
		if (i && i % 4 == 0)
			buf_c(&out, ' ');
		buf_c(&out, text.data[i]);
	}
	return buf_str(&out);
}

/* The secret of a device being set up is kept sealed until its first code proves it. */
static bool pending_secret(struct act *act, const struct proof *proof, struct str *secret, struct error *err)
{
	struct access *access = act->house->access;
	if (proof->pending.len && box_open(act->arena, access->keys->totp, proof->pending, secret))
		return true;
	char *bytes = arena_alloc(act->arena, 20);
	random_fill(&random_system, bytes, 20);
	*secret = (struct str){ bytes, 20 };
	return LOCAL_RUN(access, "access.credential_pending", NULL, err,
	                 V_BLOB("pending", box_seal(act->arena, access->keys->totp, &random_system, *secret)), V_ID("officer", act->actor.user));
}

/* The first factor is set up with the password alone; whatever takes its place needs it. */
static bool has_factor(const struct proof *proof)
{
	return proof->device.len || proof->codes_left;
}

bool factor_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct proof proof;
	struct str secret;
	if (!proof_load(act, act->actor.user, &proof, err) || !pending_secret(act, &proof, &secret, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "secret", in_fours(act->arena, base32(act->arena, secret)));
	json_put_str(reply->page, "account", str_format(act->arena, "Limen:" STR_FMT, STR_ARG(act->actor.number)));
	json_put_str(reply->page, "square", STR(""));
	json_put_yesno(reply->page, "has_factor", has_factor(&proof));
	json_put_yesno(reply->page, "device", proof.device.len != 0);
	return true;
}

bool device_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct access *access = act->house->access;
	const struct device_code *form = call->form;
	struct proof proof;
	struct str secret;
	int64_t step;
	if (!proof_load(act, act->actor.user, &proof, err) || !pending_secret(act, &proof, &secret, err))
		return false;
	if (!totp_matches(secret, act->now, form->code, &step)) {
		finding_add(&act->findings, STR("code"), "wrong", "This code does not agree. Wait for the next one.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "code");
	}
	if (has_factor(&proof) && !fresh_factor(act, STR("fresh"), form->fresh, err))
		return false;
	access_note(act, act->actor.user, "device");
	reply->data = json_object();
	return LOCAL_RUN(access, "access.credential_device", NULL, err, V_BLOB("device", proof.pending), V_INT("step", step), V_ID("officer", act->actor.user)) &&
	       LOCAL_RUN(access, "access.sessions_end", NULL, err, V_ID("officer", act->actor.user), V_BLOB("except", token_hash(act->arena, call->token)));
}

bool codes_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct codes_form *form = call->form;
	struct proof proof;
	json_t *codes;
	if (!proof_load(act, act->actor.user, &proof, err) || (has_factor(&proof) && !fresh_factor(act, STR("code"), form->code, err)) ||
	    !proof_new_codes(act, act->actor.user, (struct uuid){ 0 }, &codes, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	reply->template = "factor_codes";
	reply->status = 200;
	json_put(reply->data, "codes", codes);
	json_put_str(reply->page, "back", STR("/me"));
	json_put_str(reply->page, "name", act->actor.name);
	json_put_str(reply->page, "number", act->actor.number);
	json_put_str(reply->page, "made", show_instant(act, act->now));
	access_note(act, act->actor.user, "codes");
	return true;
}

/* --- one's own account --- */

bool me_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct proof proof;
	json_t *sessions;
	const struct texts roles = { (struct str *)act->actor.roles, act->actor.role_count };
	if (!proof_load(act, act->actor.user, &proof, err) || !show_sessions(act, act->actor.user, token_hash(act->arena, call->token), &sessions, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "sessions", sessions);
	json_put_yesno(reply->page, "others", json_array_size(sessions) > 1);
	json_put_str(reply->page, "roles", show_roles(act, &roles));
	json_put_str(reply->page, "factor", proof_words(act, &proof));
	return show_keys(act, act->actor.user, reply->page, err);
}

bool key_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct proof proof;
	reply->data = json_object();
	reply->page = json_object();
	if (!proof_load(act, act->actor.user, &proof, err))
		return false;
	json_put_yesno(reply->page, "device", proof.device.len != 0);
	return true;
}

bool sessions_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	access_note(act, act->actor.user, "sessions_ended");
	return LOCAL_RUN(act->house->access, "access.sessions_end", NULL, err, V_ID("officer", act->actor.user), V_BLOB("except", token_hash(act->arena, call->token)));
}
