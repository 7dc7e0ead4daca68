#include "test.h"

#include "match.h"
#include "match_bench.h"
#include "uuid.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct date day(const char *text)
{
	struct date date;
	assert_true(date_parse(str_of(text), &date));
	return date;
}

static struct watch_birth born(const char *from, const char *to)
{
	return (struct watch_birth){ .from = day(from), .to = day(to) };
}

/* One entry with one name, born on a day, of a state. */
static struct watch_list list_of(const char *name, enum watch_quality quality)
{
	struct watch_entry *entry = ARENA_NEW(arena, struct watch_entry);
	struct watch_name *names = ARENA_NEW(arena, struct watch_name);
	struct watch_birth *births = ARENA_NEW(arena, struct watch_birth);
	struct watch_document *documents = ARENA_NEW(arena, struct watch_document);
	struct str *nationalities = ARENA_NEW(arena, struct str);
	*names = (struct watch_name){ str_of(name), quality, false };
	*births = born("1974-08-12", "1974-08-12");
	*documents = (struct watch_document){ STR("passport"), STR("L 898902C"), STR("UTO") };
	*nationalities = STR("UTO");
	*entry = (struct watch_entry){ .id = STR("1"), .names = names, .name_count = 1, .births = births, .birth_count = 1, .sex = WATCH_FEMALE,
		.documents = documents, .document_count = 1, .nationalities = nationalities, .nationality_count = 1 };
	return (struct watch_list){ STR("test"), entry, 1 };
}

static struct watch_hits ask(const char *listed, enum watch_quality quality, struct watch_query query)
{
	struct watch_list *list = ARENA_NEW(arena, struct watch_list);
	*list = list_of(listed, quality);
	struct watch_index *index = watch_index_build(list, 1, NULL);
	struct watch_hits hits = watch_search(index, &query, arena), brute = watch_search_brute(index, &query, arena);
	assert_true(watch_hits_same(&hits, &brute));
	watch_index_free(index);
	return hits;
}

static size_t hits_for(const char *listed, const char *name)
{
	return ask(listed, WATCH_PRIMARY, (struct watch_query){ .name = str_of(name) }).count;
}

static void test_names_written_otherwise_are_found(void **state)
{
	static const char *const same[][2] = {
		{ "Abdul Rahman Yasin", "RAHMAN<YASIN<<ABDUL" }, { "Hafiz Abdul Salam Bhuttavi", "BHUTTAVI<<HAFIZ<ABUDL<SALAM" }, { "Abdul Manan Agha", "AGHA<<ABDUL<MANAN" },
		{ "Anna Maria Eriksson", "ERIKSSON<<ANNA<MARIA" }, { "Usama bin Muhammad bin Awad Bin Ladin", "BINLADIN USAMA AWAD MUHAMMAD" },
		{ "Muammar Gaddafi", "QADDAFI MOAMMAR" }, { "ABD AL-RAHMAN SALIH", "ABDURRAHMAN SALEH" }, { "Noor ud Din Turabi", "TURABI NOORUDDIN" },
		{ "Щербаков Юрий", "SHCHERBAKOV IURII" }, { "Щербаков Юрий", "SHCHERBAKOV YURIY" }, { "محمد عبد الله", "MOHAMMED ABDULLAH" },
		{ "Jörg Müller", "MUELLER JOERG" }, { "Jörg Müller", "MULLER JORG" }, { "Rami Makhlouf", "RamiMakhlouf" },
		{ "AlisherUsmanov", "Alisher Usmanov" }, { "Ali Akbar Velayati", "Ali A. Velayati" }, { "Bashar al-Assad", "ALASSAD BASHAR" },
		{ "Sergey Viktorovich LAVROV", "Lavrov, Sergey" }, { "贝拉克 奥巴马", "BEILAKE AOBAMA" }, { "Saddam Hussein", "Saddam Husayn" },
	};
	for (size_t i = 0; i < COUNT_OF(same); i++)
		if (hits_for(same[i][0], same[i][1]) != 1)
			fail_msg("%s is not found as %s", same[i][0], same[i][1]);
}

static void test_other_people_are_not_found(void **state)
{
	static const char *const other[][2] = {
		{ "Rami Makhlouf", "IHAB MAKHLOUF" }, { "RUSTAM MAGOMEDOVICH ASELDEROV", "RUSTAM IBRAHIMOVICH ASELDEROV" },
		{ "Saddam Hussein", "SADDAM HASSAN" }, { "Sergey Viktorovich LAVROV", "SERGEY IVANOV" }, { "Anna Eriksson", "MARIA ERIKSSON" },
		{ "Sukarno", "SUKARNO" }, { "KIM JONG MAN", "KIM JONG SIK" }, { "", "ANNA" }, { "...", "..." },
	};
	for (size_t i = 0; i < COUNT_OF(other); i++)
		if (hits_for(other[i][0], other[i][1]) != 0)
			fail_msg("%s is found as %s", other[i][0], other[i][1]);
}

static void test_one_word_and_weak_aliases_need_support(void **state)
{
	struct watch_query query = { .name = STR("SUKARNO") }, alias = { .name = STR("THE TIGER OF UTOPIA") };
	assert_int_equal(ask("Sukarno", WATCH_PRIMARY, query).count, 0);
	query.born = day("1974");
	assert_int_equal(ask("Sukarno", WATCH_PRIMARY, query).count, 1);
	query.born = day("1950");
	assert_int_equal(ask("Sukarno", WATCH_PRIMARY, query).count, 0);
	assert_int_equal(ask("Tiger of Utopia", WATCH_WEAK_ALIAS, alias).count, 0);
	struct str state_of[] = { STR("UTO") };
	alias.nationalities = state_of;
	alias.nationality_count = 1;
	assert_int_equal(ask("Tiger of Utopia", WATCH_WEAK_ALIAS, alias).count, 1);
}

static void test_a_birth_date_never_lifts_a_name_and_lowers_it(void **state)
{
	struct watch_query query = { .name = STR("MARIA ERIKSSON"), .born = day("1974-08-12") };
	assert_int_equal(ask("Anna Eriksson", WATCH_PRIMARY, query).count, 0);
	query.name = STR("ANNA ERIKSSON");
	struct watch_hits hits = ask("Anna Eriksson", WATCH_PRIMARY, query);
	assert_int_equal(hits.items[0].score, 1000);
	assert_true(hits.items[0].strong);
	query.born = day("1960-01-01");
	hits = ask("Anna Eriksson", WATCH_PRIMARY, query);
	assert_int_equal(hits.items[0].score, 1000 - WATCH_BORN_DIFFERENT);
	assert_int_equal(hits.items[0].born, WATCH_DIFFERENT);
	assert_false(hits.items[0].strong);
	query.sex = WATCH_MALE;
	assert_int_equal(ask("Anna Eriksson", WATCH_PRIMARY, query).count, 0);
}

static void test_birth_dates_partial_swapped_and_about(void **state)
{
	struct watch_birth whole = born("1974-08-12", "1974-08-12"), year = born("1974-01-01", "1974-12-31");
	struct watch_birth years = born("1968-01-01", "1972-12-31"), about = year;
	about.about = true;
	assert_int_equal(watch_born_relation(day("1974-08-12"), &whole, 1), WATCH_SAME);
	assert_int_equal(watch_born_relation(day("1974"), &whole, 1), WATCH_SAME);
	assert_int_equal(watch_born_relation(day("1974-12-08"), &whole, 1), WATCH_CLOSE);
	assert_int_equal(watch_born_relation(day("1975-08-12"), &whole, 1), WATCH_CLOSE);
	assert_int_equal(watch_born_relation(day("1976-08-12"), &whole, 1), WATCH_DIFFERENT);
	assert_int_equal(watch_born_relation(day("1974-09-12"), &year, 1), WATCH_SAME);
	assert_int_equal(watch_born_relation(day("1970-09-12"), &years, 1), WATCH_CLOSE);
	assert_int_equal(watch_born_relation(day("1974-09-12"), &about, 1), WATCH_CLOSE);
	assert_int_equal(watch_born_relation(day("1975-09-12"), &about, 1), WATCH_CLOSE);
	assert_int_equal(watch_born_relation(day("1980"), &about, 1), WATCH_DIFFERENT);
	assert_int_equal(watch_born_relation(day(""), &whole, 1), WATCH_UNKNOWN);
	assert_int_equal(watch_born_relation(day("1974"), NULL, 0), WATCH_UNKNOWN);
}

static void test_a_document_is_a_hit_whatever_the_name(void **state)
{
	struct watch_query query = { .name = STR("SOMEBODY ELSE"), .document_number = STR("L898902C"), .document_issuer = STR("UTO") };
	struct watch_hits hits = ask("Anna Eriksson", WATCH_PRIMARY, query);
	assert_int_equal(hits.count, 1);
	assert_true(hits.items[0].by_document && !hits.items[0].by_name && hits.items[0].strong);
	query.document_issuer = STR("QMA");
	assert_int_equal(ask("Anna Eriksson", WATCH_PRIMARY, query).count, 0);
}

/* A list of lost documents has no people; ships and companies have numbers, too, that no passport has. */
static void test_a_listed_document_is_a_hit_and_a_ship_is_none(void **state)
{
	struct watch_list list = list_of("UTO:L898902C", WATCH_PRIMARY);
	struct watch_entry *entry = (struct watch_entry *)list.entries;
	struct watch_query query = { .name = STR("ERIKSSON ANNA"), .born = day("1974-08-12"), .document_number = STR("L898902C"), .document_issuer = STR("UTO") };
	static const struct { enum watch_kind kind; size_t hits; } kinds[] = { { WATCH_DOCUMENT, 1 }, { WATCH_VESSEL, 0 }, { WATCH_ORGANISATION, 0 } };
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		*entry = (struct watch_entry){ .id = STR("LD-1"), .kind = kinds[i].kind, .names = entry->names, .name_count = 1, .documents = entry->documents, .document_count = 1 };
		struct watch_index *index = watch_index_build(&list, 1, NULL);
		struct watch_hits hits = watch_search(index, &query, arena);
		assert_int_equal(hits.count, kinds[i].hits);
		assert_true(!hits.count || (hits.items[0].by_document && hits.items[0].strong));
		watch_index_free(index);
	}
}

static void test_a_truncated_name_may_lack_words(void **state)
{
	struct watch_query query = { .name = STR("PAPANDROPOULOUS JONATHON ALEC"), .truncated = true };
	assert_int_equal(ask("Jonathon Alec Warren Emmanuel Papandropoulous", WATCH_PRIMARY, query).count, 1);
	query.name = STR("BENNELONG WOOLOOMOOLOO WARRA");
	assert_int_equal(ask("Bennelong Wooloomooloo Warrandyte Warnambool", WATCH_PRIMARY, query).count, 1);
	query.truncated = false;
	assert_int_equal(ask("Bennelong Wooloomooloo Warrandyte Warnambool", WATCH_PRIMARY, query).count, 0);
}

static void test_a_hit_says_which_words_agree(void **state)
{
	struct watch_query query = { .name = STR("ERIKSON ANNA LOUISE"), .born = day("1974-08-12") };
	struct watch_hits hits = ask("Anna Eriksson", WATCH_PRIMARY, query);
	assert_int_equal(hits.count, 1);
	const struct watch_hit *hit = &hits.items[0];
	assert_int_equal(hit->pair_count, 3);
	assert_int_equal(hit->pairs[0].how, WATCH_EQUAL);
	assert_str(hit->pairs[1].query, "ERIKSON");
	assert_int_equal(hit->pairs[1].how, WATCH_SOUND);
	assert_str(hit->pairs[2].query, "LOUISE");
	assert_int_equal(hit->pairs[2].how, WATCH_ONLY_QUERY);
	struct watch_sentence sentences[WATCH_SENTENCES];
	size_t count = watch_explain(hit, sentences, arena);
	assert_int_equal(count, 3);
	assert_string_equal(sentences[1].words, "Close, not the same: {0}.");
	assert_str(sentences[1].arguments[0], "ERIKSON ~ ERIKSSON");
	assert_string_equal(sentences[2].words, "The birth date agrees ({0}).");
	assert_str(sentences[2].arguments[0], "1974-08-12");
}

static void test_the_index_finds_what_comparing_everything_finds(void **state)
{
	struct watch_bench bench = { .names = 3000, .queries = 4000, .oracle = 4000, .seed = 7 };
	struct error err;
	assert_true(watch_bench_words(&bench, str_of(SOURCE_FOLDER "/src/watch/testdata/forenames.txt"), arena, &err));
	assert_true(watch_bench_words(&bench, str_of(SOURCE_FOLDER "/src/watch/testdata/surnames.txt"), arena, &err));
	struct watch_figures figures = watch_bench_run(&bench, arena);
	assert_int_equal(figures.compared, 4000);
	assert_int_equal(figures.differences, 0);
	assert_true(figures.hits > figures.slips * 3 / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_names_written_otherwise_are_found), UNIT(test_other_people_are_not_found),
		UNIT(test_one_word_and_weak_aliases_need_support), UNIT(test_a_birth_date_never_lifts_a_name_and_lowers_it),
		UNIT(test_birth_dates_partial_swapped_and_about), UNIT(test_a_document_is_a_hit_whatever_the_name),
		UNIT(test_a_listed_document_is_a_hit_and_a_ship_is_none), UNIT(test_a_truncated_name_may_lack_words), UNIT(test_a_hit_says_which_words_agree),
		UNIT(test_the_index_finds_what_comparing_everything_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
