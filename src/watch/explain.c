/* A hit in plain words. Every sentence is a literal, so that it can be translated; names and dates are its arguments. */
#include "match.h"

#include <string.h>

#include "lang.h"

static const char *const relations[] = { "unknown", "same", "close", "different" };
static const char *const hows[] = { "equal", "sound", "consonants", "first_vowel", "spelling", "joined", "initial", "cut",
	"only_traveller", "only_list", "ignored" };
static const char *const kinds[WATCH_KIND_COUNT] = { "person", "organisation", "vessel", "aircraft", "document", "vehicle" };

const char *watch_relation_name(enum watch_relation relation) { return relations[relation]; }
const char *watch_how_name(enum watch_how how) { return hows[how]; }
const char *watch_kind_name(enum watch_kind kind) { return kinds[kind]; }

static const char *name_words(const struct watch_hit *hit)
{
	bool all = true, list_more = false;
	for (size_t i = 0; i < hit->pair_count; i++) {
		all = all && (hit->pairs[i].how == WATCH_EQUAL || hit->pairs[i].how == WATCH_IGNORED);
		list_more = list_more || hit->pairs[i].how == WATCH_ONLY_LIST;
	}
	if (all)
		return WORDS("All words of the name agree with {0}.");
	return list_more ? WORDS("The name is like {0}, which has further words ({1} of 1000, {2} needed).") :
	                   WORDS("The name is like {0} ({1} of 1000, {2} needed).");
}

static struct watch_sentence name_sentence(const struct watch_hit *hit, struct arena *arena)
{
	return (struct watch_sentence){ name_words(hit), { hit->name->text, str_format(arena, "%d", hit->name_score),
		str_format(arena, "%d", hit->threshold) }, 3 };
}

/* The words that agree only nearly. */
static bool close_words(const struct watch_hit *hit, struct arena *arena, struct watch_sentence *out)
{
	struct str pairs[2 * WATCH_TOKENS];
	size_t count = 0;
	for (size_t i = 0; i < hit->pair_count; i++)
		if (hit->pairs[i].how > WATCH_EQUAL && hit->pairs[i].how < WATCH_ONLY_QUERY)
			pairs[count++] = str_format(arena, STR_FMT " ~ " STR_FMT, STR_ARG(hit->pairs[i].query), STR_ARG(hit->pairs[i].list));
	*out = (struct watch_sentence){ WORDS("Close, not the same: {0}."), { str_join(arena, pairs, count, STR(", ")) }, 1 };
	return count > 0;
}

static struct str births_text(const struct watch_entry *entry, struct arena *arena)
{
	struct str texts[8];
	size_t count = 0;
	for (; count < entry->birth_count && count < COUNT_OF(texts); count++) {
		const struct watch_birth *birth = &entry->births[count];
		char from[DATE_TEXT], to[DATE_TEXT];
		struct str first = date_text(birth->from, from), last = date_text(birth->to, to);
		texts[count] = str_equal(first, last) ? str_copy(arena, first) :
			birth->from.year == birth->to.year ? str_format(arena, "%04d", birth->from.year) :
			str_format(arena, "%04d/%04d", birth->from.year, birth->to.year);
	}
	return str_join(arena, texts, count, STR(", "));
}

static struct watch_sentence born_sentence(const struct watch_hit *hit, struct arena *arena)
{
	static const char *const words[] = { WORDS("The birth date cannot be compared."), WORDS("The birth date agrees ({0})."),
		WORDS("The birth date is close (on the list: {0})."), WORDS("The birth date is different (on the list: {0}).") };
	return (struct watch_sentence){ words[hit->born], { births_text(hit->entry, arena) }, 1 };
}

static bool sex_sentence(const struct watch_hit *hit, struct watch_sentence *out)
{
	*out = (struct watch_sentence){ WORDS("The list names the other sex."), { { NULL, 0 } }, 0 };
	return hit->sex == WATCH_DIFFERENT;
}

static bool nationality_sentence(const struct watch_hit *hit, struct arena *arena, struct watch_sentence *out)
{
	struct str all = str_join(arena, hit->entry->nationalities, hit->entry->nationality_count, STR(", "));
	*out = (struct watch_sentence){ hit->nationality == WATCH_SAME ? WORDS("The nationality agrees ({0}).") :
		WORDS("The nationality is different (on the list: {0})."), { all }, 1 };
	return hit->nationality != WATCH_UNKNOWN;
}

static struct watch_sentence document_sentence(const struct watch_hit *hit)
{
	return (struct watch_sentence){ hit->issuer == WATCH_SAME ? WORDS("The document number and its issuer are on the list ({0}).") :
		WORDS("The document number is on the list ({0}); its issuer cannot be compared."), { hit->document->number }, 1 };
}

size_t watch_explain(const struct watch_hit *hit, struct watch_sentence out[static WATCH_SENTENCES], struct arena *arena)
{
	size_t count = 0;
	if (hit->by_document)
		out[count++] = document_sentence(hit);
	if (hit->by_name) {
		out[count++] = name_sentence(hit, arena);
		count += close_words(hit, arena, &out[count]);
	}
	out[count++] = born_sentence(hit, arena);
	count += sex_sentence(hit, &out[count]);
	if (count < WATCH_SENTENCES)
		count += nationality_sentence(hit, arena, &out[count]);
	return count;
}
