/* The journal's commands, and its job. */
#include "inner.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "house.h"

static bool need(const struct command_line *line, size_t count, struct error *err)
{
	return line->count == count || error_set(err, ERR_INPUT, "This command takes other arguments", "See its help", "%s", "");
}

static bool verify(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	enum { COPIES_MOST = 64 << 20 };
	struct journal_report report;
	struct str copies = STR("");
	int64_t notes = 0;
	if (!need(line, 0, err) || (line->file_count && !command_read(&line->files[0], COPIES_MOST, act->arena, &copies, err)) ||
	    !journal_verify(act, &report, err) || !journal_verify_notes(act, copies, &report, &notes, err))
		return false;
	if (line->file_count && !notes)
		return error_set(err, ERR_INPUT, "There is no note of this state in the file", "Give what limen journal checkpoint printed", "%s", line->files[0].name);
	buf_add(out, buf_str(&report.text));
	if (notes)
		buf_format(out, "%lld copies of notes compared\n", (long long)notes);
	buf_format(out, "%lld entries, %lld bodies, %lld lanes, %lld faults\n", (long long)report.entries, (long long)report.bodies,
	           (long long)report.lanes, (long long)report.faults);
	return !report.faults || error_set(err, ERR_INTEGRITY, "The journal has faults", "Compare with a copy of its checkpoints", "%s", "");
}

static bool open_notes(const struct command_line *line, struct command_files *files, struct error *err)
{
	const char *path = line->option(line, "--notes");
	return !path || command_open(files, path, err);
}

static bool rebuild(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	if (line->count > 1)
		return need(line, 1, err);
	if (!journal_rebuild(act, line->count ? line->arguments[0] : NULL, err))
		return false;
	buf_text(out, "rebuilt\n");
	return true;
}

static bool dump(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	return need(line, 0, err) && journal_dump(act, out, err);
}

static void show_entry(void *state, const struct entry *entry)
{
	struct buf *out = state;
	char id[UUID_TEXT], time[TIME_TEXT];
	buf_format(out, STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT "\n", STR_ARG(time_text(entry->happened, time)),
	           STR_ARG(uuid_text(entry->id, id)), STR_ARG(entry->type_name), STR_ARG(entry->data));
}

/* Nothing is shown before the look is stored. */
static bool show(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct uuid record;
	if (!need(line, 1, err))
		return false;
	if (!uuid_parse(str_of(line->arguments[0]), &record) || uuid_zero(record))
		return error_set(err, ERR_INPUT, "This is no id of a record", "Give its 36 characters", "%s", "");
	journal_look(act, "journal show", &record, 1);
	return journal_submit(act, err) == SUBMITTED && journal_history(act, record, show_entry, out, err);
}

static bool checkpoint(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	if (!need(line, 0, err) || !journal_checkpoint(act, err))
		return false;
	db_rollback(act->db);
	struct query *query = db_made(act->db, "SELECT note FROM journal_checkpoint c WHERE size = "
	                                       "(SELECT max(size) FROM journal_checkpoint d WHERE d.lane = c.lane) ORDER BY lane");
	while (query_next(query)) {
		buf_add(out, query_text(query, 0, act->arena));
		buf_c(out, '\n');
	}
	return query_end(query, err);
}

static bool export_chunk(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	int64_t lane, first;
	if (!need(line, 2, err))
		return false;
	if (!str_to_int(str_of(line->arguments[0]), &lane) || !str_to_int(str_of(line->arguments[1]), &first))
		return error_set(err, ERR_INPUT, "A lane and a first seq are numbers", "", "%s", "");
	return journal_export(act, lane, first, 1 << 20, out, err);
}

static bool receive(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	enum { PIECE_MOST = 8 << 20 };
	for (size_t i = 0; i < line->file_count; i++) {
		struct str bytes;
		int64_t lane, have;
		if (!command_read(&line->files[i], PIECE_MOST, act->arena, &bytes, err) || !journal_receive(act, bytes, &lane, &have, err))
			return false;
		buf_format(out, "lane %lld: have %lld\n", (long long)lane, (long long)have);
	}
	return true;
}

static bool erase(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *rule = line->option(line, "--rule"), *authority = line->option(line, "--authority");
	struct uuid *entries = ARENA_ARRAY(act->arena, struct uuid, line->count);
	if (!rule || !authority || !line->count)
		return error_set(err, ERR_INPUT, "An erasure names its rule, its authority and the entries", "See its help", "%s", "");
	for (size_t i = 0; i < line->count; i++) {
		if (!uuid_parse(str_of(line->arguments[i]), &entries[i]))
			return error_set(err, ERR_INPUT, "This is no id of an entry", "Give its 36 characters", "argument %zu", i + 1);
	}
	if (!journal_erase(act, str_of(rule), str_of(authority), entries, line->count, err))
		return false;
	buf_format(out, "erased %zu\n", line->count);
	return true;
}

static bool backup(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	if (!need(line, 1, err) || !journal_backup(act, str_of(line->arguments[0]), err))
		return false;
	buf_text(out, "saved\n");
	return true;
}

static bool erasures(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	char run[UUID_TEXT];
	if (!need(line, 0, err))
		return false;
	struct query *query = db_query(act->db, "journal.erasures");
	while (query_next(query))
		buf_format(out, "%lld:%lld " STR_FMT "\n", (long long)query_int(query, 0), (long long)query_int(query, 1),
		           STR_ARG(uuid_text(query_id(query, 2), run)));
	return query_end(query, err);
}

static const struct option verify_options[] = {
	{ "--notes", "FILE", "copies of signed notes that were kept elsewhere, as journal checkpoint printed them" },
	{ 0 }
};
static const struct option erase_options[] = {
	{ "--rule", "TEXT", "the retention rule or decision" },
	{ "--authority", "TEXT", "who ordered it" },
	{ 0 }
};

const struct command journal_commands[] = {
	{ "journal verify", "", verify, verify_options, COMMAND_READS, "check chains, bodies, checkpoints, and every table against its entries", open_notes },
	{ "journal rebuild", "[FOLD]", rebuild, NULL, 0, "make the tables again from the entries" },
	{ "journal dump", "", dump, NULL, COMMAND_READS, "print all tables in canonical bytes, and their hash" },
	{ "journal show", "RECORD", show, NULL, 0, "print a record's entries; the look is recorded" },
	{ "journal checkpoint", "", checkpoint, NULL, 0, "sign the heads of this node's lanes and print the latest notes" },
	{ "journal export", "LANE SEQ", export_chunk, NULL, COMMAND_READS, "write a signed piece of a lane, from SEQ on, to standard output" },
	{ "journal receive", "FILE...", receive, NULL, 0, "take in pieces of other nodes' lanes", command_open_arguments },
	{ "journal erase", "ENTRY...", erase, erase_options, 0, "erase bodies, as one recorded run" },
	{ "journal erasures", "", erasures, NULL, COMMAND_READS, "print what was erased, to be kept off this machine for restore --erased" },
	{ "backup", "PATH", backup, NULL, COMMAND_READS, "write a consistent copy of the database and the files into a new folder while others work" },
	{ 0 }
};

const struct job journal_jobs[] = {
	{ "journal.checkpoint", 60000, journal_checkpoint, "sign the heads of lanes with news" },
	{ "journal.tidy", 3600000, journal_tidy, "remove files that no entry names, and what was erased from the database's own log" },
	{ 0 }
};
