/* The page of a group, its strip at the booth, and the routes. */
#include "group.h"

#include "child.h"
#include "journal.h"
#include "pages.h"
#include "show.h"

/* --- one member --- */

static struct str about_words(struct act *act, const struct opened *opened)
{
	const struct identity *identity = &opened->subject.identity;
	struct str age = date_empty(identity->born) ? STR("") : lang_age(act->lang, act->arena, identity->born, time_date(act->now));
	struct str nationality = identity->nationalities.count ? show_code(act, "countries", identity->nationalities.items[0]) : STR("");
	struct str kind = identity->document_kind.len ? show_code(act, "document_kinds", identity->document_kind) : lang_words(act->lang, WORDS("no document"));
	struct str parts[3];
	size_t count = 0;
	for (size_t i = 0; i < 3; i++) {
		struct str part = i == 0 ? age : i == 1 ? nationality : kind;
		if (part.len)
			parts[count++] = part;
	}
	return str_join(act->arena, parts, count, STR(", "));
}

/* What the group says of somebody who does not wait: the same words after a referral and after a claim for protection. */
static const char *state_words(const struct opened *opened)
{
	if (uuid_zero(opened->entry.id))
		return WORDS("No longer on record");
	if (opened->decided)
		return str_is(opened->inspection.direction, "exit") ? WORDS("Has left") : WORDS("Decided");
	return WORDS("Goes to the second line");
}

static void put_state(struct act *act, const struct opened *opened, json_t *row)
{
	bool waits = group_waits(opened);
	json_t *verdict = waits ? show_verdict(act, opened) : NULL;
	json_put_yesno(row, "waits", waits);
	json_put_str(row, "tone", waits ? str_of(json_string_value(json_object_get(verdict, "tone"))) : opened->decided ? STR("clear") : STR("info"));
	json_put_str(row, "word", waits ? str_of(json_string_value(json_object_get(verdict, "word"))) : lang_words(act->lang, state_words(opened)));
	json_decref(verdict);
}

/* The reason that the first check which advises to refer suggests. */
static struct str likely_reason(const struct opened *opened)
{
	static const struct { const char *check, *reason; } likely[] = {
		{ "watch", "list_hit" }, { "entry", "papers_missing" }, { "visa", "papers_missing" }, { "stay", "stay" }, { "child", "child" },
		{ "document", "document_doubt" }, { "mrz", "document_doubt" }, { "chip", "document_doubt" },
	};
	const struct check_line *lines = opened->inspection.checks.items;
	for (size_t i = 0; i < opened->inspection.checks.count; i++)
		for (size_t k = 0; k < COUNT_OF(likely); k++)
			if (str_starts(lines[i].check, str_of(likely[k].check)) && (str_is(lines[i].advice, "refer") || str_is(lines[i].advice, "care")))
				return str_of(likely[k].reason);
	return opened->stay.unlimited ? STR("") : STR("stay");
}

/* The exception is proposed where the verdict says refer, no day is left, or the law gives no other way; a person decides. */
static bool proposes_referral(const struct act *act, const struct opened *opened)
{
	bool none_left = str_is(opened->inspection.direction, "entry") && !opened->stay.unlimited && border_days_most(opened) <= 0;
	bool exit = str_is(opened->inspection.direction, "exit");
	return border_why_not_admit(act, opened) || none_left || (!exit && str_is(opened->inspection.advice, "refer"));
}

static void put_decision(struct act *act, const struct opened *opened, json_t *row)
{
	const char *no_admit = border_why_not_admit(act, opened);
	bool may_refer = !border_why_not_refer(act, opened), refer = may_refer && proposes_referral(act, opened);
	json_put_yesno(row, "exit", str_is(opened->inspection.direction, "exit"));
	json_put_yesno(row, "admit_allowed", !no_admit);
	json_put_yesno(row, "refer_allowed", may_refer);
	json_put_yesno(row, "refer", refer);
	json_put_str(row, "why_not", no_admit ? lang_words(act->lang, no_admit) : STR(""));
	json_put(row, "reasons", show_codes(act, "referral_reasons", refer ? likely_reason(opened) : STR("")));
	json_put(row, "child", show_child(act, opened, "decide", false, STR("")));
	bool over = str_is(opened->inspection.direction, "exit") && opened->stay.over;
	json_put(row, "explanations", over ? show_codes(act, "overstay_explanations", STR("")) : json_array());
	json_put_yesno(row, "over", over);
}

static json_t *member_value(struct act *act, const struct group *group, size_t at, bool editable)
{
	const struct opened *opened = &group->opened[at];
	const struct pack_category *category = opened->subject.verdict.category;
	json_t *row = json_object();
	bool waits = group_waits(opened), lead = uuid_equal(group->row.lead, group->members[at].inspection);
	json_put_int(row, "n", (int64_t)at);
	json_put_str(row, "inspection", uuid_str(act->arena, group->members[at].inspection));
	json_put_str(row, "name", show_name(act, &opened->subject.identity));
	json_put_str(row, "about", about_words(act, opened));
	json_put_str(row, "href", uuid_zero(opened->entry.id) ? STR("") : show_path(act, "/inspection/", opened->entry.id, ""));
	json_put_yesno(row, "editable", editable);
	json_put_yesno(row, "lead", lead);
	json_put_str(row, "kin_words", lead ? lang_words(act->lang, WORDS("First adult")) : show_code(act, "kinships", group->members[at].kinship));
	json_put(row, "kinships", show_codes(act, "kinships", group->members[at].kinship));
	put_state(act, opened, row);
	put_decision(act, opened, row);
	if (!editable)
		json_put_yesno(row, "waits", false);
	json_put(row, "why", waits ? show_why(act, &opened->inspection.checks, false, show_path(act, "/inspection/", opened->entry.id, "/finding")) : json_false());
	json_put_str(row, "category", waits && category ? pack_words(act->pack, lang_tag(act->lang), category->words) : STR(""));
	return row;
}

/* --- the page --- */

struct sums {
	int64_t waiting, refer;
	const char *tone;
};

static struct sums sum_up(const struct act *act, const struct group *group)
{
	struct sums sums = { .tone = "clear" };
	int most = 0;
	for (size_t i = 0; i < group->count; i++) {
		const struct opened *opened = &group->opened[i];
		if (!group_waits(opened))
			continue;
		sums.waiting++;
		sums.refer += proposes_referral(act, opened) && !border_why_not_refer(act, opened);
		int rank = str_is(opened->inspection.advice, "refer") ? 3 : str_is(opened->inspection.advice, "look") ? 2 : show_child_line(opened) ? 1 : 0;
		most = rank > most ? rank : most;
	}
	sums.tone = most == 3 ? "stop" : most == 2 ? "check" : most == 1 ? "care" : "clear";
	return sums;
}

static struct str advice_words(struct act *act, const struct group *group, const struct sums *sums)
{
	if (group->row.closed)
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Decided or ended at {time}.")), { "time", show_time(act, group->row.post, group->row.closed) });
	if (!sums->waiting)
		return lang_words(act->lang, WORDS("Nobody of this group waits for a decision."));
	if (!sums->refer)
		return lang_words(act->lang, WORDS("Nobody needs the second line. A person decides."));
	return LANG_FILL(act->arena, lang_plural(act->lang, sums->refer, WORDS_MANY("{count} of {all} is proposed for the second line. A person decides.", "{count} of {all} are proposed for the second line. A person decides.")),
	                 { "count", lang_number(act->lang, act->arena, sums->refer) }, { "all", lang_number(act->lang, act->arena, sums->waiting) });
}

static json_t *verdict_value(struct act *act, const struct group *group, const struct sums *sums)
{
	json_t *verdict = json_object();
	json_put_str(verdict, "tone", group->row.closed || !sums->waiting ? STR("none") : str_of(sums->tone));
	json_put_str(verdict, "word", lang_count(act->lang, act->arena, (int64_t)group->count, WORDS_MANY("{count} person together", "{count} people together")));
	json_put_str(verdict, "advice", advice_words(act, group, sums));
	return verdict;
}

static json_t *drivers(struct act *act, const struct group *group)
{
	json_t *out = json_array();
	for (size_t i = 0; i < group->count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", uuid_str(act->arena, group->members[i].inspection));
		json_put_str(row, "word", show_name(act, &group->opened[i].subject.identity));
		json_put_yesno(row, "chosen", uuid_equal(group->row.driver, group->members[i].inspection));
		json_array_append_new(out, row);
	}
	return out;
}

static const char *craft_words(const struct pack_post *post)
{
	return post && post->mode == MODE_AIR ? WORDS("Flight") : post && post->mode == MODE_SEA ? WORDS("Vessel") : post && post->mode == MODE_RAIL ? WORDS("Train") : NULL;
}

/* All that a decision may say beside the members: vehicle, who told, journey. */
static json_t *vehicle_value(struct act *act, const struct group *group)
{
	const struct pack_post *post = pack_post(act->pack, group->row.post, (struct date){ 0 });
	const char *craft = craft_words(post);
	json_t *vehicle = json_object();
	json_put_str(vehicle, "plate", group->row.plate);
	json_put(vehicle, "states", show_codes(act, "countries", group->row.plate_state));
	json_put(vehicle, "kinds", show_codes(act, "vehicle_kinds", group->row.vehicle));
	json_put(vehicle, "colours", show_codes(act, "vehicle_colours", group->row.colour));
	json_put(vehicle, "drivers", drivers(act, group));
	json_put(vehicle, "told", show_codes(act, "kinship_sources", group->row.told_by.len ? group->row.told_by : STR("together")));
	json_put_yesno(vehicle, "purposes_asked", str_is(group->row.direction, "entry"));
	json_put(vehicle, "purposes", show_codes(act, "travel_purposes", STR("")));
	json_put_str(vehicle, "craft_word", craft ? lang_words(act->lang, craft) : STR(""));
	return vehicle;
}

static json_t *plate_value(struct act *act, const struct group *group)
{
	json_t *plate = json_object();
	json_put_str(plate, "plate", group->row.plate);
	json_put_str(plate, "vehicle_word", group->row.vehicle.len ? show_code(act, "vehicle_kinds", group->row.vehicle) : lang_words(act->lang, WORDS("Vehicle")));
	json_put_str(plate, "state_word", group->row.plate_state.len ? show_code(act, "countries", group->row.plate_state) : STR(""));
	return plate;
}

/* What is known of the vehicle stands in the verdict of whoever answers for it. */
static json_t *known_value(struct act *act, const struct group *group)
{
	struct uuid answers = uuid_zero(group->row.driver) ? group->row.lead : group->row.driver;
	for (size_t i = 0; group->row.plate.len && i < group->count; i++)
		if (uuid_equal(group->members[i].inspection, answers))
			return show_vehicle(act, &group->opened[i].inspection.checks, false);
	return json_false();
}

static bool lists_changed(const struct group *group)
{
	bool changed = false;
	for (size_t i = 0; i < group->count; i++)
		changed |= group_waits(&group->opened[i]) && group->opened[i].lists_changed;
	return changed;
}

static void put_page(struct act *act, const struct group *group, json_t *page)
{
	struct sums sums = sum_up(act, group);
	json_t *members = json_array();
	bool open = !group->row.closed;
	for (size_t i = 0; i < group->count; i++)
		json_array_append_new(members, member_value(act, group, i, open));
	json_put(page, "verdict", verdict_value(act, group, &sums));
	json_put(page, "plate", plate_value(act, group));
	json_put_str(page, "summary", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{place}, since {time}")), { "place", show_lane(act, group->row.post, (int)group->row.lane) }, { "time", show_time(act, group->row.post, group->row.opened) }));
	json_put_yesno(page, "any", group->count != 0);
	json_put(page, "members", members);
	json_put_str(page, "zone", STR("")); /* each document is scanned again */
	json_put(page, "lists_note", open && sums.waiting ? show_lists_note(act, lists_changed(group)) : json_false());
	json_put(page, "vehicle", open ? vehicle_value(act, group) : json_false());
	json_put(page, "known", known_value(act, group));
	json_put(page, "drivers", drivers(act, group));
	json_put_str(page, "decide_to", show_path(act, "/group/", group->id, "/decide"));
	json_put_str(page, "keep_to", show_path(act, "/group/", group->id, "/keep"));
	json_put_str(page, "leave_to", open && group->count > 1 ? show_path(act, "/group/", group->id, "/leave") : STR(""));
	json_put_str(page, "end_to", show_path(act, "/group/", group->id, "/end"));
}

/* --- the public value --- */

static json_t *member_data(struct act *act, const struct group *group, size_t at)
{
	const struct opened *opened = &group->opened[at];
	json_t *row = fields_to_json(&group_member_fields, &group->members[at]), *may = json_array();
	bool waits = group_waits(opened);
	json_put_str(row, "name", show_name(act, &opened->subject.identity));
	json_put_str(row, "state", waits ? STR("waits") : opened->decided ? STR("decided") : STR("second_line"));
	if (waits)
		json_put_str(row, "advice", opened->inspection.advice);
	if (waits && !border_why_not_admit(act, opened))
		json_array_append_new(may, json_string("admit"));
	if (waits && !border_why_not_refer(act, opened))
		json_array_append_new(may, json_string("refer"));
	json_put(row, "may", may);
	return row;
}

static json_t *group_data(struct act *act, const struct group *group)
{
	json_t *data = fields_to_json(&group_row_fields, &group->row), *members = json_array();
	for (size_t i = 0; i < group->count; i++)
		json_array_append_new(members, member_data(act, group, i));
	json_put_str(data, "id", uuid_str(act->arena, group->id));
	json_put(data, "members", members);
	return data;
}

/* --- the strip at the booth: nobody is named, the next traveller may see the screen --- */

json_t *show_group_strip(struct act *act, const struct group *group)
{
	json_t *strip = json_object();
	json_put_str(strip, "href", show_path(act, "/group/", group->id, ""));
	json_put_str(strip, "end_to", show_path(act, "/group/", group->id, "/end"));
	json_put_str(strip, "words", group->count ? lang_count(act->lang, act->arena, (int64_t)group->count, WORDS_MANY("A group: {count} person so far", "A group: {count} people so far")) : lang_words(act->lang, WORDS("A group: scan one document after the other")));
	json_put_yesno(strip, "any", group->count != 0);
	return strip;
}

/* --- routes --- */

static bool look(struct act *act, const struct group *group)
{
	struct uuid records[GROUP_MOST];
	for (size_t i = 0; i < group->count; i++)
		records[i] = group->members[i].document;
	records[group->count < GROUP_MOST ? group->count : GROUP_MOST - 1] = group->id;
	journal_look(act, "people who come together", records, group->count < GROUP_MOST ? group->count + 1 : group->count);
	return true;
}

bool group_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct group *group = ARENA_NEW(act->arena, struct group);
	if (!group_by_id(act, call->id, group, err) || !group_open_members(act, group, err))
		return false;
	look(act, group);
	reply->data = group_data(act, group);
	reply->page = json_object();
	put_page(act, group, reply->page);
	return true;
}

bool group_start_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid id;
	if (!group_start(act, call->form, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	return true;
}

typedef bool group_deed(struct act *act, struct group *group, const struct group_decide *form, struct error *err);

static bool with_group(struct act *act, const struct call *call, struct reply *reply, group_deed *deed, struct error *err)
{
	struct group *group = ARENA_NEW(act->arena, struct group);
	if (!group_by_id(act, call->id, group, err) || !deed(act, group, call->form, err))
		return false;
	reply->changed = group->row.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, group->id));
	return true;
}

bool group_keep_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return with_group(act, call, reply, group_tell, err);
}

bool group_decide_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return with_group(act, call, reply, group_decide, err);
}

static bool end_deed(struct act *act, struct group *group, const struct group_decide *form, struct error *err)
{
	(void)form;
	return group_end(act, group, err);
}

bool group_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return with_group(act, call, reply, end_deed, err);
}

bool group_leave_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct group_leave *form = call->form;
	struct group *group = ARENA_NEW(act->arena, struct group);
	if (!group_by_id(act, call->id, group, err) || !group_leave(act, group, form->inspection, err))
		return false;
	reply->data = json_object();
	return true;
}
