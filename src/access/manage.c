/* Pages on which users are managed: who is here, one user, what waits for a second administrator. */
#include "forms.h"
#include "local.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"

FIELDS_TABLE(users_query, USERS_QUERY_FIELDS)
FIELDS_TABLE(user_form, USER_FORM_FIELDS)
FIELDS_TABLE(user_answer, USER_ANSWER_FIELDS)
FIELDS_TABLE(machine_form, MACHINE_FORM_FIELDS)
FIELDS_TABLE(machine_end, MACHINE_END_FIELDS)

enum { PAGE_ROWS = 50, REQUESTS_MOST = 50 };

/* What a second administrator may be asked for; access.sql lists both. */
#define ADDS "user_add"
#define CHANGES "user_change"

/* --- words --- */

static struct str post_words(struct act *act, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	return post ? pack_words(act->pack, lang_tag(act->lang), post->words) : code.len ? code : lang_words(act->lang, WORDS("All posts"));
}

static struct str day_words(struct act *act, int64_t ms)
{
	return lang_date(act->lang, act->arena, lang_zone_day(act->house->zone(act->house, act->pack->head.zone), ms));
}

static struct str user_path(struct act *act, struct str number, const char *rest)
{
	return str_format(act->arena, "/users/" STR_FMT "%s", STR_ARG(number), rest);
}

/* Where somebody is as usual there is no tone: colour is for what needs a look. */
struct standing {
	const char *code, *tone, *word;
};

static struct standing standing_of(const struct officer_row *row, const struct proof *proof, int64_t locked)
{
	if (row->left_at)
		return (struct standing){ "left", "none", WORDS("Left the service") };
	if (row->blocked_at)
		return (struct standing){ "blocked", "stop", WORDS("Blocked") };
	if (locked)
		return (struct standing){ "locked", "check", WORDS("Locked") };
	if (!proof->found || proof->temporary)
		return (struct standing){ "first_password", "info", WORDS("First password") };
	return (struct standing){ "active", "", WORDS("Active") };
}

static bool standing(struct act *act, const struct user *user, struct proof *proof, int64_t *locked, struct standing *out, struct error *err)
{
	if (!proof_load(act, user->id, proof, err) || !lock_until(act, lock_user(act->arena, user->row.number), locked, err))
		return false;
	*out = standing_of(&user->row, proof, *locked);
	return true;
}

static json_t *tag(struct act *act, const struct standing *state)
{
	json_t *out = json_object();
	json_put_str(out, "tone", str_of(state->tone));
	json_put_str(out, "word", lang_words(act->lang, state->word));
	return out;
}

/* --- what waits for a second administrator --- */

static struct str roles_part(struct act *act, const struct texts *roles)
{
	return roles->count ? show_roles(act, roles) : lang_words(act->lang, WORDS("nothing"));
}

static void fact(json_t *facts, struct str what, struct str text)
{
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "text", text);
	json_array_append_new(facts, row);
}

static bool request_words(struct act *act, const struct second_row *row, json_t *out, struct error *err)
{
	json_t *facts = json_array();
	struct new_user added = { 0 };
	struct officer_change change = { 0 };
	struct user user = { 0 };
	bool adds = str_is(row->what, ADDS);
	json_put(out, "facts", facts);
	if (!fields_from_data(adds ? &new_user_fields : &officer_change_fields, row->body, adds ? (void *)&added : (void *)&change, act->arena))
		return error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
	if (!adds && !user_load(act, uuid_str(act->arena, row->about), &user, err))
		return false;
	json_put_str(out, "title", lang_words(act->lang, adds ? WORDS("A new user") : WORDS("Change of a user")));
	json_put_str(out, "href", adds ? STR("") : user_path(act, user.row.number, ""));
	fact(facts, lang_words(act->lang, WORDS("User")), str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(adds ? added.name : change.name), STR_ARG(adds ? added.number : user.row.number)));
	if (!adds)
		fact(facts, lang_words(act->lang, WORDS("Roles now")), roles_part(act, &user.row.roles));
	fact(facts, lang_words(act->lang, adds ? WORDS("Roles") : WORDS("Roles then")), roles_part(act, adds ? &added.roles : &change.roles));
	fact(facts, lang_words(act->lang, WORDS("Post")), post_words(act, adds ? added.post : change.post));
	fact(facts, lang_words(act->lang, WORDS("Reason")), row->reason);
	return true;
}

static bool request_value(struct act *act, const struct second_row *row, struct uuid record, size_t number, json_t *out, struct error *err)
{
	struct user asker;
	if (!request_words(act, row, out, err) || !user_load(act, uuid_str(act->arena, row->asker), &asker, err))
		return false;
	bool mine = uuid_equal(row->asker, act->actor.user), self = uuid_equal(row->about, act->actor.user);
	json_put_int(out, "n", (int64_t)number);
	json_put_str(out, "when", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{age} ago")), { "age", lang_duration(act->lang, act->arena, act->now - row->asked) }));
	json_put_str(out, "who", asker.row.name);
	json_put_str(out, "to", str_format(act->arena, "/users/second/" STR_FMT, STR_ARG(uuid_str(act->arena, record))));
	json_put_yesno(out, "may", !mine && !self);
	json_put_str(out, "why_not", mine ? lang_words(act->lang, WORDS("You asked for this: another administrator must confirm it.")) :
	                             self ? lang_words(act->lang, WORDS("This is about you: an administrator who neither asked nor gains must confirm it.")) : STR(""));
	return true;
}

static json_t *request_data(struct act *act, const struct second_row *row, struct uuid record)
{
	json_t *out = fields_to_json(&second_row_fields, row);
	json_put_str(out, "id", uuid_str(act->arena, record)); /* by which it is answered */
	return out;
}

/* Those about one user, or all when `about` is zero. */
static bool requests_value(struct act *act, struct uuid about, json_t **out, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "access.second_users");
	struct second_row *rows = ARENA_ARRAY(act->arena, struct second_row, REQUESTS_MOST);
	struct uuid records[REQUESTS_MOST];
	size_t count = 0;
	query_bind_int(query, "most", REQUESTS_MOST);
	for (; count < REQUESTS_MOST && query_next(query); count++) {
		records[count] = query_id(query, 0);
		query_row(query, &second_row_fields, &rows[count], act->arena);
	}
	*out = json_array();
	bool well = query_end(query, err);
	for (size_t i = 0; well && i < count; i++) {
		json_t *one = json_object();
		if (!uuid_zero(about) && !uuid_equal(about, rows[i].about)) {
			json_decref(one);
			continue;
		}
		json_array_append_new(*out, one);
		if (data)
			json_array_append_new(data, request_data(act, &rows[i], records[i]));
		well = request_value(act, &rows[i], records[i], i + 1, one, err);
		if (!uuid_zero(about))
			json_put_str(one, "href", STR("")); /* we are there */
	}
	if (!well)
		json_decref(*out);
	return well;
}

/* --- all users --- */

static bool wanted(struct act *act, const struct users_query *asked, struct str part, const struct officer_row *row)
{
	size_t at;
	bool here = !row->left_at;
	if (str_is(asked->who, "left") ? here : !str_is(asked->who, "all") && !here)
		return false;
	return !part.len || str_find(lang_fold(act->arena, row->name), part, &at) || str_starts(row->number, str_upper(act->arena, asked->find));
}

static bool user_row(struct act *act, const struct user *user, json_t *rows, json_t *data, struct error *err)
{
	struct proof proof;
	struct standing state;
	int64_t locked;
	if (!standing(act, user, &proof, &locked, &state, err))
		return false;
	json_t *row = json_object(), *one = fields_to_json(&officer_row_fields, &user->row);
	json_put_str(row, "href", user_path(act, user->row.number, ""));
	json_put_str(row, "name", user->row.name);
	json_put_str(row, "number", user->row.number);
	json_put_str(row, "roles", show_roles(act, &user->row.roles));
	json_put_str(row, "posts", post_words(act, user->row.post));
	json_put_str(row, "tone", str_of(state.tone));
	json_put_str(row, "word", lang_words(act->lang, state.word));
	json_put_str(row, "last", proof.signed_in ? show_instant(act, proof.signed_in) : lang_words(act->lang, WORDS("never")));
	json_array_append_new(rows, row);
	json_put_str(one, "id", uuid_str(act->arena, user->id));
	json_put_str(one, "state", str_of(state.code));
	json_array_append_new(data, one);
	return true;
}

/* One page of the users wanted; `count` is that of all of them. */
static bool find_users(struct act *act, const struct users_query *asked, struct user *found, size_t *shown, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "access.officers");
	struct str part = lang_fold(act->arena, asked->find);
	*shown = *count = 0;
	query_bind_int(query, "most", 1000000);
	while (query_next(query)) {
		struct user user = { .id = query_id(query, 0) };
		query_row(query, &officer_row_fields, &user.row, act->arena);
		if (!wanted(act, asked, part, &user.row))
			continue;
		++*count;
		if (*shown <= PAGE_ROWS && str_compare(user.row.number, asked->after) > 0)
			found[(*shown)++] = user;
	}
	return query_end(query, err);
}

static struct str query_part(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		buf_format(&out, "%%%02X", (unsigned)(unsigned char)text.data[i]);
	return buf_str(&out);
}

static json_t *who_choices(struct act *act, struct str chosen)
{
	static const struct { const char *code, *words; } kinds[] = { { "", WORDS("Who is here") }, { "left", WORDS("Who left") }, { "all", WORDS("Everybody") } };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		json_t *one = json_object();
		json_put_str(one, "code", str_of(kinds[i].code));
		json_put_str(one, "word", lang_words(act->lang, kinds[i].words));
		json_put_yesno(one, "chosen", str_is(chosen, kinds[i].code));
		json_array_append_new(out, one);
	}
	return out;
}

static bool users_page(struct act *act, const struct users_query *asked, struct reply *reply, struct error *err)
{
	struct user *found = ARENA_ARRAY(act->arena, struct user, PAGE_ROWS + 1);
	struct uuid records[PAGE_ROWS];
	size_t shown, count;
	json_t *rows = json_array(), *data = json_array();
	json_put(reply->page, "rows", rows);
	json_put(reply->data, "users", data);
	if (!find_users(act, asked, found, &shown, &count, err))
		return false;
	size_t most = shown < PAGE_ROWS ? shown : PAGE_ROWS;
	for (size_t i = 0; i < most; i++) {
		records[i] = found[i].id;
		if (!user_row(act, &found[i], rows, data, err))
			return false;
	}
	struct str next = shown > PAGE_ROWS ? found[PAGE_ROWS - 1].row.number : STR("");
	json_put_str(reply->data, "next", next);
	json_put_str(reply->page, "older", next.len ? str_format(act->arena, "/users?after=" STR_FMT "&who=" STR_FMT "&find=" STR_FMT, STR_ARG(query_part(act->arena, next)),
	                                                         STR_ARG(query_part(act->arena, asked->who)), STR_ARG(query_part(act->arena, asked->find))) : STR(""));
	json_put_str(reply->page, "summary", lang_count(act->lang, act->arena, (int64_t)count, WORDS_MANY("{count} user", "{count} users")));
	json_put_yesno(reply->page, "any", most != 0);
	journal_look(act, "users", records, most);
	return true;
}

bool users_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct users_query nothing;
	const struct users_query *asked = call->query ? call->query : &nothing;
	json_t *requests, *data = json_array();
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->data, "requested", data);
	if (!users_page(act, asked, reply, err) || !requests_value(act, (struct uuid){ 0 }, &requests, data, err))
		return false;
	json_put_yesno(reply->page, "any_request", json_array_size(requests) != 0);
	json_put(reply->page, "requests", requests);
	json_put_str(reply->page, "find", asked->find);
	json_put(reply->page, "whos", who_choices(act, asked->who));
	return true;
}

/* --- the form of a user --- */

static bool holds(const struct texts *list, struct str code)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_equal(list->items[i], code))
			return true;
	return false;
}

/* What stands before a colon; some languages put a no-break space there. */
static struct str before_colon(struct str words)
{
	struct str first = words;
	str_cut(&words, ':', &first);
	first = str_trim(first);
	while (str_ends(first, STR("\xc2\xa0")) || str_ends(first, STR("\xe2\x80\xaf")))
		first = str_slice(first, 0, first.len - (str_ends(first, STR("\xc2\xa0")) ? 2 : 3));
	return first;
}

/* What a role lets somebody do, in words, without detail. */
static struct str rights_words(struct act *act, rights set)
{
	struct str words[RIGHT_COUNT];
	size_t count = 0;
	for (int right = SIGNED_IN + 1; right < RIGHT_COUNT; right++)
		if (rights_have(set, (enum right)right))
			words[count++] = before_colon(lang_words(act->lang, right_words((enum right)right)));
	return str_join(act->arena, words, count, lang_words_in(act->lang, WORDS_IN("between the rights of a role", "; ")));
}

static void add_role(struct act *act, json_t *out, struct str code, const struct texts *chosen)
{
	const struct texts alone = { &code, 1 };
	rights set = access_rights(act->pack, &code, 1);
	json_t *one = json_object();
	json_put_str(one, "code", code);
	json_put_str(one, "word", show_roles(act, &alone));
	json_put_str(one, "about", rights_words(act, set));
	json_put_yesno(one, "two", set & rights_of_two);
	json_put_yesno(one, "chosen", holds(chosen, code));
	json_array_append_new(out, one);
}

static json_t *role_choices(struct act *act, const struct texts *chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->role_count; i++)
		add_role(act, out, act->pack->roles[i].code, chosen);
	add_role(act, out, STR("administrator"), chosen);
	return out;
}

static json_t *post_choices(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i <= act->pack->post_count; i++) {
		struct str code = i ? act->pack->posts[i - 1].code : STR("");
		json_t *one = json_object();
		json_put_str(one, "code", code);
		json_put_str(one, "word", post_words(act, code));
		json_put_yesno(one, "chosen", str_equal(code, chosen));
		json_array_append_new(out, one);
	}
	return out;
}

static void form_value(struct act *act, json_t *page, struct str number, struct str name, const struct texts *roles, struct str post)
{
	json_t *values = json_object();
	json_put_str(values, "number", number);
	json_put_str(values, "name", name);
	json_put_str(values, "reason", STR(""));
	json_put(page, "values", values);
	json_put(page, "roles", role_choices(act, roles));
	json_put(page, "posts", post_choices(act, post));
}

bool user_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct user_form nothing;
	const struct user_form *form = call->form ? call->form : &nothing; /* given back: what was chosen stays chosen */
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "title", lang_words(act->lang, WORDS("Add a user")));
	json_put_str(reply->page, "summary", STR(""));
	json_put_yesno(reply->page, "status", false);
	json_put_str(reply->page, "to", STR("/users/new"));
	json_put_yesno(reply->page, "existing", false);
	json_put_yesno(reply->page, "editable", true);
	json_put_yesno(reply->page, "any_request", false);
	form_value(act, reply->page, STR(""), STR(""), &form->roles, form->post);
	return true;
}

/* --- one user --- */

static json_t *machine_value(struct act *act, struct str hash, int64_t created, int64_t seen, struct str label)
{
	struct uuid id = { 0 };
	json_t *row = json_object();
	if (hash.len >= sizeof id.bytes)
		memcpy(id.bytes, hash.data, sizeof id.bytes);
	json_put_str(row, "credential", uuid_str(act->arena, id));
	json_put_str(row, "label", label);
	json_put_str(row, "made", LANG_FILL(act->arena, lang_words(act->lang, WORDS("made {day}")), { "day", day_words(act, created) }));
	json_put_str(row, "used", seen > created ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("last used {time}")), { "time", show_instant(act, seen) })
	                                         : lang_words(act->lang, WORDS("never used")));
	return row;
}

static bool machines_value(struct act *act, const struct user *user, json_t **out, struct error *err)
{
	struct query *query = db_query(act->db, "access.machines_of");
	query_bind_id(query, "officer", user->id);
	*out = json_array();
	while (query_next(query))
		json_array_append_new(*out, machine_value(act, query_text(query, 0, act->arena), query_int(query, 1), query_int(query, 2), query_text(query, 3, act->arena)));
	if (query_end(query, err))
		return true;
	json_decref(*out);
	return false;
}

static struct str summary(struct act *act, const struct officer_row *row)
{
	if (row->left_at)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{number}, from {first} to {last}")), { "number", row->number },
		                 { "first", day_words(act, row->added) }, { "last", day_words(act, row->left_at) });
	if (row->blocked_at)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{number}, blocked since {time}. {reason}")), { "number", row->number },
		                 { "time", show_instant(act, row->blocked_at) }, { "reason", row->reason });
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{number}, since {first}")), { "number", row->number }, { "first", day_words(act, row->added) });
}

static void paths(struct act *act, const struct user *user, json_t *out)
{
	static const struct { const char *name, *path; } all[] = {
		{ "reset_to", "/password" }, { "codes_to", "/codes" }, { "end_to", "/sessions/end" }, { "unlock_to", "/unlock" }, { "block_to", "/block" },
		{ "unblock_to", "/unblock" }, { "leave_to", "/leave" }, { "machine_to", "/machine" }, { "machine_end_to", "/machine/end" },
		{ "key_end_to", "/keys/end" },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		json_put_str(out, all[i].name, user_path(act, user->row.number, all[i].path));
}

static bool existing_value(struct act *act, const struct user *user, const struct proof *proof, int64_t locked, json_t *out, struct error *err)
{
	json_t *sessions, *machines;
	bool api = rights_have(access_rights(act->pack, user->row.roles.items, user->row.roles.count), CAN_API);
	if (!show_sessions(act, user->id, STR(""), &sessions, err))
		return false;
	json_put(out, "sessions", sessions);
	if (!show_keys(act, user->id, out, err))
		return false;
	if (!machines_value(act, user, &machines, err))
		return false;
	json_put_yesno(out, "any_session", json_array_size(sessions) != 0);
	json_put_yesno(out, "api", api || json_array_size(machines));
	json_put_yesno(out, "may_api", api);
	json_put_yesno(out, "any_machine", json_array_size(machines) != 0);
	json_put(out, "machines", machines);
	json_put_yesno(out, "self", uuid_equal(user->id, act->actor.user));
	json_put_yesno(out, "blocked", user->row.blocked_at != 0);
	json_put_str(out, "password", lang_words(act->lang, !proof->found ? WORDS("None yet") : proof->temporary ? WORDS("A first password, not used yet") : WORDS("The user's own")));
	json_put_str(out, "factor", proof_words(act, proof));
	json_put_yesno(out, "needs_codes", user_needs_codes(act, user, proof));
	json_put_str(out, "last", proof->signed_in ? show_instant(act, proof->signed_in) : lang_words(act->lang, WORDS("never")));
	json_put_str(out, "locked", locked ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Too many failed tries: locked until {time}.")),
	                                               { "time", show_instant(act, locked) }) : STR(""));
	paths(act, user, out);
	return true;
}

/* The page of a user, with a look at it. `change`: what was entered and is given back. */
static bool user_page(struct act *act, const struct user *user, const struct officer_change *change, struct reply *reply, struct error *err)
{
	struct proof proof;
	struct standing state;
	int64_t locked;
	json_t *requests, *existing = json_object();
	reply->data = fields_to_json(&officer_row_fields, &user->row);
	reply->page = json_object();
	json_put(reply->page, "existing", existing);
	if (!standing(act, user, &proof, &locked, &state, err) || !existing_value(act, user, &proof, locked, existing, err) ||
	    !requests_value(act, user->id, &requests, NULL, err))
		return false;
	json_put(reply->page, "requests", requests);
	json_put_yesno(reply->page, "any_request", json_array_size(requests) != 0);
	json_put_str(reply->data, "id", uuid_str(act->arena, user->id));
	json_put_str(reply->data, "state", str_of(state.code));
	json_put_str(reply->page, "title", user->row.name);
	json_put_str(reply->page, "summary", summary(act, &user->row));
	json_put(reply->page, "status", *state.tone ? tag(act, &state) : json_false());
	json_put_str(reply->page, "to", user_path(act, user->row.number, ""));
	json_put_yesno(reply->page, "editable", !user->row.left_at);
	json_put_str(reply->page, "role_words", show_roles(act, &user->row.roles));
	json_put_str(reply->page, "post_words", post_words(act, user->row.post));
	form_value(act, reply->page, user->row.number, user->row.name, change ? &change->roles : &user->row.roles, change ? change->post : user->row.post);
	journal_look(act, "user", (const struct uuid[]){ user->id }, 1);
	return true;
}

bool user_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct user user;
	return user_load(act, call->name, &user, err) && user_page(act, &user, call->form, reply, err);
}

/* --- changes --- */

static bool reason_given(struct act *act, struct str reason, struct error *err)
{
	if (str_trim(reason).len >= 3)
		return true;
	finding_add(&act->findings, STR("reason"), "required", "Say why: it is written down, and a second administrator may have to confirm it.");
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "reason");
}

/* The page is made in the act's snapshot: what this act just did to the keys is laid over it. */
static bool lay_over_reset(struct act *act, const struct user *user, struct reply *reply, struct error *err)
{
	json_t *existing = json_object_get(reply->page, "existing");
	struct proof proof;
	if (!proof_load(act, user->id, &proof, err))
		return false;
	proof.password_by = act->actor.user;
	json_put_yesno(existing, "needs_codes", user_needs_codes(act, user, &proof));
	json_put_str(existing, "password", lang_words(act->lang, WORDS("A first password, not used yet")));
	json_put(existing, "sessions", json_array());
	json_put_yesno(existing, "any_session", false);
	return true;
}

static void lay_over_machine(struct act *act, struct reply *reply, struct str token, struct str label)
{
	json_t *existing = json_object_get(reply->page, "existing");
	json_array_insert_new(json_object_get(existing, "machines"), 0, machine_value(act, token_hash(act->arena, token), act->now, act->now, label));
	json_put_yesno(existing, "any_machine", true);
}

static void secret_value(struct reply *reply, const char *name, struct str secret)
{
	json_put_str(reply->data, name, secret);
	reply->status = 200; /* shown here and now, and never again */
}

/* What was just appended is not in the act's snapshot: the page says what there is to say about somebody new. */
static bool first_password_page(struct act *act, const struct new_user *added, struct uuid id, struct reply *reply, struct error *err)
{
	const struct user user = { .id = id, .row = { .number = added->number, .name = added->name, .roles = added->roles, .post = added->post, .added = act->now } };
	struct str password;
	if (!user_reset(act, &user, &password, err) || !user_page(act, &user, NULL, reply, err) || !lay_over_reset(act, &user, reply, err))
		return false;
	secret_value(reply, "first_password", password);
	return true;
}

bool user_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct user_form *form = call->form;
	struct new_user added = { str_upper(act->arena, form->number), form->name, form->roles, form->post };
	struct uuid id;
	if (!user_needs_second(act, NULL, &added.roles))
		return access_add_user(act, &added, &id, err) && first_password_page(act, &added, id, reply, err);
	if (!user_check(act, &added, NULL, err) || !reason_given(act, form->reason, err))
		return false;
	id = second_ask(act, ADDS, CAN_USERS, user_record(added.number), fields_data(&new_user_fields, &added, act->arena), form->reason);
	reply->data = json_object();
	json_put_str(reply->data, "request", uuid_str(act->arena, id));
	return true;
}

bool user_change_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct officer_change *change = call->form;
	struct user user;
	if (!user_load(act, call->name, &user, err) || !reason_given(act, change->reason, err))
		return false;
	reply->data = json_object();
	if (!user_needs_second(act, &user, &change->roles))
		return user_change(act, &user, change, err);
	const struct new_user wanted = { user.row.number, change->name, change->roles, change->post };
	if (!user_is_here(&user, err) || !user_check(act, &wanted, &user, err))
		return false;
	struct uuid id = second_ask(act, CHANGES, CAN_USERS, user.id, fields_data(&officer_change_fields, change, act->arena), change->reason);
	json_put_str(reply->data, "request", uuid_str(act->arena, id));
	return true;
}

static bool confirm_add(struct act *act, struct str body, struct reply *reply, struct error *err)
{
	struct new_user added = { 0 };
	struct uuid id;
	return fields_from_data(&new_user_fields, body, &added, act->arena) ? access_add_user(act, &added, &id, err) && first_password_page(act, &added, id, reply, err)
	                                                                    : error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
}

static bool confirm_change(struct act *act, struct uuid about, struct str body, struct reply *reply, struct error *err)
{
	struct officer_change change = { 0 };
	struct user user;
	reply->data = json_object();
	if (!fields_from_data(&officer_change_fields, body, &change, act->arena))
		return error_set(err, ERR_INTEGRITY, "a stored request cannot be read", "verify the journal", "second.ask");
	return user_load(act, uuid_str(act->arena, about), &user, err) && user_change(act, &user, &change, err);
}

static bool confirm(struct act *act, const struct second_row *row, const char *what, struct uuid request, struct reply *reply, struct error *err)
{
	struct uuid about;
	struct str body;
	if (uuid_equal(row->about, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "nobody confirms what is about themselves", "an administrator who neither asked nor gains must confirm it", "request");
	if (!second_confirm(act, request, what, &about, &body, err))
		return false;
	return !strcmp(what, ADDS) ? confirm_add(act, body, reply, err) : confirm_change(act, about, body, reply, err);
}

bool users_second_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct user_answer *form = call->form;
	struct second_row row = { 0 };
	if (!second_load(act, call->id, &row, err))
		return false;
	const char *what = str_is(row.what, ADDS) ? ADDS : str_is(row.what, CHANGES) ? CHANGES : NULL;
	if (!what)
		return error_set(err, ERR_NOT_FOUND, "there is no such request", "look at the list of requests again", "request");
	if (str_is(form->answer, "confirm"))
		return confirm(act, &row, what, call->id, reply, err);
	if (str_is(form->answer, "return"))
		return second_return(act, call->id, what, form->remark, err);
	finding_add(&act->findings, STR("answer"), "unknown_code", "Confirm, or send it back.");
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "second person");
}

/* One's own keys are changed on one's own page, where the password is asked for. */
static bool load_other(struct act *act, const struct call *call, struct user *user, struct error *err)
{
	return user_load(act, call->name, user, err) &&
	       (!uuid_equal(user->id, act->actor.user) ||
	        error_set(err, ERR_NOT_ALLOWED, "this is your own account", "change your keys under your name; the rest is for another administrator", "user"));
}

bool user_password_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct user user;
	struct str password;
	if (!load_other(act, call, &user, err) || !user_reset(act, &user, &password, err))
		return false;
	if (!user_page(act, &user, NULL, reply, err) || !lay_over_reset(act, &user, reply, err))
		return false;
	secret_value(reply, "first_password", password);
	return true;
}

bool user_codes_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct user user;
	json_t *codes;
	if (!load_other(act, call, &user, err) || !user_give_codes(act, &user, &codes, err))
		return false;
	reply->data = json_object();
	reply->page = json_object();
	reply->status = 200;
	json_put(reply->data, "codes", codes);
	json_put_str(reply->page, "back", user_path(act, user.row.number, ""));
	json_put_str(reply->page, "name", user.row.name);
	json_put_str(reply->page, "number", user.row.number);
	json_put_str(reply->page, "made", show_instant(act, act->now));
	return true;
}

bool user_sessions_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct user user;
	return load_other(act, call, &user, err) && user_end_sessions(act, &user, err);
}

bool user_unlock_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct user user;
	return load_other(act, call, &user, err) && user_unlock(act, &user, err);
}

bool user_block_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct officer_why *form = call->form;
	struct user user;
	return load_other(act, call, &user, err) && user_block(act, &user, form->reason, err);
}

bool user_unblock_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct officer_why *form = call->form;
	struct user user;
	return load_other(act, call, &user, err) && user_unblock(act, &user, form->reason, err);
}

bool user_leave_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct officer_why *form = call->form;
	struct user user;
	return load_other(act, call, &user, err) && user_leave(act, &user, form->reason, err);
}

bool user_machine_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct machine_form *form = call->form;
	struct user user;
	struct str token;
	if (!load_other(act, call, &user, err) || !user_machine(act, &user, form->label, form->post, (int)form->lane, &token, err))
		return false;
	if (!user_page(act, &user, NULL, reply, err))
		return false;
	lay_over_machine(act, reply, token, form->label);
	secret_value(reply, "machine_credential", token);
	return true;
}

bool user_machine_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct machine_end *form = call->form;
	struct user user;
	return load_other(act, call, &user, err) && user_end_machine(act, &user, form->credential, err);
}

/* Lost or stolen: whoever has it is signed out, too. */
bool user_key_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct key_end *form = call->form;
	struct user user;
	return load_other(act, call, &user, err) && user_end_key(act, user.id, form->key, "key_revoked", err) && user_end_sessions(act, &user, err);
}
