/* Commands: the first user is made on the machine itself. */
#include "local.h"

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

/* Twelve letters and digits that are not confused; the user chooses another at the first sign-in. */
static struct str temporary_password(struct arena *arena)
{
	static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char out[17];
	for (int i = 0; i < 16; i++)
		out[i] = signs[random_below(&random_system, sizeof signs - 1)];
	out[16] = 0;
	return str_copy(arena, str_of(out));
}

static bool user_add(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *number = line->count ? line->arguments[0] : NULL, *name = option(line, "--name"), *roles = option(line, "--roles");
	struct uuid id;
	if (!number || !name)
		return error_set(err, ERR_INPUT, "the service number or the name is missing", "limen user add NUMBER --name NAME --roles ROLE,ROLE", "arguments");
	struct new_user user = { str_of(number), str_of(name), split(act->arena, roles ? roles : "administrator"), STR("") };
	struct str password = temporary_password(act->arena);
	if (!access_add_user(act, &user, &id, err) || !access_set_password(act, id, password, true, err))
		return false;
	buf_format(out, "%s was added. First password, to be changed at the first sign-in: " STR_FMT "\n", number, STR_ARG(password));
	return true;
}

static bool user_password(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct uuid user;
	bool found;
	if (!line->count)
		return error_set(err, ERR_INPUT, "the service number is missing", "limen user password NUMBER", "arguments");
	if (!access_find_user(act, str_of(line->arguments[0]), &user, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no user of this number", "limen user list shows them", "number");
	struct str password = temporary_password(act->arena);
	access_note(act, user, "reset");
	if (!access_set_password(act, user, password, true, err))
		return false;
	buf_format(out, "New first password: " STR_FMT "\n", STR_ARG(password));
	return true;
}

static bool user_list(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct query *query = db_query(act->db, "access.officers");
	query_bind_int(query, "most", 10000);
	while (query_next(query)) {
		struct officer_row row = { 0 };
		query_row(query, &officer_row_fields, &row, act->arena);
		buf_format(out, STR_FMT "\t" STR_FMT "\t" STR_FMT "%s\n", STR_ARG(row.number), STR_ARG(row.name),
		           STR_ARG(str_join(act->arena, row.roles.items, row.roles.count, STR(","))), row.left_at ? "\tleft" : "");
	}
	return query_end(query, err);
}

static const struct option add_options[] = {
	{ "--name", "NAME", "name, as colleagues know it" },
	{ "--roles", "ROLE,ROLE", "roles of the pack; administrator when left out" },
	{ 0 },
};

const struct command access_commands[] = {
	{ "user add", "NUMBER", user_add, add_options, 0, "Adds a user and prints a first password." },
	{ "user password", "NUMBER", user_password, NULL, 0, "Gives a user a new first password and ends the sessions." },
	{ "user list", "", user_list, NULL, COMMAND_READS, "Lists users with their roles." },
	{ 0 },
};

static bool tidy(struct act *act, struct error *err)
{
	struct access *access = act->house->access;
	const struct pack_security *limits = &act->pack->security;
	return LOCAL_RUN(access, "access.sessions_old", NULL, err, V_INT("created", act->now - limits->absolute * INT64_C(60000)),
	                 V_INT("seen", act->now - limits->idle * INT64_C(60000))) &&
	       LOCAL_RUN(access, "access.failures_old", NULL, err, V_INT("before", act->now - DAY_MS));
}

const struct job access_jobs[] = {
	{ "access.tidy", 600000, tidy, "forgets sessions past their limits and old failures" },
	{ 0 },
};
