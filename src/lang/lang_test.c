#include "test.h"

#include <pthread.h>
#include <time.h>

#include "arena.h"
#include "lang.h"
#include "po.h"

static struct arena *arena;
static struct langs *langs;
static struct error err;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ 0 };
	langs = langs_new(arena, &err);
	return langs ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	langs_free(langs);
	arena_free(arena);
	return 0;
}

static const struct lang *language(const char *tag, const char *po)
{
	if (!langs_add(langs, str_of(tag), STR("test.po"), str_of(po), &err))
		fail_msg("%s (%s)", err.what, err.where);
	return langs_find(langs, str_of(tag));
}

static struct date day(const char *text)
{
	struct date date;
	assert_true(date_parse(str_of(text), &date));
	return date;
}

static int64_t instant(const char *text)
{
	int64_t ms;
	assert_true(time_parse(str_of(text), &ms));
	return ms;
}

static const struct lang_zone *zone(const char *name)
{
	const struct lang_zone *found = lang_zone_open(arena, str_of(name), &err);
	assert_non_null(found);
	return found;
}

/* PO files */

static const char french_po[] =
	"# who\nmsgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\"Plural-Forms: nplurals=3; plural=0;\\n\"\n\n"
	"#: src/x.c\nmsgid \"Open\"\nmsgstr \"Ouvert\"\n\n"
	"msgctxt \"button\"\nmsgid \"Open\"\nmsgstr \"Ouv\"\n\"rir\"\n\n"
	"#, fuzzy\nmsgid \"Stale\"\nmsgstr \"Vieux\"\n\n"
	"msgid \"Unfinished\"\nmsgstr \"\"\n\n"
	"msgid \"{count} day\"\nmsgid_plural \"{count} days\"\nmsgstr[0] \"{count} jour\"\nmsgstr[1] \"{count} de jours\"\n"
	"msgstr[2] \"{count} jours\"\n\n"
	"#~ msgid \"Gone\"\n#~ msgstr \"Parti\"\n";

static void test_po_is_read_and_written_the_same(void **state)
{
	(void)state;
	struct po_file file;
	struct buf out = BUF_IN(arena);
	assert_true(po_read(arena, STR("x.po"), str_of(french_po), &file, &err));
	assert_int_equal(file.count, 7);
	assert_str(po_header(&file, STR("Language")), "fr");
	assert_str(po_find(&file, STR("button"), STR("Open"))->forms[0], "Ouvrir");
	assert_true(po_find(&file, STR(""), STR("Stale"))->fuzzy);
	assert_true(po_find(&file, STR(""), STR("Gone"))->obsolete);
	assert_str(po_find(&file, STR(""), STR("Open"))->comments, "#: src/x.c");
	for (size_t i = 0; i < file.count; i++) {
		po_write_entry(&out, &file.items[i]);
		if (i + 1 < file.count)
			buf_c(&out, '\n');
	}
	struct buf joined = BUF_IN(arena);
	size_t at;
	assert_true(str_find(str_of(french_po), STR("Ouv\"\n\"rir"), &at));
	buf_add(&joined, str_slice(str_of(french_po), 0, at));
	buf_text(&joined, "Ouvrir");
	buf_text(&joined, french_po + at + 9);
	assert_str(buf_str(&out), buf_str(&joined).data);
}

static void refused(const char *text, const char *where)
{
	struct po_file file;
	if (po_read(arena, STR("x.po"), str_of(text), &file, &err))
		fail_msg("\"%s\" was read", text);
	assert_string_equal(err.where, where);
}

static void test_po_mistakes_name_their_line(void **state)
{
	(void)state;
	refused("msgid \"a\"\nmsgstr \"b\nmsgid \"c\"", "x.po, line 2");
	refused("msgid \"a\"\nmsgstr \"b\\x\"", "x.po, line 2");
	refused("msgid \"a\"\nmsgid \"b\"", "x.po, line 2");
	refused("msgstr \"a\"", "x.po, line 1");
	refused("\n\"a\"", "x.po, line 2");
	refused("msgid \"a\"\n", "x.po, line 2");
	refused("msgid \"a\"\nmsgstr[0] \"b\"", "x.po, line 2");
	refused("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"b\"", "x.po, line 3");
	refused("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"b\"", "x.po, line 3");
	refused("msgid \"a\"\nmsgstr \"\"\nmsgid \"a\"\nmsgstr \"\"", "x.po, line 3");
	refused("hello", "x.po, line 1");
	refused("msgid \"\xff\"", "x.po, line 0");
}

/* Words */

static void test_words_fall_back_to_english(void **state)
{
	(void)state;
	const struct lang *french = language("fr", french_po);
	assert_str(lang_words(french, WORDS("Open")), "Ouvert");
	assert_str(lang_words_in(french, WORDS_IN("button", "Open")), "Ouvrir");
	assert_str(lang_words(french, "Stale"), "Stale");
	assert_str(lang_words(french, "Unfinished"), "Unfinished");
	assert_str(lang_words(french, "Gone"), "Gone");
	assert_str(lang_words(langs_english(langs), "Open"), "Open");
}

static void test_later_words_are_added_not_changed(void **state)
{
	(void)state;
	language("fr", french_po);
	const struct lang *french = language("fr", "msgid \"Open\"\nmsgstr \"X\"\n\nmsgid \"Pack\"\nmsgstr \"Paquet\"");
	assert_str(lang_words(french, "Open"), "Ouvert");
	assert_str(lang_words(french, "Pack"), "Paquet");
	assert_int_equal(langs_count(langs), 2);
}

static void test_plurals_of_english_and_french(void **state)
{
	(void)state;
	const struct lang *french = language("fr", french_po), *english = langs_english(langs);
	assert_str(lang_count(french, arena, 0, WORDS_MANY("{count} day", "{count} days")), "0 jour");
	assert_str(lang_count(french, arena, 1, "{count} day", "{count} days"), "1 jour");
	assert_str(lang_count(french, arena, 2462, "{count} day", "{count} days"), "2\u202f462 jours");
	assert_str(lang_count(french, arena, 1000000, "{count} day", "{count} days"), "1\u202f000\u202f000 de jours");
	assert_str(lang_count(english, arena, 0, "{count} day", "{count} days"), "0 days");
	assert_str(lang_count(english, arena, 1, "{count} day", "{count} days"), "1 day");
}

static void test_plurals_of_arabic_have_six_forms(void **state)
{
	(void)state;
	const struct lang *arabic = language("ar", "msgid \"{count} day\"\nmsgid_plural \"{count} days\"\nmsgstr[0] \"zero\"\n"
		"msgstr[1] \"one\"\nmsgstr[2] \"two\"\nmsgstr[3] \"few\"\nmsgstr[4] \"many\"\nmsgstr[5] \"other\"\n");
	static const struct { int count; const char *form; } cases[] = {
		{ 0, "zero" }, { 1, "one" }, { 2, "two" }, { 3, "few" }, { 10, "few" }, { 11, "many" }, { 99, "many" },
		{ 100, "other" }, { 102, "other" }, { 103, "few" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_str(lang_plural(arabic, cases[i].count, "{count} day", "{count} days"), cases[i].form);
}

static void test_plural_forms_must_agree(void **state)
{
	(void)state;
	assert_false(langs_add(langs, STR("fr"), STR("f.po"), STR("msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; x\\n\""), &err));
	assert_string_equal(err.where, "f.po: 3 are needed");
	assert_false(langs_add(langs, STR("ar"), STR("a.po"), STR("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"x\""), &err));
	assert_string_equal(err.where, "a.po, line 1: 6 forms needed");
	assert_false(langs_add(langs, STR("not a tag"), STR("a.po"), STR(""), &err));
}

static void test_names_in_sentences_are_filled(void **state)
{
	(void)state;
	assert_str(LANG_FILL(arena, STR("{a}{b} { {c} {a}"), { "a", STR("{b}") }, { "b", STR("2") }), "{b}2 { {c} {b}");
	assert_str(LANG_FILL(arena, STR(""), { "a", STR("1") }), "");
	const struct lang *french = language("fr", "msgid \"This is not a date\"\nmsgstr \"Ce n'est pas une date\"\n");
	error_set(&err, ERR_INPUT, "This is not a date", "Correct it.", "row %d", 17);
	assert_str(lang_error(french, arena, &err), "Ce n'est pas une date (row 17). Correct it.");
}

/* Languages */

static void test_languages_are_chosen(void **state)
{
	(void)state;
	language("fr", "");
	language("ar", "");
	language("pt-BR", "");
	assert_str(lang_tag(langs_choose(langs, STR("fr-CA, en;q=0.8"))), "fr");
	assert_str(lang_tag(langs_choose(langs, STR("de, fr;q=0.5, AR;q=0.75"))), "ar");
	assert_str(lang_tag(langs_choose(langs, STR("de;q=1, *"))), "en");
	assert_str(lang_tag(langs_choose(langs, STR("fr;q=0, ar;q=0.001"))), "ar");
	assert_str(lang_tag(langs_choose(langs, STR(",;;q=,-,x"))), "en");
	assert_null(langs_find(langs, STR("de")));
	assert_str(lang_name(langs_find(langs, STR("fr"))), "français");
	assert_str(lang_name(langs_find(langs, STR("ar"))), "العربية");
	assert_str(lang_name(langs_find(langs, STR("pt-BR"))), "português (Brasil)");
	assert_str(lang_name(langs_english(langs)), "English");
	assert_str(lang_dir(langs_find(langs, STR("ar"))), "rtl");
	assert_false(lang_rtl(langs_english(langs)));
}

/* Dates and numbers */

static void test_dates_whole_and_partial(void **state)
{
	(void)state;
	const struct lang *en = langs_english(langs), *fr = language("fr", ""), *ar = language("ar", "");
	assert_str(lang_date(en, arena, day("2027-01-24")), "24 January 2027");
	assert_str(lang_date(fr, arena, day("2027-01-24")), "24 janvier 2027");
	assert_str(lang_date(ar, arena, day("2027-01-24")), "24 يناير 2027");
	assert_str(lang_date(en, arena, day("1974-08")), "August 1974");
	assert_str(lang_date(fr, arena, day("1974-08")), "août 1974");
	assert_str(lang_date(en, arena, day("1974")), "1974");
	assert_str(lang_date(en, arena, day("")), "not known");
	assert_str(lang_date_short(en, arena, day("2026-10-23")), "23 Oct 2026");
	assert_str(lang_date_short(fr, arena, day("2026-10-23")), "23 oct. 2026");
	assert_str(lang_weekday(en, day("2027-01-24")), "Sunday");
	assert_str(lang_weekday(fr, day("2027-01-25")), "lundi");
	assert_str(lang_month_short(en, 10), "Oct");
}

static void test_native_digits_only_when_asked(void **state)
{
	(void)state;
	const struct lang *native = language("ar-u-nu-arab", "");
	assert_str(lang_tag(native), "ar");
	assert_str(lang_number(native, arena, -2462), "-٢٬٤٦٢");
	assert_str(lang_date(native, arena, day("2027-01-24")), "٢٤ يناير ٢٠٢٧");
}

static void test_numbers_are_grouped(void **state)
{
	(void)state;
	const struct lang *en = langs_english(langs), *fr = language("fr", ""), *es = language("es", ""), *hi = language("hi", "");
	assert_str(lang_number(en, arena, 2462), "2,462");
	assert_str(lang_number(en, arena, 999), "999");
	assert_str(lang_number(en, arena, -1234567), "-1,234,567");
	assert_str(lang_number(en, arena, INT64_MIN), "-9,223,372,036,854,775,808");
	assert_str(lang_number(fr, arena, 2462), "2\u202f462");
	assert_str(lang_number(es, arena, 2462), "2462");
	assert_str(lang_number(es, arena, 12462), "12.462");
	assert_str(lang_number(hi, arena, 12345678), "1,23,45,678");
	assert_str(lang_decimal(en, arena, 123450, 2), "1,234.50");
	assert_str(lang_decimal(fr, arena, -5, 2), "-0,05");
	assert_str(lang_percent(en, arena, 125, 1), "12.5%");
	assert_str(lang_percent(fr, arena, 125, 1), "12,5\u00a0%");
}

static void test_durations_and_ages(void **state)
{
	(void)state;
	const struct lang *en = langs_english(langs);
	static const struct { int minutes; const char *words; } cases[] = {
		{ -5, "less than 1 min" }, { 0, "less than 1 min" }, { 4, "4 min" }, { 59, "59 min" }, { 60, "1 h" }, { 220, "3 h 40 min" },
		{ 2879, "47 h 59 min" }, { 2880, "2 days" }, { 4319, "2 days" }, { 1440 * 1500, "1,500 days" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_str(lang_duration(en, arena, cases[i].minutes * INT64_C(60000)), cases[i].words);
	assert_str(lang_age(en, arena, day("1950-11-24"), day("2026-11-23")), "75");
	assert_str(lang_age(en, arena, day("1950-11"), day("2026-11-24")), "75 or 76");
	assert_str(lang_age(en, arena, day("1950"), day("2026-11-24")), "75 or 76");
	assert_str(lang_age(en, arena, day(""), day("2026-11-24")), "not known");
	assert_str(lang_list(en, arena, (struct str[]){ STR("a"), STR("b"), STR("c") }, 3), "a, b and c");
	assert_str(lang_list(en, arena, (struct str[]){ STR("a"), STR("b") }, 2), "a and b");
}

/* Zones */

static void test_times_in_a_zone(void **state)
{
	(void)state;
	const struct lang *en = langs_english(langs);
	const struct lang_zone *athens = zone("Europe/Athens");
	assert_str(lang_time(en, arena, athens, instant("2026-11-24T01:12:00Z")), "03:12");
	assert_str(lang_date_time(en, arena, athens, instant("2027-01-23T22:30:59Z")), "24 January 2027, 00:30");
	assert_int_equal(lang_zone_offset(athens, instant("2026-07-01T00:00:00Z")), 10800);
	assert_int_equal(lang_zone_offset(athens, instant("2150-07-01T00:00:00Z")), 10800);
	assert_int_equal(lang_zone_minutes(athens, instant("1899-01-01T00:00:00Z")), 94);
	assert_null(lang_zone_open(arena, STR("Europe/Nowhere"), &err));
	assert_string_equal(err.where, "zone Europe/Nowhere");
}

static void test_skipped_and_double_hours(void **state)
{
	(void)state;
	const struct lang_zone *athens = zone("Europe/Athens");
	assert_true(lang_zone_instant(athens, day("2026-03-29"), 3 * 60 + 30) == instant("2026-03-29T01:30:00Z"));
	assert_true(lang_zone_instant(athens, day("2026-10-25"), 3 * 60 + 30) == instant("2026-10-25T00:30:00Z"));
	assert_true(lang_zone_instant(athens, day("2026-10-25"), 4 * 60) == instant("2026-10-25T02:00:00Z"));
	assert_true(lang_zone_day_start(athens, day("2026-10-26")) - lang_zone_day_start(athens, day("2026-10-25")) ==
	            25 * INT64_C(3600000));
}

static void test_a_day_may_begin_after_midnight_or_not_exist(void **state)
{
	(void)state;
	const struct lang_zone *sao_paulo = zone("America/Sao_Paulo"), *apia = zone("Pacific/Apia");
	assert_true(lang_zone_day_start(sao_paulo, day("2018-11-04")) == instant("2018-11-04T03:00:00Z"));
	assert_int_equal(lang_zone_minutes(sao_paulo, instant("2018-11-04T03:00:00Z")), 60);
	int64_t start = lang_zone_day_start(apia, day("2011-12-30"));
	assert_true(start == lang_zone_day_start(apia, day("2011-12-31")));
	assert_int_equal(date_compare(lang_zone_day(apia, start - 1), day("2011-12-29")), 0);
	assert_int_equal(date_compare(lang_zone_day(apia, start), day("2011-12-31")), 0);
}

static void test_every_day_start_is_its_first_instant(void **state)
{
	(void)state;
	static const char *const names[] = { "Europe/Athens", "Africa/Cairo", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe",
		"America/Asuncion", "Asia/Tehran", "Africa/Casablanca", "UTC", "Asia/Kathmandu", "America/St_Johns" };
	for (size_t n = 0; n < COUNT_OF(names); n++) {
		const struct lang_zone *z = zone(names[n]);
		for (int32_t d = date_days(day("1995-01-01")); d < date_days(day("2035-01-01")); d++) {
			int64_t start = lang_zone_day_start(z, date_of_days(d));
			if (date_days(lang_zone_day(z, start)) != d || date_days(lang_zone_day(z, start - 1)) >= d)
				fail_msg("%s, day %d", names[n], d);
		}
	}
}

static void *many_days(void *given)
{
	int64_t sum = 0;
	for (int64_t i = 0; i < 2000000; i++)
		sum += lang_zone_day(given, i * 661000).day;
	return (void *)(intptr_t)sum;
}

/* Speed: LIMEN_MEASURE=1 prints the rate with two threads on one zone. */
static void test_threads_share_a_zone(void **state)
{
	(void)state;
	pthread_t threads[2];
	void *sums[2];
	struct timespec from, to;
	const struct lang_zone *athens = zone("Europe/Athens");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, many_days, (void *)(uintptr_t)athens);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], &sums[i]);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	if (getenv("LIMEN_MEASURE"))
		print_message("%.1f million days/s of processor time\n", 4.0 / ((double)(to.tv_sec - from.tv_sec) +
		              (double)(to.tv_nsec - from.tv_nsec) / 1e9));
	assert_ptr_equal(sums[0], sums[1]);
}

/* Typed text */

static void test_fold_for_search(void **state)
{
	(void)state;
	assert_str(lang_fold(arena, STR("  Łódź\tSTRASSE  Straße ")), "lodz strasse strasse");
	assert_str(lang_fold(arena, STR("Ngũgĩ Søren Đoàn Ｆｕｌｌ ﬁ")), "ngugi soren doan full fi");
	assert_str(lang_fold(arena, STR("ΆΡΗΣ Щербаковй")), "αρησ щербакови");
	assert_str(lang_fold(arena, STR("مُحَمَّد")), "محمد");
	assert_str(lang_fold(arena, STR("हिन्दी")), "हिन्दी");
	assert_str(lang_fold(arena, STR("")), "");
}

static void test_sort_keys_follow_the_language(void **state)
{
	(void)state;
	const struct lang *sv = language("sv", ""), *en = langs_english(langs);
	assert_true(str_compare(lang_sort_key(en, arena, STR("Örn")), lang_sort_key(en, arena, STR("Zorn"))) < 0);
	assert_true(str_compare(lang_sort_key(sv, arena, STR("Örn")), lang_sort_key(sv, arena, STR("Zorn"))) > 0);
	assert_true(str_compare(lang_sort_key(en, arena, STR("éa")), lang_sort_key(en, arena, STR("eb"))) < 0);
}

static void test_scripts_and_normal_form(void **state)
{
	(void)state;
	assert_str(lang_script(STR("Щербаков (Shch)x")), "Cyrl");
	assert_str(lang_script(STR("محمد")), "Arab");
	assert_str(lang_script(STR("Oskar 12")), "Latn");
	assert_str(lang_script(STR("12 -")), "Zyyy");
	assert_true(lang_is_nfc(STR("Zo\u00eb")));
	assert_false(lang_is_nfc(STR("Zoe\u0308")));
	assert_false(lang_is_nfc(STR("\xff")));
}

static void cleaned(const char *text, enum lang_clean kind, const char *want)
{
	struct str out;
	bool fine = lang_clean_text(arena, str_of(text), kind, &out);
	assert_int_equal(fine, want != NULL);
	if (fine)
		assert_str(out, want);
}

static void test_typed_text_is_cleaned(void **state)
{
	(void)state;
	cleaned(" Zoe\u0308 \u202eO\u2066'Neil\u00ad\ufeff ", LANG_LINE, "Zo\u00eb O'Neil");
	cleaned("a\tb\r\nc", LANG_LINE, "a b c");
	cleaned("a\tb\r\nc\u2028d", LANG_LINES, "a\tb\nc\nd");
	cleaned("می\u200cخواهم", LANG_LINE, "می\u200cخواهم");
	cleaned("a\x01", LANG_LINE, NULL);
	cleaned("a\x1b[0m", LANG_LINES, NULL);
	cleaned("a\xc2\x85", LANG_LINES, NULL);
	cleaned("a\xef\xbf\xbf", LANG_LINES, NULL);
	cleaned("\xc3", LANG_LINES, NULL);
	cleaned("", LANG_LINE, "");
}

static void test_tables_of_zones_are_compared(void **state)
{
	(void)state;
	struct date day = { 0 };
	int64_t from = date_days((struct date){ 2026, 1, 1 }) * DAY_MS;
	const struct lang_zone *utc = zone("UTC"), *lisbon = zone("Europe/Lisbon");
	assert_true(lang_zone_agrees(utc, STR("UTC"), from, 400, &day));
	assert_true(lang_zone_agrees(lisbon, STR("Europe/Lisbon"), from, 400, &day));
	/* As if the system knew of a change of law that ICU does not know. */
	assert_false(lang_zone_agrees(utc, STR("Europe/Lisbon"), from, 400, &day));
	assert_int_equal(day.month, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_tables_of_zones_are_compared),
		UNIT(test_po_is_read_and_written_the_same),
		UNIT(test_po_mistakes_name_their_line),
		UNIT(test_words_fall_back_to_english),
		UNIT(test_later_words_are_added_not_changed),
		UNIT(test_plurals_of_english_and_french),
		UNIT(test_plurals_of_arabic_have_six_forms),
		UNIT(test_plural_forms_must_agree),
		UNIT(test_names_in_sentences_are_filled),
		UNIT(test_languages_are_chosen),
		UNIT(test_dates_whole_and_partial),
		UNIT(test_native_digits_only_when_asked),
		UNIT(test_numbers_are_grouped),
		UNIT(test_durations_and_ages),
		UNIT(test_times_in_a_zone),
		UNIT(test_skipped_and_double_hours),
		UNIT(test_a_day_may_begin_after_midnight_or_not_exist),
		UNIT(test_every_day_start_is_its_first_instant),
		UNIT(test_threads_share_a_zone),
		UNIT(test_fold_for_search),
		UNIT(test_sort_keys_follow_the_language),
		UNIT(test_scripts_and_normal_form),
		UNIT(test_typed_text_is_cleaned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
