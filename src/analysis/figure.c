/* Counting. */
#include "grid.h"

#include "house.h"
#include "lang.h"
#include "pack.h"
#include "store.h"

FIELDS_TABLE(figure_query, FIGURE_QUERY_FIELDS)

static int sex_index(struct str sex)
{
	return str_is(sex, "F") ? 0 : str_is(sex, "M") ? 1 : str_is(sex, "X") ? 2 : 3;
}

static struct figure_row *row_of(struct figure *figure, struct str code)
{
	for (size_t i = 0; i < figure->count; i++)
		if (str_equal(figure->rows[i].code, code))
			return &figure->rows[i];
	if (figure->count == ROWS_MOST)
		return &figure->rows[ROWS_MOST - 1]; /* the last row takes the rest: a figure of so many rows is read as CSV by shorter times */
	figure->rows[figure->count] = (struct figure_row){ .code = code };
	return &figure->rows[figure->count++];
}

static void add(struct figure *figure, struct str code, struct str sex, int64_t count)
{
	row_of(figure, code)->counts[sex_index(sex)] += count;
}

static struct str words_of(struct act *act, const char *list, struct str code)
{
	return pack_code_words(act->pack, lang_tag(act->lang), str_of(list), code);
}

static struct str name_of(struct act *act, struct str by, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	const struct pack_category *category = pack_category_of(act->pack, code, (struct date){ 0 });
	struct date day;
	if (!code.len)
		return lang_words(act->lang, WORDS("Not known"));
	if (str_is(by, "post"))
		return post ? pack_words(act->pack, lang_tag(act->lang), post->words) : code;
	if (str_is(by, "day"))
		return date_parse(code, &day) ? lang_date_short(act->lang, act->arena, day) : code;
	if (str_is(by, "nationality"))
		return words_of(act, "countries", code);
	if (str_is(by, "purpose"))
		return words_of(act, "travel_purposes", code);
	if (str_is(by, "category"))
		return category ? pack_words(act->pack, lang_tag(act->lang), category->words) : code;
	if (str_is(by, "direction"))
		return lang_words(act->lang, str_is(code, "entry") ? WORDS("Entry") : WORDS("Exit"));
	return str_is(code, "unknown") ? lang_words(act->lang, WORDS("Not known")) : code;
}

static void finish(struct figure *figure)
{
	for (size_t i = 0; i < figure->count; i++)
		for (int sex = 0; sex < SEXES; sex++)
			figure->total += figure->rows[i].counts[sex];
}

static void bind_filter(struct query *query, const struct figure_query *filter, struct act *act)
{
	query_bind_text(query, "post", filter->post);
	query_bind_text(query, "nationality", filter->nationality);
}

bool figure_flows(struct act *act, const struct figure_query *filter, struct figure *out, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.flows");
	query_bind_text(query, "by", filter->by);
	query_bind_text(query, "first", date_str(act->arena, filter->from));
	query_bind_text(query, "last", date_str(act->arena, filter->to));
	query_bind_text(query, "direction", filter->direction);
	query_bind_text(query, "sex", filter->sex);
	query_bind_text(query, "age", filter->age);
	query_bind_text(query, "purpose", filter->purpose);
	bind_filter(query, filter, act);
	while (query_next(query))
		add(out, query_text(query, 0, act->arena), query_text(query, 1, act->arena), query_int(query, 2));
	for (size_t i = 0; i < out->count; i++)
		out->rows[i].name = name_of(act, filter->by, out->rows[i].code);
	out->fine = str_is(filter->by, "nationality") || str_is(filter->by, "age") || str_is(filter->by, "purpose") || filter->nationality.len ||
	            filter->age.len || filter->purpose.len;
	finish(out);
	return query_end(query, err);
}

const struct past past[] = {
	{ 7, "1-7", WORDS("1 to 7 days") }, { 30, "8-30", WORDS("8 to 30 days") }, { 90, "31-90", WORDS("31 to 90 days") }, { 1000000, "91+", WORDS("Over 90 days") },
};
const size_t past_count = COUNT_OF(past);

bool figure_overstays(struct act *act, const struct figure_query *filter, struct figure *out, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.overstays");
	query_bind_text(query, "as_of", date_str(act->arena, filter->as_of));
	bind_filter(query, filter, act);
	bool age = str_is(filter->by, "age");
	for (size_t i = 0; !age && i < COUNT_OF(past); i++)
		row_of(out, str_of(past[i].code))->name = lang_words(act->lang, past[i].words);
	while (query_next(query)) {
		struct date until;
		if (!date_parse(query_text(query, 0, act->arena), &until) || !date_whole(until))
			continue;
		int days = date_days(filter->as_of) - date_days(until);
		if (age)
			add(out, query_text(query, 3, act->arena), query_text(query, 1, act->arena), query_int(query, 2));
		for (size_t i = 0; !age && i < COUNT_OF(past); i++) {
			if (days <= past[i].most) {
				add(out, str_of(past[i].code), query_text(query, 1, act->arena), query_int(query, 2));
				break;
			}
		}
	}
	for (size_t i = 0; age && i < out->count; i++)
		out->rows[i].name = name_of(act, filter->by, out->rows[i].code);
	out->fine = age || filter->nationality.len != 0;
	finish(out);
	return query_end(query, err);
}

/* Whoever asks for protection is counted, never listed: small cells are always fine. */
bool figure_claims(struct act *act, const struct figure_query *filter, struct figure *out, struct error *err)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	struct query *query = db_query(act->db, "analysis.claims");
	bool day = str_is(filter->by, "day"), age = str_is(filter->by, "age");
	query_bind_int(query, "since", lang_zone_day_start(zone, filter->from));
	query_bind_int(query, "until", lang_zone_day_start(zone, date_of_days(date_days(filter->to) + 1)) - 1);
	query_bind_text(query, "post", filter->post);
	while (query_next(query)) {
		struct str code = day ? date_str(act->arena, lang_zone_day(zone, query_int(query, 3))) : query_text(query, age ? 2 : 0, act->arena);
		add(out, code, query_text(query, 1, act->arena), 1);
	}
	for (size_t i = 0; i < out->count; i++)
		out->rows[i].name = name_of(act, day ? STR("day") : age ? STR("age") : STR("post"), out->rows[i].code);
	out->fine = true;
	finish(out);
	return query_end(query, err);
}

/* A refusal with two reasons stands in two rows; the total counts people. */
bool figure_refusals(struct act *act, const struct figure_query *filter, struct figure *out, struct error *err)
{
	struct query *query = db_query(act->db, "analysis.refusals");
	bool age = str_is(filter->by, "age");
	query_bind_text(query, "first", date_str(act->arena, filter->from));
	query_bind_text(query, "last", date_str(act->arena, filter->to));
	bind_filter(query, filter, act);
	while (query_next(query)) {
		struct str text = query_text(query, 0, act->arena);
		json_t *reasons = json_loadb(text.data, text.len, 0, NULL), *reason;
		size_t i;
		if (age)
			add(out, query_text(query, 3, act->arena), query_text(query, 1, act->arena), query_int(query, 2));
		else json_array_foreach(reasons, i, reason)
			add(out, str_copy(act->arena, str_of(json_string_value(reason))), query_text(query, 1, act->arena), query_int(query, 2));
		out->total += query_int(query, 2);
		out->fine = true; /* few people, and a reason tells much */
		json_decref(reasons);
	}
	for (size_t i = 0; i < out->count; i++)
		out->rows[i].name = age ? name_of(act, filter->by, out->rows[i].code) : str_format(act->arena, STR_FMT " (" STR_FMT ")", STR_ARG(words_of(act, "refusal_reasons", out->rows[i].code)), STR_ARG(out->rows[i].code));
	return query_end(query, err);
}
