/* Papers: the confirmation of an appointment, with a code that the desk scans; the transcript of an interview. */
#include "forms.h"

#include "arena.h"
#include "letter.h"

FIELDS_TABLE(print_form, PRINT_FORM_FIELDS)

static const struct lang_zone *zone_of(struct act *act, const struct booking_row *row)
{
	return centre_zone(act, pack_centre(act->pack, row->centre, (struct date){ 0 }));
}

static void put_day(struct act *act, json_t *values, const struct booking_row *row, int64_t at, const struct lang *lang)
{
	char day[DATE_TEXT];
	json_put_str(values, "on", date_text(lang_zone_day(zone_of(act, row), at), day));
	json_put_str(values, "time", lang_time(lang, act->arena, zone_of(act, row), at));
}

/* Where, in the language of the paper. */
static void put_centre(struct act *act, json_t *values, const struct booking_row *row, const struct lang *lang, bool address)
{
	const struct pack_centre *centre = pack_centre(act->pack, row->centre, (struct date){ 0 });
	if (!centre)
		return;
	json_put_str(values, "centre", pack_words(act->pack, lang_tag(lang), centre->words));
	if (address)
		json_put_str(values, "address", pack_words(act->pack, lang_tag(lang), centre->address));
}

static json_t *texts_json(const struct texts *texts)
{
	json_t *out = json_array();
	for (size_t i = 0; i < texts->count; i++)
		json_array_append_new(out, json_str(texts->items[i]));
	return out;
}

static struct str language_of(const struct booking_row *row, struct str asked)
{
	return asked.len ? asked : row->language;
}

static bool issue(struct act *act, struct uuid record, const char *name, struct str language, json_t *values, struct reply *reply, struct error *err)
{
	struct uuid id;
	const struct letter_order order = { .name = name, .record = record, .about = record, .language = language, .values = values };
	if (!letter_issue(act, &order, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "letter", uuid_str(act->arena, id));
	return true;
}

bool appointment_paper_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct print_form *form = call->form;
	struct booking_row row;
	bool found;
	if (!booking_look(act, call->id, &row, &found, err))
		return false;
	if (!found || !row.start || !str_is(row.state, "booked"))
		return error_set(err, ERR_NOT_ALLOWED, "there is no time to confirm", "book a time first", "booking");
	struct str language = language_of(&row, form->language);
	const struct lang *lang = letter_language(act, language);
	json_t *values = json_object();
	json_put_str(values, "name", row.name);
	json_put(values, "companions", texts_json(&row.companions));
	json_put_int(values, "people", row.people);
	json_put_str(values, "service", row.service);
	json_put_str(values, "reference", row.reference);
	json_put_str(values, "code", scan_code_text(act->arena, "APPOINTMENT", row.reference));
	put_day(act, values, &row, row.start, lang);
	put_centre(act, values, &row, lang, true);
	return issue(act, call->id, "appointment", language, values, reply, err);
}

static json_t *answers_json(const struct interview_row *talk)
{
	json_t *answers = json_loadb(talk->answers.data, talk->answers.len, 0, NULL), *one;
	size_t at;
	json_array_foreach(answers, at, one)
		json_put_int(one, "number", (int64_t)at + 1);
	return answers ? answers : json_array();
}

static void put_text(json_t *values, const char *name, struct str text)
{
	if (text.len)
		json_put_str(values, name, text);
}

bool interview_paper_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct print_form *form = call->form;
	struct booking_row row;
	struct interview_row talk;
	bool found, planned;
	if (!booking_look(act, call->id, &row, &found, err) || !interview_look(act, call->id, &talk, &planned, err))
		return false;
	if (!found || !talk.how.len)
		return error_set(err, ERR_NOT_ALLOWED, "the record was not read back yet", "read it back first: what the person corrects belongs to the transcript", "interview");
	struct str language = language_of(&row, form->language);
	const struct lang *lang = letter_language(act, language);
	json_t *values = json_object();
	json_put_str(values, "name", row.name);
	json_put_str(values, "reference", row.reference);
	put_day(act, values, &row, talk.began, lang);
	put_centre(act, values, &row, lang, false);
	put_text(values, "officer", talk.officer);
	put_text(values, "interpreter", talk.interpreter);
	put_text(values, "note", talk.note);
	put_text(values, "corrections", talk.corrections);
	json_put(values, "present", texts_json(&talk.present));
	json_put(values, "answers", answers_json(&talk));
	json_put_yesno(values, "read", !str_is(talk.how, "refused"));
	json_put_yesno(values, "refused", str_is(talk.how, "refused"));
	json_put_yesno(values, "signed", talk.signed_by);
	return issue(act, call->id, "interview_record", language, values, reply, err);
}

/* Of a booking alone: other papers have their own desks. */
static bool of_booking(struct act *act, struct uuid letter, struct uuid *record, struct booking_row *row, struct error *err)
{
	bool found, booked = false;
	if (!letter_record_of(act, letter, record, &found, err) || (found && !booking_look(act, *record, row, &booked, err)))
		return false;
	return booked || error_set(err, ERR_NOT_FOUND, "there is no such paper of an appointment", "look at the appointment", "letter");
}

bool appointment_letter_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid record;
	struct booking_row row;
	return of_booking(act, call->id, &record, &row, err) && letter_pdf(act, call->id, reply, err);
}

static struct str paper_path(struct act *act, struct uuid letter, const char *after)
{
	return str_format(act->arena, "/appointment/paper/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, letter)), after);
}

bool appointment_letter_text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid record;
	struct booking_row row;
	if (!of_booking(act, call->id, &record, &row, err) || !letter_page(act, call->id, appointment_path(act, record, ""), reply, err))
		return false;
	json_put_str(reply->page, "pdf_href", paper_path(act, call->id, ""));
	return true;
}

/* The papers' own links lead to this room's desk. */
static void lead_here(struct act *act, json_t *papers)
{
	size_t at;
	json_t *one;
	json_array_foreach(papers, at, one) {
		const char *href = json_string_value(json_object_get(one, "href"));
		struct str text = href ? str_copy(act->arena, str_of(href)) : STR("");
		struct uuid id;
		if (text.len < 36 || !uuid_parse(str_slice(text, text.len - 36, text.len), &id))
			continue;
		json_put_str(one, "href", paper_path(act, id, ""));
		json_put_str(one, "text_href", paper_path(act, id, "/text"));
	}
}

/* Papers that were issued, and in which languages one may be: for the page. */
bool booking_put_papers(struct act *act, struct uuid record, struct str language, json_t *page, struct error *err)
{
	json_t *papers, *languages = json_array();
	if (!letters_about(act, record, &papers, err))
		return false;
	for (size_t i = 0; i < act->pack->head.languages.count; i++) {
		struct str tag = act->pack->head.languages.items[i];
		json_t *one = json_object();
		json_put_str(one, "code", tag);
		json_put_str(one, "word", lang_name(letter_language(act, tag)));
		json_put_yesno(one, "chosen", str_equal(tag, language));
		json_array_append_new(languages, one);
	}
	lead_here(act, papers);
	json_put_yesno(page, "any_paper", json_array_size(papers) > 0);
	json_put(page, "papers", papers);
	json_put(page, "paper_languages", languages);
	return true;
}

/* An appointment by what stands on its paper, typed or scanned; zero: there is none. */
bool booking_find(struct act *act, struct str text, struct uuid *record, struct error *err)
{
	struct str number = scan_code_number(act->arena, "APPOINTMENT", str_trim(text));
	struct str dashed = number.len == 8 ? str_format(act->arena, STR_FMT "-" STR_FMT, STR_ARG(str_slice(number, 0, 4)), STR_ARG(str_slice(number, 4, 8))) : number;
	*record = (struct uuid){ 0 };
	const struct str tries[] = { str_upper(act->arena, str_trim(text)), str_upper(act->arena, dashed), str_upper(act->arena, number) };
	for (size_t i = 0; i < COUNT_OF(tries) && uuid_zero(*record); i++) {
		struct query *query = db_query(act->db, "booking.by_reference");
		query_bind_text(query, "reference", tries[i]);
		if (query_next(query))
			*record = query_id(query, 0);
		if (!query_end(query, err))
			return false;
	}
	return true;
}
