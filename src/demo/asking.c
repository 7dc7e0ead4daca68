/* Documents that are verified with whoever issued them: one waits for an answer by a link (the mailbox shows it), one was answered, one goes by post. */
#include "asking.h"

#include "cases.h"
#include "crypto.h"
#include "exchange.h"
#include "journal.h"
#include "lang.h"
#include "pdf.h"

struct asked_of {
	const char *surname, *given, *born, *nationality, *sex, *kind, *authority, *question, *title;
	int entry;                       /* number printed on the paper */
};

static const struct partner partners[] = {
	{ .code = { "uto_registry", 12 }, .name = { "Civil Registry of Amaurot", 25 }, .state = { "UTO", 3 }, .email = { "registry@amaurot.example", 24 }, .language = { "en", 2 } },
	{ .code = { "port_university", 15 }, .name = { "University of Port Sorrel", 25 }, .state = { "UTO", 3 }, .email = { "records@university.example", 26 }, .language = { "fr", 2 },
	  .key = { "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", 64 } },
};

static const struct asked_of asked[] = {
	{ "Okonjo", "Ifeoma", "1988-05-14", "NGA", "F", "birth", "Civil Registry of Amaurot", "Did you issue this certificate on 4 May 2011, and is the date of birth as you recorded it?", "Certificate of birth", 112 },
	{ "Haddad", "Karim", "1999-10-02", "LBN", "M", "diploma", "University of Port Sorrel", "Was this diploma awarded to the person named on it?", "Diploma of nursing", 2048 },
	{ "Petrov", "Ilya", "1979-01-23", "KAZ", "M", "employment", "Northern Timber Works", "Does this person work for you, and since when?", "Letter of an employer", 31 },
};

static bool add_partner(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	return exchange_partner_put(act, data, err);
}

/* The paper that somebody handed in. */
static bool paper_of(struct act *act, const struct asked_of *of, struct str *bytes, struct error *err)
{
	const struct pdf_block blocks[] = {
		{ .kind = PDF_CELL, .label = STR("Name"), .text = str_format(act->arena, "%s %s", of->given, of->surname) }, { .kind = PDF_CELL, .label = STR("Born"), .text = str_of(of->born) },
		{ .kind = PDF_PARAGRAPH, .text = str_format(act->arena, "Entry %d of the register.", of->entry) }, { .kind = PDF_SIGN, .text = STR("Registrar") },
	};
	const struct pdf_paper paper = {
		.title = str_of(of->title), .language = STR("en"), .created = act->now, .colour = 0x3a3a3a, .head = { .state = str_of(of->authority), .authority = STR("Specimen"), .number = STR("-") },
		.blocks = blocks, .count = COUNT_OF(blocks),
	};
	struct pdf_press *own = act->house->press ? NULL : pdf_press_new();
	bool good = pdf_print(own ? own : act->house->press, act->arena, &paper, bytes, err);
	pdf_press_free(own);
	return good;
}

/* As a file among answers is kept (cases/files.c). */
static json_t *file_of(struct act *act, struct str bytes, struct error *err)
{
	uint8_t digest[SHA256_BYTES];
	char at[TIME_TEXT];
	struct str handle;
	if (!journal_file_put(act, bytes, &handle, err))
		return NULL;
	sha256(&bytes, 1, digest);
	json_t *out = json_pack("{s:s, s:s, s:I}", "name", "document.pdf", "type", "application/pdf", "size", (json_int_t)bytes.len);
	json_put_str(out, "sha256", str_hex(act->arena, digest, sizeof digest));
	json_put_str(out, "at", time_text(act->now, at));
	json_put_str(out, "file", handle);
	return out;
}

static bool act_on(struct act *act, struct case_seen *seen, const char *action, json_t *answers, struct error *err)
{
	bool good = case_act(act, seen, &(struct case_asked){ .action = str_of(action), .answers = answers }, STR(""), err);
	json_decref(answers);
	return good;
}

static bool begin(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct asked_of *of = data;
	struct case_seen seen;
	struct str bytes;
	if (!paper_of(act, of, &bytes, err))
		return false;
	json_t *file = file_of(act, bytes, err), *answers = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o?}", "holder.surname", of->surname, "holder.given_names", of->given, "holder.birth_date", of->born,
	                                                            "holder.nationality", of->nationality, "holder.sex", of->sex, "kind", of->kind, "authority", of->authority, "question", of->question, "document", file);
	bool good = file && case_new(act, STR("document_verification"), &seen, err);
	if (good) {
		good = act_on(act, &seen, "begin", answers, err);
		story->asked = seen.record;
		case_end(&seen);
	} else {
		json_decref(answers);
	}
	return good;
}

static bool send(struct story *story, struct act *act, void *data, struct error *err)
{
	struct case_seen seen;
	(void)data;
	bool good = case_look(act, story->asked, &seen, err) && act_on(act, &seen, "send", json_pack("{s:s}", "safe", "yes"), err);
	case_end(&seen);
	return good;
}

/* It is kept with its case, so that an answer that comes late finds it. */
bool story_ask_authorities(struct story *story, int64_t at, struct error *err)
{
	size_t desk = story_user("U-20010");
	for (size_t i = 0; i < COUNT_OF(partners); i++)
		if (!story_perform(story, at, desk, add_partner, (void *)(uintptr_t)&partners[i], err))
			return false;
	for (size_t i = 0; i < COUNT_OF(asked); i++)
		if (!story_perform(story, at, desk, begin, (void *)(uintptr_t)&asked[i], err) || !story_perform(story, at + 1000, desk, send, NULL, err))
			return false;
	return true;
}
