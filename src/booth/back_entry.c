/* Back-entry: a crossing that was written on a numbered paper form while nothing worked, entered afterwards. It happened then and arrived now: both times
 * stay. The checks are made now, with the lists of now; what they find about somebody who crossed already goes to the second line as found late. The
 * crossing is recorded whatever they say, since it happened. Refusals are not entered here: they have their own form, hearing and remedy. */
#include "forms.h"

#include "access.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "pages.h"
#include "paper.h"
#include "show.h"
#include "status.h"

FIELDS_TABLE(late, LATE_FIELDS)
FIELDS_TABLE(late_query, LATE_QUERY_FIELDS)

enum { LATE_DAYS = 31 };

static bool check(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "back-entry");
}

/* --- who crossed --- */

static void read_lines(struct act *act, const struct late *late, struct subject *subject, struct str *zone)
{
	struct mrz *mrz = ARENA_NEW(act->arena, struct mrz);
	struct error misread = { 0 };
	if (!mrz_parse(late->lines, act->arena, mrz, &misread)) {
		finding_add(&act->findings, STR("lines"), "misread", misread.what);
		return;
	}
	subject->mrz = mrz;
	subject->source = STR("mrz");
	identity_from_mrz(mrz, subject->today, act->arena, &subject->identity);
	*zone = str_join(act->arena, mrz->line, mrz->line_count, STR("\n"));
}

static void take_names(struct act *act, const struct late *late, struct subject *subject)
{
	subject->source = late->document_number.len ? STR("manual") : STR("none");
	subject->identity = *(const struct identity *)late;
	if (!late->surname.len && !late->given_names.len)
		finding_add(&act->findings, STR("surname"), "required", "Type the lines of the document, or a name: one is enough.");
	if (!subject->identity.surname.len) {
		subject->identity.surname = subject->identity.given_names;
		subject->identity.given_names = STR("");
	}
	if (!subject->identity.sex.len)
		subject->identity.sex = STR("U");
}

_Static_assert(offsetof(struct late, document_expires) == offsetof(struct identity, document_expires), "a back-entry begins with an identity");

/* Place, time and person of the form. */
static bool present(struct act *act, const struct late *late, struct subject *subject, struct str *zone, struct error *err)
{
	if (!border_place(act, STR(""), 0, late->direction, subject, err))
		return false;
	subject->lane = (int)late->lane;
	if (late->lane && !pack_lane(subject->post, (int)late->lane))
		finding_add(&act->findings, STR("lane"), "unknown_lane", "This post has no such lane.");
	if (!late->clock.len)
		finding_add(&act->findings, STR("clock"), "required", "Give the time that stands on the form.");
	else if (station_when(act, subject->post, late->day, late->clock, LATE_DAYS, &subject->happened))
		subject->today = lang_zone_day(show_zone(act, subject->post->code), subject->happened);
	if (late->lines.len)
		read_lines(act, late, subject, zone);
	else
		take_names(act, late, subject);
	subject->purpose = late->purpose;
	return true;
}

/* --- what was found late --- */

static bool asks_second_line(const struct check_list *checks, bool *hit)
{
	bool asks = false;
	*hit = false;
	for (size_t i = 0; i < checks->count; i++) {
		const struct check_line *line = &checks->items[i];
		bool listed = str_starts(line->check, STR("watch.")) && str_is(line->result, "failed") && !str_is(line->advice, "none") && !str_is(line->advice, "note");
		*hit |= listed;
		asks |= listed || str_is(line->advice, "refer");
	}
	return asks;
}

/* The person went on long ago: there is nobody to hear, and something to look at. */
static void tell_second_line(struct act *act, const struct subject *subject, const struct check_list *checks)
{
	bool hit;
	if (!asks_second_line(checks, &hit))
		return;
	struct task task = {
		.role = STR("second_line_officer"), .post = subject->post->code, .what = STR("found_late"), .about = subject->record,
		.words = str_of(hit ? WORDS("Found late: a crossing entered from paper has a possible match on a list. Compare, and tell whom the list names.")
		                    : WORDS("Found late: a crossing entered from paper would have been referred. Look at its checks.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

/* --- recording --- */

/* Who admitted, by the service number on the form; whoever enters it otherwise. */
static bool find_officer(struct act *act, const struct late *late, struct uuid *officer, struct error *err)
{
	bool found = true;
	*officer = act->actor.user;
	if (late->officer.len && !access_find_user(act, late->officer, officer, &found, err))
		return false;
	if (!found)
		finding_add(&act->findings, STR("officer"), "unknown_user", "Nobody has this service number.");
	return true;
}

/* What happened later is no part of it: the stay is that of the day on the form. */
static void forget_later(struct subject *subject)
{
	while (subject->movement_count && subject->movements->happened > subject->happened) { /* newest first */
		subject->movements++;
		subject->movement_count--;
	}
}

/* A stay that was too long: where the form says why, what follows is as at the booth. Else nobody heard the person, no penalty is recorded, and the desk of
 * stays looks at it. */
static bool follow(struct act *act, const struct late *late, struct opened *opened, const struct admit *admit, struct uuid crossing, struct error *err)
{
	bool too_late = str_is(opened->inspection.direction, "exit") && opened->stay.open && opened->stay.over;
	const struct explained said = { late->explained, late->note, late->paper };
	if (late->explained.len)
		status_check_explained(act, &said, opened->subject.today, STR("explained"));
	if (!too_late || late->explained.len)
		return check(act, err) && border_follow_up(act, opened, admit, crossing, err);
	const struct task task = {
		.role = act->pack->overstay.tell, .what = STR("found_late"), .about = opened->subject.record,
		.words = str_of(WORDS("Found late: an exit entered from paper ends a stay that was too long. Nobody asked for the explanation: look at the account of the stay.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
	return true;
}

static bool record_crossing(struct act *act, const struct late *late, struct opened *opened, struct uuid officer, struct paper_form *form, struct error *err)
{
	struct movement movement = { 0 };
	const struct admit admit = { .days = late->days, .purpose = late->purpose, .craft = late->craft, .stamp = late->stamp, .explanation = late->note,
		.explained = late->explained, .paper = late->paper };
	movement_complete(act, &opened->subject, &movement);
	border_fill(opened, &admit, &movement);
	movement.paper = paper_number(act->arena, form->number);
	movement.officer = officer;
	form->crossing = journal_append_at(act, &crossing_type, opened->subject.record, &movement, opened->subject.happened);
	return follow(act, late, opened, &admit, form->crossing, err);
}

static bool take_down(struct act *act, const struct late *late, struct subject *subject, struct str zone, struct uuid officer, struct paper_form *form, struct opened *opened,
                      struct error *err)
{
	struct check_list checks;
	struct uuid inspection;
	if (!border_inspect(act, subject, zone, &checks, &inspection, err))
		return false;
	forget_later(subject);
	opened->subject = *subject;
	border_opened_now(act, opened, &checks, inspection);
	if (!record_crossing(act, late, opened, officer, form, err) || !paper_account(act, form, subject->happened, err))
		return false;
	journal_ref(act, subject->record, "person");
	tell_second_line(act, subject, &checks);
	return true;
}

/* --- the page --- */

static json_t *ways(struct act *act, struct str chosen)
{
	static const struct { const char *code, *words; } all[] = { { "entry", WORDS("Entry") }, { "exit", WORDS("Exit") } };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(all[i].code));
		json_put_str(row, "word", lang_words(act->lang, all[i].words));
		json_put_yesno(row, "chosen", str_is(chosen, all[i].code));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *lanes(struct act *act, const struct pack_post *post, int64_t chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < post->count; i++) {
		json_t *row = json_object();
		json_put_int(row, "code", post->lanes[i].number);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), post->lanes[i].words));
		json_put_yesno(row, "chosen", post->lanes[i].number == chosen);
		json_array_append_new(out, row);
	}
	return out;
}

/* What stays from form to form is given again: place, day, officer; and the next number. */
bool late_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct late_query none;
	const struct late_query *query = call->query ? call->query : &none;
	const struct late *form = call->form;
	const struct pack_post *post = station_post(act, STR(""), err);
	int64_t done = 0, next;
	if (!post)
		return false;
	if (query->done.len && !paper_number_read(query->done, &done))
		done = 0;
	if (!(query->number.len && paper_number_read(query->number, &next)) && !paper_next(act, post->code, done, &next, err))
		return false;
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	struct date day = form ? form->day : query->day;
	struct str way = form ? form->direction : query->direction.len ? query->direction : act->place.direction;
	json_put_str(data, "next", next ? paper_number(act->arena, next) : STR(""));
	json_put_str(page, "place", show_post(act, post->code));
	json_put_str(page, "recorded", done ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Form {number} is entered.")), { "number", paper_number(act->arena, done) }) : STR(""));
	json_put_str(page, "day", date_str(act->arena, day));
	json_put_str(page, "officer", form ? form->officer : query->officer);
	json_put(page, "ways", ways(act, way.len ? way : STR("entry")));
	json_put(page, "lanes", lanes(act, post, form ? form->lane : query->lane ? query->lane : act->place.lane));
	json_put(page, "sexes", show_codes(act, "sexes", form ? form->sex : STR("")));
	json_put(page, "nationalities", show_codes(act, "countries", form && form->nationalities.count ? form->nationalities.items[0] : STR("")));
	json_put(page, "issuers", show_codes(act, "countries", form ? form->document_issuer : STR("")));
	json_put(page, "kinds", show_codes(act, "document_kinds", form ? form->document_kind : STR("P")));
	json_put(page, "purposes", show_codes(act, "travel_purposes", form ? form->purpose : STR("")));
	json_put(page, "explanations", show_codes(act, "overstay_explanations", form ? form->explained : STR("")));
	return true;
}

static struct str next_page(struct act *act, const struct late *late, const struct paper_form *form)
{
	return str_format(act->arena, "/paper/entry?done=" STR_FMT "&day=" STR_FMT "&lane=%lld&direction=" STR_FMT "&officer=" STR_FMT, STR_ARG(paper_number(act->arena, form->number)),
	                  STR_ARG(date_str(act->arena, late->day)), (long long)late->lane, STR_ARG(late->direction), STR_ARG(late->officer));
}

bool late_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct late *late = call->form;
	struct paper_form form = { .state = STR("used") };
	struct subject subject = { 0 };
	struct opened opened = { 0 };
	struct str zone = STR("");
	struct uuid officer;
	if (!paper_number_read(late->number, &form.number))
		finding_add(&act->findings, STR("number"), "bad_number", "This number does not agree with its last digit. Read it again.");
	if (late->purpose.len && !pack_code_valid(act->pack, STR("travel_purposes"), late->purpose, time_date(act->now)))
		finding_add(&act->findings, STR("purpose"), "unknown_code", "Choose a purpose of the list.");
	if (!present(act, late, &subject, &zone, err) || !find_officer(act, late, &officer, err) || !check(act, err))
		return false;
	form.post = subject.post->code;
	if (!take_down(act, late, &subject, zone, officer, &form, &opened, err))
		return false;
	reply->changed = form.post;
	if (!call->json)
		reply->location = next_page(act, late, &form);
	reply->data = json_object();
	json_put_str(reply->data, "crossing", uuid_str(act->arena, form.crossing));
	json_put_str(reply->data, "record", uuid_str(act->arena, subject.record));
	if (!uuid_zero(opened.overstay))
		json_put_str(reply->data, "overstay", uuid_str(act->arena, opened.overstay));
	json_put_str(reply->data, "number", paper_number(act->arena, form.number));
	return true;
}
