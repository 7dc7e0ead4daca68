/* The command line: options of the program, then a command. */
#include "process.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "locked.h"
#include "guard.h"
#include "log.h"
#include "picture.h"
#include "store.h"

/* What stands before the command, and what `serve` takes besides. */
enum program_option { DATA, POSTGRES, PACK, HOST, PORT, CERTIFICATE, KEY, ORIGIN, LOG, SANDBOX, SCANNER, CLOCK, PROGRAM_OPTIONS };
static const struct option program_options[] = {
	[DATA] = { "--data", "FOLDER", "where the state lies (./state)" },
	[POSTGRES] = { "--postgres", "CONNECTION", "a PostgreSQL database instead of SQLite in the folder" },
	[PACK] = { "--pack", "FOLDER", "the country pack (pack/utopia where it is there, else " INSTALLED_PACK ")" },
	[HOST] = { "--host", "ADDRESS", "where it listens (127.0.0.1)" },
	[PORT] = { "--port", "NUMBER", "the port there; 0 = any that is free (8080)" },
	[CERTIFICATE] = { "--certificate", "FILE", "certificate for TLS, PEM; without one it speaks plain HTTP" },
	[KEY] = { "--key", "FILE", "the certificate's private key, PEM" },
	[ORIGIN] = { "--origin", "URL", "address of the pages as browsers name it, \"https://limen.example\": security keys are bound to it (http://localhost and the port)" },
	[LOG] = { "--log", "WORD", "a line for each request (on), or none (quiet)" },
	[SANDBOX] = { "--sandbox", "WORD", "the kernel's sandbox (on); off to look for a fault" },
	[SCANNER] = { "--clamd", "SOCKET", "a virus scanner: the socket of clamd; without one, desks are told that files are not checked" },
	[CLOCK] = { "--clock", "RATE", "time runs RATE times as fast, and limen demo forward moves it; only on a state that the demo or a bench made" },
	[PROGRAM_OPTIONS] = { 0 },
};

struct program {
	struct process_options open;
	struct serve_settings serve;
	struct clock_run run;
	struct clock clock;
	bool names_state;         /* the line names a state folder or database */
	const char *const *words; /* the command and what follows */
	size_t count;
};

/* An option of the program at `at`: "--data FOLDER" or "--data=FOLDER". */
static bool take(char **argv, int argc, int *at, const char *name, const char **value)
{
	size_t size = strlen(name);
	if (strncmp(argv[*at], name, size))
		return false;
	if (argv[*at][size] == '=') {
		*value = argv[*at] + size + 1;
		return true;
	}
	if (argv[*at][size] || *at + 1 >= argc)
		return false;
	*value = argv[++*at];
	return true;
}

static bool take_any(char **argv, int argc, int *at, const char **given)
{
	for (int i = 0; i < PROGRAM_OPTIONS; i++)
		if (take(argv, argc, at, program_options[i].name, &given[i]))
			return true;
	return false;
}

/* In a clone the pack beside the sources; elsewhere the one that was installed with the program. */
static const char *own_pack(void)
{
	static const char beside[] = "pack/utopia";
	return access(beside, R_OK | X_OK) ? INSTALLED_PACK : beside;
}

static bool take_clock(struct program *out, const char *rate, struct error *err)
{
	int64_t value;
	if (!str_to_int(str_of(rate), &value) || value < 1 || value > 100000)
		return error_set(err, ERR_INPUT, "this is no rate", "from 1 to 100000", "--clock %s", rate);
	if (!process_is_play(out->open.data))
		return error_set(err, ERR_NOT_ALLOWED, "time is not moved in a state with real records", "leave --clock out, or make a demo", "--clock");
	out->clock = clock_run_of(&out->run, (int)value);
	out->open.clock = &out->clock;
	return true;
}

/* As a browser writes it: no path, no slash at the end. Browsers give keys to safe addresses alone, and to localhost. */
static bool is_origin(const char *text)
{
	const char *host = !strncmp(text, "https://", 8) ? text + 8 : !strncmp(text, "http://localhost", 16) ? text + 7 : "";
	return *host && !strpbrk(host, "/?# ");
}

static bool read_program(int argc, char **argv, struct program *out, struct error *err)
{
	const char *given[PROGRAM_OPTIONS] = { [DATA] = out->open.data, [PACK] = out->open.pack, [HOST] = out->serve.host, [PORT] = "8080" };
	const char **words = calloc((size_t)argc + 1, sizeof *words);
	if (!words)
		return error_set(err, ERR_SYSTEM, "out of memory", "", "arguments");
	for (int at = 1; at < argc; at++) {
		bool program = out->count == 0 || !strcmp(words[0], "serve");
		if (!program || !take_any(argv, argc, &at, given))
			words[out->count++] = argv[at];
	}
	out->words = words;
	out->names_state = given[DATA] != out->open.data || given[POSTGRES];
	out->open.data = given[DATA];
	out->open.postgres = given[POSTGRES];
	out->open.pack = given[PACK];
	out->serve = (struct serve_settings){
		.host = given[HOST], .port = atoi(given[PORT]), .certificate = given[CERTIFICATE], .key = given[KEY], .origin = given[ORIGIN],
		.quiet = given[LOG] && !strcmp(given[LOG], "quiet"), .sandbox = !given[SANDBOX] || strcmp(given[SANDBOX], "off"), .scanner = given[SCANNER],
	};
	if (given[ORIGIN] && !is_origin(given[ORIGIN]))
		return error_set(err, ERR_INPUT, "this is no address of pages", "write https:// and the name, without a slash at the end", "--origin %s", given[ORIGIN]);
	if (out->serve.port < 0 || out->serve.port > 65535)
		return error_set(err, ERR_INPUT, "this is no port", "choose 1 to 65535, or 0 for any that is free", "--port %s", given[PORT]);
	return !given[CLOCK] || take_clock(out, given[CLOCK], err);
}

static int fail(const struct error *err)
{
	struct arena *arena = arena_new(0);
	fprintf(stderr, STR_FMT "\n", STR_ARG(error_text(arena, err)));
	arena_free(arena);
	return error_info(err->code)->exit;
}

/* The demo sets the clock and its random source itself. */
static void set_time(struct program *program, struct clock_set *set, struct clock *clock, struct random_seeded *seeded, struct random *random,
                     const char *seed)
{
	*set = (struct clock_set){ clock_now(&clock_system) };
	*clock = clock_of(set);
	*random = random_from_seed(seeded, seed ? strtoull(seed, NULL, 10) : 1);
	program->open.clock = clock;
	program->open.random = random;
	program->open.fill = true;
}

static bool run_here(struct program *program, const struct wiring *wiring, const struct command *command, const struct command_line *line,
                     struct arena *arena, struct buf *out, struct error *err)
{
	struct process *process = NULL;
	struct clock_set set;
	struct clock clock;
	struct random_seeded seeded;
	struct random random;
	bool of_state = (command->flags & COMMAND_READS) && program->names_state;
	if ((command->flags & COMMAND_BARE) && !of_state) {
		struct act act = { .arena = arena, .clock = &clock_system, .random = &random_system, .now = clock_now(&clock_system), .findings = { .arena = arena } };
		return command->run(&act, line, out, err);
	}
	if (command->flags & COMMAND_SETS_TIME)
		set_time(program, &set, &clock, &seeded, &random, line->option(line, "--seed"));
	struct guard_helper *opener = program->open.fill ? guard_helper_start(picture_work) : NULL; /* a demo's papers are pictures, too */
	program->open.lists = command->flags & COMMAND_LISTS;
	bool done = process_open(&program->open, wiring, &process, err);
	if (done)
		process_house(process)->opener = opener;
	done = done && command_run(process, command, line, arena, out, err) && (!program->open.fill || store_filled(process_house(process)->store, err));
	process_close(process);
	guard_helper_stop(opener);
	return done;
}

static int run_command(struct program *program, const struct wiring *wiring, const struct command *command, size_t used)
{
	struct arena *arena = arena_new(0);
	struct error err = { 0 };
	struct command_line line;
	struct command_files files = { .arena = arena };
	struct buf out = BUF_IN(arena);
	int status = 0;
	bool alone = command->flags & (COMMAND_BARE | COMMAND_READS);
	if (!command_parse(command, program->words + used, program->count - used, arena, &line, &err) ||
	    (command->open && !command->open(&line, &files, &err))) {
		status = fail(&err);
	} else if (alone || !doorbell_ring(program->open.data, program->words, program->count, &files, &status)) {
		line.files = files.items;
		line.file_count = files.count;
		bool done = run_here(program, wiring, command, &line, arena, &out, &err);
		fwrite(buf_str(&out).data, 1, out.len, stdout);
		status = done ? 0 : fail(&err);
	}
	command_close(&files);
	arena_free(arena);
	return status;
}

/* Before the first thread: what the server may read and write. */
static bool enter_sandbox(const struct program *program, struct error *err)
{
	const char *const read[] = {
		"/usr", "/lib", "/lib64", "/etc", "/proc", "/sys/devices/system/cpu", "/dev/urandom", "/dev/null", program->open.pack, program->serve.certificate,
		program->serve.key ? program->serve.key : NULL, NULL,
	};
	const char *const some[] = {
		"/usr", "/lib", "/lib64", "/etc", "/proc", "/sys/devices/system/cpu", "/dev/urandom", "/dev/null", program->open.pack, NULL,
	};
	const char *const write[] = { program->open.data, NULL };
	struct guard_paths paths = { program->serve.certificate ? read : some, write };
	bool held;
	if (mkdir(program->open.data, 0700) && errno != EEXIST)
		return error_set(err, ERR_CONFIG, "the state folder cannot be made", "make it, or name another with --data", "%s", program->open.data);
	return guard_files(&paths, &held, err);
}

static int run_serve(struct program *program, const struct wiring *wiring)
{
	struct process *process = NULL;
	struct error err = { 0 };
	program->open.lists = true;
	program->serve.opener = guard_helper_start(picture_work); /* before there is anything that it could take along */
	if (!program->serve.opener)
		log_event(LOG_WARNING, "pictures.closed", NULL);
	if ((program->serve.sandbox && !enter_sandbox(program, &err)) || !process_open(&program->open, wiring, &process, &err))
		return fail(&err);
	int status = serve(process, &program->serve);
	process_close(process);
	guard_helper_stop(program->serve.opener);
	return status;
}

/* Not commands among others: they run where there is no state yet, or bring up the server. */
static const struct option restore_options[] = {
	{ "--erased", "FILE", "what limen journal erasures printed last: goes before anything is in force" },
	{ 0 }
};
static const struct option help_options[] = { { "--man", NULL, "the whole as a manual page, in roff" }, { 0 } };
enum { SERVE, RESTORE, HELP };
static const struct command own_commands[] = {
	[SERVE] = { .name = "serve", .options = program_options + HOST, .doc = "serve pages and the programming interface until SIGTERM or SIGINT" },
	[RESTORE] = { .name = "restore", .arguments = "PATH", .options = restore_options, .flags = COMMAND_BARE,
	              .doc = "verify a copy that limen backup made, and put it into an empty state folder that holds its keys" },
	[HELP] = { .name = "help", .arguments = "[COMMAND]", .options = help_options, .doc = "print what commands there are, or those whose names begin so" },
	{ 0 },
};

static bool read_erased(const struct command_line *line, struct arena *arena, struct str *out, struct error *err)
{
	enum { MOST = 256 << 20 };
	struct command_files files = { .arena = arena };
	const char *path = line->option(line, "--erased");
	*out = STR("");
	bool done = !path || (command_open(&files, path, err) && command_read(&files.items[0], MOST, arena, out, err));
	command_close(&files);
	return done;
}

static int run_restore(struct program *program, const struct wiring *wiring)
{
	struct arena *arena = arena_new(0);
	struct error err = { 0 };
	struct command_line line;
	struct str erased;
	struct buf out = BUF_IN(arena);
	bool done = command_parse(&own_commands[RESTORE], program->words + 1, program->count - 1, arena, &line, &err) &&
	            (line.count == 1 || error_set(&err, ERR_INPUT, "This command takes other arguments", "See its help", "restore")) &&
	            read_erased(&line, arena, &erased, &err) &&
	            process_restore(&program->open, wiring, line.arguments[0], erased, &out, &err);
	fwrite(buf_str(&out).data, 1, out.len, stdout);
	if (done)
		puts("restored");
	int status = done ? 0 : fail(&err);
	arena_free(arena);
	return status;
}

static int run_help(const struct program *program, const struct wiring *wiring)
{
	struct arena *arena = arena_new(0);
	struct buf out = BUF_IN(arena);
	const char *name = program->count > 1 ? program->words[1] : NULL;
	const struct command_tables tables = { program_options, HOST, own_commands, wiring->rooms };
	if (name && !strcmp(name, help_options[0].name))
		command_manual(&tables, &out);
	else
		command_help(&tables, name, &out);
	fwrite(buf_str(&out).data, 1, out.len, stdout);
	arena_free(arena);
	return 0;
}

static int run(struct program *program, const struct wiring *wiring)
{
	size_t used;
	struct error err = { 0 };
	if (!program->count || !strcmp(program->words[0], own_commands[HELP].name) || !strcmp(program->words[0], "--help"))
		return run_help(program, wiring);
	if (!strcmp(program->words[0], own_commands[SERVE].name) && program->count == 1)
		return run_serve(program, wiring);
	if (!strcmp(program->words[0], own_commands[RESTORE].name))
		return run_restore(program, wiring);
	const struct command *command = command_find(wiring->rooms, program->words, program->count, &used);
	if (command)
		return run_command(program, wiring, command, used);
	error_set(&err, ERR_INPUT, "this command is not known", "limen help shows them", "%s", program->words[0]);
	return fail(&err);
}

int cli_main(int argc, char **argv, const struct wiring *wiring)
{
	struct error err = { 0 };
	/* Arenas come and go with each act: their blocks are kept by the allocator, not given back to the kernel each time. */
	mallopt(M_MMAP_THRESHOLD, 32 << 20);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	struct program program = {
		.open = { .data = "state", .pack = own_pack(), .clock = &clock_system, .random = &random_system },
		.serve = { .host = "127.0.0.1" },
	};
	int status = read_program(argc, argv, &program, &err) ? run(&program, wiring) : fail(&err);
	free((void *)program.words);
	return status;
}
