/* Who came together, and who left without whom. */
#include "together.h"

#include "child.h"
#include "journal.h"
#include "lang.h"
#include "show.h"
#include "store.h"

enum { GROUPS_SHOWN = 6, KIN_SHOWN = 40 };

bool companions_of(struct act *act, struct uuid group, struct companion *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "border.companions");
	query_bind_id(query, "record", group);
	for (*count = 0; *count < GROUP_MOST && query_next(query); ++*count) {
		struct companion *one = &out[*count];
		*one = (struct companion){ .record = query_id(query, 0), .minor = query_int(query, 1) != 0, .kinship = query_text(query, 2, act->arena) };
		one->entered = query_int(query, 3) > 0;
		one->left = query_int(query, 4);
		query_row(query, &document_row_fields, &one->who, act->arena);
	}
	return query_end(query, err);
}

static bool same_person(const struct companion *one, const struct subject *subject)
{
	return uuid_equal(one->record, subject->record) || uuid_equal(one->who.holder, subject->holder);
}

/* --- the checks at an exit --- */

/* The group of the entry whose stay is open; zero = none. */
static struct uuid group_of_entry(const struct subject *subject, struct date *day)
{
	for (size_t i = 0; i < subject->movement_count; i++) {
		const struct movement_row *row = &subject->movements[i];
		if (row->annulled || !str_is(row->decision, "admit"))
			continue;
		*day = row->day;
		return str_is(row->direction, "entry") ? row->group_id : (struct uuid){ 0 };
	}
	return (struct uuid){ 0 };
}

static bool leaves_too(const struct companion *one, const struct subject *subject)
{
	for (size_t i = 0; subject->group && i < subject->group->count; i++)
		if (uuid_equal(subject->group->members[i].document, one->record))
			return true;
	return false;
}

static struct str names_of(struct act *act, const struct companion *all, size_t count, const struct subject *subject, bool adults, bool here)
{
	struct str names[GROUP_MOST];
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		const struct companion *one = &all[i];
		bool fits = one->entered && !same_person(one, subject) && (!adults || !one->minor) && (!here || (!one->left && !leaves_too(one, subject)));
		if (fits)
			names[found++] = identity_name((const struct identity *)&one->who, act->arena);
	}
	return str_join(act->arena, names, found, STR(", "));
}

static bool adult_leaves_too(const struct companion *all, size_t count, const struct subject *subject)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].entered && !all[i].minor && !same_person(&all[i], subject) && leaves_too(&all[i], subject))
			return true;
	return false;
}

static bool judge_child_left(struct act *act, const struct subject *subject, const struct companion *all, size_t count, struct date day, struct check_list *out)
{
	struct str adults = names_of(act, all, count, subject, true, false), here = names_of(act, all, count, subject, true, true);
	bool with = adult_leaves_too(all, count, subject);
	if (!border_is_child(act, subject->identity.born, subject->today) || !adults.len)
		return false;
	struct check_line *line = subject_check(act, subject, out, "child.left", with ? RESULT_SUCCESSFUL : RESULT_FAILED, "records", "Without the adults it came with",
	                                        with ? "It came with {adults}, of whom somebody leaves with it."
	                                        : here.len ? "It came on {date} with {adults}. Still here: {here}." : "It came on {date} with {adults}, who left before.");
	SUBJECT_ARGS(act->arena, line, { STR("date"), date_str(act->arena, day) }, { STR("adults"), adults }, { STR("here"), here });
	return true;
}

static void judge_stay_behind(struct act *act, const struct subject *subject, const struct companion *all, size_t count, struct date day, struct check_list *out)
{
	struct str here = names_of(act, all, count, subject, false, true);
	if (!here.len)
		return;
	struct check_line *line = subject_check(act, subject, out, "group", RESULT_FAILED, "records", "People who came along", "Came on {date} together. Still here: {here}.");
	SUBJECT_ARGS(act->arena, line, { STR("date"), date_str(act->arena, day) }, { STR("here"), here });
}

static bool is_among(struct uuid record, const struct uuid *records, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (uuid_equal(record, records[i]))
			return true;
	return false;
}

static bool came_along(const struct companion *all, size_t count, struct uuid holder)
{
	for (size_t i = 0; i < count; i++)
		if (uuid_equal(all[i].who.holder, holder))
			return true;
	return false;
}

/* Whom somebody told to belong to the person, who came another way and is here now. */
static bool kin_here(struct act *act, const struct subject *subject, const struct companion *all, size_t count, struct str *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.kin_here");
	struct str names[GROUP_MOST];
	struct uuid seen[GROUP_MOST];
	size_t found = 0;
	query_bind_id(query, "holder", subject->holder);
	query_bind_int(query, "most", GROUP_MOST);
	while (found < GROUP_MOST && query_next(query)) {
		struct companion one = { .record = query_id(query, 0) };
		query_row(query, &document_row_fields, &one.who, act->arena);
		if (is_among(one.who.holder, seen, found) || leaves_too(&one, subject) || came_along(all, count, one.who.holder))
			continue;
		seen[found] = one.who.holder;
		names[found++] = identity_name((const struct identity *)&one.who, act->arena);
	}
	*out = str_join(act->arena, names, found, STR(", "));
	return query_end(query, err);
}

static bool judge_kin(struct act *act, const struct subject *subject, const struct companion *all, size_t count, struct check_list *out, struct error *err)
{
	struct str here;
	if (!subject->known || !kin_here(act, subject, all, count, &here, err))
		return !subject->known;
	if (!here.len)
		return true;
	struct check_line *line = subject_check(act, subject, out, "group.kin", RESULT_FAILED, "records", "Belongs to people who are here", "Somebody told that they belong together. Still here: {here}.");
	SUBJECT_ARGS(act->arena, line, { STR("here"), here });
	return true;
}

bool judge_left(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	struct date day = { 0 };
	size_t count;
	if (!str_is(subject->direction, "exit"))
		return true;
	struct uuid group = group_of_entry(subject, &day);
	if (uuid_zero(group))
		return judge_kin(act, subject, NULL, 0, out, err);
	struct companion *all = ARENA_ARRAY(act->arena, struct companion, GROUP_MOST);
	if (!companions_of(act, group, all, &count, err))
		return false;
	if (!judge_child_left(act, subject, all, count, day, out))
		judge_stay_behind(act, subject, all, count, day, out);
	return judge_kin(act, subject, all, count, out, err);
}

/* --- on pages --- */

static struct str companion_words(struct act *act, const struct companion *one, struct str post, bool entry)
{
	if (!one->entered)
		return STR("");
	if (!entry)
		return lang_words(act->lang, WORDS("left"));
	return one->left ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("left on {date}")), { "date", lang_date_short(act->lang, act->arena, lang_zone_day(show_zone(act, post), one->left)) })
	                 : lang_words(act->lang, WORDS("still here"));
}

static bool drives(const struct group *group, struct uuid document)
{
	for (size_t i = 0; i < group->count; i++)
		if (!uuid_zero(group->row.driver) && uuid_equal(group->members[i].inspection, group->row.driver))
			return uuid_equal(group->members[i].document, document);
	return false;
}

static json_t *companion_value(struct act *act, const struct group *group, const struct companion *one, bool self)
{
	bool entry = str_is(group->row.direction, "entry");
	json_t *row = json_object();
	json_put_str(row, "name", identity_name((const struct identity *)&one->who, act->arena));
	json_put_str(row, "href", self ? STR("") : show_record(act, "/person/", one->who.holder, ""));
	json_put_str(row, "kin", one->kinship.len ? show_code(act, "kinships", one->kinship) : STR(""));
	json_put_str(row, "drove", drives(group, one->record) ? lang_words(act->lang, WORDS("drove")) : STR(""));
	json_put_str(row, "state", companion_words(act, one, group->row.post, entry));
	return row;
}

static struct str plate_words(struct act *act, const struct group_row *row)
{
	struct str kind = row->vehicle.len ? show_code(act, "vehicle_kinds", row->vehicle) : lang_words(act->lang, WORDS("Vehicle"));
	return row->plate.len ? str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(kind), STR_ARG(row->plate)) : STR("");
}

static bool group_value(struct act *act, struct uuid id, const struct uuid *records, size_t record_count, json_t **out, struct error *err)
{
	struct group *group = ARENA_NEW(act->arena, struct group);
	struct companion *all = ARENA_ARRAY(act->arena, struct companion, GROUP_MOST);
	struct uuid shown[GROUP_MOST];
	size_t count, others = 0;
	*out = NULL;
	if (!group_by_id(act, id, group, err)) {
		bool gone = err->code == ERR_NOT_FOUND; /* its time was over */
		*err = gone ? (struct error){ 0 } : *err;
		return gone;
	}
	if (!companions_of(act, id, all, &count, err))
		return false;
	bool entry = str_is(group->row.direction, "entry");
	json_t *members = json_array();
	for (size_t i = 0; i < count; i++) {
		bool self = is_among(all[i].record, records, record_count);
		json_array_append_new(members, companion_value(act, group, &all[i], self));
		if (!self)
			shown[others++] = all[i].record;
	}
	journal_look(act, "people who came along", shown, others);
	*out = json_object();
	json_put_str(*out, "href", show_path(act, "/group/", id, ""));
	json_put_str(*out, "when", show_when(act, group->row.post, group->row.opened));
	json_put_str(*out, "where", show_post(act, group->row.post));
	json_put_str(*out, "direction", entry ? STR("in") : STR("out"));
	json_put_str(*out, "plate", plate_words(act, &group->row));
	json_put(*out, "members", members);
	return true;
}

/* Ids of the groups of these documents, newest first. */
static bool groups_of(struct act *act, const struct uuid *records, size_t count, struct uuid *out, size_t *found, struct error *err)
{
	*found = 0;
	for (size_t i = 0; i < count; i++) {
		struct query *query = db_query(act->db, "border.groups_of_document");
		query_bind_id(query, "document", records[i]);
		query_bind_int(query, "most", GROUPS_SHOWN);
		while (*found < GROUPS_SHOWN && query_next(query)) {
			struct uuid id = query_id(query, 0);
			if (!is_among(id, out, *found))
				out[(*found)++] = id;
		}
		if (!query_end(query, err))
			return false;
	}
	return true;
}

static json_t *kin_value(struct act *act, const struct kinship_row *row, struct str name, struct str other)
{
	json_t *value = json_object();
	json_put_str(value, "name", name);
	json_put_str(value, "kin", show_code(act, "kinships", row->kinship));
	json_put_str(value, "other", other);
	json_put_str(value, "told", show_code(act, "kinship_sources", row->told_by));
	json_put_str(value, "when", lang_date_short(act->lang, act->arena, time_date(row->happened)));
	return value;
}

/* What somebody told of this person and another, either way round. */
static bool kin_of(struct act *act, const struct uuid *records, size_t count, json_t *rows, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct query *query = db_query(act->db, "border.kinships_of");
		query_bind_id(query, "record", records[i]);
		query_bind_int(query, "most", KIN_SHOWN);
		while (query_next(query)) {
			struct kinship_row row = { 0 };
			query_row(query, &kinship_row_fields, &row, act->arena);
			json_array_append_new(rows, kin_value(act, &row, query_text(query, 0, act->arena), query_text(query, 1, act->arena)));
		}
		if (!query_end(query, err))
			return false;
	}
	return true;
}

bool show_together(struct act *act, const struct uuid *records, size_t count, json_t *page, struct error *err)
{
	struct uuid ids[GROUPS_SHOWN];
	size_t found;
	json_t *groups = json_array(), *kin = json_array(), *together = json_object();
	json_put(together, "groups", groups);
	json_put(together, "kin", kin);
	json_put(page, "together", together);
	if (!groups_of(act, records, count, ids, &found, err) || !kin_of(act, records, count, kin, err))
		return false;
	for (size_t i = 0; i < found; i++) {
		json_t *value;
		if (!group_value(act, ids[i], records, count, &value, err))
			return false;
		if (value)
			json_array_append_new(groups, value);
	}
	json_put_yesno(together, "shown", found || json_array_size(kin) || rights_have(act->actor.rights, CAN_TIE));
	json_put_yesno(together, "any_kin", json_array_size(kin) != 0);
	return true;
}

bool show_company(struct act *act, struct uuid group, struct uuid record, json_t **out, struct error *err)
{
	*out = NULL;
	return uuid_zero(group) || group_value(act, group, &record, 1, out, err);
}
