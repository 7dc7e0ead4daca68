/* What an application waits for from the person: a fee to be paid, a visit to be booked. The rooms of fees and bookings do it; here are the buttons. */
#include "pages.h"

#include <string.h>

#include "booking.h"
#include "fees.h"
#include "journal.h"

FIELDS_TABLE(pay_choice, PAY_CHOICE_FIELDS)
FIELDS_TABLE(visit_query, VISIT_QUERY_FIELDS)
FIELDS_TABLE(visit_form, VISIT_FORM_FIELDS)

enum { DAYS_SHOWN = 28 };

/* --- on the page of the application --- */

static json_t *tie_of(struct str title, struct str words, struct str href, struct str post, struct str use, struct str button)
{
	json_t *row = json_object();
	json_put_str(row, "title", title);
	json_put_str(row, "words", words);
	json_put_str(row, "href", href);
	json_put_str(row, "post", post);
	json_put_str(row, "use", use);
	json_put_str(row, "button", button);
	return row;
}

/* The provider said no the last time. */
static bool declined(const struct mine *mine, const struct fee_row *row)
{
	const json_t *use = json_object_getn(json_object_get(mine->seen.file, "uses"), row->use.data, row->use.len);
	if (row->item.len)
		use = json_object_getn(json_object_get(use, "items"), row->item.data, row->item.len);
	const char *status = json_string_value(json_object_get(use, "status"));
	return status && !strcmp(status, "failed");
}

static bool add_fees(struct act *act, struct mine *mine, json_t *out, struct error *err)
{
	struct fee_row *rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST);
	size_t count = 0;
	if (!fees_of(act, mine->seen.record, rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].rest <= 0)
			continue;
		struct str money = fee_money_words(act, rows[i].rest, rows[i].currency);
		bool online = fees_online(act->house);
		struct str words = online ? money : LANG_FILL(act->arena, lang_words(act->lang, WORDS("{amount}, to be paid at a centre")), { "amount", money });
		bool again = declined(mine, &rows[i]);
		if (again)
			words = str_format(act->arena, STR_FMT ". " STR_FMT, STR_ARG(words), STR_ARG(lang_words(act->lang, WORDS("Nothing was taken. You can try again, or pay at a cash desk or by transfer."))));
		json_array_append_new(out, tie_of(lang_words(act->lang, again ? WORDS("The payment was declined") : WORDS("Fee to be paid")), words, STR(""), online ? mine_path(act, mine->seen.record, "/pay") : STR(""), rows[i].use,
		                                  lang_words(act->lang, WORDS("Pay"))));
	}
	return true;
}

static struct str centre_words(struct act *act, struct str code)
{
	const struct pack_centre *centre = pack_centre(act->pack, code, (struct date){ 0 });
	return centre ? pack_words(act->pack, lang_tag(act->lang), centre->words) : code;
}

static const struct lang_zone *centre_zone(struct act *act, struct str code)
{
	const struct pack_centre *centre = pack_centre(act->pack, code, (struct date){ 0 });
	return act->house->zone(act->house, centre ? centre->zone : act->pack->head.zone);
}

static bool waits_for_booking(struct str state)
{
	return str_is(state, "offered") || str_is(state, "held") || str_is(state, "missed") || str_is(state, "cancelled") || str_is(state, "waiting") || str_is(state, "proposed");
}

static bool add_booking(struct act *act, struct mine *mine, const struct pack_use *use, json_t *out, struct error *err)
{
	struct booking_row row;
	struct uuid record;
	bool found;
	if (!booking_of(act, mine->seen.record, use->name, &record, &row, &found, err))
		return false;
	const char *offered = json_string_value(json_object_get(json_object_getn(json_object_get(mine->seen.file, "uses"), use->name.data, use->name.len), "status"));
	bool open = found ? waits_for_booking(row.state) : offered && !strcmp(offered, "offered"), booked = found && str_is(row.state, "booked");
	if (!open && !booked)
		return true;
	struct str href = mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/book?use=" STR_FMT, STR_ARG(use->name))));
	struct str when = booked ? lang_date_time(act->lang, act->arena, centre_zone(act, row.centre), row.start) : STR("");
	struct str words = booked ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(when), STR_ARG(centre_words(act, row.centre))) : lang_words(act->lang, WORDS("Choose a centre, a day and a time."));
	json_array_append_new(out, tie_of(lang_words(act->lang, booked ? WORDS("Your visit") : WORDS("Book your visit")), words, href, STR(""), STR(""),
	                                  lang_words(act->lang, booked ? WORDS("Change or cancel") : WORDS("Book"))));
	return true;
}

bool put_ties(struct act *act, struct mine *mine, json_t *page, struct error *err)
{
	const struct pack_procedure *procedure = mine->seen.flow.host.procedure;
	json_t *out = json_array();
	json_put(page, "ties", out);
	if (!add_fees(act, mine, out, err))
		return false;
	for (size_t i = 0; i < procedure->use_count; i++)
		if (str_is(procedure->uses[i].capability->name, "appointment") && !add_booking(act, mine, &procedure->uses[i], out, err))
			return false;
	json_put_yesno(page, "any_tie", json_array_size(out) != 0);
	return true;
}

/* --- paying --- */

bool portal_pay_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pay_choice *form = call->form;
	struct mine mine;
	struct uuid intent;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = fees_intent(act, &mine.seen, form->use, STR(""), mine_path(act, call->id, ""), &intent, err);
	if (good) {
		reply->data = json_object();
		reply->location = str_format(act->arena, "/pay/" STR_FMT, STR_ARG(uuid_str(act->arena, intent)));
	}
	mine_end(&mine);
	return good;
}

/* --- booking --- */

static const struct pack_use *use_of(struct mine *mine, struct str name, struct error *err)
{
	place_at at = procedure_use(mine->seen.flow.host.procedure, name);
	if (at != NOWHERE && str_is(mine->seen.flow.host.procedure->uses[at].capability->name, "appointment"))
		return &mine->seen.flow.host.procedure->uses[at];
	error_set(err, ERR_NOT_FOUND, "There is no such visit.", "Open your application again.", "use");
	return NULL;
}

static struct str service_of(const struct pack_use *use)
{
	return pack_setting_code(use, "service");
}

static struct str query_path(struct act *act, const struct mine *mine, struct str use, struct str centre, struct str day)
{
	return mine_path(act, mine->seen.record, str_c(act->arena, str_format(act->arena, "/book?use=" STR_FMT "&centre=" STR_FMT "%s" STR_FMT, STR_ARG(use), STR_ARG(centre), day.len ? "&day=" : "", STR_ARG(day))));
}

static json_t *centres_value(struct act *act, const struct mine *mine, const struct pack_use *use, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->centre_count; i++) {
		const struct pack_centre *centre = &act->pack->centres[i];
		if (!pack_service(centre, service_of(use)))
			continue;
		json_t *row = json_object();
		json_put_str(row, "href", query_path(act, mine, use->name, centre->code, STR("")));
		json_put_str(row, "title", pack_words(act->pack, lang_tag(act->lang), centre->words));
		json_put_str(row, "address", pack_words(act->pack, lang_tag(act->lang), centre->address));
		json_put_yesno(row, "current", str_equal(chosen, centre->code));
		json_array_append_new(out, row);
	}
	return out;
}

static bool days_value(struct act *act, const struct mine *mine, const struct pack_use *use, const struct visit_query *query, int people, json_t *out, struct error *err)
{
	struct booking_day days[DAYS_SHOWN];
	struct date today = lang_zone_day(centre_zone(act, query->centre), act->now);
	if (!booking_days(act, query->centre, service_of(use), today, DAYS_SHOWN, people, days, err))
		return false;
	for (size_t i = 0; i < DAYS_SHOWN; i++) {
		if (!days[i].works)
			continue;
		json_t *row = json_object();
		json_put_str(row, "day", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(lang_weekday(act->lang, days[i].day)), STR_ARG(lang_date_short(act->lang, act->arena, days[i].day))));
		json_put_str(row, "href", days[i].fits ? query_path(act, mine, use->name, query->centre, date_str(act->arena, days[i].day)) : STR(""));
		json_put_str(row, "free", days[i].fits ? lang_count(act->lang, act->arena, days[i].fits, WORDS_MANY("{count} time free", "{count} times free")) : lang_words(act->lang, WORDS("Nothing free")));
		json_array_append_new(out, row);
	}
	return true;
}

static bool times_value(struct act *act, const struct pack_use *use, const struct visit_query *query, int people, json_t *out, struct error *err)
{
	struct booking_time *times = ARENA_ARRAY(act->arena, struct booking_time, CENTRE_TIMES_MOST);
	size_t count = 0;
	if (!booking_times(act, query->centre, service_of(use), query->day, people, times, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!times[i].open || !times[i].fits)
			continue;
		json_t *row = json_object();
		json_put_str(row, "start", str_format(act->arena, "%lld", (long long)times[i].start));
		json_put_str(row, "time", lang_time(act->lang, act->arena, centre_zone(act, query->centre), times[i].start));
		json_array_append_new(out, row);
	}
	return true;
}

static bool book_value(struct act *act, struct mine *mine, const struct visit_query *query, struct reply *reply, struct error *err)
{
	const struct pack_use *use = use_of(mine, query->use, err);
	struct booking_row row;
	struct uuid record;
	bool found, day = date_whole(query->day);
	int people = 1;
	struct str together = STR("");
	json_t *days = json_array(), *times = json_array();
	portal_page(act, reply);
	json_put(reply->page, "days", days);
	json_put(reply->page, "times", times);
	if (!use || !booking_of(act, mine->seen.record, use->name, &record, &row, &found, err) || (found && !booking_together(act, record, &row, &people, &together, err)) ||
	    (query->centre.len && !day && !days_value(act, mine, use, query, people, days, err)) || (query->centre.len && day && !times_value(act, use, query, people, times, err)))
		return false;
	json_put_str(reply->page, "together", together);
	bool booked = found && str_is(row.state, "booked");
	json_put(reply->page, "centres", query->centre.len ? json_array() : centres_value(act, mine, use, query->centre));
	json_put_yesno(reply->page, "any_centre", !query->centre.len);
	json_put_yesno(reply->page, "any_day", json_array_size(days) != 0);
	json_put_yesno(reply->page, "any_time", json_array_size(times) != 0);
	json_put_yesno(reply->page, "asks_time", query->centre.len && day);
	json_put_str(reply->page, "centre", query->centre);
	json_put_str(reply->page, "centre_words", query->centre.len ? centre_words(act, query->centre) : STR(""));
	json_put_str(reply->page, "day_words", day ? lang_date(act->lang, act->arena, query->day) : STR(""));
	json_put_str(reply->page, "use", use->name);
	json_put_str(reply->page, "booked", booked ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(lang_date_time(act->lang, act->arena, centre_zone(act, row.centre), row.start)),
	                                                        STR_ARG(centre_words(act, row.centre))) : STR(""));
	json_put_str(reply->page, "to", mine_path(act, mine->seen.record, "/book"));
	json_put_str(reply->page, "cancel_to", mine_path(act, mine->seen.record, "/book/cancel"));
	json_put_str(reply->page, "again", query_path(act, mine, use->name, query->centre, STR("")));
	json_put_str(reply->page, "about", mine_title(act, mine));
	json_put_str(reply->page, "back", mine_path(act, mine->seen.record, ""));
	return true;
}

bool portal_book_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct visit_query nothing;
	const struct visit_query *query = call->query ? call->query : &nothing;
	const struct visit_form *form = call->form;
	struct visit_query again = *query;
	struct mine mine;
	if (form)
		again = (struct visit_query){ .use = form->use, .centre = form->centre };
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = book_value(act, &mine, &again, reply, err);
	if (good)
		journal_look(act, "one's own application", &call->id, 1);
	mine_end(&mine);
	return good;
}

bool portal_book_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct visit_form *form = call->form;
	struct mine mine;
	struct booking_row row;
	struct uuid record;
	bool found;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	const struct pack_use *use = use_of(&mine, form->use, err);
	const struct booking_wish wish = {
		.centre = form->centre, .service = use ? service_of(use) : STR(""), .start = form->start, .name = mine.seen.row.name, .language = lang_tag(act->lang),
	};
	bool good = use && booking_of(act, call->id, use->name, &record, &row, &found, err) && booking_move_together(act, record, &wish, err);
	if (good) {
		reply->data = json_object();
		reply->location = mine_path(act, call->id, "");
	}
	mine_end(&mine);
	return good;
}

bool portal_book_cancel_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct pay_choice *form = call->form;
	struct mine mine;
	struct booking_row row;
	struct uuid record;
	bool found = false;
	if (!mine_open(act, call->id, &mine, err))
		return false;
	bool good = use_of(&mine, form->use, err) && booking_of(act, call->id, form->use, &record, &row, &found, err) && (!found || booking_cancel(act, record, err));
	if (good) {
		reply->data = json_object();
		reply->location = mine_path(act, call->id, "");
	}
	mine_end(&mine);
	return good;
}
