/* The rules that no code may break, on both databases: who refuses, who is never refused, what one decision means; ties, corrections, imports. */
#include "test.h"

#include "access.h"
#include "alerts.h"
#include "border.h"
#include "crypto.h"
#include "database.h"
#include "hold.h"
#include "house.h"
#include "import.h"
#include "watch.h"
#include "journal.h"
#include "lang.h"
#include "pages.h"
#include "record_forms.h"
#include "records.h"
#include "pack_load.h"
#include "papers.h"
#include "reader.h"
#include "station.h"
#include "status.h"

/* pages of records that are asked here */
route_handler crossings_csv, tasks_get, task_done_post, journal_get, journal_entry_get, journal_entry_post;

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

/* --- a post with three people at work --- */

#define WORLD_ROOMS &journal_room, &access_room, &registry_room, &inspect_room, &papers_room, &stay_room, &status_room, &watch_room, &alerts_room, &station_room, &hold_room, &border_room, &records_room, &booth_room, &second_line_room
#include "world.h"

enum who { BOOTH, SECOND, OTHER_SECOND, SUPERVISOR, AUDITOR, ACCESS_DESK, LIAISON };
static const char *const roles[] = { "border_officer", "second_line_officer", "second_line_officer", "shift_supervisor", "auditor", "access_desk", "asylum_liaison" };

/* An act of one of them; two have the same role. */
static struct act act_by(struct world *world, enum who who)
{
	struct act act = act_of(world, roles[who]);
	act.actor.user = (struct uuid){ { 1, (uint8_t)who } };
	return act;
}

/* --- travellers --- */

static struct identity traveller(struct str *nationality, const char *country, const char *document)
{
	*nationality = str_of(country);
	struct identity identity = {
		.surname = STR("VALDORIN"), .given_names = STR("OSKAR"), .born = { 1979, 8, 5 }, .sex = STR("M"), .nationalities = { nationality, 1 },
		.document_number = str_of(document),
	};
	if (identity.document_number.len) {
		identity.document_kind = STR("P");
		identity.document_issuer = *nationality;
		identity.document_expires = (struct date){ 2031, 1, 1 };
	}
	return identity;
}

static struct uuid present(struct world *world, const char *country, const char *document, const char *direction)
{
	struct str nationality;
	struct act act = act_by(world, BOOTH);
	struct subject subject = { .identity = traveller(&nationality, country, document), .source = STR("manual") };
	struct check_list checks;
	struct uuid id;
	MUST(border_place(&act, STR("SORREL"), 1, str_of(direction), &subject, &err) && border_inspect(&act, &subject, STR(""), &checks, &id, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return id;
}

static struct uuid refer(struct world *world, struct uuid inspection)
{
	struct act act = act_by(world, BOOTH);
	struct opened opened;
	const struct refer form = { .reason = STR("purpose") };
	act.id = uuid_v7(act.now, act.random);
	struct uuid id = act.id;
	MUST(border_open(&act, inspection, &opened, &err) && border_refer(&act, &opened, &form, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return id;
}

static void hear(struct world *world, struct uuid referral, const char *answer)
{
	struct act act = act_by(world, SECOND);
	struct opened opened;
	struct referral_row row = { 0 };
	const struct hear form = { .protection = str_of(answer), .note = STR("what was said") };
	MUST(border_referral(&act, referral, &row, &opened, &err) && border_hear(&act, &row, &opened, &form, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

/* True when the refusal was recorded or asked for; else `err` says why not. */
static bool refuse(struct world *world, enum who who, struct uuid referral, bool *asked)
{
	struct act act = act_by(world, who);
	struct opened opened;
	struct referral_row row = { 0 };
	struct str reason = STR("E");
	const struct refuse form = { .reasons = { &reason, 1 }, .facts = STR("No purpose was shown.") };
	bool done = border_referral(&act, referral, &row, &opened, &err) && border_refuse(&act, &row, &opened, &form, asked, &err);
	if (!done)
		act_forget(&act);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return done;
}

static bool confirm(struct world *world, enum who who, struct uuid request)
{
	struct act act = act_by(world, who);
	bool done = border_confirm_refusal(&act, request, &err);
	if (!done)
		act_forget(&act);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return done;
}

static bool admit(struct world *world, enum who who, struct uuid inspection, const char *purpose)
{
	struct act act = act_by(world, who);
	struct opened opened;
	struct uuid id;
	const struct admit form = { .purpose = str_of(purpose) };
	bool done = border_open(&act, inspection, &opened, &err) && border_admit(&act, &opened, &form, &id, &err);
	if (!done)
		act_forget(&act);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return done;
}

static void claim(struct world *world, struct uuid inspection)
{
	struct act act = act_by(world, BOOTH);
	struct opened opened;
	const struct protection form = { .words = STR("afraid") };
	MUST(border_open(&act, inspection, &opened, &err) && border_claim(&act, &opened, &form, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static struct uuid record_of(struct world *world, const char *country, const char *document)
{
	struct str nationality;
	struct act act = act_by(world, BOOTH);
	struct identity identity = traveller(&nationality, country, document);
	struct uuid record = identity_record(&act, &identity);
	finish(world, &act);
	return record;
}

#define REFUSALS "SELECT count(*) FROM movement WHERE decision = 'refuse'"

/* --- refusing --- */

static void heard_first(struct world *world)
{
	bool asked = true;
	struct uuid referral = refer(world, present(world, "CHN", "QX1", "entry"));
	assert_false(refuse(world, SECOND, referral, &asked));
	assert_string_equal(err.what, "Hear the person first, and ask whether they ask for protection.");
	hear(world, referral, "no");
	assert_false(refuse(world, BOOTH, referral, &asked));
	assert_string_equal(err.what, "Only the second line refuses.");
	assert_int_equal(number(world, REFUSALS), 0);
	assert_true(refuse(world, SECOND, referral, &asked));
	assert_false(asked);
	assert_int_equal(number(world, REFUSALS), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM referral WHERE outcome = 'refuse' AND closed > 0"), 1);
	assert_false(refuse(world, SECOND, referral, &asked));
	assert_string_equal(err.what, "This was decided already.");
}
static void nobody_is_refused_before_a_hearing_and_by_the_first_line(void **state) { on_both(heard_first); }

static void citizen(struct world *world)
{
	bool asked;
	struct act act = act_by(world, SECOND);
	struct opened opened;
	struct uuid inspection = present(world, "UTO", "UT1", "entry");
	MUST(border_open(&act, inspection, &opened, &err));
	const struct referral_row heard = { .heard = 1, .protection = STR("no") };
	assert_string_equal(border_why_not_refuse(&act, &opened, &heard), "A citizen cannot be refused.");
	finish(world, &act);
	struct uuid referral = refer(world, inspection);
	hear(world, referral, "no");
	assert_false(refuse(world, SUPERVISOR, referral, &asked));
	assert_string_equal(err.what, "A citizen cannot be refused.");
	assert_int_equal(number(world, REFUSALS), 0);
}
static void a_citizen_is_never_refused(void **state) { on_both(citizen); }

static void claimed(struct world *world)
{
	bool asked;
	struct uuid inspection = present(world, "CHN", "QX2", "entry"), referral = refer(world, inspection);
	hear(world, referral, "no");
	claim(world, inspection); /* at the booth, after the hearing */
	assert_false(refuse(world, SECOND, referral, &asked));
	assert_string_equal(err.what, "Another desk handles this person: refusal, removal and return are not possible.");
	referral = refer(world, present(world, "CHN", "QX3", "entry"));
	hear(world, referral, "yes");
	assert_false(refuse(world, SECOND, referral, &asked));
	assert_string_equal(err.what, "Another desk handles this person: refusal, removal and return are not possible.");
	assert_int_equal(number(world, REFUSALS), 0);
}
static void a_claim_at_any_step_stops_refusal(void **state) { on_both(claimed); }

static void claimed_elsewhere(struct world *world)
{
	bool asked;
	struct uuid old = present(world, "FRA", "OLD1", "entry");
	assert_true(admit(world, BOOTH, old, "tourism"));
	struct uuid new = present(world, "FRA", "NEW1", "entry");
	assert_true(admit(world, BOOTH, new, "tourism"));
	struct uuid referral = refer(world, present(world, "FRA", "NEW1", "entry"));
	hear(world, referral, "no");
	struct uuid a = record_of(world, "FRA", "OLD1"), b = record_of(world, "FRA", "NEW1"), person;
	struct act act = act_by(world, SECOND);
	MUST(border_tie(&act, a, b, STR("both documents in hand"), &person, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	claim(world, present(world, "FRA", "OLD1", "entry"));
	assert_false(refuse(world, SECOND, referral, &asked));
	assert_string_equal(err.what, "Another desk handles this person: refusal, removal and return are not possible.");
}
static void a_claim_on_another_document_of_the_person_stops_refusal(void **state) { on_both(claimed_elsewhere); }

/* Whoever was referred or asked for protection is on record before any crossing: found by name, and tied to another document. */
static void on_record(struct world *world)
{
	struct uuid person, referred = present(world, "CHN", "QX7", "entry"), claimed = present(world, "CHN", "QX8", "entry");
	assert_int_equal(number(world, "SELECT count(*) FROM document"), 0);
	refer(world, referred);
	assert_int_equal(number(world, "SELECT count(*) FROM document WHERE document_number = 'QX7' AND last_post = 'SORREL' AND movements = 0"), 1);
	claim(world, claimed);
	assert_int_equal(number(world, "SELECT count(*) FROM document WHERE document_number = 'QX8' AND last_post = 'SORREL' AND movements = 0"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM document_name WHERE word = 'VALDORIN'"), 2);
	struct act act = act_by(world, SECOND);
	MUST(border_tie(&act, record_of(world, "CHN", "QX7"), record_of(world, "CHN", "QX8"), STR("both documents in hand"), &person, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_int_equal(number(world, "SELECT count(DISTINCT holder) FROM document"), 1);
	assert_true(admit(world, SECOND, present(world, "CHN", "QX7", "exit"), ""));
	assert_int_equal(number(world, "SELECT movements FROM document WHERE document_number = 'QX7'"), 1);
}
static void a_referral_or_a_claim_puts_the_document_on_record(void **state) { on_both(on_record); }

/* While an officer decides, a claim is recorded on another document of the person: the decision does not pass. */
static void claimed_meanwhile(struct world *world)
{
	struct referral_row row = { 0 };
	struct opened opened;
	struct str reason = STR("E");
	struct uuid person;
	bool asked;
	const struct refuse form = { .reasons = { &reason, 1 }, .facts = STR("No purpose was shown.") };
	assert_true(admit(world, BOOTH, present(world, "FRA", "OLD4", "entry"), "tourism"));
	assert_true(admit(world, BOOTH, present(world, "FRA", "NEW4", "entry"), "tourism"));
	struct uuid referral = refer(world, present(world, "FRA", "NEW4", "entry"));
	hear(world, referral, "no");
	struct uuid one = record_of(world, "FRA", "OLD4"), two = record_of(world, "FRA", "NEW4"), old = present(world, "FRA", "OLD4", "entry");
	struct act act = act_by(world, SECOND);
	MUST(border_tie(&act, one, two, STR("both documents in hand"), &person, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_by(world, SECOND);
	MUST(border_referral(&act, referral, &row, &opened, &err) && border_refuse(&act, &row, &opened, &form, &asked, &err));
	claim(world, old);
	assert_int_equal(finish(world, &act), SUBMIT_CONFLICT);
	assert_int_equal(number(world, REFUSALS), 0);
}
static void a_claim_made_meanwhile_makes_the_refusal_a_conflict(void **state) { on_both(claimed_meanwhile); }

/* --- the second person --- */

static struct uuid request_of(struct world *world)
{
	bool found;
	struct db *db = store_take(world->house.store, &err);
	struct query *query = db_made(db, "SELECT record FROM second_request WHERE closed = 0");
	MUST(query_one(query, &found, &err) && found);
	struct uuid out = query_id(query, 0);
	MUST(query_end(query, &err));
	store_give(world->house.store, db);
	return out;
}

static struct uuid ask_second(struct world *world)
{
	bool asked = false;
	struct uuid referral = refer(world, present(world, "CHN", "", "entry"));
	hear(world, referral, "no");
	assert_true(refuse(world, SECOND, referral, &asked));
	assert_true(asked);
	assert_int_equal(number(world, REFUSALS), 0);
	assert_false(refuse(world, OTHER_SECOND, referral, &asked));
	return referral;
}

static void confirmed(struct world *world)
{
	ask_second(world);
	struct uuid request = request_of(world);
	assert_false(confirm(world, SECOND, request));       /* whoever asked */
	assert_false(confirm(world, OTHER_SECOND, request)); /* not the role that confirms */
	assert_int_equal(number(world, REFUSALS), 0);
	assert_true(confirm(world, SUPERVISOR, request));
	assert_int_equal(number(world, REFUSALS), 1);
	assert_false(confirm(world, SUPERVISOR, request));
	assert_int_equal(number(world, REFUSALS), 1);
	struct act act = act_by(world, SECOND);
	struct query *query = db_made(act.db, "SELECT officer FROM movement WHERE decision = 'refuse'");
	bool found;
	MUST(query_one(query, &found, &err) && found);
	assert_true(uuid_equal(query_id(query, 0), act.actor.user)); /* who decided, not who confirmed */
	MUST(query_end(query, &err));
	finish(world, &act);
}
static void a_second_person_confirms_and_both_stand_in_the_record(void **state) { on_both(confirmed); }

static void claimed_before_confirmation(struct world *world)
{
	struct referral_row row = { 0 };
	struct opened opened;
	struct uuid referral = ask_second(world);
	struct act act = act_by(world, SECOND);
	const struct protection form = { .words = STR("afraid") };
	MUST(border_referral(&act, referral, &row, &opened, &err) && border_claim(&act, &opened, &form, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_false(confirm(world, SUPERVISOR, request_of(world)));
	assert_string_equal(err.what, "Another desk handles this person: refusal, removal and return are not possible.");
	assert_int_equal(number(world, REFUSALS), 0);
}
static void a_claim_before_the_confirmation_stops_it(void **state) { on_both(claimed_before_confirmation); }

/* --- admitting, leaving --- */

/* --- findings about hits --- */

static size_t settled(struct world *world, struct uuid record, const struct identity *identity, const char *evidence)
{
	struct act act = act_by(world, SECOND);
	struct check_line line = { .check = STR("watch.foreign_sanctions"), .result = STR("undetermined"), .advice = STR("look"), .origin = STR("foreign_sanctions"),
		                   .evidence = str_of(evidence) };
	size_t count = 0;
	MUST(watch_settle(&act, record, identity, &line, 1, &count, &err));
	finish(world, &act);
	return count;
}

/* Only what was seen is settled; a doubt about the bearer opens it again. */
static void findings_hold(struct world *world)
{
	static const char seen[] = "{\"found\":1,\"hits\":[{\"entry\":\"FS-1\",\"mark\":\"0123456789abcdef\"}]}";
	static const char unseen[] = "{\"found\":1,\"unseen\":3,\"hits\":[{\"entry\":\"FS-1\",\"mark\":\"0123456789abcdef\"}]}";
	static const char changed[] = "{\"found\":1,\"hits\":[{\"entry\":\"FS-1\",\"mark\":\"ffffffffffffffff\"}]}";
	const struct uuid record = { { 7, 7 } };
	const struct identity identity = { .surname = STR("WALKER"), .given_names = STR("JOHN"), .born = { 1960, 5, 5 } };
	const struct identity renamed = { .surname = STR("WALKER"), .given_names = STR("JACK"), .born = { 1960, 5, 5 } };
	const struct check_line line = { .origin = STR("foreign_sanctions") };
	const struct watch_kept hit = { .entry = STR("FS-1"), .mark = STR("0123456789abcdef") };
	struct act act = act_by(world, SECOND);
	struct finding_made made = watch_found(&act, &identity, (struct uuid){ 0 }, &line, &hit, STR("other"), STR("Another face."));
	watch_find(&act, record, &made);
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_int_equal(settled(world, record, &identity, seen), 1);
	assert_int_equal(settled(world, record, &identity, unseen), 0);
	assert_int_equal(settled(world, record, &identity, changed), 0);
	assert_int_equal(settled(world, record, &renamed, seen), 0);
	act = act_by(world, SECOND);
	watch_doubt(&act, record, (struct uuid){ 0 }, STR("Not his photograph."));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_int_equal(settled(world, record, &identity, seen), 0);
}
static void what_was_not_seen_is_not_settled(void **state) { on_both(findings_hold); }

static void second_line_admits(struct world *world)
{
	struct uuid inspection = present(world, "CHN", "QX5", "entry"); /* needs a visa: advised to refer */
	assert_false(admit(world, BOOTH, inspection, "tourism"));
	assert_string_equal(err.what, "The second line decides.");
	refer(world, inspection);
	assert_false(admit(world, BOOTH, inspection, "tourism"));
	assert_true(admit(world, SECOND, inspection, "tourism"));
	assert_false(admit(world, SECOND, inspection, "tourism"));
	assert_string_equal(err.what, "This was decided already.");
	assert_int_equal(number(world, "SELECT count(*) FROM movement"), 1);
}
static void what_advises_refer_is_admitted_by_the_second_line_once(void **state) { on_both(second_line_admits); }

static void leaves(struct world *world)
{
	assert_true(admit(world, BOOTH, present(world, "CHN", "QX6", "exit"), ""));
	assert_int_equal(number(world, "SELECT count(*) FROM movement WHERE direction = 'exit'"), 1);
}
static void an_exit_is_recorded_whatever_the_papers_say(void **state) { on_both(leaves); }

/* Scene 13: entered on the old passport, leaves on the new one; one confirmation, no open stay. */
static void old_and_new(struct world *world)
{
	struct opened opened;
	assert_true(admit(world, BOOTH, present(world, "FRA", "OLD2", "entry"), "tourism"));
	world->at.now += 20 * DAY_MS;
	struct uuid leaving = present(world, "FRA", "NEW2", "exit");
	assert_true(admit(world, BOOTH, leaving, ""));
	struct uuid a = record_of(world, "FRA", "OLD2"), b = record_of(world, "FRA", "NEW2"), person;
	struct act act = act_by(world, SECOND);
	MUST(border_tie(&act, a, b, STR("both documents in hand"), &person, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	world->at.now += 30 * DAY_MS;
	struct uuid again = present(world, "FRA", "NEW2", "entry");
	act = act_by(world, BOOTH);
	MUST(border_open(&act, again, &opened, &err));
	assert_true(uuid_equal(opened.subject.holder, person));
	assert_null(opened.stay.open);
	assert_int_equal(opened.stay.used, 21);
	assert_int_equal(opened.stay.missing_exits, 0);
	finish(world, &act);
}
static void an_exit_on_the_new_document_closes_the_stay_begun_on_the_old_one(void **state) { on_both(old_and_new); }

/* --- correcting, importing --- */

/* --- document readers --- */

static bool reads(struct world *world, struct place place, const struct reading *form, json_t **data)
{
	struct act act = act_by(world, BOOTH);
	const struct call call = { .form = form, .json = true };
	struct reply reply = { 0 };
	act.place = place;
	bool done = reading_post(&act, &call, &reply, &err) && !act.findings.count;
	if (!done)
		act_forget(&act);
	*data = reply.data;
	assert_int_equal(finish(world, &act), SUBMITTED);
	return done;
}

static void readings(struct world *world)
{
	struct str lines[] = { STR("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"), STR("L898902C36UTO7408122F1204159ZE184226B<<<<<10") };
	const struct reading form = { .mrz = { lines, 2 }, .reader = STR("trial"), .chip = STR("{\"failed\":\"silent\"}") };
	const struct place lane = { STR("SORREL"), 1, STR("") }, nowhere = { STR(""), 0, STR("") };
	json_t *data;
	assert_false(reads(world, nowhere, &form, &data));
	assert_string_equal(err.what, "this credential is not that of a document reader");
	assert_false(reads(world, lane, &form, &data));
	assert_string_equal(err.what, "nobody works at this lane now");
	assert_int_equal(number(world, "SELECT count(*) FROM journal_entry"), 0);
}
static void a_reading_needs_a_lane_and_somebody_who_works_there(void **state) { on_both(readings); }

static bool correct(struct world *world, const char *what, const char *value)
{
	struct movement_row row = { 0 };
	struct uuid record;
	bool found;
	struct act act = act_by(world, SUPERVISOR);
	struct query *query = db_made(act.db, "SELECT id FROM movement");
	MUST(query_one(query, &found, &err) && found);
	struct uuid id = query_id(query, 0);
	MUST(query_end(query, &err) && movement_by_id(&act, id, &row, &record, &found, &err) && found);
	const struct correction form = { .corrects = id, .what = str_of(what), .value = str_of(value), .reason = STR("typing_error") };
	bool done = border_correct(&act, &row, record, &form, &err);
	if (!done)
		act_forget(&act);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return done;
}

static void corrected(struct world *world)
{
	assert_true(admit(world, BOOTH, present(world, "FRA", "QX7", "entry"), "tourism"));
	assert_false(correct(world, "purpose", "nonsense"));
	assert_false(correct(world, "sex", "F"));
	assert_true(correct(world, "stay_until", "2027-01-31"));
	assert_int_equal(number(world, "SELECT count(*) FROM movement WHERE stay_until = '2027-01-31'"), 1);
	assert_true(correct(world, "annul", ""));
	assert_false(correct(world, "annul", ""));
	assert_int_equal(number(world, "SELECT count(*) FROM movement WHERE annulled = 1"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'correction'"), 2);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'crossing'"), 1);
}
static void a_correction_is_a_new_entry(void **state) { on_both(corrected); }

static const char *given_file;
static bool given_dry;

static const char *given_option(const struct command_line *line, const char *name)
{
	(void)line;
	if (!strcmp(name, "--file"))
		return given_file;
	return given_dry && !strcmp(name, "--dry-run") ? "" : NULL;
}

static struct str import(struct world *world, const char *path, bool dry, struct arena *arena)
{
	struct command_line line = { .option = given_option };
	struct command_files files = { .arena = arena };
	struct buf out = BUF_IN(arena);
	given_file = path;
	given_dry = dry;
	MUST(import_commands[0].open(&line, &files, &err));
	line.files = files.items;
	line.file_count = files.count;
	struct act act = act_by(world, SUPERVISOR);
	MUST(import_commands[0].run(&act, &line, &out, &err));
	command_close(&files);
	finish(world, &act);
	return buf_str(&out);
}

static void imported(struct world *world)
{
	static const char rows[] = "surname,sex,nationality,document_number,direction,date,time,post,days\n"
				   "Durand,F,FRA,09 AB-123,entry,2026-01-02,14:30,SORREL,90\n"
				   "Durand,F,FRA,09AB123,exit,2026-01-20,09:05,SORREL,\n"
				   "Durand,F,FRA,09AB123,exit,2026-01-20,09:05,SORREL,\n"
				   "Sukarno,M,IDN,,entry,2026-02-01,,SORREL,\n"
				   "Bad,Q,FRA,1,entry,2026-01-02,14:30,SORREL,\n"
				   "Bad,F,FRA,1,entry,2026-01-02,25:30,SORREL,\n"
				   "Bad,F,FRA,1,entry,2036-01-02,14:30,SORREL,\n"
				   "Bad,F,FRA,1,entry,2026-01-02,14:30,NOWHERE,\n";
	char path[120];
	struct arena *arena = arena_new(0);
	snprintf(path, sizeof path, "%s/past.csv", world->database.folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(rows, file);
	fclose(file);
	size_t at;
	assert_true(str_find(import(world, path, true, arena), STR("8 rows read, 3 would be imported, 1 doubles, 4 rejected"), &at));
	assert_int_equal(number(world, "SELECT count(*) FROM movement"), 0);
	assert_true(str_find(import(world, path, false, arena), STR("3 imported, 1 doubles, 4 rejected"), &at));
	assert_int_equal(number(world, "SELECT count(*) FROM movement WHERE imported = 1"), 3);
	assert_int_equal(number(world, "SELECT count(*) FROM movement WHERE day = '2026-01-02' AND stay_until = '2026-04-01' AND document_number = '09AB123'"), 1);
	struct str again = import(world, path, false, arena);
	assert_true(str_find(again, STR("0 imported, 4 doubles, 4 rejected"), &at));
	assert_false(str_find(again, STR("Durand"), &at)); /* a report names no person */
	assert_int_equal(number(world, "SELECT count(*) FROM movement"), 3);
	arena_free(arena);
}
static void what_is_imported_twice_is_there_once(void **state) { on_both(imported); }

static void a_mapping_is_read_or_its_line_is_named(void **state)
{
	struct arena *arena = arena_new(0);
	struct import_map map;
	MUST(import_map_read(arena, STR("# theirs = ours\nNOM = surname\r\n\npost/12 = SORREL"), &map, &err));
	assert_str(import_column(&map, STR("NOM")), "surname");
	assert_str(import_column(&map, STR("other")), "other");
	assert_str(import_value(arena, &map, STR("post"), STR("12")), "SORREL");
	assert_str(import_value(arena, &map, STR("post"), STR("13")), "13");
	assert_false(import_map_read(arena, STR("NOM = surname\nbroken\n"), &map, &err));
	assert_string_equal(err.where, "map, line 2");
	arena_free(arena);
}

/* --- crossings as a file --- */

static void crossings_in_a_file(struct world *world)
{
	const struct crossings_query all = { .post = STR("SORREL") }, none = { .post = STR("SORREL"), .decision = STR("refuse") };
	const struct call call = { .query = &all }, other = { .query = &none };
	struct reply reply = { 0 };
	size_t at;
	assert_true(admit(world, BOOTH, present(world, "FRA", "FILE1", "entry"), "tourism"));
	assert_true(admit(world, BOOTH, present(world, "FRA", "FILE2", "entry"), "tourism"));
	struct act act = act_by(world, BOOTH);
	MUST(crossings_csv(&act, &call, &reply, &err));
	assert_true(str_starts(reply.bytes, STR("id,when,post,lane,")) && reply.private_download);
	assert_true(str_find(reply.bytes, STR(",FRA,FILE1,"), &at) && str_find(reply.bytes, STR(",FRA,FILE2,"), &at));
	assert_int_equal(finish(world, &act), SUBMITTED);
	/* Each document in it was looked at. */
	assert_int_equal(number(world, "SELECT count(*) FROM journal_ref WHERE role = 'shown'"), 2);
	act = act_by(world, BOOTH);
	MUST(crossings_csv(&act, &other, &reply, &err));
	assert_false(str_find(reply.bytes, STR("FILE1"), &at));
	assert_int_equal(finish(world, &act), SUBMITTED);
}
static void crossings_are_given_as_a_file_and_the_look_names_them(void **state) { on_both(crossings_in_a_file); }

/* --- tasks --- */

/* Who sees how many tasks, at a post ("" = headquarters); the look at the people is an entry. `first`: the first one's record. */
static size_t tasks_seen(struct world *world, enum who who, const char *post, struct uuid *first)
{
	const struct call call = { 0 };
	struct reply reply = { 0 };
	struct act act = act_by(world, who);
	act.place = (struct place){ .post = str_of(post) };
	MUST(tasks_get(&act, &call, &reply, &err));
	assert_true(act.looks > 0);
	json_t *open = json_object_get(reply.data, "open");
	size_t count = json_array_size(open);
	if (count && first)
		assert_true(uuid_parse(str_of(json_string_value(json_object_get(json_array_get(open, 0), "id"))), first));
	json_decref(reply.data);
	json_decref(reply.page);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return count;
}

static enum error_code do_task(struct world *world, enum who who, const char *post, struct uuid task)
{
	const struct task_done form = { .note = STR("Taken over.") };
	const struct call call = { .id = task, .form = &form };
	struct reply reply = { 0 };
	struct act act = act_by(world, who);
	act.place = (struct place){ .post = str_of(post) };
	err = (struct error){ 0 };
	if (!task_done_post(&act, &call, &reply, &err))
		act_forget(&act);
	json_decref(reply.data);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return err.code;
}

static void a_task(struct world *world)
{
	struct uuid task = { 0 };
	claim(world, present(world, "TUR", "TASK1", "entry"));
	assert_int_equal(tasks_seen(world, LIAISON, "", &task), 1);
	assert_int_equal(tasks_seen(world, LIAISON, "SORREL", NULL), 1);
	assert_int_equal(tasks_seen(world, LIAISON, "ASTERF", NULL), 0);
	assert_int_equal(tasks_seen(world, ACCESS_DESK, "", NULL), 0);
	assert_int_equal(do_task(world, ACCESS_DESK, "", task), ERR_NOT_FOUND); /* it is not told that there is one */
	assert_int_equal(do_task(world, LIAISON, "ASTERF", task), ERR_NOT_FOUND);
	assert_int_equal(do_task(world, LIAISON, "", task), 0);
	assert_int_equal(tasks_seen(world, LIAISON, "", NULL), 0);
	assert_int_equal(do_task(world, LIAISON, "", task), ERR_NOT_ALLOWED);
}
static void a_task_waits_for_its_role_and_post_and_is_done_once(void **state) { on_both(a_task); }

/* --- oversight --- */

/* What a page of the journal holds, as one text; "" when it was refused. */
static char *journal_page(struct world *world, enum who who, route_handler *handle, const struct call *call)
{
	struct act act = act_by(world, who);
	struct reply reply = { 0 };
	char *out = strdup("");
	err = (struct error){ 0 };
	if (handle(&act, call, &reply, &err)) {
		assert_true(act.looks > 0 && journal_pending(&act)); /* the look is an entry */
		json_t *both = json_pack("{s:O, s:O}", "page", reply.page, "data", reply.data);
		free(out);
		out = json_dumps(both, 0);
		json_decref(both);
	} else {
		act_forget(&act);
	}
	json_decref(reply.page);
	json_decref(reply.data);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return out;
}

static void shows(char *page, const char *text, bool wanted)
{
	if (!!strstr(page, text) != wanted)
		fail_msg("\"%s\" is %s: %s", text, wanted ? "missing" : "shown", page);
	free(page);
}

static struct uuid crossing_of(struct world *world)
{
	struct uuid id;
	bool found;
	struct db *db = store_take(world->house.store, &err);
	struct query *query = db_made(db, "SELECT id FROM movement ORDER BY happened LIMIT 1");
	MUST(query_one(query, &found, &err) && found);
	id = query_id(query, 0);
	MUST(query_end(query, &err));
	store_give(world->house.store, db);
	return id;
}

static void overseen(struct world *world)
{
	assert_true(admit(world, BOOTH, present(world, "FRA", "OV1", "entry"), "tourism"));
	const struct journal_query all = { 0 }, crossings = { .kind = STR("crossing") }, erasures = { .kind = STR("erase") }, strange = { .kind = STR("x") };
	const struct journal_query of_record = { .record = record_of(world, "FRA", "OV1"), .kind = STR("look") };
	const struct unmask_form form = { .why = STR("court"), .reason = STR("file 7/26") }, wrong = { .why = STR("fun"), .reason = STR("file 7/26") };
	struct call call = { .query = &all, .id = crossing_of(world) };
	shows(journal_page(world, AUDITOR, journal_get, &call), "VALDORIN", false);
	call.query = &crossings;
	shows(journal_page(world, AUDITOR, journal_get, &call), "Entry admitted", true);
	call.query = &erasures;
	shows(journal_page(world, AUDITOR, journal_get, &call), "Entry admitted", false);
	call.query = &strange;
	free(journal_page(world, AUDITOR, journal_get, &call));
	assert_int_equal(err.code, ERR_INPUT);

	/* One entry: without a purpose nothing of the person; with one, for those who may search people, all. */
	call = (struct call){ .id = crossing_of(world), .form = &form };
	shows(journal_page(world, AUDITOR, journal_entry_get, &call), "VALDORIN", false);
	shows(journal_page(world, AUDITOR, journal_entry_get, &call), "SORREL", true);
	free(journal_page(world, AUDITOR, journal_entry_post, &call));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	call.form = &wrong;
	free(journal_page(world, ACCESS_DESK, journal_entry_post, &call));
	assert_int_equal(err.code, ERR_FINDINGS);
	call.form = &form;
	shows(journal_page(world, ACCESS_DESK, journal_entry_post, &call), "VALDORIN", true);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'read' AND purpose = 'court'"), 1);
	call.id.bytes[15] ^= 1;
	free(journal_page(world, AUDITOR, journal_entry_get, &call));
	assert_int_equal(err.code, ERR_NOT_FOUND);

	/* The key of a file stands in its body, and is shown to nobody. */
	struct act act = act_by(world, SUPERVISOR);
	struct str handle;
	MUST(journal_file_put(&act, STR("bytes"), &handle, &err));
	struct uuid with_file = journal_append(&act, &remark_type, uuid_v7(act.now, &random_system), &(struct remark){ .note = handle });
	char *key = strndup(handle.data + 33, 64);
	assert_int_equal(finish(world, &act), SUBMITTED);
	call = (struct call){ .id = with_file, .form = &form };
	shows(journal_page(world, ACCESS_DESK, journal_entry_post, &call), key, false);
	free(key);

	/* The looks at the person are in the record's own list: two of the auditor, one of the access desk; one more is at the file's record. */
	call = (struct call){ .query = &of_record };
	shows(journal_page(world, AUDITOR, journal_get, &call), "Request of a court", true);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_ref WHERE role = 'shown'"), 5);
}
static void oversight_sees_doings_and_not_people(void **state) { on_both(overseen); }

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(nobody_is_refused_before_a_hearing_and_by_the_first_line),
		UNIT(a_citizen_is_never_refused),
		UNIT(a_claim_at_any_step_stops_refusal),
		UNIT(a_claim_on_another_document_of_the_person_stops_refusal),
		UNIT(a_referral_or_a_claim_puts_the_document_on_record),
		UNIT(a_reading_needs_a_lane_and_somebody_who_works_there),
		UNIT(a_claim_made_meanwhile_makes_the_refusal_a_conflict),
		UNIT(a_second_person_confirms_and_both_stand_in_the_record),
		UNIT(a_claim_before_the_confirmation_stops_it),
		UNIT(what_was_not_seen_is_not_settled),
		UNIT(what_advises_refer_is_admitted_by_the_second_line_once),
		UNIT(an_exit_is_recorded_whatever_the_papers_say),
		UNIT(an_exit_on_the_new_document_closes_the_stay_begun_on_the_old_one),
		UNIT(a_correction_is_a_new_entry),
		UNIT(what_is_imported_twice_is_there_once),
		UNIT(a_mapping_is_read_or_its_line_is_named),
		UNIT(crossings_are_given_as_a_file_and_the_look_names_them),
		UNIT(a_task_waits_for_its_role_and_post_and_is_done_once),
		UNIT(oversight_sees_doings_and_not_people),
	};
	return cmocka_run_group_tests_name("border", cases, NULL, NULL);
}
