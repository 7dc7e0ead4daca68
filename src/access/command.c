/* Commands: the first user is made on the machine itself. */
#include "local.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "pack.h"

static const char *option(const struct command_line *line, const char *name)
{
	return line->option(line, name);
}

static struct texts split(struct arena *arena, const char *text)
{
	struct texts out = { ARENA_ARRAY(arena, struct str, 20), 0 };
	struct str rest = str_of(text), piece;
	while (out.count < 20 && str_cut(&rest, ',', &piece))
		if (str_trim(piece).len)
			out.items[out.count++] = str_trim(piece);
	return out;
}

static bool user_add(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *number = line->count ? line->arguments[0] : NULL, *name = option(line, "--name"), *roles = option(line, "--roles");
	struct user user = { 0 };
	struct str password;
	if (!number || !name)
		return error_set(err, ERR_INPUT, "the service number or the name is missing", "limen user add NUMBER --name NAME --roles ROLE,ROLE", "arguments");
	struct new_user added = { str_of(number), str_of(name), split(act->arena, roles ? roles : "administrator"), str_of(option(line, "--post")) };
	if (!access_add_user(act, &added, &user.id, err) || !user_reset(act, &user, &password, err))
		return false;
	buf_format(out, "%s was added. First password, to be changed at the first sign-in: " STR_FMT "\n", number, STR_ARG(password));
	return true;
}

static bool named(struct act *act, const struct command_line *line, struct user *user, struct error *err)
{
	if (!line->count)
		return error_set(err, ERR_INPUT, "the service number is missing", "limen user list shows them", "arguments");
	return user_load(act, str_of(line->arguments[0]), user, err);
}

/* What is not named stays. */
static bool user_change_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *name = option(line, "--name"), *roles = option(line, "--roles"), *post = option(line, "--post"), *reason = option(line, "--reason");
	struct user user;
	if (!named(act, line, &user, err))
		return false;
	const struct officer_change change = {
		.name = name ? str_of(name) : user.row.name, .roles = roles ? split(act->arena, roles) : user.row.roles,
		.post = post ? str_of(post) : user.row.post, .reason = reason ? str_of(reason) : STR("command of the machine"),
	};
	return user_change(act, &user, &change, err);
}

static bool user_password(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct user user;
	struct str password;
	if (!named(act, line, &user, err) || !user_reset(act, &user, &password, err))
		return false;
	buf_format(out, "New first password: " STR_FMT "\n", STR_ARG(password));
	return true;
}

static bool user_codes(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct user user;
	json_t *codes, *one;
	size_t i;
	if (!named(act, line, &user, err) || !user_give_codes(act, &user, &codes, err))
		return false;
	buf_text(out, "One-time codes; all before are ended:\n");
	json_array_foreach(codes, i, one)
		buf_format(out, "%s\n", json_string_value(json_object_get(one, "code")));
	json_decref(codes);
	return true;
}

typedef bool stopping(struct act *act, const struct user *user, struct str reason, struct error *err);

static bool with_reason(struct act *act, const struct command_line *line, stopping *run, struct error *err)
{
	const char *reason = option(line, "--reason");
	struct user user;
	if (!named(act, line, &user, err))
		return false;
	if (!reason || strlen(reason) < 3)
		return error_set(err, ERR_INPUT, "the reason is missing", "write it after --reason", "--reason");
	return run(act, &user, str_of(reason), err);
}

static bool user_block_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	return with_reason(act, line, user_block, err);
}

static bool user_unblock_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	return with_reason(act, line, user_unblock, err);
}

static bool user_leave_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	return with_reason(act, line, user_leave, err);
}

static bool user_machine_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *label = option(line, "--for"), *post = option(line, "--post"), *lane = option(line, "--lane");
	struct user user;
	struct str token;
	int64_t number = 0;
	if (!named(act, line, &user, err))
		return false;
	if (!label)
		return error_set(err, ERR_INPUT, "what the credential is for is missing", "write it after --for", "--for");
	if (lane && (!str_to_int(str_of(lane), &number) || number < 1 || number > 999))
		return error_set(err, ERR_INPUT, "the lane is no number of a lane", "write it as the country pack does", "--lane");
	if (!user_machine(act, &user, str_of(label), str_of(post), (int)number, &token, err))
		return false;
	buf_format(out, "Machine credential, known now and never again: " STR_FMT "\n", STR_ARG(token));
	return true;
}

static bool user_list(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct query *query = db_query(act->db, "access.officers");
	query_bind_int(query, "most", 1000000);
	while (query_next(query)) {
		struct officer_row row = { 0 };
		query_row(query, &officer_row_fields, &row, act->arena);
		buf_format(out, STR_FMT "\t" STR_FMT "\t" STR_FMT "%s\n", STR_ARG(row.number), STR_ARG(row.name),
		           STR_ARG(str_join(act->arena, row.roles.items, row.roles.count, STR(","))), row.left_at ? "\tleft" : row.blocked_at ? "\tblocked" : "");
	}
	return query_end(query, err);
}

static const struct option add_options[] = {
	{ "--name", "NAME", "name, as colleagues know it" },
	{ "--roles", "ROLE,ROLE", "roles of the pack; administrator when left out" },
	{ "--post", "POST", "post where the user works; any when left out" },
	{ 0 },
};
static const struct option change_options[] = {
	{ "--name", "NAME", "another name" },
	{ "--roles", "ROLE,ROLE", "these roles instead of all before" },
	{ "--post", "POST", "another post" },
	{ "--reason", "WORDS", "why" },
	{ 0 },
};
static const struct option reason_options[] = { { "--reason", "WORDS", "why" }, { 0 } };
static const struct option machine_options[] = {
	{ "--for", "WORDS", "the system that uses it" },
	{ "--post", "POST", "post of a document reader: the credential then serves one lane and nothing else" },
	{ "--lane", "NUMBER", "its lane" },
	{ 0 },
};

const struct command access_commands[] = {
	{ "user add", "NUMBER", user_add, add_options, 0, "Adds a user and prints a first password." },
	{ "user change", "NUMBER", user_change_run, change_options, 0, "Changes a user's name, roles or post." },
	{ "user password", "NUMBER", user_password, NULL, 0, "Gives a user a new first password and ends the sessions." },
	{ "user codes", "NUMBER", user_codes, NULL, 0, "Ends a lost second factor and prints new one-time codes." },
	{ "user block", "NUMBER", user_block_run, reason_options, 0, "Blocks a user; sessions and machine credentials end at once." },
	{ "user unblock", "NUMBER", user_unblock_run, reason_options, 0, "Lets a blocked user sign in again." },
	{ "user leave", "NUMBER", user_leave_run, reason_options, 0, "Ends a user's account for good; the number is never given again." },
	{ "user machine", "NUMBER", user_machine_run, machine_options, 0, "Makes a machine credential for the programming interface." },
	{ "user list", "", user_list, NULL, COMMAND_READS, "Lists users with their roles." },
	{ 0 },
};

static bool tidy(struct act *act, struct error *err)
{
	struct access *access = act->house->access;
	const struct pack_security *limits = &act->pack->security;
	return LOCAL_RUN(access, "access.sessions_old", NULL, err, V_INT("created", act->now - limits->absolute * INT64_C(60000)),
	                 V_INT("seen", act->now - limits->idle * INT64_C(60000))) &&
	       LOCAL_RUN(access, "access.challenges_old", NULL, err, V_INT("before", act->now - 10 * 60000)) &&
	       LOCAL_RUN(access, "access.failures_old", NULL, err, V_INT("before", act->now - DAY_MS));
}

const struct job access_jobs[] = {
	{ "access.tidy", 600000, tidy, "forgets sessions past their limits and old failures" },
	{ 0 },
};
