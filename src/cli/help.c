/* Help and manual page, printed from the tables of the commands: neither can say what the program does not do. */
#include "process.h"

#include <string.h>

static void help_options(const struct option *options, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count && options[i].name; i++)
		buf_format(out, "    %s%s%s  %s\n", options[i].name, options[i].value ? " " : "", options[i].value ? options[i].value : "", options[i].doc);
}

static void help_commands(const struct command *command, const char *name, struct buf *out)
{
	for (; command && command->name; command++) {
		if (name && strncmp(command->name, name, strlen(name)))
			continue;
		buf_format(out, "limen %s %s\n    %s\n", command->name, command->arguments ? command->arguments : "", command->doc);
		help_options(command->options, command->options ? SIZE_MAX : 0, out);
	}
}

void command_help(const struct command_tables *tables, const char *name, struct buf *out)
{
	if (!name) {
		buf_text(out, "limen [OPTION...] COMMAND ...\n");
		help_options(tables->options, tables->option_count, out);
		buf_c(out, '\n');
	}
	help_commands(tables->own, name, out);
	for (const struct room *const *room = tables->rooms; *room; room++)
		help_commands((*room)->commands, name, out);
}

/* --- the manual page --- */

/* Text that roff takes as it stands: no request at the start of a line, hyphens that can be copied. */
static void plain(struct buf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		buf_text(out, "\\&");
	for (; *text; text++) {
		if (*text == '-')
			buf_text(out, "\\-");
		else if (*text == '\\')
			buf_text(out, "\\e");
		else
			buf_c(out, *text);
	}
}

static void bold(struct buf *out, const char *text)
{
	buf_text(out, "\\fB");
	plain(out, text);
	buf_text(out, "\\fR");
}

static void slanted(struct buf *out, const char *text)
{
	buf_text(out, " \\fI");
	plain(out, text);
	buf_text(out, "\\fR");
}

static void line(struct buf *out, const char *text)
{
	plain(out, text);
	buf_c(out, '\n');
}

/* Help begins some sentences small and leaves their stop out; a page does not. */
static void sentence(struct buf *out, const char *text)
{
	size_t size = strlen(text);
	char first[2] = { ascii_lower(text[0]) ? (char)(text[0] - 'a' + 'A') : text[0] };
	plain(out, first);
	plain(out, text + 1);
	buf_text(out, text[size - 1] == '.' ? "\n" : ".\n");
}

static void manual_options(const struct option *options, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count && options[i].name; i++) {
		buf_text(out, ".TP\n");
		bold(out, options[i].name);
		if (options[i].value)
			slanted(out, options[i].value);
		buf_c(out, '\n');
		sentence(out, options[i].doc);
	}
}

static void manual_commands(const struct command *command, struct buf *out)
{
	for (; command && command->name; command++) {
		buf_text(out, ".TP\n\\fBlimen ");
		plain(out, command->name);
		buf_text(out, "\\fR");
		if (command->arguments && *command->arguments)
			slanted(out, command->arguments);
		buf_c(out, '\n');
		sentence(out, command->doc);
		if (!command->options)
			continue;
		buf_text(out, ".RS\n");
		manual_options(command->options, SIZE_MAX, out);
		buf_text(out, ".RE\n");
	}
}

/* Errors by their exit code: what they are called elsewhere, too. */
static void manual_exits(struct buf *out)
{
	int most = 0;
	for (int code = 0; code < ERROR_CODE_COUNT; code++)
		if (error_info((enum error_code)code)->exit > most)
			most = error_info((enum error_code)code)->exit;
	for (int status = 0; status <= most; status++) {
		bool any = false;
		for (int code = 0; code < ERROR_CODE_COUNT; code++) {
			if (error_info((enum error_code)code)->exit != status)
				continue;
			if (!any)
				buf_format(out, ".TP\n.B %d\n", status);
			any = true;
			sentence(out, error_info((enum error_code)code)->title);
		}
	}
}

void command_manual(const struct command_tables *tables, struct buf *out)
{
	buf_text(out, ".\\\" printed by limen help --man: change the tables of the commands instead\n.TH LIMEN 1 \"\" Limen\n"
	              ".SH NAME\nlimen \\- border and migration system\n"
	              ".SH SYNOPSIS\n.B limen\n[\\fIOPTION\\fR...] \\fICOMMAND\\fR ...\n.SH DESCRIPTION\n");
	line(out, "An officer scans a travel document, sees a verdict with its reasons, and admits or refers; the second line hears and decides; the traveller's "
	          "record, the journal and the figures follow.");
	line(out, "One program serves a post and a headquarters: it keeps its state in a folder, and its tables there with SQLite or in a PostgreSQL database.");
	buf_text(out, ".PP\n");
	line(out, "While a server runs on the same state, a command that writes is sent to it through its local socket and run there; the answer and the exit status "
	          "are the same.");
	buf_text(out, ".SH OPTIONS\nThey stand before the command.\n");
	manual_options(tables->options, tables->option_count, out);
	buf_text(out, ".SH COMMANDS\n");
	manual_commands(tables->own, out);
	for (const struct room *const *room = tables->rooms; *room; room++)
		manual_commands((*room)->commands, out);
	buf_text(out, ".SH EXIT STATUS\n");
	manual_exits(out);
	buf_text(out, ".SH FILES\nIn the state folder:\n"
	              ".TP\n.I keys\nKeys of the node; without them no copy of the state can be read. Keep them apart from it.\n"
	              ".TP\n.I limen.sock\nSocket of the server that runs on this state, for commands of the same user.\n");
}
