/* The verdict page, and the public value of an inspection. */
#include "show.h"

#include "child.h"
#include "group.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "reader.h"
#include "store.h"
#include "template.h"
#include "watch.h"

static struct str stay_rule_words(struct act *act, const struct opened *opened)
{
	const struct pack_stay_rule *rule = opened->subject.verdict.stay;
	return rule ? pack_words(act->pack, lang_tag(act->lang), rule->words) : lang_words(act->lang, WORDS("No rule"));
}

/* --- the band's end: how long, or how much too long --- */

static json_t *aside(struct str top, struct str main, struct str under)
{
	json_t *out = json_object();
	json_put_str(out, "top", top);
	json_put_str(out, "main", main);
	json_put_str(out, "under", under);
	return out;
}

/* Nobody enters who stays airside: no stay is counted or promised. */
static bool airside(const struct opened *opened)
{
	const struct pack_category *category = opened->subject.verdict.category;
	return category && (category->may & MAY_TRANSIT) && !(category->may & MAY_ADMIT);
}

static json_t *entry_aside(struct act *act, const struct opened *opened)
{
	const struct pack_category *category = opened->subject.verdict.category;
	struct str name = category ? pack_words(act->pack, lang_tag(act->lang), category->words) : STR("");
	int most = border_days_most(opened);
	if (airside(opened))
		return aside(lang_words(act->lang, WORDS("In transit")), lang_words(act->lang, WORDS("stays airside")), name);
	if (!opened->stay.window && most > 0 && !opened->stay.unlimited)
		return aside(lang_words(act->lang, WORDS("May stay until")), lang_date(act->lang, act->arena, border_stay_until(opened, most)), name);
	if (opened->stay.unlimited)
		return aside(lang_words(act->lang, WORDS("May stay")), lang_words(act->lang, WORDS("without limit")), name);
	if (most <= 0)
		return aside(lang_words(act->lang, WORDS("Days left")), STR("0"), name);
	struct str left = LANG_FILL(act->arena, lang_words(act->lang, WORDS("{left} of {allow} days left, {category}")),
	                            { "left", lang_number(act->lang, act->arena, most) },
	                            { "allow", lang_number(act->lang, act->arena, opened->stay.allow) }, { "category", name });
	return aside(lang_words(act->lang, WORDS("May stay until")), lang_date(act->lang, act->arena, border_stay_until(opened, most)), left);
}

/* What advises "refer" promises no stay: the band's end tells how busy the second line is. */
static bool refer_aside(struct act *act, const struct opened *opened, json_t **out, struct error *err)
{
	struct query *query = db_query(act->db, "booth.waiting");
	query_bind_text(query, "post", opened->inspection.post);
	int64_t waiting = query_next(query) ? query_int(query, 0) : 0;
	*out = aside(lang_words(act->lang, WORDS("Second line")), waiting ? lang_count(act->lang, act->arena, waiting, WORDS_MANY("{count} waiting", "{count} waiting"))
	                                                                  : lang_words(act->lang, WORDS("Free")), STR(""));
	return query_end(query, err);
}

static json_t *exit_aside(struct act *act, const struct opened *opened)
{
	const struct stay_account *stay = &opened->stay;
	if (!stay->open)
		return json_false();
	struct str until = date_whole(stay->open->stay_until) ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("allowed until {date}")), { "date", lang_date(act->lang, act->arena, stay->open->stay_until) })
	                                                      : lang_words(act->lang, WORDS("without limit"));
	if (stay->over)
		return aside(lang_words(act->lang, WORDS("Over the limit")), lang_count(act->lang, act->arena, stay->over, WORDS_MANY("{count} day", "{count} days")), until);
	return aside(lang_words(act->lang, WORDS("This stay ends")), lang_date(act->lang, act->arena, opened->subject.today), until);
}

/* --- panels of the stay --- */

static json_t *stay_panel(struct act *act, const struct opened *opened)
{
	const struct stay_account *stay = &opened->stay;
	const struct pack_verdict *verdict = &opened->subject.verdict;
	json_t *panel = json_object(), *facts = json_array();
	int most = border_days_most(opened);
	json_put_str(panel, "rule", stay_rule_words(act, opened));
	json_put_str(panel, "big", stay->unlimited ? STR("") : lang_number(act->lang, act->arena, most));
	json_put_str(panel, "unit", lang_plural(act->lang, most, WORDS_MANY("day left", "days left")));
	json_put_str(panel, "used", stay->unlimited ? STR("") : LANG_FILL(act->arena, lang_words(act->lang, WORDS("{used} of {allow} used")),
	                                                                  { "used", lang_number(act->lang, act->arena, stay->used) }, { "allow", lang_number(act->lang, act->arena, stay->allow) }));
	json_put(panel, "chart", template_markup(stay_bar(stay, opened->subject.today, act->lang, act->arena)));
	json_put(panel, "open_stay", stay->open ? json_str(LANG_FILL(act->arena, lang_words(act->lang, WORDS("An entry on {date} at {post} has no recorded exit.")),
	                                                            { "date", lang_date(act->lang, act->arena, stay->open->day) }, { "post", show_post(act, stay->open->post) }))
	                                        : json_false());
	if (verdict->entry_found)
		json_array_append_new(facts, show_fact(lang_words(act->lang, verdict->entry.need == NEED_NONE ? WORDS("No visa needed") : WORDS("Rule of entry")), pack_words(act->pack, lang_tag(act->lang), verdict->entry.article)));
	if (opened->subject.permit)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Visa or permit")), opened->subject.permit->number));
	if (verdict->category)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Law")), pack_words(act->pack, lang_tag(act->lang), verdict->category->law)));
	json_put(panel, "entitlement", facts);
	return panel;
}

static json_t *account_panel(struct act *act, const struct opened *opened)
{
	const struct stay_account *stay = &opened->stay;
	json_t *panel, *more = json_array();
	if (!stay->open) {
		json_decref(more);
		return json_false();
	}
	panel = json_object();
	int days = date_days(opened->subject.today) - date_days(stay->open->day) + 1;
	json_put_str(panel, "rule", stay_rule_words(act, opened));
	json_put_str(panel, "big", lang_number(act->lang, act->arena, stay->over ? stay->over : days));
	json_put_str(panel, "unit", stay->over ? lang_plural(act->lang, stay->over, WORDS_MANY("day over", "days over")) : lang_plural(act->lang, days, WORDS_MANY("day of stay", "days of stay")));
	json_put_str(panel, "tone", stay->over ? STR("check") : STR("clear"));
	json_put_str(panel, "word", lang_words(act->lang, stay->over ? WORDS("Overstay") : WORDS("In time")));
	json_put(panel, "chart", template_markup(stay_bar(stay, opened->subject.today, act->lang, act->arena)));
	json_put_str(panel, "entered", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{date}, {post}")), { "date", lang_date(act->lang, act->arena, stay->open->day) }, { "post", show_post(act, stay->open->post) }));
	json_put_str(panel, "until", date_whole(stay->open->stay_until) ? lang_date(act->lang, act->arena, stay->open->stay_until) : lang_words(act->lang, WORDS("without limit")));
	json_array_append_new(more, show_fact(lang_words(act->lang, WORDS("Days of this stay")), lang_number(act->lang, act->arena, days)));
	json_put(panel, "more", more);
	json_put_yesno(panel, "explain", stay->over > 0);
	return panel;
}

/* --- what protects --- */

static json_t *care_notes(struct act *act, const struct opened *opened)
{
	json_t *notes = json_array();
	const struct check_line *child = str_is(opened->inspection.advice, "care") ? NULL : show_child_line(opened); /* else the verdict itself says it */
	if (child) {
		json_t *note = json_object();
		json_put_str(note, "word", show_child_word(act, opened));
		json_put_str(note, "text", show_words(act, child->words, child->args));
		json_array_append_new(notes, note);
	}
	if (opened->subject.claim_open && !opened->subject.claim_granted) {
		json_t *note = json_object();
		json_put_str(note, "word", lang_words(act->lang, WORDS("Another desk handles this person")));
		json_put_str(note, "text", lang_words(act->lang, WORDS("Refusal, removal and return are not possible. Ask no embassy and no carrier, and tell nobody who travels along.")));
		json_array_append_new(notes, note);
	}
	return notes;
}

static bool remarks(struct act *act, struct uuid holder, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "booth.remarks_of_holder");
	json_t *notes = json_object(), *rows = json_array();
	query_bind_id(query, "holder", holder);
	query_bind_int(query, "most", 5);
	while (query_next(query)) {
		struct remark_row remark = { 0 };
		json_t *row = json_object();
		query_row(query, &remark_row_fields, &remark, act->arena);
		json_put_str(row, "text", remark.note);
		json_put_str(row, "who", uuid_equal(remark.officer, act->actor.user) ? lang_words(act->lang, WORDS("you")) : lang_words(act->lang, WORDS("a colleague")));
		json_put_str(row, "when", show_when(act, act->place.post, remark.happened));
		json_array_append_new(rows, row);
	}
	json_put_yesno(notes, "any", json_array_size(rows) != 0);
	json_put(notes, "rows", rows);
	json_put(page, "notes", notes);
	return query_end(query, err);
}

/* --- the decisions that are open --- */

/* What the category asks for, in words. */
static struct str asked_words(struct act *act, const struct opened *opened)
{
	static const struct { const char *code, *word; } known[] = {
		{ "purpose", WORDS("purpose") }, { "address", WORDS("address during the stay") }, { "onward", WORDS("onward or return ticket") },
		{ "intention", WORDS("what the person intends") }, { "craft", WORDS("flight, train, vessel or plate") },
	};
	const struct pack_category *category = opened->subject.verdict.category;
	struct str words[COUNT_OF(known)];
	size_t count = 0;
	for (size_t k = 0; category && k < COUNT_OF(known); k++)
		for (size_t i = 0; i < category->ask.count; i++)
			if (str_is(category->ask.items[i], known[k].code))
				words[count++] = lang_words(act->lang, known[k].word);
	return count ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Ask for: {things}.")), { "things", str_join(act->arena, words, count, STR(", ")) }) : STR("");
}

/* Passengers of one flight, train or vessel follow each other: what was recorded for the last one is proposed. Vehicles differ. */
static bool last_journey(struct act *act, const struct opened *opened, struct movement_row *last, struct error *err)
{
	enum { HOURS = 3 };
	if (opened->subject.post->mode == MODE_LAND)
		return true;
	struct query *query = db_query(act->db, "booth.last_journey");
	query_bind_int(query, "since", act->now - HOURS * INT64_C(3600000));
	query_bind_id(query, "officer", act->actor.user);
	query_bind_text(query, "post", opened->inspection.post);
	query_bind_text(query, "direction", opened->inspection.direction);
	if (query_next(query)) {
		last->carrier = query_text(query, 0, act->arena);
		last->craft = query_text(query, 1, act->arena);
		last->from_place = query_text(query, 2, act->arena);
		last->to_place = query_text(query, 3, act->arena);
	}
	return query_end(query, err);
}

static const char *craft_words(enum pack_mode mode)
{
	return mode == MODE_AIR ? WORDS("Flight") : mode == MODE_SEA ? WORDS("Vessel") : mode == MODE_RAIL ? WORDS("Train") : WORDS("Plate of the vehicle");
}

bool show_journey(struct act *act, const struct opened *opened, json_t *page, struct error *err)
{
	struct movement_row last = { 0 };
	if (!last_journey(act, opened, &last, err))
		return false;
	json_t *journey = json_object();
	json_put_str(journey, "craft_word", lang_words(act->lang, craft_words(opened->subject.post->mode)));
	json_put_str(journey, "carrier", last.carrier);
	json_put_str(journey, "craft", last.craft);
	json_put_str(journey, "from_place", last.from_place);
	json_put_str(journey, "to_place", last.to_place);
	json_put_str(journey, "asked", asked_words(act, opened));
	json_put(page, "journey", journey);
	return true;
}

static json_t *admit_value(struct act *act, const struct opened *opened)
{
	json_t *admit = json_object();
	const char *why_not = border_why_not_admit(act, opened);
	bool exit = str_is(opened->inspection.direction, "exit"), unlimited = opened->stay.unlimited;
	const struct str advice = opened->inspection.advice;
	json_put_yesno(admit, "allowed", !why_not);
	json_put_str(admit, "reason", why_not ? lang_words(act->lang, why_not) : STR(""));
	json_put_yesno(admit, "exit", exit);
	json_put_str(admit, "tone", str_is(advice, "refer") ? STR("stop") : str_is(advice, "look") ? STR("check") : STR("clear"));
	json_put_str(admit, "to", show_path(act, "/inspection/", opened->entry.id, "/admit"));
	json_put_yesno(admit, "days_asked", !exit && !unlimited);
	json_put_str(admit, "days", str_format(act->arena, "%d", border_days_most(opened)));
	json_put_yesno(admit, "purpose_asked", !exit);
	json_put(admit, "purposes", show_codes(act, "travel_purposes", opened->inspection.purpose));
	return admit;
}

static json_t *refer_value(struct act *act, const struct opened *opened)
{
	const char *why_not = border_why_not_refer(act, opened);
	if (why_not)
		return json_false();
	json_t *refer = json_object();
	json_put_yesno(refer, "shown", str_is(opened->inspection.advice, "refer"));
	json_put_str(refer, "to", show_path(act, "/inspection/", opened->entry.id, "/refer"));
	json_put_str(refer, "say", lang_words(act->lang, WORDS("Keep the document. Say: \"A colleague will help you with one more check. It takes about ten minutes.\"")));
	json_put(refer, "reasons", show_codes(act, "referral_reasons", show_child_line(opened) ? STR("child") : STR("")));
	return refer;
}

/* Of which lists the page is: an open page is told of newer ones, and then says so itself. */
json_t *show_lists_note(struct act *act, bool changed)
{
	json_t *note = json_object();
	json_put_yesno(note, "waits", !changed);
	json_put_str(note, "of", str_format(act->arena, "%lld", (long long)watch_changed(act->watch)));
	return note;
}

bool verdict_page(struct act *act, struct opened *opened, json_t *page, struct error *err)
{
	bool exit = str_is(opened->inspection.direction, "exit");
	bool second_line = rights_have(act->actor.rights, CAN_SECOND_LINE);
	json_t *person = show_person(act, &opened->subject.identity, opened->entry.record, opened->subject.verdict.category);
	show_faces(act, &opened->inspection, opened->entry.id, person);
	json_put(page, "person", person);
	json_put(page, "verdict", show_verdict(act, opened));
	json_t *end = NULL;
	if (str_is(opened->inspection.advice, "refer") && !refer_aside(act, opened, &end, err)) {
		json_decref(end);
		return false;
	}
	json_put(page, "aside", end ? end : exit ? exit_aside(act, opened) : entry_aside(act, opened));
	json_put(page, "care", care_notes(act, opened));
	json_put(page, "checks", show_checks(act, &opened->inspection.checks, second_line, show_path(act, "/inspection/", opened->entry.id, "/finding")));
	json_put(page, "stay", exit || airside(opened) ? json_false() : stay_panel(act, opened));
	json_put(page, "account", exit ? account_panel(act, opened) : json_false());
	json_put(page, "crossings", show_crossings(act, opened->subject.movements, opened->subject.movement_count, 5, opened->subject.holder));
	json_put(page, "admit", admit_value(act, opened));
	json_put(page, "refer", refer_value(act, opened));
	bool decide = !border_why_not_admit(act, opened);
	json_put(page, "child", show_child(act, opened, decide ? "decide" : "child", !decide, show_path(act, "/inspection/", opened->entry.id, "/child")));
	json_put_str(page, "protection_to", show_path(act, "/inspection/", opened->entry.id, "/protection"));
	json_put_str(page, "note_to", show_path(act, "/inspection/", opened->entry.id, "/note"));
	json_put(page, "apply", show_apply(act, opened));
	json_put_str(page, "arrival_href", show_arrival(act, opened));
	json_put(page, "transit_to", border_why_not_transit(act, opened) ? json_false() : json_str(show_path(act, "/inspection/", opened->entry.id, "/transit")));
	json_put_str(page, "account_href", opened->subject.known ? show_path(act, "/person/", opened->subject.holder, "/stay") : STR(""));
	json_put(page, "explanations", show_codes(act, "overstay_explanations", STR("")));
	json_put_str(page, "beside_to", show_path(act, "/inspection/", opened->entry.id, "/beside"));
	json_put_str(page, "cancel_to", STR("/booth"));
	json_put(page, "lists_note", opened->decided ? json_false() : show_lists_note(act, opened->lists_changed));
	json_put_str(page, "zone", opened->inspection.zone); /* to be checked again */
	json_put(page, "group", opened->group && !opened->group->row.closed ? show_group_strip(act, opened->group) : json_false());
	bool more = (opened->group && !opened->group->row.closed) || (!opened->group && group_waits(opened));
	json_put_str(page, "scan_to", more ? STR("/booth/scan") : STR("")); /* the next document makes, or joins, a group */
	json_put_str(page, "group_with", !opened->group && !uuid_zero(opened->entry.id) && group_waits(opened) ? uuid_str(act->arena, opened->entry.id) : STR(""));
	json_put(page, "receipt_languages", show_languages(act));
	return show_alike(act, opened, page, err) && show_journey(act, opened, page, err) && relief_show(act, opened->entry.id, page, err) && remarks(act, opened->subject.holder, page, err);
}

/* --- the public value --- */

static json_t *visible_checks(const struct act *act, const struct list *checks)
{
	const struct check_line *lines = checks->items;
	json_t *out = json_array();
	bool second_line = rights_have(act->actor.rights, CAN_SECOND_LINE);
	for (size_t i = 0; i < checks->count; i++)
		if (second_line || !str_is(lines[i].visible, "second_line"))
			json_array_append_new(out, fields_to_json(&check_line_fields, &lines[i]));
	return out;
}

static void put_child(struct act *act, json_t *data, const struct opened *opened)
{
	enum child_state state = border_child_state(act, &opened->subject);
	if (state == CHILD_NOT)
		return;
	json_t *child = json_object();
	json_put_yesno(child, "asked", state == CHILD_ASKED);
	json_put_yesno(child, "alone", state == CHILD_ALONE);
	json_put_str(child, "companion", opened->child.companion);
	json_put_str(child, "consent", opened->child.consent);
	json_put(data, "child", child);
}

json_t *verdict_data(struct act *act, const struct opened *opened)
{
	json_t *data = json_object(), *may = json_array(), *stay = json_object();
	json_put_str(data, "id", uuid_str(act->arena, opened->entry.id));
	json_put_str(data, "record", uuid_str(act->arena, opened->entry.record));
	json_put(data, "person", fields_to_json(&identity_fields, &opened->subject.identity));
	json_put_str(data, "advice", opened->inspection.advice);
	json_put_yesno(data, "care", opened->inspection.care || opened->subject.claim_open || str_is(opened->inspection.advice, advice_name(ADVICE_CARE)));
	json_put_str(data, "category", opened->inspection.category);
	json_put(data, "checks", visible_checks(act, &opened->inspection.checks));
	json_put_yesno(stay, "unlimited", opened->stay.unlimited);
	json_put_int(stay, "used", opened->stay.used);
	json_put_int(stay, "left", border_days_most(opened));
	json_put_int(stay, "over", opened->stay.over);
	json_put_yesno(stay, "open", opened->stay.open != NULL);
	json_put(data, "stay", stay);
	put_child(act, data, opened);
	if (opened->subject.group)
		json_put_str(data, "group", uuid_str(act->arena, opened->subject.group->id));
	json_put(data, "pictures", pictures_data(act, &opened->inspection, opened->entry.id));
	json_put_str(data, "pack", opened->inspection.pack);
	json_put_str(data, "lists", opened->inspection.lists);
	json_put_yesno(data, "peak", !uuid_zero(opened->inspection.peak));
	json_put_yesno(data, "lists_changed", opened->lists_changed);
	if (!border_why_not_admit(act, opened))
		json_array_append_new(may, json_string("admit"));
	if (!border_why_not_refer(act, opened))
		json_array_append_new(may, json_string("refer"));
	if (!border_why_not_transit(act, opened))
		json_array_append_new(may, json_string("transit"));
	json_t *apply = show_apply_data(act, opened);
	if (json_array_size(apply))
		json_object_set(data, "apply", apply);
	json_decref(apply);
	json_array_append_new(may, json_string("protection"));
	json_put(data, "may", may);
	return data;
}
