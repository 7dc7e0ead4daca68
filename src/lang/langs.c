/* Languages of the program, and the words in them. */
#include <assert.h>
#include <string.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "arena.h"
#include "inside.h"

enum { LANGUAGES_MOST = 64, ACCEPT_MOST = 1000, TAG_MOST = 40 };

struct langs {
	struct arena *arena;
	size_t count;
	struct lang *items[LANGUAGES_MOST];
};

UChar *to_utf16(struct arena *arena, struct str text, int32_t *length)
{
	UErrorCode status = U_ZERO_ERROR;
	assert(text.len < INT32_MAX / 4);
	UChar *out = ARENA_ARRAY(arena, UChar, text.len + 1);
	u_strFromUTF8WithSub(out, (int32_t)text.len + 1, length, text.len ? text.data : "", (int32_t)text.len, 0xfffd, NULL,
	                     &status);
	assert(U_SUCCESS(status));
	return out;
}

struct str from_utf16(struct arena *arena, const UChar *text, int32_t length)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t bytes = 0, size = length * 3 + 1;
	char *out = arena_alloc(arena, (size_t)size);
	u_strToUTF8WithSub(out, size, &bytes, text, length, 0xfffd, NULL, &status);
	assert(U_SUCCESS(status));
	return (struct str){ out, (size_t)bytes };
}

/* Making a language */

static void load_categories(struct lang *lang)
{
	static const char *const order[] = { "zero", "one", "two", "few", "many", "other" };
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *keywords = uplrules_getKeywords(lang->rules, &status);
	bool has[COUNT_OF(order)] = { false };
	const char *keyword;
	while (U_SUCCESS(status) && (keyword = uenum_next(keywords, NULL, &status)))
		for (size_t i = 0; i < COUNT_OF(order); i++)
			has[i] = has[i] || strcmp(keyword, order[i]) == 0;
	uenum_close(keywords);
	for (size_t i = 0; i < COUNT_OF(order); i++)
		if (has[i])
			lang->categories[lang->category_count++] = str_of(order[i]);
}

static struct str native_name(struct arena *arena, const char *locale)
{
	UChar name[128];
	char base[TAG_MOST * 2];
	UErrorCode status = U_ZERO_ERROR;
	uloc_getBaseName(locale, base, sizeof base, &status);
	int32_t length = uloc_getDisplayName(base, base, name, (int32_t)COUNT_OF(name), &status);
	return U_SUCCESS(status) ? from_utf16(arena, name, length) : STR("");
}

/* ICU's name for a tag. English is written as in the United Kingdom: the day before the month. */
static bool locale_of(struct str tag, char locale[TAG_MOST * 3])
{
	char text[TAG_MOST];
	UErrorCode status = U_ZERO_ERROR;
	int32_t parsed;
	size_t at;
	if (tag.len < 2 || tag.len >= sizeof text)
		return false;
	memcpy(text, tag.data, tag.len);
	text[tag.len] = 0;
	uloc_forLanguageTag(str_is(tag, "en") ? "en-GB" : text, locale, TAG_MOST * 2, &parsed, &status);
	if (U_FAILURE(status) || (!str_is(tag, "en") && parsed != (int32_t)tag.len))
		return false;
	if (!str_find(tag, STR("-u-nu-"), &at))
		strcat(locale, strchr(locale, '@') ? ";numbers=latn" : "@numbers=latn");
	return true;
}

static struct lang *make(struct arena *arena, struct str tag)
{
	char locale[TAG_MOST * 3];
	UErrorCode status = U_ZERO_ERROR;
	if (!locale_of(tag, locale))
		return NULL;
	struct lang *lang = ARENA_NEW(arena, struct lang);
	size_t at;
	lang->tag = str_copy(arena, str_find(tag, STR("-u-"), &at) ? str_slice(tag, 0, at) : tag);
	lang->rtl = uloc_isRightToLeft(locale);
	lang->name = native_name(arena, str_is(tag, "en") ? "en" : locale);
	lang->rules = uplrules_open(locale, &status);
	lang->collator = ucol_open(locale, &status);
	if (U_FAILURE(status) || !shape_load(arena, locale, &lang->shape)) {
		uplrules_close(lang->rules);
		ucol_close(lang->collator);
		return NULL;
	}
	load_categories(lang);
	return lang;
}

static struct lang *find_or_make(struct langs *langs, struct str tag, struct error *err)
{
	size_t at;
	struct str base = str_find(tag, STR("-u-"), &at) ? str_slice(tag, 0, at) : tag;
	for (size_t i = 0; i < langs->count; i++)
		if (str_equal(langs->items[i]->tag, base))
			return langs->items[i];
	struct lang *made = langs->count < LANGUAGES_MOST ? make(langs->arena, tag) : NULL;
	if (made)
		langs->items[langs->count++] = made;
	else
		error_set(err, ERR_CONFIG, "This language is not known", "Use a BCP 47 tag such as fr or pt-BR.", "language %.*s",
		          (int)(tag.len < TAG_MOST ? tag.len : TAG_MOST), tag.data);
	return made;
}

struct langs *langs_new(struct arena *arena, struct error *err)
{
	struct langs *langs = ARENA_NEW(arena, struct langs);
	langs->arena = arena;
	return find_or_make(langs, STR("en"), err) ? langs : NULL;
}

void langs_free(struct langs *langs)
{
	for (size_t i = 0; langs && i < langs->count; i++) {
		uplrules_close(langs->items[i]->rules);
		ucol_close(langs->items[i]->collator);
	}
}

/* "nplurals=6; ..." must agree; the rest of the header's rule is not read: CLDR's rule is used. */
static bool check_header(const struct lang *lang, struct str file, const struct po_file *po, struct error *err)
{
	struct str header = po_header(po, STR("Plural-Forms"));
	size_t at;
	if (header.len == 0)
		return true;
	int count = 0;
	if (str_find(header, STR("nplurals="), &at) && at + 9 < header.len)
		count = header.data[at + 9] - '0';
	if (count == lang->category_count)
		return true;
	return error_set(err, ERR_CONFIG, "Plural-Forms does not agree with the language's plural categories",
	                 "Set nplurals to the number of categories that CLDR has for the language.",
	                 "%.*s: %d are needed", (int)(file.len < 160 ? file.len : 160), file.data, lang->category_count);
}

bool langs_add(struct langs *langs, struct str tag, struct str file, struct str po_text, struct error *err)
{
	struct po_file po;
	if (!po_read(langs->arena, file, po_text, &po, err))
		return false;
	struct lang *lang = find_or_make(langs, tag, err);
	if (!lang || !check_header(lang, file, &po, err))
		return false;
	if (lang->catalogue_count == CATALOGUES_MOST)
		return error_set(err, ERR_CONFIG, "This language has too many files of words", "Join some of them.", "language %s",
		                 str_c(langs->arena, lang->tag));
	struct catalogue *made = catalogue_new(langs->arena, &po, lang->category_count, file, err);
	if (made)
		lang->catalogues[lang->catalogue_count++] = made;
	return made != NULL;
}

/* Choosing */

size_t langs_count(const struct langs *langs)
{
	return langs->count;
}

const struct lang *langs_at(const struct langs *langs, size_t i)
{
	assert(i < langs->count);
	return langs->items[i];
}

const struct lang *langs_english(const struct langs *langs)
{
	return langs->items[0];
}

static bool same_tag(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		char x = ascii_upper(a.data[i]) ? (char)(a.data[i] + 32) : a.data[i];
		char y = ascii_upper(b.data[i]) ? (char)(b.data[i] + 32) : b.data[i];
		if (x != y)
			return false;
	}
	return a.len == b.len;
}

/* "fr-CA" itself, then "fr" (RFC 4647 section 3.4, lookup). */
const struct lang *langs_find(const struct langs *langs, struct str tag)
{
	while (tag.len) {
		for (size_t i = 0; i < langs->count; i++)
			if (same_tag(langs->items[i]->tag, tag))
				return langs->items[i];
		size_t end = tag.len - 1;
		while (end > 0 && tag.data[end] != '-')
			end--;
		tag = str_slice(tag, 0, end);
	}
	return NULL;
}

/* The weight of ";q=0.8" in thousandths; 1000 when there is none, 0 when it is not understood. */
static int weight_of(struct str parameters)
{
	size_t at;
	if (!str_find(parameters, STR("q="), &at))
		return 1000;
	struct str q = str_trim(str_slice(parameters, at + 2, parameters.len));
	if (q.len == 0 || q.len > 5 || (q.data[0] != '0' && q.data[0] != '1') || (q.len > 1 && q.data[1] != '.'))
		return 0;
	int weight = (q.data[0] - '0') * 1000, unit = 100;
	for (size_t i = 2; i < q.len; i++, unit /= 10)
		weight += ascii_digit(q.data[i]) ? (q.data[i] - '0') * unit : 0;
	return weight;
}

const struct lang *langs_choose(const struct langs *langs, struct str accept)
{
	const struct lang *best = langs_english(langs);
	int best_weight = 0;
	struct str item;
	accept = str_slice(accept, 0, ACCEPT_MOST);
	while (str_cut(&accept, ',', &item)) {
		struct str tag, rest = item;
		if (!str_cut(&rest, ';', &tag))
			continue;
		const struct lang *found = langs_find(langs, str_trim(tag));
		int weight = rest.len ? weight_of(rest) : 1000;
		if (found && weight > best_weight) {
			best = found;
			best_weight = weight;
		}
	}
	return best;
}

struct str lang_tag(const struct lang *lang)
{
	return lang->tag;
}

struct str lang_name(const struct lang *lang)
{
	return lang->name;
}

bool lang_rtl(const struct lang *lang)
{
	return lang->rtl;
}

struct str lang_dir(const struct lang *lang)
{
	return lang->rtl ? STR("rtl") : STR("ltr");
}

/* Words */

static const struct po_entry *find_entry(const struct lang *lang, struct str context, struct str msgid)
{
	const struct po_entry *found = NULL;
	for (size_t i = 0; i < lang->catalogue_count && !found; i++)
		found = catalogue_find(lang->catalogues[i], context, msgid);
	return found;
}

struct str lang_look_up(const struct lang *lang, struct str context, struct str msgid)
{
	const struct po_entry *entry = find_entry(lang, context, msgid);
	return entry ? entry->forms[0] : msgid;
}

/* Which of the language's forms a count takes. */
static int form_of(const struct lang *lang, int64_t count)
{
	UChar keyword[16];
	char name[16] = "";
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = uplrules_select(lang->rules, (double)count, keyword, (int32_t)COUNT_OF(keyword), &status);
	if (U_SUCCESS(status) && length < (int32_t)sizeof name)
		u_UCharsToChars(keyword, name, length);
	for (int i = 0; i < lang->category_count; i++)
		if (str_is(lang->categories[i], name))
			return i;
	return lang->category_count - 1;
}

struct str lang_look_up_plural(const struct lang *lang, struct str context, int64_t count, struct str one,
                               struct str many)
{
	const struct po_entry *entry = find_entry(lang, context, one);
	if (!entry || !entry->plural.len)
		return count == 1 ? one : many;
	return entry->forms[form_of(lang, count)];
}

struct str lang_words(const struct lang *lang, const char *msgid)
{
	return lang_look_up(lang, STR(""), str_of(msgid));
}

struct str lang_words_in(const struct lang *lang, const char *context, const char *msgid)
{
	return lang_look_up(lang, str_of(context), str_of(msgid));
}

struct str lang_plural(const struct lang *lang, int64_t count, const char *one, const char *many)
{
	return lang_look_up_plural(lang, STR(""), count, str_of(one), str_of(many));
}

/* Filling */

static const struct lang_value *find_value(const struct lang_value *values, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(name, values[i].name))
			return &values[i];
	return NULL;
}

struct str lang_fill(struct arena *arena, struct str sentence, const struct lang_value *values, size_t count)
{
	struct buf out = BUF_IN(arena);
	size_t open, close;
	while (str_find(sentence, STR("{"), &open)) {
		struct str rest = str_slice(sentence, open + 1, sentence.len);
		const struct lang_value *value = NULL;
		if (str_find(rest, STR("}"), &close))
			value = find_value(values, count, str_slice(rest, 0, close));
		buf_add(&out, str_slice(sentence, 0, value ? open : open + 1));
		if (value)
			buf_add(&out, value->text);
		sentence = value ? str_slice(rest, close + 1, rest.len) : rest;
	}
	buf_add(&out, sentence);
	return buf_str(&out);
}

struct str lang_count(const struct lang *lang, struct arena *arena, int64_t count, const char *one, const char *many)
{
	return LANG_FILL(arena, lang_plural(lang, count, one, many), { "count", lang_number(lang, arena, count) });
}

struct str lang_error(const struct lang *lang, struct arena *arena, const struct error *err)
{
	struct buf out = BUF_IN(arena);
	buf_add(&out, lang_words(lang, err->what ? err->what : ""));
	if (err->where[0])
		buf_format(&out, " (%s)", err->where);
	buf_c(&out, '.');
	if (err->todo && err->todo[0]) {
		buf_c(&out, ' ');
		buf_add(&out, lang_words(lang, err->todo));
	}
	return buf_str(&out);
}
