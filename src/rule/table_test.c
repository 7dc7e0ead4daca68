#include "test.h"

#include "arena.h"
#include "buf.h"
#include "table.h"

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

#define WORD(text) { text, sizeof(text) - 1 }

static const struct str countries[] = { WORD("QMA"), WORD("QMB"), WORD("QMC"), WORD("QMD") };

static bool type_of(void *context, struct str name, struct rule_type *out, struct str *meant)
{
	*meant = rule_nearest(name, (struct str[]){ STR("country") }, 1);
	*out = (struct rule_type){ .kind = RULE_CODE, .list = STR("country") };
	return str_is(name, "country");
}

static bool codes(void *context, struct str list, const struct str **out, size_t *count)
{
	*out = countries;
	*count = COUNT_OF(countries);
	return str_is(list, "country");
}

static bool bloc(void *context, struct str name, const struct str **out, size_t *count, struct str *meant)
{
	*out = countries;
	*count = 2;
	*meant = STR("vale");
	return str_is(name, "vale");
}

static const struct table_source source = { NULL, type_of, codes, bloc };

/* Lines with commas between cells: csv is another room's business. */
static const struct rule_table *build(const char *text, enum table_hit hit, bool complete, struct rule_diagnostics *diagnostics)
{
	struct str rest = str_of(text), line, cell;
	const struct str **rows = ARENA_ARRAY(arena, const struct str *, 64);
	size_t *cells = ARENA_ARRAY(arena, size_t, 64), count = 0;
	*diagnostics = (struct rule_diagnostics){ .arena = arena };
	while (rest.len && str_cut(&rest, '\n', &line)) {
		struct str *row = ARENA_ARRAY(arena, struct str, 40);
		while (str_cut(&line, ',', &cell))
			row[cells[count]++] = cell;
		rows[count++] = row;
	}
	struct table_rows all = { STR("t.csv"), rows, cells, NULL, count };
	return table_build(arena, STR("t"), hit, complete, &all, &source, diagnostics);
}

static struct str findings(const struct rule_diagnostics *diagnostics)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct rule_diagnostic *d = &diagnostics->items[i];
		buf_format(&out, "%sP%d:%u:%u " STR_FMT, i ? "; " : "", d->code, d->place.line, d->place.column, STR_ARG(d->subject));
		if (d->meant.len)
			buf_format(&out, " > " STR_FMT, STR_ARG(d->meant));
	}
	return out.len ? buf_str(&out) : STR("");
}

/* The first answer column of the rows found */
static struct str ask(const struct rule_table *table, const struct rule_value *asked, size_t count, const char *on)
{
	const struct rule_object *const *rows;
	size_t found;
	struct error err;
	struct date day;
	assert_true(date_parse(str_of(on), &day));
	if (!table_lookup(table, arena, asked, count, day, &rows, &found, &err))
		return str_of(err.where);
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < found; i++)
		buf_format(&out, "%s" STR_FMT, i ? "+" : "", STR_ARG(rule_value_text(arena, &rows[i]->members[0])));
	return found ? buf_str(&out) : STR("none");
}

static void test_the_most_exact_row_answers(void **state)
{
	(void)state;
	struct rule_diagnostics diagnostics;
	const struct rule_table *table = build("from:date,until:date,nationality?:country,days?:range,need:text\n"
	                                       "2020-01-01,2026-12-31,QMA,,old\n"
	                                       "2027-01-01,,QMA,,free\n"
	                                       "2027-01-01,,bloc vale|QMC,0..90,short\n"
	                                       "2020-01-01,,,,visa\n"
	                                       "2020-01-01,,not QMA|QMB,91..,long\n",
	                                       TABLE_UNIQUE, true, &diagnostics);
	assert_str(findings(&diagnostics), "");
	struct rule_value qma = rule_code(STR("QMA")), qmd = rule_code(STR("QMD")), missing = rule_missing(STR(""));
	struct rule_value range = { .kind = RULE_RANGE, .range = { 89 * RULE_UNIT, 91 * RULE_UNIT } };
	struct rule_value within = { .kind = RULE_RANGE, .range = { 80 * RULE_UNIT, 90 * RULE_UNIT } };
	assert_str(ask(table, &qma, 1, "2026-12-31"), "old");
	assert_str(ask(table, &qma, 1, "2027-01-01"), "free");
	assert_str(ask(table, (struct rule_value[]){ qma, rule_integer(90) }, 2, "2027-01-01"), "short");
	assert_str(ask(table, (struct rule_value[]){ qma, rule_integer(91) }, 2, "2027-01-01"), "free");
	assert_str(ask(table, (struct rule_value[]){ qma, range }, 2, "2027-01-01"), "free");
	assert_str(ask(table, (struct rule_value[]){ qma, within }, 2, "2027-01-01"), "short");
	assert_str(ask(table, (struct rule_value[]){ qmd, rule_integer(91) }, 2, "2027-01-01"), "long");
	assert_str(ask(table, &missing, 1, "2027-01-01"), "visa");
	assert_str(ask(table, &qma, 1, "2019-12-31"), "none");
	table_check(table, (struct date){ 2027, 1, 1 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "");
	assert_int_equal(table_asked_count(table), 2);
	assert_int_equal(table_record(table)->count, 1);
	assert_int_equal(table_line(table, 0), 2);
}

static void test_a_tie_is_found_and_told(void **state)
{
	(void)state;
	struct rule_diagnostics diagnostics;
	const char *text = "nationality?:country,kind?:text,need:text\nQMA,,none\n,PD,diplomat\n,,visa\n";
	const struct rule_table *table = build(text, TABLE_UNIQUE, false, &diagnostics);
	struct rule_value both[] = { rule_code(STR("QMA")), rule_text(STR("PD")) };
	assert_str(ask(table, both, 2, "2027-01-01"), "table t, lines 2 and 3");
	table_check(table, (struct date){ 2027, 1, 1 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "P310:3:1 lines 2 and 3");
	table = build("nationality?:country,kind?:text,need:text\nQMA,,none\n,PD,diplomat\n,,visa\nQMA,PD,both\n", TABLE_UNIQUE, false,
	              &diagnostics);
	assert_str(ask(table, both, 2, "2027-01-01"), "both");
	table_check(table, (struct date){ 2027, 1, 1 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "");
	/* of different times: no tie */
	table = build("until:date,from:date,n?:country,need:text\n2026-12-31,,QMA,a\n,2027-01-01,QMA|QMB,b\n,,QMC,c\n", TABLE_UNIQUE, false,
	              &diagnostics);
	table_check(table, (struct date){ 0 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "");
	table = build("n?:country,need:text\nbloc vale,a\nQMB|QMD,b\n", TABLE_UNIQUE, false, &diagnostics);
	table_check(table, (struct date){ 0 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "P310:3:1 lines 2 and 3");
	table = build("n?:integer,need:text\n0..5,a\n5..9,b\n10..,c\n", TABLE_UNIQUE, false, &diagnostics);
	table_check(table, (struct date){ 0 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "P310:3:1 lines 2 and 3");
}

static void test_gaps_are_found(void **state)
{
	(void)state;
	static const struct { const char *text, *want; } all[] = {
		{ "age?:range,family?:yesno,fee:money\n,yes,0 XTS\n0..5,no,0 XTS\n6..11,no,45 XTS\n12..,no,90 XTS\n", "" },
		{ "age?:range,family?:yesno,fee:money\n,yes,0 XTS\n0..5,no,0 XTS\n7..11,no,45 XTS\n12..,no,90 XTS\n",
		  "P311:1:1 age 6, family no, on 2027-01-01" },
		{ "age?:range,fee:money\n1..,0 XTS\n", "P311:1:1 age 0, on 2027-01-01" },
		{ "n?:country,fee:money\nQMA|QMB|QMC,0 XTS\n", "P311:1:1 n QMD, on 2027-01-01" },
		{ "n?:country,fee:money\nQMA|QMB|QMC|QMD,0 XTS\n", "" },
		{ "n?:country,fee:money\nbloc vale,0 XTS\nnot bloc vale,1 XTS\n", "" },
		{ "until:date,y?:yesno,fee:money\n2027-06-30,yes,0 XTS\n,no,1 XTS\n2028-01-01,yes,2 XTS\n", "P311:1:1 y yes, on 2028-01-02" },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct rule_diagnostics diagnostics;
		const struct rule_table *table = build(all[i].text, TABLE_ALL, true, &diagnostics);
		assert_non_null(table);
		table_check(table, (struct date){ 2027, 1, 1 }, &source, &diagnostics);
		assert_str(findings(&diagnostics), all[i].want);
	}
}

static void test_first_and_all(void **state)
{
	(void)state;
	struct rule_diagnostics diagnostics;
	const char *text = "n?:country,need:text\nQMA,a\n,b\nQMB,c\n";
	struct rule_value qma = rule_code(STR("QMA")), qmb = rule_code(STR("QMB"));
	const struct rule_table *first = build(text, TABLE_FIRST, false, &diagnostics);
	assert_str(ask(first, &qma, 1, "2027-01-01"), "a");
	assert_str(ask(first, &qmb, 1, "2027-01-01"), "b");
	table_check(first, (struct date){ 0 }, &source, &diagnostics);
	assert_str(findings(&diagnostics), "P312:4:1 by line 3");
	const struct rule_table *all = build(text, TABLE_ALL, false, &diagnostics);
	assert_str(ask(all, &qma, 1, "2027-01-01"), "a+b");
	assert_str(ask(all, &qmb, 1, "2027-01-01"), "b+c");
	assert_str(ask(all, NULL, 0, "2027-01-01"), "b");
}

static void test_wrong_cells_are_told_all_at_once(void **state)
{
	(void)state;
	static const struct { const char *text, *want; } all[] = {
		{ "n?:contry,x:text\nQMA,a\n", "P302:1:1 contry > country" },
		{ "n?,x:text\nQMA,a\n", "P301:1:1 n?" },
		{ "n?:country,n:text\nQMA,a\n", "P303:1:2 n" },
		{ "n?:country,x:text\nQMA\nQME,a\n", "P304:2:1 ; P306:3:1 QME > QMA" },
		{ "n?:integer,x:money\nabc,1 XTS\n1..b,2\n..,3 XTS\n", "P305:2:1 abc; P305:3:1 b; P305:3:2 2; P305:4:1 .." },
		{ "n?:country,x:text\nbloc vall,a\nQMA||QMB,b\n", "P305:2:1 vall > vale; P305:3:1 QMA||QMB" },
		{ "from:date,until:date,x:text\n2027-01-01,2026-01-01,a\n2027-02,,b\n", "P307:2:1 ; P305:3:1 2027-02" },
		{ "n?:country\nQMA\n", "P301:1:1 " },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct rule_diagnostics diagnostics;
		assert_null(build(all[i].text, TABLE_UNIQUE, false, &diagnostics));
		assert_str(findings(&diagnostics), all[i].want);
	}
}

static void test_answers_are_typed(void **state)
{
	(void)state;
	struct rule_diagnostics diagnostics;
	const struct rule_table *table = build("n?:country,reply:duration,silence:yesno,receipt:duration,law:text\n"
	                                       "QMA,25 days,yes,2 working days,art. 2\nQMB,1 month,no,,\n",
	                                       TABLE_UNIQUE, false, &diagnostics);
	const struct rule_object *row = table_row(table, 0);
	assert_int_equal(row->members[0].kind, RULE_DURATION);
	assert_int_equal(row->members[0].duration.days, 25);
	assert_true(row->members[1].yes);
	assert_int_equal(row->members[2].duration.working_days, 2);
	row = table_row(table, 1);
	assert_int_equal(row->members[2].kind, RULE_MISSING);
	assert_str(row->members[2].field, "receipt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_the_most_exact_row_answers), UNIT(test_a_tie_is_found_and_told), UNIT(test_gaps_are_found), UNIT(test_first_and_all),
		UNIT(test_wrong_cells_are_told_all_at_once), UNIT(test_answers_are_typed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
