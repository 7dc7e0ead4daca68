/* The room's face: the entry of a simulation, its table, the command. */
#include "inside.h"

#include <string.h>

#include "command.h"
#include "journal.h"
#include "pages.h"

FIELDS_TABLE(simulation_body, SIMULATION_FIELDS)
FIELDS_TABLE(simulation_row, SIMULATION_ROW_FIELDS)

extern const struct embedded policy_files[];

const struct entry_type simulation_type = { "pack.simulate", 1, KIND_PACK, ENTRY_BLIND, &simulation_body_fields, "past crossings and cases were judged again under two packs" };

/* ---- the fold ---- */

static const char *const indexes[] = { "after, happened", NULL };
static const struct table simulation_table = { "pack_simulation", &simulation_row_fields, "id", indexes };

struct simulations {
	struct simulation_row rows[20];         /* of one version; the newest push the oldest out */
	size_t count;
};

static void simulation_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct simulations *all = to;
	const struct simulation_body *body = data;
	(void)arena;
	if (all->count == COUNT_OF(all->rows))
		memmove(all->rows, all->rows + 1, --all->count * sizeof all->rows[0]);
	all->rows[all->count++] = (struct simulation_row){ entry->id, entry->happened, entry->actor, body->before, body->after, body->first, body->last, body->figures };
}

static void simulation_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct simulations *all = from;
	(void)record;
	for (size_t i = 0; i < all->count; i++)
		rows_put(out, &simulation_table, &all->rows[i]);
}

static const struct entry_type *const reads[] = { &simulation_type, NULL };
static const struct table *const writes[] = { &simulation_table, NULL };
static const struct fold simulation_fold = { "pack_simulation", 1, reads, writes, sizeof(struct simulations), simulation_apply, simulation_rows };

/* ---- acting ---- */

bool policy_simulate(struct act *act, const struct past_plan *plan, struct simulation_body *out, struct error *err)
{
	json_t *figures;
	struct uuid record;
	struct buf text = BUF_IN(act->arena);
	*out = (struct simulation_body){ .before = str_of(plan->packs[0]->identity), .after = str_of(plan->packs[1]->identity), .first = plan->from, .last = plan->to };
	if (!pack_version_record(out->after, &record))
		return error_set(err, ERR_INTEGRITY, "the identity of a version cannot be read", "run limen verify", "pack");
	if (!past_run(act, plan, &figures, err))
		return false;
	json_write(&text, figures);
	json_decref(figures);
	out->figures = buf_str(&text);
	if (out->figures.len > 60000)
		return error_set(err, ERR_TOO_LARGE, "these figures are larger than an entry", "choose fewer days", "%zu bytes", out->figures.len);
	journal_append(act, &simulation_type, record, out);
	return true;
}

/* ---- the command ---- */

/* Folders go as whole packs; anything else is the identity of a version that this state keeps. */
static bool open_packs(const struct command_line *line, struct command_files *files, struct error *err)
{
	for (size_t i = 0; i < line->count && i < PAST_SIDES; i++) {
		struct pack_source source;
		struct str name = str_of(line->arguments[i]);
		uint8_t digits[32];
		if (name.len >= 8 && name.len <= 64 && name.len % 2 == 0 && str_to_hex(name, digits, name.len / 2))
			continue;
		if (!pack_source_folder(files->arena, line->arguments[i], &source, err) || !command_keep(files, line->arguments[i], pack_bundle(files->arena, &source), err))
			return false;
	}
	return true;
}

static bool source_named(struct act *act, const struct command_line *line, size_t *file, const char *name, struct pack_source *source, struct error *err)
{
	struct pack_version_row version;
	struct str bundle;
	if (*file < line->file_count && !strcmp(line->files[*file].name, name))
		return command_read(&line->files[(*file)++], PACK_FILES * PACK_FILE_BYTES, act->arena, &bundle, err) && pack_unbundle(act->arena, bundle, source, err);
	return pack_version(act, str_of(name), &version, err) && pack_version_source(act, &version, source, err);
}

static bool pack_named(struct act *act, const struct command_line *line, size_t *file, const char *name, const struct pack **pack, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found;
	if (!source_named(act, line, file, name, &source, err))
		return false;
	if (pack_load(act->arena, &source, time_date(act->now), pack, &found))
		return true;
	return error_set(err, ERR_FINDINGS, "the pack has mistakes", "limen pack check names all of them", "%s: %.300s", name, found.count ? str_c(act->arena, pack_diagnostic_text(act->arena, &found.items[0])) : "");
}

static bool day_option(const struct command_line *line, const char *name, struct date *day, struct error *err)
{
	const char *text = line->option(line, name);
	return !text || (date_parse(str_of(text), day) && date_whole(*day)) || error_set(err, ERR_INPUT, "this is not a day", "write it as 2027-03-01", "%s", name);
}

static bool simulate_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct past_plan plan = { .to = time_date(act->now), .from = date_add_months(time_date(act->now), -12) };
	struct simulation_body body;
	size_t file = 0;
	if (line->count != PAST_SIDES)
		return error_set(err, ERR_INPUT, "two packs are compared", "limen pack simulate --past BEFORE AFTER: folders, or identities of versions", "arguments");
	if (!day_option(line, "--from", &plan.from, err) || !day_option(line, "--to", &plan.to, err))
		return false;
	for (size_t i = 0; i < PAST_SIDES; i++)
		if (!pack_named(act, line, &file, line->arguments[i], &plan.packs[i], err))
			return false;
	if (!policy_simulate(act, &plan, &body, err))
		return false;
	if (line->option(line, "--json")) {
		buf_add(out, body.figures);
		buf_c(out, '\n');
		return true;
	}
	json_t *figures = json_loadb(body.figures.data, body.figures.len, 0, NULL);
	past_text(act->arena, figures, out);
	json_decref(figures);
	return true;
}

static const struct option simulate_options[] = {
	{ "--from", "DATE", "first day (a year ago)" },
	{ "--to", "DATE", "last day (today)" },
	{ "--json", NULL, "the figures as JSON" },
	{ 0 },
};

static const struct option measure_options[] = {
	{ "--from", "DATE", "first day (a year ago)" },
	{ "--to", "DATE", "last day (today)" },
	{ 0 },
};

static const struct command commands[] = {
	{ "case figures", "PROCEDURE", measures_command, measure_options, 0, "Print the indicators of a procedure as JSON: numbers under 5 are null." },
	{ "pack simulate --past", "BEFORE AFTER", simulate_command, simulate_options, 0,
	  "Judge past crossings and cases again under two packs: who is answered otherwise, by sex and nationality; money; work.", open_packs },
	{ 0 },
};

static const struct route routes[] = {
	{ GET, "/pack/{name}/past", CAN_FIGURES, past_get, "pack_past", NULL, NULL, 0, NULL, "statistics",
	  "A version beside the one in force: what the past would have been, scenarios, running cases." },
	{ POST, "/pack/{name}/past", CAN_FIGURES, past_post, "pack_past", NULL, &past_form_fields, ROUTE_FORM_AGAIN, "/simulation/{id}", "statistics",
	  "Judge past crossings and cases again under the version in force and this one." },
	{ GET, "/figures/cases", CAN_FIGURES, measures_get, "measures", &measure_query_fields, NULL, 0, NULL, "statistics", "Figures: the indicators of a procedure, by sex." },
	{ GET, "/simulation/{id}", CAN_FIGURES, simulation_get, "pack_past", NULL, NULL, 0, NULL, "statistics", "What a simulation found, as it was made." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &simulation_type, NULL };
static const struct fold *const folds[] = { &simulation_fold, NULL };

const struct room policy_room = { .name = "policy", .files = policy_files, .entries = entries, .folds = folds, .routes = routes, .commands = commands };
