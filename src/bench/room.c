/* Options and commands of the benches. */
#include <sys/resource.h>
#include <time.h>

#include "clearance.h"

bool bench_number(const struct command_line *line, const char *name, int64_t least, int64_t most, int64_t otherwise, int64_t *out, struct error *err)
{
	const char *text = line->option(line, name);
	*out = otherwise;
	if (text && (!str_to_int(str_of(text), out) || *out < least || *out > most))
		return error_set(err, ERR_INPUT, "this is not a number in its range", "limen help bench shows the options", "%s: from %lld to %lld", name,
		                 (long long)least, (long long)most);
	return true;
}

int64_t bench_wall_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t bench_cpu_us(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static const struct option watch_options[] = {
	{ "--names", "N", "names on the list (1000000)" },
	{ "--words", "N", "distinct words that they are made of (200000)" },
	{ "--queries", "N", "names to search (2000)" },
	{ "--oracle", "N", "how many of these are compared with every name as well (100)" },
	{ "--seed", "NUMBER", "the same seed gives the same names (1)" },
	{ "--quality", "FOLDER", "instead: how good the matching is, on labelled names in this folder" },
	{ "--lists", "FOLDER", "where un_consolidated.xml is, for --quality (data/lists)" },
	{ "--misses", NULL, "with --quality: some of what was missed" },
	{ 0 },
};

static const struct option mrz_options[] = {
	{ "--seconds", "N", "how long each is measured (3)" },
	{ "--beside", "FOLDER", "where the packages of npm were installed: tests/speed" },
	{ 0 },
};

static const struct option journal_options[] = {
	{ "--entries", "N", "entries to write (50000)" },
	{ "--writers", "N", "threads that write at once (8)" },
	{ 0 },
};

static const struct option booking_options[] = {
	{ "--clients", "N", "how many book at once (200)" },
	{ "--places", "N", "how many places there are (10000)" },
	{ 0 },
};

static const struct option clearance_options[] = {
	{ "--booths", "N", "how many scan and decide at once (8)" },
	{ "--seconds", "N", "for how long (20)" },
	{ "--crossings", "N", "past crossings (1000000)" },
	{ "--names", "N", "names on the list (100000)" },
	{ "--groups", "N", "of 100 arrivals, how many are a family of four (0)" },
	{ "--hits", "N", "of 100 arrivals, how many stand on the list and are compared (0)" },
	{ "--pages", NULL, "ask for pages as a browser does, not for JSON" },
	{ "--postgres", "CONNECTION", "a PostgreSQL database that is empty, instead of SQLite" },
	{ "--folder", "FOLDER", "keep the state here, and use it again when it is filled" },
	{ 0 },
};

static const struct option fill_options[] = {
	{ "--crossings", "N", "past crossings (1000000)" },
	{ "--names", "N", "names on the list (100000)" },
	{ 0 },
};

static const struct option sessions_options[] = { { "--booths", "N", "how many (8)" }, { 0 } };

static const struct option soak_options[] = {
	{ "--days", "N", "simulated days (30)" },
	{ "--rate", "N", "how many times as fast as the clock on the wall (2880: a day takes half a minute)" },
	{ "--travellers", "N", "who arrive on a day (400)" },
	{ "--postgres", "CONNECTION", "a PostgreSQL database that is empty, instead of SQLite" },
	{ "--folder", "FOLDER", "keep the state here" },
	{ 0 },
};

static const struct option session_options[] = {
	{ "--user", "NUMBER", "service number" }, { "--post", "CODE", "post" }, { "--lane", "N", "lane" }, { "--direction", "WORD", "entry or exit" }, { 0 },
};

static const struct option case_options[] = {
	{ "--procedure", "NAME", "of the pack (short_stay_visa)" },
	{ "--cases", "N", "how many are opened, filled in and sent (2000)" },
	{ "--clerks", "N", "who act at once (8)" },
	{ "--open", "N", "then: how many more stand open, with their clocks (0)" },
	{ "--due", "N", "of these: how many become due (2000)" },
	{ 0 },
};

static const struct option bare_options[] = {
	{ "--since", "MS", "milliseconds since 1970: what was written later" },
	{ "--booths", "N", "how many clients wait at once (8)" },
	{ 0 },
};

static const struct command commands[] = {
	{ "bench clearance", "", bench_clearance, clearance_options, COMMAND_BARE,
	  "Measures scans and decisions over HTTP, and the bare commits of the same rows." },
	{ "bench fill", "", bench_fill, fill_options, COMMAND_SETS_TIME, "A part of bench clearance: fills an empty state." },
	{ "bench sessions", "", bench_sessions, sessions_options, 0, "A part of bench clearance: opens the booths' sessions in a state that it filled." },
	{ "bench bare", "", bench_bare, bare_options, 0, "A part of bench clearance: takes out what was written since a moment and commits it again." },
	{ "soak", "", bench_soak, soak_options, COMMAND_BARE,
	  "Runs a post for simulated days on a clock of its own, over HTTP; tells whether memory stayed flat, nothing was lost and every referral ended." },
	{ "soak session", "", soak_session, session_options, 0, "A part of soak: opens a session." },
	{ "soak count", "", soak_count, NULL, COMMAND_READS, "A part of soak: counts what is kept." },
	{ "bench booking", "", bench_booking, booking_options, 0, "Measures many clients who want the places of one centre, in an empty state: nothing double, nothing lost." },
	{ "bench watch", "", bench_watch, watch_options, COMMAND_BARE, "Measures the search for names in a watchlist." },
	{ "bench mrz", "", bench_mrz, mrz_options, COMMAND_BARE, "Measures the reading of machine readable zones, beside two packages of npm." },
	{ "bench case", "", bench_case, case_options, COMMAND_SETS_TIME, "Measures actions on cases beside bare commits of the same rows, the check of the pack, and clocks, in an empty state." },
	{ "bench journal", "", bench_journal, journal_options, 0, "Measures live writing, rebuilding and verifying of the journal, in an empty state." },
	{ 0 },
};

const struct room bench_room = { .name = "bench", .files = bench_files, .commands = commands };
