/* `limen person export`. */
#include "local.h"

#include "border.h"
#include "journal.h"
#include "store.h"

static bool find(struct act *act, const struct command_line *line, struct uuid *holder, struct error *err)
{
	const char *issuer = line->option(line, "--issuer");
	struct query *query = db_query(act->db, "disclosure.document_of_number");
	size_t count = 0;
	query_bind_text(query, "number", str_upper(act->arena, str_of(line->arguments[0])));
	query_bind_text(query, "issuer", issuer ? str_upper(act->arena, str_of(issuer)) : STR(""));
	while (query_next(query)) {
		*holder = query_id(query, 2);
		count++;
	}
	if (!query_end(query, err))
		return false;
	if (count > 1)
		return error_set(err, ERR_INPUT, "Several documents have this number", "Name who issued it with --issuer", "%zu documents", count);
	return count == 1 || error_set(err, ERR_NOT_FOUND, "there is no such document", "search again", "document");
}

static bool person_export(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct uuid holder;
	json_t *told;
	bool all = line->option(line, "--oversight") != NULL;
	if (line->count != 1)
		return error_set(err, ERR_INPUT, "This command takes other arguments", "See its help", "person export");
	act->purpose = STR("data_subject");
	if (!find(act, line, &holder, err) || !disclosure_gather(act, holder, all ? TOLD_OVERSIGHT : TOLD_PERSON, &told, err))
		return false;
	json_write(out, told);
	buf_c(out, '\n');
	json_decref(told);
	return true;
}

static const struct option options[] = {
	{ "--issuer", "CODE", "who issued the document" },
	{ "--oversight", NULL, "for the oversight body: what is not told to the person, too" },
	{ 0 },
};

const struct command disclosure_commands[] = {
	{ "person export", "NUMBER", person_export, options, 0, "Prints what is held on the bearer of a document, and who looked, as JSON; the look is recorded." },
	{ 0 },
};
