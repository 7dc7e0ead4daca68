/* Lists as agents send them: headings of the forms in two languages, separators, marks, dates, and every fault at once. */
#include "test.h"

#include "crew_list.h"

static struct arena *arena;

static int setup(void **state)
{
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	arena_free(arena);
	return 0;
}

static struct str country(void *state, struct str text)
{
	static const char *const known[] = { "PHL", "UKR", "IND", "UTO", "FRA" };
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_is(text, known[i]))
			return text;
	return str_is(text, "Philippines") ? STR("PHL") : STR("");
}

static struct str kind(void *state, struct str text)
{
	return str_is(text, "P") || str_is(text, "AC") ? text : STR("");
}

static const struct list_codes codes = { country, kind, NULL, { 2026, 11, 26 } };
static struct list_reading list;
static struct error err;

static void read_list(const char *text)
{
	if (!crew_list_read(str_of(text), true, &codes, arena, &list, &err))
		fail_msg("%s (%s)", err.what, err.where);
}

static bool has_fault(uint64_t row, const char *column, const char *part)
{
	for (size_t i = 0; i < list.fault_count; i++)
		if (list.faults[i].row == row && !strcmp(list.faults[i].column, column) && strstr(list.faults[i].words, part))
			return true;
	return false;
}

static void test_form_5_as_it_is_printed(void **state)
{
	read_list("\xef\xbb\xbf" "No.;7. Family name, given names;8. Rank or rating;9. Nationality;10. Date and place of birth;11. Nature and number of identity document\r\n"
	          "1;SANTOS, Maria Luz;Master;PHL;1979-02-11, Cebu City;Passport P1234567A\r\n"
	          "2;KOVAL, Iryna;Chief mate;UKR;1985-07-30 Odesa;Seaman's book AB 445566\r\n");
	assert_int_equal(list.faults_all, 1); /* the number is the last word: "Seaman's book AB" is no kind */
	assert_true(has_fault(3, "Nature and number of the document", "kind of document is not known"));
	assert_int_equal(list.count, 2);
	assert_str(list.people[0].surname, "SANTOS");
	assert_str(list.people[0].given_names, "Maria Luz");
	assert_str(list.people[0].birthplace, "Cebu City");
	assert_str(list.people[0].document_kind, "P");
	assert_str(list.people[0].document_number, "P1234567A");
	assert_str(list.people[0].document_issuer, "PHL");
	assert_int_equal(list.people[0].born.day, 11);
	assert_str(list.people[1].birthplace, "Odesa");
	assert_int_equal(list.separator, ';');
}

static void test_french_headings_and_a_file_of_windows(void **state)
{
	read_list("Nom de famille,Pr\xe9noms,Grade ou fonctions,Nationalit\xe9,Date de naissance,Lieu de naissance,Sexe,Nature de la pi\xe8" "ce d'identit\xe9,"
	          "Num\xe9ro de la pi\xe8" "ce d'identit\xe9,\xc9tat \xe9metteur,Date d'expiration,Remarques\n"
	          "L\xe9vy,Ren\xe9,Capitaine,FRA,12/08/1974,Brest,Masculin,Livret de marin,12345,FRA,31/12/2029,rien\n"
	          "Diallo,Awa,Matelot,FRA,03/04/1990,Dakar,F\xe9minin,Passeport,20AB12345,FRA,01/02/2030,\n");
	assert_int_equal(list.faults_all, 0);
	assert_int_equal(list.count, 2);
	assert_str(list.people[0].surname, "Lévy");
	assert_str(list.people[0].document_kind, "IS");
	assert_str(list.people[0].sex, "M");
	assert_int_equal(list.people[1].born.month, 4); /* the other row's 31/12 proves the order */
	assert_int_equal(list.unread.count, 1);
	assert_str(list.unread.items[0], "Remarques");
}

static void test_a_date_of_two_days_is_asked_for(void **state)
{
	read_list("Surname,Rank,Nationality,DOB,Document number\nAMARA,Oiler,IND,03/04/1990,Z1\nBOSE,Cook,IND,05/05/1991,Z2\n");
	assert_int_equal(list.faults_all, 1);
	assert_true(has_fault(2, "Date of birth", "could be two days"));
	read_list("Surname,Rank,Nationality,DOB,Document number\nAMARA,Oiler,IND,03/04/1990,Z1\nBOSE,Cook,IND,12/25/1991,Z2\n");
	assert_int_equal(list.faults_all, 0);
	assert_int_equal(list.people[0].born.month, 3);
	read_list("Surname,Rank,Nationality,DOB,Document number\nAMARA,Oiler,IND,25/04/1990,Z1\nBOSE,Cook,IND,12/25/1991,Z2\nCHAND,Cook,IND,01/02/1991,Z3\n");
	assert_int_equal(list.faults_all, 1); /* both orders in one file prove nothing */
	assert_true(has_fault(4, "Date of birth", "could be two days"));
}

static void test_dates_as_people_write_them(void **state)
{
	read_list("Surname,Rank,Nationality,Born,Document number,Expiry date\nA,Cook,IND,12 AUG 1974,Z1,1-sept-2030\nB,Cook,IND,1950,Z2,2030-01-01\nC,Cook,IND,1950-03,Z3,01.02.2031\n"
	          "D,Cook,IND,31/02/1980,Z4,\nE,Cook,IND,12/08/74,Z5,\nF,Cook,IND,yesterday,Z6,\nG,Cook,IND,2031-01-01,Z7,\nH,Cook,IND,1988-01-02T00:00:00,Z8,\n");
	assert_int_equal(list.people[0].born.month, 8);
	assert_int_equal(list.people[0].document_expires.month, 9);
	assert_int_equal(list.people[1].born.month, 0);
	assert_int_equal(list.people[2].document_expires.day, 1);
	assert_int_equal(list.people[7].born.day, 2);
	assert_int_equal(list.faults_all, 4);
	assert_true(has_fault(5, "Date of birth", "no such day"));
	assert_true(has_fault(6, "Date of birth", "two digits"));
	assert_true(has_fault(7, "Date of birth", "no date"));
	assert_true(has_fault(8, "Date of birth", "in the future"));
}

static void test_all_faults_are_told_at_once(void **state)
{
	read_list("Surname,Given names,Rank,Nationality,Date of birth,Sex,Document number\n"
	          ",,Cook,PHL,1980-01-01,F,A1\n"
	          "REYES,Jo,Cook,Atlantis,1980-01-01,Q,A1\n"
	          "\n"
	          "SUKARNO,,AB,PHL,1950,,none\n"
	          "TAN,Li,AB,PHL,1981-01-01,F,A1\n"
	          "LIM,Li,AB,,1981-01-01,F,\n");
	assert_int_equal(list.count, 5);
	assert_true(has_fault(2, "Family name", "One name is enough"));
	assert_true(has_fault(3, "Nationality", "country is not known"));
	assert_true(has_fault(3, "Sex", "F, M or X"));
	assert_true(has_fault(5, "Number of the document", "same document"));
	assert_true(has_fault(6, "Nationality", "missing"));
	assert_true(has_fault(6, "Number of the document", "none"));
	assert_str(list.people[2].surname, "SUKARNO");
	assert_int_equal(list.people[2].document_number.len, 0);
}

static void test_columns_that_are_missing_or_double(void **state)
{
	read_list("Name,Sex,sex\nSANTOS,F,F\n");
	assert_true(has_fault(0, "Nationality", "missing"));
	assert_true(has_fault(0, "Date of birth", "missing"));
	assert_true(has_fault(0, "Number of the document", "missing"));
	assert_true(has_fault(0, "Rank or rating", "missing"));
	assert_true(has_fault(0, "Sex", "twice"));
	read_list("Surname,Rank,Nationality,Born,Document number\n");
	assert_true(has_fault(0, "", "names nobody"));
	assert_false(crew_list_read(STR(""), true, &codes, arena, &list, &err));
	assert_false(crew_list_read(STR("a,b\n\"open"), true, &codes, arena, &list, &err));
}

static void test_imo_numbers(void **state)
{
	assert_str(imo_number(STR("IMO 9074729"), arena), "9074729");
	assert_str(imo_number(STR("8814275"), arena), "8814275");
	assert_int_equal(imo_number(STR("9074728"), arena).len, 0);
	assert_int_equal(imo_number(STR("907472"), arena).len, 0);
	assert_int_equal(imo_number(STR("90747x9"), arena).len, 0);
}

static void test_who_is_whom_between_two_versions(void **state)
{
	struct list_person a = { .surname = STR("Lévy"), .given_names = STR("René"), .born = { 1974, 8, 12 }, .document_number = STR("1"), .document_issuer = STR("FRA"), .rank = STR("Cook") };
	struct list_person b = a;
	b.rank = STR("Chief cook");
	b.surname = STR("LEVY");
	assert_int_equal(list_compare(&a, &b, arena), LIST_SAME_DOCUMENT);
	struct texts changed = list_changes(&a, &b, arena);
	assert_int_equal(changed.count, 2);
	assert_str(changed.items[0], "surname");
	assert_str(changed.items[1], "rank");
	b.document_number = STR("2");
	assert_int_equal(list_compare(&a, &b, arena), LIST_SAME_NAME);
	b.born.day = 13;
	assert_int_equal(list_compare(&a, &b, arena), LIST_OTHER);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_form_5_as_it_is_printed),
		UNIT(test_french_headings_and_a_file_of_windows),
		UNIT(test_a_date_of_two_days_is_asked_for),
		UNIT(test_dates_as_people_write_them),
		UNIT(test_all_faults_are_told_at_once),
		UNIT(test_columns_that_are_missing_or_double),
		UNIT(test_imo_numbers),
		UNIT(test_who_is_whom_between_two_versions),
	};
	return cmocka_run_group_tests(cases, NULL, NULL);
}
