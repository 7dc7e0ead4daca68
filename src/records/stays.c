/* Who is in the country past the last day, reckoned at this moment over all documents of each person; as a page and as a file. */
#include "show.h"

#include "csv.h"
#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(overstays_query, OVERSTAYS_QUERY_FIELDS)
FIELDS_TABLE(overstayer, OVERSTAYER_FIELDS)

enum { PAGE_ROWS = 100, FILE_ROWS = 5000, AGES = 4, FOLLOW_ROWS = 20 };

/* By days past the last one. */
static const struct age { const char *code, *words; int least, most; } ages[AGES] = {
	{ "1-7", WORDS("1 to 7 days"), 1, 7 },
	{ "8-30", WORDS("8 to 30 days"), 8, 30 },
	{ "31-90", WORDS("31 to 90 days"), 31, 90 },
	{ "90+", WORDS("more than 90 days"), 91, 36500 },
};

struct found {
	struct overstayer *rows;
	struct uuid *records;
	size_t count;
	int64_t counts[AGES];
};

static const struct age *age_of(struct str code)
{
	for (size_t i = 0; i < AGES; i++)
		if (str_is(code, ages[i].code))
			return &ages[i];
	return NULL;
}

static struct str back(struct act *act, struct date today, int days)
{
	return date_str(act->arena, date_of_days(date_days(today) - days));
}

static void bind_filters(struct query *query, const struct overstays_query *asked)
{
	query_bind_text(query, "post", asked->post);
	query_bind_text(query, "nationality", asked->nationality);
	query_bind_text(query, "sex", asked->sex);
}

static bool count_ages(struct act *act, const struct overstays_query *asked, struct date today, struct found *found, struct error *err)
{
	struct query *query = db_query(act->db, "status.overstaying_counts");
	bind_filters(query, asked);
	query_bind_text(query, "before", back(act, today, 0));
	query_bind_text(query, "week", back(act, today, 7));
	query_bind_text(query, "month", back(act, today, 30));
	query_bind_text(query, "quarter", back(act, today, 90));
	while (query_next(query)) {
		int64_t age = query_int(query, 0);
		if (age >= 1 && age <= AGES)
			found->counts[age - 1] = query_int(query, 1);
	}
	return query_end(query, err);
}

/* Last days of an age: `since` the longest ago, `before` excluded. */
static bool read_rows(struct act *act, const struct overstays_query *asked, struct date today, size_t most, struct found *found, struct error *err)
{
	const struct age *age = age_of(asked->age);
	struct query *query = db_query(act->db, "status.overstaying");
	bind_filters(query, asked);
	query_bind_text(query, "before", back(act, today, age ? age->least - 1 : 0));
	query_bind_text(query, "since", age ? back(act, today, age->most) : STR("0001-01-01"));
	query_bind_int(query, "most", (int64_t)most);
	found->rows = ARENA_ARRAY(act->arena, struct overstayer, most);
	found->records = ARENA_ARRAY(act->arena, struct uuid, most);
	while (found->count < most && query_next(query)) {
		found->records[found->count] = query_id(query, 0);
		query_row(query, &overstayer_fields, &found->rows[found->count++], act->arena);
	}
	return query_end(query, err);
}

static struct date day_now(struct act *act)
{
	return lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
}

static int days_over(const struct overstayer *row, struct date today)
{
	return date_days(today) - date_days(row->stay_until);
}

/* --- the page --- */

static json_t *row_value(struct act *act, const struct overstayer *row, struct date today)
{
	json_t *out = json_object();
	const struct identity identity = { .surname = row->surname, .given_names = row->given_names };
	bool may = rights_have(act->actor.rights, CAN_PERSON);
	json_put_str(out, "href", may ? show_path(act, "/person/", row->holder, "/stay?why=permits") : STR(""));
	json_put_str(out, "name", identity_name(&identity, act->arena));
	json_put_str(out, "nationality", row->nationality.len ? show_code(act, "countries", row->nationality) : lang_words(act->lang, WORDS("Not known")));
	json_put_str(out, "sex", show_sex(act, row->sex));
	json_put_str(out, "document", row->document_number);
	json_put_str(out, "entered", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{date}, {post}")), { "date", lang_date_short(act->lang, act->arena, row->day) },
	                                       { "post", show_post(act, row->post) }));
	json_put_str(out, "until", lang_date_short(act->lang, act->arena, row->stay_until));
	json_put_str(out, "over", lang_count(act->lang, act->arena, days_over(row, today), WORDS_MANY("{count} day", "{count} days")));
	return out;
}

static struct str link_of(struct act *act, const char *path, const struct overstays_query *asked, const char *age)
{
	struct str which = str_is(str_of(age), "90+") ? STR("90%2B") : str_of(age);
	return str_format(act->arena, "%s?age=" STR_FMT "&post=" STR_FMT "&nationality=" STR_FMT "&sex=" STR_FMT, path, STR_ARG(which), STR_ARG(asked->post),
	                  STR_ARG(asked->nationality), STR_ARG(asked->sex));
}

static json_t *age_tiles(struct act *act, const struct overstays_query *asked, const struct found *found)
{
	json_t *out = json_array();
	int64_t all = 0;
	for (size_t i = 0; i <= AGES; i++) {
		json_t *one = json_object();
		const char *code = i < AGES ? ages[i].code : "";
		all += i < AGES ? found->counts[i] : 0;
		json_put_str(one, "word", lang_words(act->lang, i < AGES ? ages[i].words : WORDS("All")));
		json_put_str(one, "count", lang_number(act->lang, act->arena, i < AGES ? found->counts[i] : all));
		json_put_str(one, "href", link_of(act, "/overstays", asked, code));
		json_put_yesno(one, "current", str_is(asked->age, code));
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *sexes_of(struct act *act, struct str chosen)
{
	json_t *out = show_codes(act, "sexes", chosen), *all = json_object();
	json_put_str(all, "code", STR(""));
	json_put_str(all, "word", lang_words(act->lang, WORDS("All")));
	json_put_yesno(all, "chosen", !chosen.len);
	json_array_insert_new(out, 0, all);
	return out;
}

static json_t *nations_of(struct act *act, struct str chosen)
{
	json_t *out = show_codes(act, "countries", chosen), *all = json_object();
	json_put_str(all, "code", STR(""));
	json_put_str(all, "word", lang_words(act->lang, WORDS("All")));
	json_put_yesno(all, "chosen", !chosen.len);
	json_array_insert_new(out, 0, all);
	return out;
}

static bool is_code(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_alpha(text.data[i]) && !ascii_digit(text.data[i]) && text.data[i] != '_')
			return false;
	return true;
}

/* What no code looks like asks for nothing: these stand in links. */
static struct overstays_query asked_of(const struct call *call)
{
	struct overstays_query asked = *(const struct overstays_query *)call->query;
	struct str *codes[] = { &asked.post, &asked.nationality, &asked.sex };
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (!is_code(*codes[i]))
			*codes[i] = STR("");
	if (!age_of(asked.age))
		asked.age = STR("");
	return asked;
}

static json_t *overstays_data(struct act *act, const struct found *found, struct date today)
{
	json_t *data = json_object(), *rows = json_array(), *counts = json_object();
	for (size_t i = 0; i < found->count; i++) {
		json_t *row = fields_to_json(&overstayer_fields, &found->rows[i]);
		json_put_int(row, "over", days_over(&found->rows[i], today));
		json_array_append_new(rows, row);
	}
	for (size_t i = 0; i < AGES; i++)
		json_put_int(counts, ages[i].code, found->counts[i]);
	json_put_str(data, "today", date_str(act->arena, today));
	json_put(data, "counts", counts);
	json_put(data, "people", rows);
	return data;
}

/* --- what follows from overstays: penalties that nobody paid, bans in force --- */

struct follows {
	struct uuid records[2 * FOLLOW_ROWS];
	size_t count;
};

static json_t *follow_row(struct act *act, struct str href, struct str name, struct str text)
{
	json_t *row = json_object();
	json_put_str(row, "href", href);
	json_put_str(row, "name", name);
	json_put_str(row, "text", text);
	return row;
}

static bool put_unpaid(struct act *act, struct follows *follows, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "status.unpaid");
	json_t *rows = json_array();
	query_bind_int(query, "most", FOLLOW_ROWS);
	while (follows->count < FOLLOW_ROWS && query_next(query)) {
		struct overstay_row row = { 0 };
		struct overstayer who = { 0 };
		query_row(query, &overstay_row_fields, &row, act->arena);
		query_row(query, &overstayer_fields, &who, act->arena);
		follows->records[follows->count++] = query_id(query, 0);
		json_array_append_new(rows, follow_row(act, show_path(act, "/overstay/", row.id, ""), identity_name(&(struct identity){ .surname = who.surname, .given_names = who.given_names }, act->arena),
		                                       str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(show_money(act, row.amount, row.currency)), STR_ARG(lang_date_short(act->lang, act->arena, row.left_on)))));
	}
	json_put(page, "unpaid", rows);
	json_put_yesno(page, "any_unpaid", json_array_size(rows) != 0);
	return query_end(query, err);
}

static bool put_bans(struct act *act, struct date today, struct follows *follows, json_t *page, struct error *err)
{
	struct query *query = db_query(act->db, "status.bans_in_force");
	json_t *rows = json_array();
	query_bind_text(query, "today", date_str(act->arena, today));
	query_bind_int(query, "most", FOLLOW_ROWS);
	while (json_array_size(rows) < FOLLOW_ROWS && query_next(query)) {
		struct ban_row row = { 0 };
		query_row(query, &ban_row_fields, &row, act->arena);
		follows->records[follows->count++] = query_id(query, 0);
		json_array_append_new(rows, follow_row(act, show_path(act, "/ban/", row.id, ""), identity_name(&(struct identity){ .surname = row.surname, .given_names = row.given_names }, act->arena),
		                                       LANG_FILL(act->arena, lang_words(act->lang, WORDS("until {date}")), { "date", lang_date_short(act->lang, act->arena, row.ends) })));
	}
	json_put(page, "bans", rows);
	json_put_yesno(page, "any_bans", json_array_size(rows) != 0);
	return query_end(query, err);
}

static bool put_follows(struct act *act, struct date today, json_t *page, struct error *err)
{
	struct follows *follows = ARENA_NEW(act->arena, struct follows);
	json_put_str(page, "ban_href", act->pack->bans.given && rights_have(act->actor.rights, CAN_BAN) ? STR("/bans/new") : STR(""));
	if (!put_unpaid(act, follows, page, err) || !put_bans(act, today, follows, page, err))
		return false;
	if (follows->count)
		journal_look(act, "penalties and bans", follows->records, follows->count);
	return true;
}

bool overstays_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct overstays_query asked = asked_of(call);
	struct found found = { 0 };
	struct date today = day_now(act);
	if (!count_ages(act, &asked, today, &found, err) || !read_rows(act, &asked, today, PAGE_ROWS, &found, err))
		return false;
	journal_look(act, "open overstays", found.records, found.count);
	json_t *page = reply->page = json_object(), *rows = json_array();
	for (size_t i = 0; i < found.count; i++)
		json_array_append_new(rows, row_value(act, &found.rows[i], today));
	reply->data = overstays_data(act, &found, today);
	json_put_str(page, "as_of", lang_date(act->lang, act->arena, today));
	json_put(page, "ages", age_tiles(act, &asked, &found));
	json_put_str(page, "age", asked.age);
	json_put(page, "posts", show_posts(act, asked.post));
	json_put(page, "nationalities", nations_of(act, asked.nationality));
	json_put(page, "sexes", sexes_of(act, asked.sex));
	json_put_str(page, "csv", link_of(act, "/overstays.csv", &asked, str_c(act->arena, asked.age)));
	json_put_yesno(page, "any", found.count != 0);
	json_put_yesno(page, "more", found.count == PAGE_ROWS);
	json_put(page, "rows", rows);
	return call->json || put_follows(act, today, page, err);
}

/* --- the file --- */

static void csv_row(struct act *act, struct buf *out, const struct overstayer *row, struct date today)
{
	csv_field(out, row->surname);
	csv_field(out, row->given_names);
	csv_field(out, date_str(act->arena, row->born));
	csv_field(out, row->sex);
	csv_field(out, row->nationality);
	csv_field(out, row->document_issuer);
	csv_field(out, row->document_number);
	csv_field(out, row->post);
	csv_field(out, date_str(act->arena, row->day));
	csv_field(out, date_str(act->arena, row->stay_until));
	csv_field(out, str_format(act->arena, "%d", days_over(row, today)));
	csv_end_row(out);
}

bool overstays_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const head[] = { "surname", "given_names", "born", "sex", "nationality", "document_issuer", "document_number", "post", "entered", "allowed_until", "days_over" };
	struct overstays_query asked = asked_of(call);
	struct found found = { 0 };
	struct date today = day_now(act);
	struct buf out = BUF_IN(act->arena);
	if (!read_rows(act, &asked, today, FILE_ROWS, &found, err))
		return false;
	journal_look(act, "open overstays, as a file", found.records, found.count);
	for (size_t i = 0; i < COUNT_OF(head); i++)
		csv_field(&out, str_of(head[i]));
	csv_end_row(&out);
	for (size_t i = 0; i < found.count; i++)
		csv_row(act, &out, &found.rows[i], today);
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = "overstays.csv";
	reply->private_download = true;
	return true;
}
