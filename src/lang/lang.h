/* Words, plurals, dates, numbers and zones for people, in the language of the request.
 *
 * English is the source language: what stands in C and in templates is what an English reader sees, and is the key under
 * which a translation is looked up (gettext's msgid). What a catalogue does not have stays English.
 * A language is chosen by request, never by the process's locale: nothing here reads the locale or the environment.
 * Catalogues, languages and zones are immutable once made, live as long as their arena, and are shared by all threads.
 *
 * In C, words for people are marked where they stand, so that tools/words.c finds them; the macros change nothing:
 *     lang_words(lang, WORDS("Not known"))
 *     lang_plural(lang, count, WORDS_MANY("{count} day", "{count} days"))
 *     lang_words_in(lang, WORDS_IN("button", "Open"))
 * The `what` and `todo` of error_set and the words of finding_add are found without a mark. Templates have {{_ "..."}}.
 *
 * Names in sentences are written {name} and filled by lang_fill; there is no printf for people. Text that comes back is plain
 * text in logical order, not escaped for HTML and without bidi control characters: the page wraps values in <bdi>.
 *
 * Reference: Unicode CLDR as it comes with ICU; gettext's PO format (po.h); BCP 47 tags; IANA zone names. */
#ifndef LIMEN_LANG_H
#define LIMEN_LANG_H

#include "date.h"
#include "error.h"

#define WORDS(literal) ("" literal)
#define WORDS_MANY(one, many) ("" one), ("" many)
#define WORDS_IN(context, literal) ("" context), ("" literal)

struct lang;      /* one language: its catalogue and the shape of its dates and numbers */
struct langs;     /* all languages of the program; the first is always English, "en" */
struct lang_zone; /* a time zone: all its changes of offset from 1900 to 2200 */

/* Languages */

struct langs *langs_new(struct arena *arena, struct error *err);
/* Closes what ICU holds for them, before the arena goes. NULL is fine. */
void langs_free(struct langs *langs);
/* Adds a language from the text of its .po file. `tag` is BCP 47: "fr", "ar", "pt-BR". Digits are 0-9 in every language,
 * unless the tag asks otherwise: "ar-u-nu-arab". A tag that is there already gets the file's words in addition; its own
 * words stay (a country pack adds its words). `file` is named in errors. */
bool langs_add(struct langs *langs, struct str tag, struct str file, struct str po_text, struct error *err);
size_t langs_count(const struct langs *langs);
const struct lang *langs_at(const struct langs *langs, size_t i);
/* The language of a tag: "fr-CA" finds "fr". NULL when there is none. */
const struct lang *langs_find(const struct langs *langs, struct str tag);
/* The best for an Accept-Language header (RFC 9110 section 12.5.4); English when nothing fits. */
const struct lang *langs_choose(const struct langs *langs, struct str accept);
const struct lang *langs_english(const struct langs *langs);

struct str lang_tag(const struct lang *lang);  /* for the lang attribute: "ar" */
struct str lang_name(const struct lang *lang); /* in the language itself: "français" */
bool lang_rtl(const struct lang *lang);        /* written from right to left */
struct str lang_dir(const struct lang *lang);  /* "rtl" or "ltr", for the dir attribute */

/* Words. The results of lang_words and lang_plural live as long as the language or the msgid. */

struct str lang_words(const struct lang *lang, const char *msgid);
struct str lang_words_in(const struct lang *lang, const char *context, const char *msgid);
/* The form for a count; it still holds its {count}, which lang_count fills. */
struct str lang_plural(const struct lang *lang, int64_t count, const char *one, const char *many);
/* The same for slices, for templates: an empty `context` means none. */
struct str lang_look_up(const struct lang *lang, struct str context, struct str msgid);
struct str lang_look_up_plural(const struct lang *lang, struct str context, int64_t count, struct str one,
                               struct str many);

struct lang_value {
	const char *name;
	struct str text;
};

/* Replaces each {name}; a name without a value stays as it is. */
struct str lang_fill(struct arena *arena, struct str sentence, const struct lang_value *values, size_t count);
#define LANG_FILL(arena, sentence, ...)                                                                            \
	lang_fill((arena), (sentence), (const struct lang_value[]){ __VA_ARGS__ },                                 \
	          COUNT_OF(((const struct lang_value[]){ __VA_ARGS__ })))
/* lang_plural with {count} filled: "2,462 crossings". */
struct str lang_count(const struct lang *lang, struct arena *arena, int64_t count, const char *one, const char *many);
/* What is wrong, where, and what to do, in the language; `where` stays as it is. */
struct str lang_error(const struct lang *lang, struct arena *arena, const struct error *err);

/* Dates and times for people. Times have 24 hours. */

/* "24 January 2027", "August 1974", "1974", "not known" */
struct str lang_date(const struct lang *lang, struct arena *arena, struct date date);
/* "23 Oct 2026", "Aug 1974", "1974", "not known" */
struct str lang_date_short(const struct lang *lang, struct arena *arena, struct date date);
struct str lang_weekday(const struct lang *lang, struct date date);  /* "Sunday"; whole dates only */
struct str lang_month_short(const struct lang *lang, int month);     /* "Oct", 1 to 12: for charts */
/* "03:12" */
struct str lang_time(const struct lang *lang, struct arena *arena, const struct lang_zone *zone, int64_t ms);
/* "24 January 2027, 03:12" */
struct str lang_date_time(const struct lang *lang, struct arena *arena, const struct lang_zone *zone, int64_t ms);
/* How long something took, or how old it is: "less than 1 min", "4 min", "3 h 40 min", "2 days". Negative counts as 0.
 * Cut, never rounded up: nothing looks older than it is, and "2 days" are 48 to 72 hours. */
struct str lang_duration(const struct lang *lang, struct arena *arena, int64_t ms);
/* A person's age in years on a day: "75", "75 or 76", "between 40 and 42", "not known". */
struct str lang_age(const struct lang *lang, struct arena *arena, struct date born, struct date on);

/* Numbers. Fixed point: `value` counts units of 10^-decimals (0 to 6 decimals), so 12345 with 2 decimals is "123.45". */

/* "2,462"; in French "2 462" with U+202F */
struct str lang_number(const struct lang *lang, struct arena *arena, int64_t value);
struct str lang_decimal(const struct lang *lang, struct arena *arena, int64_t value, int decimals);
/* "12.5%" for 125 with 1 decimal */
struct str lang_percent(const struct lang *lang, struct arena *arena, int64_t value, int decimals);
/* "a, b and c" */
struct str lang_list(const struct lang *lang, struct arena *arena, const struct str *items, size_t count);

/* Zones. A local day begins at its first instant, which is not always 00:00 (some zones change at midnight). Before 1900 the
 * first offset of the table counts, after 2200 the last. */

/* "Europe/Athens", "UTC". Takes milliseconds: open once, keep. */
const struct lang_zone *lang_zone_open(struct arena *arena, struct str name, struct error *err);
/* ICU brings its own table of zones, and may be older than the system's: a law that moved the clocks is then missed. Compares both at noon and midnight of
 * `days` days from `ms` on; false: `day` is the first that differs. Sets TZ for a moment: to be
 * called at a start, while no other thread asks for the environment. */
bool lang_zone_agrees(const struct lang_zone *zone, struct str name, int64_t ms, int days, struct date *day);
struct str lang_zone_name(const struct lang_zone *zone);
int32_t lang_zone_offset(const struct lang_zone *zone, int64_t ms);       /* seconds east of UTC at that instant */
struct date lang_zone_day(const struct lang_zone *zone, int64_t ms);      /* the local day */
int lang_zone_minutes(const struct lang_zone *zone, int64_t ms);          /* of the local clock: 0 to 1439 */
int64_t lang_zone_day_start(const struct lang_zone *zone, struct date day); /* whole dates only */
/* The instant of a local clock time. A time that the clock skips gives the instant that much after the skip began; of a
 * time that comes twice, the first. */
int64_t lang_zone_instant(const struct lang_zone *zone, struct date day, int minutes);

/* Text that people typed */

/* Key for search: NFKC, case folded, without diacritics, o-slash and the like as their base letter, every run of spaces as
 * one. Marks that are vowels or join letters (Indic scripts) stay. For comparing, never for showing. Names for watchlists
 * are folded by their own rules in watch. */
struct str lang_fold(struct arena *arena, struct str text);
/* Key for sorting in the language's order: compare with str_compare. At most 4096 bytes of text count. */
struct str lang_sort_key(const struct lang *lang, struct arena *arena, struct str text);
bool lang_is_nfc(struct str text);
/* ISO 15924 code of the script that most letters have: "Latn", "Arab"; "Zyyy" when there is no letter. */
struct str lang_script(struct str text);

enum lang_clean { LANG_LINE, LANG_LINES };
/* Makes typed text fit to be kept: NFC, CR LF as LF, trimmed, and without bidi controls, byte order marks and soft
 * hyphens. False for what nobody types: bytes that are no UTF-8, control characters (LANG_LINES allows line feed
 * and tab), noncharacters. In a LANG_LINE text, tabs and line ends become spaces. */
bool lang_clean_text(struct arena *arena, struct str text, enum lang_clean kind, struct str *out) MUST_USE;

#endif
