/* Finding, reading and running commands: rows of the rooms' tables. */
#include "process.h"

#include <string.h>

#include "journal.h"

enum { OPTIONS_MOST = 32, TRIES = 4 };

struct given {
	const char *names[OPTIONS_MOST], *values[OPTIONS_MOST];
	size_t count;
};

/* The words of a command's name that stand at the front of what was typed; 0 when another command is meant. */
static size_t words_of(const char *name, const char *const *words, size_t count)
{
	struct str rest = str_of(name), word;
	size_t used = 0;
	while (str_cut(&rest, ' ', &word)) {
		if (used == count || !str_is(word, words[used]))
			return 0;
		used++;
	}
	return used;
}

const struct command *command_find(const struct room *const *rooms, const char *const *words, size_t count, size_t *used)
{
	const struct command *best = NULL;
	*used = 0;
	for (; *rooms; rooms++) {
		for (const struct command *command = (*rooms)->commands; command && command->name; command++) {
			size_t matched = words_of(command->name, words, count);
			if (matched > *used) {
				*used = matched;
				best = command;
			}
		}
	}
	return best;
}

static const char *option_value(const struct command_line *line, const char *name)
{
	const struct given *given = line->options;
	for (size_t i = 0; i < given->count; i++)
		if (!strcmp(given->names[i], name))
			return given->values[i];
	return NULL;
}

static const struct option *declared(const struct command *command, struct str name)
{
	for (const struct option *option = command->options; option && option->name; option++)
		if (str_is(name, option->name))
			return option;
	return NULL;
}

/* "--list CODE", "--list=CODE", "--dry-run", "-n 10". */
static bool take_option(const struct command *command, const char *const *words, size_t count, size_t *at, struct given *given, struct arena *arena,
                        struct error *err)
{
	struct str rest = str_of(words[*at]), name;
	str_cut(&rest, '=', &name);
	const struct option *option = declared(command, name);
	if (!option || given->count == OPTIONS_MOST)
		return error_set(err, ERR_INPUT, "this option is not known", "limen help shows the options of each command", "%s: %s", command->name, words[*at]);
	const char *value = rest.data ? str_c(arena, rest) : NULL;
	if (option->value && !value) {
		if (*at + 1 == count)
			return error_set(err, ERR_INPUT, "this option needs a value", "write it after the option", "%s %s", option->name, option->value);
		value = words[++*at];
	}
	given->names[given->count] = option->name;
	given->values[given->count++] = value ? value : "";
	return true;
}

bool command_parse(const struct command *command, const char *const *words, size_t count, struct arena *arena, struct command_line *out,
                   struct error *err)
{
	struct given *given = ARENA_NEW(arena, struct given);
	const char **arguments = ARENA_ARRAY(arena, const char *, count + 1);
	size_t argument_count = 0;
	bool only_arguments = false;
	for (size_t at = 0; at < count; at++) {
		if (!only_arguments && !strcmp(words[at], "--"))
			only_arguments = true;
		else if (only_arguments || (strncmp(words[at], "--", 2) && !declared(command, str_of(words[at]))))
			arguments[argument_count++] = words[at];
		else if (!take_option(command, words, count, &at, given, arena, err))
			return false;
	}
	*out = (struct command_line){ .arguments = arguments, .count = argument_count, .option = option_value, .options = given };
	return true;
}

static bool findings_error(const struct act *act, struct error *err)
{
	const struct finding *first = &act->findings.items[0];
	return error_set(err, ERR_FINDINGS, first->words, "", STR_FMT, STR_ARG(first->field));
}

bool command_run(struct process *process, const struct command *command, const struct command_line *line, struct arena *arena, struct buf *out,
                 struct error *err)
{
	enum submitted result = SUBMIT_CONFLICT;
	for (int i = 0; i < TRIES && result == SUBMIT_CONFLICT; i++) {
		struct act act;
		buf_clear(out);
		if (!process_act(process, arena, &act, err))
			return false;
		bool done = command->run(&act, line, out, err);
		if (!done && act.findings.count)
			findings_error(&act, err);
		bool changed = done && journal_pending(&act);
		result = !done ? SUBMIT_FAILED : changed ? journal_submit(&act, err) : SUBMITTED;
		process_act_end(process, &act);
		if (changed && result == SUBMITTED && !process_refresh(process, err))
			return false;
	}
	if (result == SUBMIT_CONFLICT)
		return error_set(err, ERR_CONFLICT, "others changed the same records meanwhile", "try again", "%s", command->name);
	return result != SUBMIT_FAILED;
}
