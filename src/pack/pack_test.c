#include "test.h"

#include "arena.h"
#include "buf.h"
#include "pack_judge.h"
#include "pack_letter.h"
#include "pack_load.h"

static struct arena *arena;
static const struct date today = { 2026, 11, 24 };
static const struct pack *utopia;

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

static struct pack_source utopia_source(void)
{
	struct pack_source source;
	struct error err;
	if (!pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err))
		fail_msg("%s (%s)", err.what, err.where);
	return source;
}

static void load_utopia(void)
{
	struct pack_source source = utopia_source();
	struct pack_diagnostics found;
	bool good = pack_load(arena, &source, today, &utopia, &found);
	for (size_t i = 0; i < found.count; i++)
		fprintf(stderr, STR_FMT "\n", STR_ARG(pack_diagnostic_text(arena, &found.items[i])));
	assert_true(good);
	assert_int_equal(found.errors + found.warnings, 0);
}

/* ---- A small pack that has no mistake, and a change to it ---- */

static const struct {
	const char *path, *text;
} small_files[] = {
	{ "border.lim",
	  "posts\n"
	  "  NORTH \"North\" land\n"
	  "    place 1.5, -2\n"
	  "    lane 1 \"Lane\" both\n"
	  "\n"
	  "blocs\n"
	  "  vale \"Vale\"\n"
	  "    members PRT\n"
	  "    law \"Treaty\"\n"
	  "\n"
	  "stay_rules\n"
	  "  visit \"Visit\"\n"
	  "    allow 90 days\n"
	  "    window 180 days\n"
	  "    counts entry_day, exit_day\n"
	  "    law \"s. 8\"\n"
	  "\n"
	  "categories\n"
	  "  citizen \"Citizen\"\n"
	  "    when 'UTO' in person.nationalities\n"
	  "    stay visit\n"
	  "    may admit, refer\n"
	  "    law \"s. 1\"\n"
	  "  other \"Other\"\n"
	  "    when yes\n"
	  "    ask purpose\n"
	  "    stay visit\n"
	  "    may admit, refer, refuse\n"
	  "    law \"s. 2\"\n"
	  "\n"
	  "refusal\n"
	  "  may refuse second_line\n"
	  "  second supervisor if person.child\n"
	  "  not_when protection_claim\n"
	  "  remedy \"Appeal\"\n"
	  "  authority \"Tribunal\"\n"
	  "  deadline 15 days\n"
	  "  law \"s. 3\"\n"
	  "\n"
	  "role booth \"Booth\"\n"
	  "  rights cross, pack_propose, pack_approve, audit\n"
	  "role second_line \"Second line\"\n"
	  "  rights second_line\n"
	  "role supervisor \"Supervisor\"\n"
	  "  rights supervise\n"
	  "\n"
	  "purpose check \"Checks\"\n"
	  "  ground \"s. 4\"\n"
	  "  tasks cross\n"
	  "\n"
	  "watchlists\n"
	  "  bans \"Bans\"\n"
	  "    means refer\n"
	  "    law \"s. 5\"\n"
	  "    instruction \"Refer\"\n"
	  "    visible first_line\n"
	  "    limit amber 1 hour red 2 days\n"
	  "\n"
	  "checks\n"
	  "  'mrz' \"Zone\"\n"
	  "    failed look\n"
	  "    undetermined note\n"
	  "    rule \"Rule\"\n"
	  "    law \"9303\"\n" },
	{ "lists.lim",
	  "list countries\n  UTO \"Utopia\"\n  PRT \"Portugal\"\n"
	  "list document_kinds\n  P \"Passport\"\n  PD \"Diplomatic passport\"\n"
	  "list travel_purposes\n  tourism \"Tourism\" 3 from 2020-01-01 until 2025-12-31\n"
	  "list refusal_reasons\n  A \"No document\"\n"
	  "list referral_reasons\n  child \"Child\"\n"
	  "list correction_reasons\n  typing \"Typing\"\n"
	  "list permit_kinds\n  visa \"Visa\"\n  residence \"Residence\"\n"
	  "list transports\n  car \"Car\"\n"
	  "list agencies\n  supervisor \"Supervisor\"\n"
	  "list custody_grounds\n  a \"A\"\nlist measures\n  a \"A\"\nlist register_states\n  a \"A\"\n"
	  "list protection_languages\n  a \"A\"\nlist protection_needs\n  a \"A\"\nlist hold_grounds\n  a \"A\"\n"
	  "list hold_outcomes\n  a \"A\"\nlist needs\n  a \"A\"\nlist stateless_grounds\n  a \"A\"\n"
	  "list companions\n  a \"A\"\nlist consents\n  a \"A\"\nlist kinships\n  a \"A\"\n"
	  "list kinship_sources\n  a \"A\"\nlist vehicle_kinds\n  a \"A\"\nlist vehicle_colours\n  a \"A\"\n"
	  "list equipment_kinds\n  a \"A\"\nlist power_states\n  a \"A\"\nlist payment_methods\n  a \"A\"\n"
	  "list extension_reasons\n  a \"A\"\nlist sexes\n  a \"A\"\n" },
	{ "pack.lim",
	  "pack small \"Small\"\n"
	  "  country UTO\n"
	  "  authority \"Border\"\n"
	  "  version '1'\n"
	  "  from 2020-01-01\n"
	  "  language en\n"
	  "  languages en\n"
	  "  currency XTS\n"
	  "  zone 'Etc/UTC'\n"
	  "  calendar office\n"
	  "\n"
	  "calendar office \"Office\"\n"
	  "  weekend saturday, sunday\n"
	  "  holiday \"Easter Monday\" easter 1\n"
	  "\n"
	  "security\n"
	  "  idle 15 minutes\n"
	  "  absolute 12 hours\n"
	  "  lock 15 minutes after 5\n"
	  "  password 12\n" },
	{ "params.lim", "param means \"Means\"\n  40 XTS from 2020-01-01 until 2023-12-31\n  50.25 XTS from 2024-01-01\n" },
	{ "tables/entry_rules.csv",
	  "nationality?:country,need:need,stay_rule:stay_rule,passport_months:integer,onward:yesno,health:text,article:words\n"
	  "bloc vale,none,visit,0,no,,Order 1\n"
	  ",visa,visit,6,yes,,Order 2\n" },
	{ "tables/tables.lim", "table entry_rules \"Entry\" first complete\n" },
};

static int by_path(const void *left, const void *right)
{
	return str_compare(((const struct pack_file *)left)->path, ((const struct pack_file *)right)->path);
}

/* The small pack with one text replaced in one file, or a file added or left out (`to` NULL: without the file). */
static struct pack_source changed(const char *path, const char *from, const char *to)
{
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, COUNT_OF(small_files) + 101);
	size_t count = 0;
	bool done = false;
	for (size_t i = 0; i < COUNT_OF(small_files); i++) {
		struct str text = str_of(small_files[i].text);
		size_t at;
		if (path && !strcmp(small_files[i].path, path)) {
			done = true;
			if (!to)
				continue;
			if (!from[0]) {
				text = str_of(to);
			} else {
				if (!str_find(text, str_of(from), &at))
					fail_msg("the small pack has no %s", from);
				text = str_format(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_slice(text, 0, at)), to,
				                  STR_ARG(str_slice(text, at + strlen(from), text.len)));
			}
		}
		files[count++] = (struct pack_file){ str_of(small_files[i].path), text };
	}
	for (const struct letter_shape *shape = letter_shapes; shape->name; shape++)
		if (shape->doc)
			files[count++] = (struct pack_file){ str_format(arena, "letters/%s.en.letter", shape->name), STR("subject Letter\n") };
	if (path && !done)
		files[count++] = (struct pack_file){ str_of(path), str_of(to) };
	qsort(files, count, sizeof *files, by_path);
	return (struct pack_source){ files, count };
}

static const struct pack *load(const struct pack_source *source, struct pack_diagnostics *found)
{
	const struct pack *pack;
	(void)!pack_load(arena, source, today, &pack, found);
	return pack;
}

static struct str all_found(const struct pack_diagnostics *found)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < found->count; i++) {
		buf_add(&out, pack_diagnostic_text(arena, &found->items[i]));
		buf_c(&out, '\n');
	}
	return buf_str(&out);
}

static void test_the_small_pack_is_clean(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct pack_source source = changed(NULL, "", "");
	const struct pack *pack = load(&source, &found);
	assert_str(all_found(&found), "");
	assert_non_null(pack);
	const struct pack_value *value = pack_param(pack, STR("means"), today);
	assert_true(value->kind == PACK_MONEY && value->micro == 50250000);
	assert_str(value->unit, "XTS");
	assert_int_equal(pack_param(pack, STR("means"), (struct date){ 2021, 1, 1 })->micro, 40000000);
	assert_null(pack_param(pack, STR("means"), (struct date){ 2019, 1, 1 }));
	assert_true(pack_code_valid(pack, STR("travel_purposes"), STR("tourism"), (struct date){ 2025, 12, 31 }));
	assert_false(pack_code_valid(pack, STR("travel_purposes"), STR("tourism"), today));
	assert_int_equal(pack_code(pack, STR("travel_purposes"), STR("tourism"))->score, 3);
	assert_int_equal(pack->posts[0].longitude, -2000000);
	assert_int_equal(pack->watchlists[0].red_hours, 48);
	assert_str(pack_check(pack, STR("mrz.composite"), today)->words.source, "Zone");
	assert_null(pack_check(pack, STR("chip"), today));
	assert_false(pack_working_day(pack_calendar(pack, STR("")), (struct date){ 2026, 4, 6 }));
	assert_true(pack_working_day(pack_calendar(pack, STR("")), (struct date){ 2026, 4, 7 }));
}

/* ---- Every code has a case: a change to the small pack, and the line that must be found ---- */

#define OVERSTAY "overstay\n  remedy \"r\"\n  law \"a\"\n"
#define BANS(role) "bans\n  may order " role "\n  remedy \"r\"\n  authority \"t\"\n  deadline 15 days\n  law \"a\"\n"
#define CENTRE(lines) "centre HERE \"Here\"\n  country UTO\n  place 1, 2\n  address \"A\"\n" lines

static const struct {
	const char *path, *from, *to, *want;
} mistakes[] = {
	{ "pack.lim", "Small", "Sm\xff", "pack.lim: P001" },
	{ "pack.lim", "Small", "Sme\xcc\x81", "pack.lim: P002" },
	{ "pack.lim", "  country", "\tcountry", "pack.lim:2:1: P003" },
	{ "pack.lim", "country UTO\n", "country UTO\r\n", "pack.lim:2:14: P004" },
	{ "pack.lim", "  country", "   country", "pack.lim:2:1: P005" },
	{ "pack.lim", "  weekend", "    weekend", "pack.lim:13:1: P006" },
	{ "pack.lim", "'1'", "'1", "pack.lim:4:11: P010" },
	{ "border.lim", "  not_when protection_claim", "  not_when (protection_claim", "border.lim:34:12: P011" },
	{ "border.lim", "  not_when protection_claim", "  not_when protection_claim)", "border.lim:34:28: P011" },
	{ "pack.lim", "  zone", "  zonne", "pack.lim:9:3: P012: this line is not known here: zonne; use one of: country, authority, version, from, language, "
	  "languages, desk_languages, currency, zone, calendar, cover, foil, emblem (did you mean zone?)" },
	{ "pack.lim", "security\n", "list x\n", "pack.lim:16:1: P012: this line is not known here: list; it belongs in another file" },
	{ "pack.lim", "country UTO", "country", "pack.lim:2:10: P013: something is missing at the end of the line: code; write a code" },
	{ "pack.lim", " easter 1", "", "pack.lim:14:3: P013" },
	{ "pack.lim", "country UTO", "country 'UTO'", "pack.lim:2:11: P014" },
	{ "border.lim", "land\n", "lnd\n", "border.lim:2:17: P014: this does not fit here: lnd; write one of these words: land, sea, air, rail (did you mean land?)" },
	{ "pack.lim", "country UTO", "country UTO PRT", "pack.lim:2:15: P015" },
	{ "pack.lim", "  country UTO\n", "", "pack.lim:1:1: P016: a line is missing here: country" },
	{ "pack.lim", "  country UTO\n", "  country UTO\n  country UTO\n", "pack.lim:3:3: P017" },
	{ "pack.lim", "Small", "Sm\x01", "pack.lim:1:15: P018" },
	{ "pack.lim", "country UTO", "country UTO;", "pack.lim:2:14: P019" },
	{ "other.lim", "", "x\n", "other.lim: P020" },
	{ "pack.lim", "", NULL, "pack.lim: P022" },
	{ "tables/entry_rules.csv", "", NULL, "tables/tables.lim:1:7: P022" },
	{ "pack.lim", "\"Small\"", "\"\"", "pack.lim:1:12: P023" },
	{ "lists.lim", "  PRT", "  UTO", "lists.lim:3:3: P101" },
	{ "params.lim", " until 2023-12-31", " until 2024-06-30", "params.lim:3:3: P101" },
	{ "border.lim", "purpose check", "purpose check \"C\"\n  ground \"g\"\npurpose check", "border.lim:49:9: P101" },
	{ "lists.lim", "list transports\n", "list transport\n", "lists.lim: P102: a list is missing: transports" },
	{ "border.lim", "may refuse second_line", "may refuse second_lin", "border.lim:32:14: P104: there is no such role: second_lin; use the name of a 'role' (did you mean second_line?)" },
	{ "border.lim", "rights supervise", "rights supervize", "border.lim:45:10: P105: there is no such right: supervize; rights are fixed: see 'limen pack help rights' (did you mean supervise?)" },
	{ "border.lim", "    stay visit\n    may admit, refer\n", "    stay vist\n    may admit, refer\n", "border.lim:21:10: P107: there is no such stay rule: vist; use a rule of 'stay_rules', or visa.rule (did you mean visit?)" },
	{ "pack.lim", "calendar office\n\n", "calendar ofice\n\n", "pack.lim:10:12: P108" },
	{ "pack.lim", "languages en\n", "languages en, french\n", "pack.lim:7:17: P110" },
	{ "pack.lim", "languages en\n", "languages en\n  desk_languages english\n", "pack.lim:8:18: P110" },
	{ "border.lim", "members PRT", "members PRX", "border.lim:8:13: P111: there is no such country: PRX; use a code of the list 'countries' (did you mean PRT?)" },
	{ "border.lim", "ask purpose", "ask purpos", "border.lim:26:9: P113" },
	{ "pack.lim", "Etc/UTC", "Etc/Utopia", "pack.lim:9:8: P114" },
	{ "lists.lim", "from 2020-01-01 until 2025-12-31", "from 2020-01-01 until 2019-12-31", "lists.lim:8:3: P115" },
	{ "border.lim", "place 1.5", "place 91", "border.lim:3:11: P116" },
	{ "params.lim", "  50.25 XTS from", "  5 days from", "params.lim:3:3: P117" },
	{ "pack.lim", "XTS", "xts", "pack.lim:8:12: P118" },
	{ "border.lim", "may admit, refer\n", "may admit, refer, refuse\n", "border.lim:22:5: P141: a citizen may not be refused" },
	{ "border.lim", "when 'UTO' in person.nationalities", "when 'UTO' in person.nationalities and document.kind = 'P'", "border.lim:18:1: P142" },
	{ "border.lim", "when yes", "when protection_claim", "border.lim:24:3: P143" },
	{ "border.lim", "when 'UTO' in person.nationalities", "when yes", "border.lim:19:3: P144" },
	{ "border.lim", "  citizen \"", "  citizens \"", "border.lim:18:1: P145" },
	{ "border.lim", "may refuse second_line", "may refuse booth", "border.lim:32:3: P146" },
	{ "border.lim", "not_when protection_claim", "not_when person.child", "border.lim:34:12: P147" },
	{ "border.lim", "second supervisor", "second booth", "border.lim:33:10: P148" },
	{ "border.lim", "checks\n", OVERSTAY "  excuse illness paper\nchecks\n", "border.lim:62:10: P113: there is no such explanation: illness; use a code of the list 'overstay_explanations'" },
	{ "border.lim", "checks\n", OVERSTAY "  tariff 1 days 40\nchecks\n", "border.lim:62:17: P117: this is no amount in the currency of the pack" },
	{ "border.lim", "checks\n", OVERSTAY "  tariff 1 days 40 EUR\nchecks\n", "P117: this is no amount in the currency of the pack: EUR; write an amount as 40 EUR (did you mean XTS?)" },
	{ "border.lim", "checks\n", OVERSTAY "  tariff 0 days 40 XTS\nchecks\n", "P116: a stay is too long by one day at least" },
	{ "border.lim", "checks\n", OVERSTAY "  missing_exit 180 days tell booht\nchecks\n", "P104: there is no such role: booht; use the name of a 'role' (did you mean booth?)" },
	{ "border.lim", "checks\n", BANS("booth") "  limit 5 years\nchecks\n", "P146: this role may order bans but has not the right to: booth" },
	{ "border.lim", "checks\n", BANS("nobody") "  limit 5 years\nchecks\n", "P104: there is no such role: nobody" },
	{ "border.lim", "checks\n", BANS("booth") "  limit 5 hours\nchecks\n", "P116: this unit does not fit here: hours; use days, months or years" },
	{ "border.lim", "checks\n", BANS("booth") "checks\n", "P016: a line is missing here: limit" },
	{ "border.lim", "checks\n", BANS("booth") "  second booth\n  limit 5 years\nchecks\n", "P148: this role cannot confirm: booth" },
	{ "lists.lim", "list agencies\n  supervisor", "list agencys\n  supervisor", "lists.lim: P102: a list is missing: agencies; add it: the program asks for its codes" },
	{ "lists.lim", "list agencies\n  supervisor", "list agencies\n  police", "lists.lim: P152: warning: this agency is no role: nobody would get what it is asked: police" },
	{ "border.lim", "visible first_line\n", "visible first_line\n    second booth\n", "P148: this role cannot confirm: booth" },
	{ "border.lim", "visible first_line\n", "visible first_line\n    second nobody\n", "P104: there is no such role: nobody" },
	{ "border.lim", ", audit", "", "border.lim: P149: warning: no role has this right: audit" },
	{ "border.lim", "checks\n", "peak_modes\n  crowd \"C\"\n    reduce companion\n    at_most 4 hours\n    law \"a\"\nchecks\n", "border.lim:61:5: P150: this may never be left out: companion" },
	{ "border.lim", "checks\n", "peak_modes\n  crowd \"C\"\n    reduce purpose\n    at_most 13 hours\n    law \"a\"\nchecks\n", "border.lim:62:5: P151" },
	{ "border.lim", "checks\n", "disclosure\n  unseen none\n  words \"W\"\n  remedy \"R\"\n  law \"a\"\nchecks\n", "border.lim:60:10: P119: there is no such purpose: none" },
	{ "training/training.lim", "", "scenario one \"One\"\n  brief \"B\"\n  bearer 'A, B' PRT 'F'\n  born '1984'\n  way entry\n  expect dance \"W\"\n  law \"a\"\n", "training/training.lim:6:10: P120: no officer's action has this name: dance" },
	{ "training/training.lim", "", "scenario one \"One\"\n  brief \"B\"\n  bearer 'A, B' PRT 'F'\n  born '1984'\n  along 'C, D' PRT 'M' 'young'\n  way entry\n  expect admit \"W\"\n  law \"a\"\n", "training/training.lim:5:24: P121" },
	{ "training/training.lim", "", "scenario one \"One\"\n  brief \"B\"\n  bearer 'A, B' PRT 'F'\n  born 'long ago'\n  way entry\n  expect admit \"W\"\n  law \"a\"\n", "training/training.lim:4:8: P121" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 2\n  open monday 09:00-12:00\n"), "centres.lim:5:11: P113: there is no such service: talk; use a code of the list 'services'" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 0\n  open monday 09:00-12:00\n"), "centres.lim:5:43: P116: the number of counters is not sensible: talk" },
	{ "centres.lim", "", CENTRE("  service talk length 2 minutes counters 1\n  open monday 09:00-12:00\n"), "centres.lim:5:23: P116: a service takes 5 minutes to 8 hours: talk" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 1\n  open monday 12:00-09:00\n"), "centres.lim:6:15: P158: these hours end before they begin: 12:00-09:00" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 1\n  open monday 09:00-12:00, 11:00-13:00\n"), "centres.lim:6:15: P158: two hours of one day overlap: 11:00-13:00" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 1\n  open monday 9-12\n"), "centres.lim:6:15: P014: this does not fit here: 9-12; write hours as 09:00-12:00, separated by commas" },
	{ "centres.lim", "", CENTRE("  service talk length 4 hours counters 1\n  open monday 09:00-12:00\n"), "centres.lim:5:11: P159: this service takes longer than any opening hours: talk" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 1\n  open monday 09:00-12:00\n  zone 'Etc/Nowhere'\n  calendar ofice\n"), "centres.lim:8:12: P108: there is no such calendar: ofice" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 1\n"), "centres.lim:1:1: P016: a line is missing here: open" },
	{ "centres.lim", "", CENTRE("  service talk length 20 minutes counters 1\n  open monday 09:00-12:00\n  ahead 500 days\n"), "centres.lim:7:9: P116: nobody books that far ahead: HERE" },
	{ "border.lim", "when 'UTO' in person.nationalities", "when 'UTO' in person.nationality", "border.lim:20:19: P221" },
	{ "border.lim", "when 'UTO' in", "when 'UTX' in", "border.lim:20:10: P230" },
	{ "border.lim", "when 'UTO' in person.nationalities", "when person.nationalities", "border.lim:20:10: P241" },
	{ "border.lim", "when 'UTO' in person.nationalities", "when any(person.nationalities, nationality in bloc('vael'))", "border.lim:20:56: P227" },
	{ "border.lim", "when 'UTO' in person.nationalities", "when 'UTO' in", "border.lim:20:18: P207" },
	{ "tables/entry_rules.csv", "need:need", "need:nead", "tables/entry_rules.csv:1:2: P302" },
	{ "tables/entry_rules.csv", "bloc vale", "PRX", "tables/entry_rules.csv:2:1: P306" },
	{ "tables/entry_rules.csv", ",visa,visit,6,yes,,Order 2\n", "", "tables/entry_rules.csv:1:1: P311" },
	{ "tables/entry_rules.csv", ",visa,visit,6,yes,,Order 2\n", ",visa,visit,6,yes,,Order 2\nPRT,none,visit,0,no,,Order 3\n", "tables/entry_rules.csv:4:1: P312" },
	{ "tables/entry_rules.csv", "bloc vale,none", "bloc vale,\"no", "tables/entry_rules.csv:2:1: P315" },
	{ "tables/entry_rules.csv", ",article:words", ",articl:words", "tables/entry_rules.csv:1:1: P316: a column is missing: article" },
	{ "tables/entry_rules.csv", "nationality?:country", "shoe?:country", "tables/entry_rules.csv:1:1: P317" },
	{ "tables/more.csv", "", "a:text\nb\n", "tables/more.csv: P318" },
	{ "border.lim", "members PRT", "members PRT from 2021-01-01", "tables/entry_rules.csv:2:1: P319" },
	{ "pack.lim", "languages en\n", "languages en, fr\n", "lang/fr.po: P022" },
	{ "pack.lim", "calendar office\n\n", "calendar office\n  cover '#778899'\n\n", "pack.lim:11:9: P330" },
	{ "pack.lim", "calendar office\n\n", "calendar office\n  foil '#103f4f'\n\n", "pack.lim:11:8: P330" },
	{ "pack.lim", "calendar office\n\n", "calendar office\n  cover 'blue'\n\n", "pack.lim:11:9: P331" },
	{ "pack.lim", "easter 1\n", "listed 2026-04-06\n  known until 2026-12-31\n", "pack.lim:15:3: P335: warning: the listed holidays run out within a year: office" },
	{ "pack.lim", "easter 1\n", "listed 2025-04-06\n  known until 2025-12-31\n", "pack.lim:15:3: P335: the listed holidays have run out" },
	{ "pack.lim", "easter 1\n", "listed 2025-04-06\n", "pack.lim:12:10: P336" },
	{ "pack.lim", "calendar office\n\n", "calendar office\n  emblem 'x.svg' \"X\"\n\n", "pack.lim:11:10: P340" },
};

static void test_each_mistake_is_found_at_its_place(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct pack_diagnostics found;
		struct pack_source source = changed(mistakes[i].path, mistakes[i].from, mistakes[i].to);
		size_t at;
		bool warning = strstr(mistakes[i].want, "warning");
		const struct pack *pack = load(&source, &found);
		struct str all = all_found(&found);
		if (str_find(all, str_of(mistakes[i].want), &at) && !pack == !warning)
			continue;
		fprintf(stderr, "want %s\ngot  " STR_FMT "\n", mistakes[i].want, STR_ARG(all));
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* What a stay too long costs and what excuses it; how long a ban may be, and who confirms it. */
static void test_overstays_and_bans(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct pack_source plain = changed("lists.lim", "list transports", "list overstay_explanations\n  illness \"I\"\n  none \"N\"\nlist transports");
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, plain.count);
	for (size_t i = 0; i < plain.count; i++) {
		files[i] = plain.files[i];
		if (str_is(files[i].path, "border.lim"))
			files[i].bytes = str_format(arena, STR_FMT "%s", STR_ARG(files[i].bytes),
			        OVERSTAY "  excuse illness paper\n  tariff 1 days 40 XTS\n  tariff 8 days 120.50 XTS from 2020-01-01 until 2026-12-31\n"
			        BANS("supervisor") "  second supervisor over 365 days\n  limit 1 year\n");
		size_t at;
		if (str_is(files[i].path, "border.lim") && str_find(files[i].bytes, STR("rights supervise"), &at))
			files[i].bytes = str_format(arena, STR_FMT "rights supervise, ban" STR_FMT, STR_ARG(str_slice(files[i].bytes, 0, at)),
			                            STR_ARG(str_slice(files[i].bytes, at + 16, files[i].bytes.len)));
	}
	struct pack_source source = { files, plain.count };
	const struct pack *pack = load(&source, &found);
	const struct date now = { 2026, 6, 1 }, later = { 2027, 6, 1 };
	assert_non_null(pack);
	assert_true(pack_overstay_excused(pack, STR("illness"), true));
	assert_false(pack_overstay_excused(pack, STR("illness"), false));
	assert_false(pack_overstay_excused(pack, STR("none"), true));
	assert_null(pack_overstay_tariff(pack, 0, now));
	assert_true(pack_overstay_tariff(pack, 7, now)->micro == 40000000);
	assert_true(pack_overstay_tariff(pack, 8, now)->micro == 120500000);
	assert_true(pack_overstay_tariff(pack, 8, later)->micro == 40000000);
	assert_str(date_str(arena, pack_ban_latest(pack, (struct date){ 2024, 2, 29 })), "2025-02-27");
	assert_str(pack_ban_second(pack, now, date_of_days(date_days(now) + 364)), "");
	assert_str(pack_ban_second(pack, now, date_of_days(date_days(now) + 365)), "supervisor");
	struct str roles[] = { STR("supervisor"), STR("booth") };
	assert_true(pack_ban_may(pack, &(struct pack_names){ roles, 1 }));
	assert_false(pack_ban_may(pack, &(struct pack_names){ roles + 1, 1 }));
}

/* The times of a day follow from the hours: whole within one span, on no holiday, in the order of the clock. */
static void test_times_of_a_centre(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct pack_source plain = changed("centres.lim", "", CENTRE("  service talk length 50 minutes counters 2\n  open sunday, monday 13:00-15:00\n  open monday, tuesday 08:00-10:00\n  closed 2026-06-09\n"));
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, plain.count);
	for (size_t i = 0; i < plain.count; i++) {
		files[i] = plain.files[i];
		if (str_is(files[i].path, "lists.lim"))
			files[i].bytes = str_format(arena, STR_FMT "list services\n  talk \"T\"\n", STR_ARG(files[i].bytes));
	}
	const struct pack *pack = load(&(struct pack_source){ files, plain.count }, &found);
	assert_non_null(pack);
	const struct pack_centre *centre = pack_centre(pack, STR("HERE"), (struct date){ 0 });
	int times[CENTRE_TIMES_MOST];
	assert_null(pack_centre(pack, STR("THERE"), (struct date){ 0 }));
	assert_null(pack_service(centre, STR("walk")));
	const struct pack_service *talk = pack_service(centre, STR("talk"));
	assert_int_equal(pack_centre_times(pack, centre, talk, (struct date){ 2026, 6, 8 }, times), 4); /* a Monday */
	assert_int_equal(times[0], 480);
	assert_int_equal(times[1], 530);
	assert_int_equal(times[2], 780);
	assert_int_equal(times[3], 830);
	assert_int_equal(pack_centre_times(pack, centre, talk, (struct date){ 2026, 6, 7 }, times), 2);  /* Sunday: the calendar's weekend is not the centre's */
	assert_int_equal(pack_centre_times(pack, centre, talk, (struct date){ 2026, 6, 9 }, times), 0);  /* closed */
	assert_int_equal(pack_centre_times(pack, centre, talk, (struct date){ 2026, 6, 10 }, times), 0); /* Wednesday */
	assert_int_equal(pack_centre_times(pack, centre, talk, (struct date){ 2026, 4, 6 }, times), 0);  /* Easter Monday */
	struct str out;
	struct pack_diagnostics made;
	struct str text = STR("centre HERE \"Here\"\n  open   monday,tuesday 08:00-10:00,11:00-12:00\n");
	assert_true(pack_format(arena, STR("centres.lim"), text, &out, &made));
	assert_str(out, "centre HERE \"Here\"\n  open monday, tuesday 08:00-10:00, 11:00-12:00\n");
}

static void test_bounds_of_lines_and_files(void **state)
{
	(void)state;
	struct buf text = BUF_IN(arena);
	struct pack_diagnostics found;
	struct str out;
	buf_text(&text, "pack small \"");
	for (int i = 0; i < PACK_LINE_BYTES; i++)
		buf_c(&text, 'x');
	buf_text(&text, "\"\n");
	assert_false(pack_format(arena, STR("pack.lim"), buf_str(&text), &out, &found));
	assert_string_equal(found.items[0].code, "P007");
	buf_clear(&text);
	for (int depth = 0; depth < 9; depth++)
		buf_format(&text, "%*sa\n", depth * 2, "");
	assert_false(pack_format(arena, STR("pack.lim"), buf_str(&text), &out, &found));
	assert_string_equal(found.items[0].code, "P009");
	buf_clear(&text);
	for (int i = 0; i <= PACK_FILE_BYTES / 2; i++)
		buf_text(&text, "a\n");
	assert_false(pack_format(arena, STR("pack.lim"), buf_str(&text), &out, &found));
	assert_string_equal(found.items[0].code, "P008");
}

static void test_the_formatter_lays_out_and_keeps_comments(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct str out, again;
	const char *messy = "\n# head\npack   small \"Small\"   # why\n    # deep\n  may  admit ,refer\n\n\n  when any( a,[ 'x' ,'y'] ,   # one\n"
	                    "      b )\n  # end of block\n# end";
	const char *neat = "# head\npack small \"Small\"  # why\n  # deep\n  may admit, refer\n\n  when any(a, ['x', 'y'],  # one\n      b)\n"
	                   "  # end of block\n# end\n";
	assert_true(pack_format(arena, STR("pack.lim"), str_of(messy), &out, &found));
	assert_str(out, neat);
	assert_true(pack_format(arena, STR("pack.lim"), out, &again, &found));
	assert_str(again, neat);
}

static void test_utopia_is_formatted(void **state)
{
	(void)state;
	struct pack_source source = utopia_source();
	int files = 0;
	for (size_t i = 0; i < source.count; i++) {
		struct pack_diagnostics found;
		struct str out;
		if (!str_ends(source.files[i].path, STR(".lim")))
			continue;
		assert_true(pack_format(arena, source.files[i].path, source.files[i].bytes, &out, &found));
		assert_true(str_equal(out, source.files[i].bytes));
		files++;
	}
	assert_true(files > 12); /* procedures, parts and scenarios, too */
}

static void test_identity_is_of_the_meaning_alone(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct pack_source plain = changed(NULL, "", ""), commented = changed("pack.lim", "country UTO", "country   UTO # a comment");
	struct pack_source other = changed("pack.lim", "idle 15", "idle 16");
	struct pack_source unbundled;
	struct error err;
	const char *identity = load(&plain, &found)->identity;
	assert_int_equal(strlen(identity), 64);
	assert_string_equal(load(&commented, &found)->identity, identity);
	assert_string_not_equal(load(&other, &found)->identity, identity);
	assert_true(pack_unbundle(arena, pack_bundle(arena, &plain), &unbundled, &err));
	assert_string_equal(load(&unbundled, &found)->identity, identity);
	assert_false(pack_unbundle(arena, STR("{\"../x\":\"\"}"), &unbundled, &err));
	assert_false(pack_unbundle(arena, STR("[1]"), &unbundled, &err));
}

static void test_translations_are_asked_for_and_told_stale(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct pack_source source = changed("pack.lim", "languages en\n", "languages en, fr\n");
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, source.count + 1);
	memcpy(files, source.files, source.count * sizeof *files);
	const char *po = "msgid \"\"\nmsgstr \"\"\n\n"
	                 "msgctxt \"pack:pack.small\"\nmsgid \"Small\"\nmsgstr \"Petit\"\n\n"
	                 "msgctxt \"pack:pack.small.authority\"\nmsgid \"Old words\"\nmsgstr \"Vieux mots\"\n";
	files[source.count] = (struct pack_file){ STR("lang/fr.po"), str_of(po) };
	source = (struct pack_source){ files, source.count + 1 };
	size_t at;
	assert_null(load(&source, &found));
	struct str all = all_found(&found);
	assert_false(str_find(all, STR("\"Small\""), &at));
	assert_true(str_find(all, STR("pack.lim:3:13: P321: the words changed and their translation did not: fr, \"Border\""), &at));
	assert_true(str_find(all, STR("border.lim:2:9: P320: a translation is missing: fr, \"North\""), &at));
	assert_true(str_find(all, STR("border.lim:42:18: P320: warning: a translation is missing: fr, \"Second line\""), &at));
	struct str filled = pack_catalogue(arena, &source, STR("fr"));
	assert_true(str_find(filled, STR("msgctxt \"pack:pack.small\"\nmsgid \"Small\"\nmsgstr \"Petit\"\n"), &at));
	assert_true(str_find(filled, STR("#, fuzzy\nmsgctxt \"pack:pack.small.authority\"\nmsgid \"Border\"\nmsgstr \"Vieux mots\"\n"), &at));
	assert_true(str_find(filled, STR("msgctxt \"border:posts.NORTH.lane.1\"\nmsgid \"Lane\"\nmsgstr \"\"\n"), &at));
	assert_true(str_find(filled, STR("msgctxt \"entry_rules:article\"\nmsgid \"Order 2\"\n"), &at));
}

/* Words for staff are asked for in the languages of the desks alone; what travellers read, in all. */
static void test_words_for_staff_stand_in_the_languages_of_the_desks(void **state)
{
	(void)state;
	struct pack_diagnostics found;
	struct pack_source source = changed("pack.lim", "languages en\n", "languages en, fr\n  desk_languages en\n");
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, source.count + 1);
	memcpy(files, source.files, source.count * sizeof *files);
	files[source.count] = (struct pack_file){ STR("lang/fr.po"), STR("msgid \"\"\nmsgstr \"\"\n") };
	source = (struct pack_source){ files, source.count + 1 };
	size_t at;
	assert_null(load(&source, &found));
	struct str all = all_found(&found);
	assert_true(str_find(all, STR("P320: a translation is missing: fr, \"North\""), &at));
	assert_false(str_find(all, STR("\"Second line\""), &at));
}

static void test_the_reference_is_printed_from_the_keywords(void **state)
{
	(void)state;
	size_t at;
	struct str all = pack_help(arena, STR("")), one = pack_help(arena, STR("window"));
	assert_true(str_find(all, STR("watchlists"), &at));
	assert_str(one, "window <duration>\n    in any so many days; without it each stay counts alone; once\n");
	assert_int_equal(pack_help(arena, STR("nothing")).len, 0);
}

/* ---- Utopia's law ---- */

static struct pack_facts traveller(const char *nationality, const char *kind)
{
	struct pack_facts facts = { .document_kind = str_of(kind), .document_issuer = str_of(nationality), .direction = STR("entry"),
		                    .mode = MODE_LAND, .crew = PACK_NO, .transit = PACK_NO, .alone = PACK_NO, .protection_claim = PACK_NO,
		                    .border_resident = PACK_NO, .family_of_member = PACK_NO, .age_known = true, .age_least = 40, .age_most = 40 };
	if (nationality[0])
		facts.nationalities = (struct pack_codes){ { str_of(nationality) }, 1 };
	return facts;
}

static const char *category_of(struct pack_facts facts)
{
	struct pack_verdict verdict;
	pack_category(utopia, &facts, today, &verdict);
	return str_c(arena, verdict.category->code);
}

static void test_utopia_puts_travellers_into_categories(void **state)
{
	(void)state;
	load_utopia();
	struct pack_facts facts = traveller("UTO", "P");
	assert_string_equal(category_of(facts), "citizen");
	assert_true(pack_watchlist(utopia, STR("wanted"), today)->kept_here);
	assert_false(pack_watchlist(utopia, STR("un_sanctions"), today)->kept_here);
	assert_true(str_is(pack_watchlist(utopia, STR("wanted"), today)->second, "shift_supervisor"));
	assert_string_equal(category_of(traveller("PRT", "I")), "free_movement");
	assert_string_equal(category_of(traveller("FRA", "P")), "visa_free");
	assert_string_equal(category_of(traveller("D", "P")), "visa_free");
	assert_string_equal(category_of(traveller("NPL", "P")), "on_arrival");
	assert_string_equal(category_of(traveller("IND", "P")), "undocumented");
	assert_string_equal(category_of(traveller("UNO", "PL")), "laissez_passer");
	facts = traveller("IND", "P");
	facts.residence = (struct pack_codes){ { STR("USA") }, 1 };
	assert_string_equal(category_of(facts), "visa_free");
	facts = traveller("IND", "P");
	facts.visas_of = (struct pack_codes){ { STR("KEN"), STR("GBR") }, 2 };
	assert_string_equal(category_of(facts), "on_arrival");
	facts = traveller("IND", "P");
	facts.visa_kind = STR("visa");
	facts.visa_rule = STR("long_stay");
	assert_string_equal(category_of(facts), "visa_holder");
	facts.mode = MODE_AIR;
	facts.crew = PACK_YES;
	assert_string_equal(category_of(facts), "crew");
	facts.permit_kind = STR("residence");
	assert_string_equal(category_of(facts), "resident");
	facts = traveller("COL", "P");
	assert_string_equal(category_of(facts), "undocumented");
	facts.visa_kind = STR("authorisation");
	assert_string_equal(category_of(facts), "authorised");
	facts = traveller("FRA", "P");
	facts.purpose = STR("work");
	assert_string_equal(category_of(facts), "undocumented");
}

static void test_the_stay_comes_from_the_category_or_the_visa(void **state)
{
	(void)state;
	struct pack_verdict verdict;
	load_utopia();
	struct pack_facts facts = traveller("FRA", "P");
	pack_category(utopia, &facts, today, &verdict);
	assert_str(verdict.stay->code, "visit");
	assert_true(verdict.stay->allow == 90 && verdict.stay->window == 180 && verdict.stay->counts_exit_day);
	assert_int_equal(verdict.entry.need, NEED_NONE);
	assert_int_equal(verdict.entry.passport_months, 3);
	assert_str(pack_words(utopia, STR("fr"), verdict.entry.article), "Règlement de 2020 sur les visas, ann. 1");
	assert_str(pack_article(utopia, STR("fr"), verdict.entry.article.source), "Règlement de 2020 sur les visas, ann. 1");
	assert_str(pack_article(utopia, STR("fr"), STR("Border Act 2019, s. 10")), "Loi de 2019 sur les frontières, art. 10");
	assert_str(pack_article(utopia, STR("fr"), STR("an article of another pack")), "an article of another pack");
	assert_true(verdict.entry.row == 7 && !verdict.uncertain);
	facts = traveller("IND", "P");
	facts.visa_kind = STR("visa");
	facts.visa_rule = STR("long_stay");
	pack_category(utopia, &facts, today, &verdict);
	assert_str(verdict.stay->code, "long_stay");
	facts.visa_rule = STR("no_such_rule");
	pack_category(utopia, &facts, today, &verdict);
	assert_null(verdict.stay);
}

static void test_what_is_not_known_is_named(void **state)
{
	(void)state;
	struct pack_verdict verdict;
	load_utopia();
	struct pack_facts facts = traveller("", "");
	pack_category(utopia, &facts, today, &verdict);
	assert_str(verdict.category->code, "undocumented");
	assert_true(verdict.uncertain);
	assert_str(verdict.missing, "person.nationalities");
}

static void test_nobody_is_refused_against_the_law(void **state)
{
	(void)state;
	load_utopia();
	struct str roles[] = { STR("second_line_officer") };
	struct pack_names names = { roles, 1 };
	struct pack_may_refuse answer;
	struct pack_facts facts = traveller("IND", "P");
	const struct pack_category *category = pack_category_of(utopia, STR("undocumented"), today);
	pack_may_refuse(utopia, &facts, category, &names, today, &answer);
	assert_true(answer.may);
	assert_int_equal(answer.second.len, 0);
	facts.age_least = 17;
	facts.age_most = 18; /* perhaps a child: the second person is asked */
	pack_may_refuse(utopia, &facts, category, &names, today, &answer);
	assert_true(answer.may);
	assert_str(answer.second, "shift_supervisor");
	facts.protection_claim = PACK_YES;
	pack_may_refuse(utopia, &facts, category, &names, today, &answer);
	assert_string_equal(answer.why_not, "protection_claim");
	facts.protection_claim = PACK_UNKNOWN;
	pack_may_refuse(utopia, &facts, category, &names, today, &answer);
	assert_string_equal(answer.why_not, "protection_claim");
	facts = traveller("UTO", "P");
	pack_may_refuse(utopia, &facts, category, &names, today, &answer);
	assert_string_equal(answer.why_not, "citizen");
	facts = traveller("IND", "P");
	pack_may_refuse(utopia, &facts, pack_category_of(utopia, STR("resident"), today), &names, today, &answer);
	assert_string_equal(answer.why_not, "category");
	roles[0] = STR("border_officer");
	pack_may_refuse(utopia, &facts, category, &names, today, &answer);
	assert_string_equal(answer.why_not, "role");
}

static void test_every_nationality_has_a_rule_of_entry(void **state)
{
	(void)state;
	load_utopia();
	const struct pack_list *countries = pack_list(utopia, STR("countries"));
	int needs[NEED_VISA + 1] = { 0 };
	for (size_t i = 0; i < countries->count; i++) {
		struct pack_facts facts = traveller(str_c(arena, countries->codes[i].code), "P");
		struct pack_entry entry;
		assert_true(pack_entry_need(utopia, &facts, today, &entry));
		needs[entry.need]++;
	}
	assert_true(countries->count >= 270);
	assert_int_equal(needs[NEED_NONE], 1 + 5 + 61); /* Germany has two codes */
	assert_int_equal(needs[NEED_ON_ARRIVAL], 24);
	assert_int_equal(needs[NEED_AUTHORISATION], 24);
	assert_true(needs[NEED_VISA] > 100);
}

static void test_the_best_of_two_nationalities_counts(void **state)
{
	(void)state;
	load_utopia();
	struct pack_entry entry;
	struct pack_facts facts = traveller("IND", "P");
	facts.nationalities = (struct pack_codes){ { STR("IND"), STR("JPN") }, 2 };
	assert_true(pack_entry_need(utopia, &facts, today, &entry));
	assert_int_equal(entry.need, NEED_NONE);
	assert_str(entry.nationality, "JPN");
}

static void test_a_rule_counts_on_its_days_only(void **state)
{
	(void)state;
	load_utopia();
	struct pack_entry entry;
	struct pack_facts facts = traveller("IND", "P");
	facts.visas_of = (struct pack_codes){ { STR("GBR") }, 1 };
	assert_true(pack_entry_need(utopia, &facts, (struct date){ 2022, 6, 30 }, &entry));
	assert_int_equal(entry.need, NEED_VISA);
	assert_true(pack_entry_need(utopia, &facts, (struct date){ 2022, 7, 1 }, &entry));
	assert_int_equal(entry.need, NEED_ON_ARRIVAL);
}

static void test_any_table_can_be_asked(void **state)
{
	(void)state;
	load_utopia();
	struct pack_row row;
	struct str asked[] = { STR("NGA") };
	const struct pack_table *table = pack_table(utopia, STR("entry_rules"));
	assert_int_equal(pack_table_lookup(arena, table, asked, 1, today, &row, 1), 1);
	assert_str(row.cells[0], "visa");
	assert_str(row.cells[4], "yellow_fever");
}

static void test_roles_and_purposes(void **state)
{
	(void)state;
	load_utopia();
	assert_int_equal(utopia->post_count, 12);
	assert_true(pack_role_has(utopia, STR("border_officer"), STR("cross")));
	assert_false(pack_role_has(utopia, STR("border_officer"), STR("search")));
	assert_str(pack_purpose_for(utopia, STR("cross"))->code, "border_check");
	assert_str(pack_code_words(utopia, STR("fr"), STR("countries"), STR("CHE")), "Suisse");
	assert_str(pack_code_words(utopia, STR("ar"), STR("countries"), STR("CHE")), "سويسرا");
	assert_str(pack_code_words(utopia, STR("xx"), STR("countries"), STR("CHE")), "Switzerland");
	assert_true(pack_lane(pack_post(utopia, STR("SORREL"), today), 3)->way == LANE_BOTH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_the_small_pack_is_clean),
		UNIT(test_each_mistake_is_found_at_its_place),
		UNIT(test_overstays_and_bans),
		UNIT(test_times_of_a_centre),
		UNIT(test_bounds_of_lines_and_files),
		UNIT(test_the_formatter_lays_out_and_keeps_comments),
		UNIT(test_utopia_is_formatted),
		UNIT(test_identity_is_of_the_meaning_alone),
		UNIT(test_translations_are_asked_for_and_told_stale), UNIT(test_words_for_staff_stand_in_the_languages_of_the_desks),
		UNIT(test_the_reference_is_printed_from_the_keywords),
		UNIT(test_utopia_puts_travellers_into_categories),
		UNIT(test_the_stay_comes_from_the_category_or_the_visa),
		UNIT(test_what_is_not_known_is_named),
		UNIT(test_nobody_is_refused_against_the_law),
		UNIT(test_every_nationality_has_a_rule_of_entry),
		UNIT(test_the_best_of_two_nationalities_counts),
		UNIT(test_a_rule_counts_on_its_days_only),
		UNIT(test_any_table_can_be_asked),
		UNIT(test_roles_and_purposes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
