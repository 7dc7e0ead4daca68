/* Peak mode: a supervisor says that many arrive at once, why, and until when; what the pack names for it is left out. Whatever happens it is over at its
 * hour: the row's end decides, and the job only writes down that it was. */
#include "fold.h"

#include "journal.h"
#include "lang.h"
#include "paper.h"
#include "store.h"

FIELDS_TABLE(peak_form, PEAK_FORM_FIELDS)
FIELDS_TABLE(peak, PEAK_FIELDS)
FIELDS_TABLE(peak_end, PEAK_END_FIELDS)
FIELDS_TABLE(peak_row, PEAK_ROW_FIELDS)

const struct entry_type peak_type = { "peak", 1, KIND_CASE, 0, &peak_fields, "a post began to work in peak mode" };
const struct entry_type peak_end_type = { "peak.end", 1, KIND_CASE, 0, &peak_end_fields, "a peak mode ended" };

enum { MINUTE_MS = 60000, PEAKS_SHOWN = 20 };

/* --- the fold --- */

static const char *const peak_indexes[] = { "post, ends", NULL };
static const struct table peak_table = { "peak", &peak_row_fields, "id", peak_indexes };

static void peak_ends(struct grown *peaks, const struct entry *entry, const struct peak_end *end)
{
	for (size_t i = 0; i < peaks->count; i++) {
		struct peak_row *row = (struct peak_row *)peaks->rows + i;
		if (!uuid_equal(row->id, end->peak) || row->ended)
			continue;
		row->ended = entry->happened;
		row->why = end->why;
		row->ended_by = entry->actor;
	}
}

static void peak_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	if (entry->type == &peak_end_type) {
		peak_ends(state, entry, data);
		return;
	}
	const struct peak *from = data;
	struct peak_row *to = grow(state, sizeof *to, arena);
	*to = (struct peak_row){ .id = entry->id, .began = entry->happened, .officer = entry->actor };
#define COPY(type, name, ...) to->name = from->name;
	PEAK_FIELDS(COPY, COPY)
#undef COPY
}

static void peak_rows(const void *from, struct uuid record, struct row_set *out)
{
	put_all(from, &peak_table, sizeof(struct peak_row), out);
}

static const struct entry_type *const peak_reads[] = { &peak_type, &peak_end_type, NULL };
static const struct table *const peak_writes[] = { &peak_table, NULL };
const struct fold peak_fold = { "peak", 1, peak_reads, peak_writes, sizeof(struct grown), peak_apply, peak_rows };

/* --- services --- */

bool station_peak(struct act *act, struct str post, int64_t at, struct peak_row *out, struct error *err)
{
	struct query *query = db_query(act->db, "station.peak_at");
	query_bind_text(query, "post", post);
	query_bind_int(query, "at", at);
	*out = (struct peak_row){ 0 };
	if (query_next(query))
		query_row(query, &peak_row_fields, out, act->arena);
	return query_end(query, err);
}

static bool check_peak(struct act *act, const struct pack_post *post, const struct pack_peak_mode *mode, struct str reason, int64_t ends, struct error *err)
{
	struct peak_row running;
	if (!station_peak(act, post->code, act->now, &running, err))
		return false;
	if (!uuid_zero(running.id))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This post works in peak mode already."), WORDS("Let it end, or end it, before another begins."), "peak mode");
	if (!mode)
		finding_add(&act->findings, STR("mode"), "unknown_code", "Choose one of the modes of the country pack.");
	if (reason.len < 5)
		finding_add(&act->findings, STR("reason"), "required", "Say what happened: it stands in the record.");
	if (mode && (ends <= act->now || ends > act->now + mode->most_minutes * (int64_t)MINUTE_MS))
		finding_add(&act->findings, STR("until"), "too_long", "Choose an hour that the country pack allows for this mode.");
	return station_findings(act, err, "peak mode");
}

bool station_peak_begin(struct act *act, const struct pack_post *post, struct str code, struct str reason, int64_t ends, struct error *err)
{
	const struct pack_peak_mode *mode = pack_peak_mode(act->pack, code, lang_zone_day(station_zone(act, post), act->now));
	if (!check_peak(act, post, mode, reason, ends, err))
		return false;
	struct peak peak = {
		.post = post->code, .mode = mode->code, .reason = reason, .ends = ends, .law = mode->law.source,
		.reduced = { (struct str *)mode->reduce.items, mode->reduce.count }, .pack = str_of(act->pack->identity),
	};
	journal_append(act, &peak_type, station_record(act, "peak", post->code), &peak); /* two supervisors at once: one decides again */
	return true;
}

bool station_peak_end(struct act *act, struct uuid id, struct error *err)
{
	struct query *query = db_query(act->db, "station.peak_by_id");
	struct peak_row row = { 0 };
	query_bind_id(query, "id", id);
	bool found = query_next(query);
	if (found)
		query_row(query, &peak_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, WORDS("There is no such peak mode."), "", "peak mode");
	if (row.ended || row.ends <= act->now)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This peak mode is over already."), "", "peak mode");
	journal_append(act, &peak_end_type, station_record(act, "peak", row.post), &(struct peak_end){ id, STR("supervisor") });
	return true;
}

/* What is over is written down, with its own hour. */
static bool end_peaks(struct act *act, struct error *err)
{
	struct uuid records[PEAKS_SHOWN], peaks[PEAKS_SHOWN];
	int64_t ends[PEAKS_SHOWN];
	size_t count = 0;
	struct query *query = db_query(act->db, "station.peaks_over");
	query_bind_int(query, "now", act->now);
	query_bind_int(query, "most", PEAKS_SHOWN);
	while (count < PEAKS_SHOWN && query_next(query)) {
		records[count] = query_id(query, 0);
		peaks[count] = query_id(query, 1);
		ends[count++] = query_int(query, 2);
	}
	if (!query_end(query, err))
		return false;
	act->purpose = STR("supervision");
	for (size_t i = 0; i < count; i++)
		journal_append_at(act, &peak_end_type, records[i], &(struct peak_end){ peaks[i], STR("time") }, ends[i]);
	return true;
}

/* --- words --- */

struct str station_reduced_words(struct act *act, const struct texts *reduced)
{
	struct str words[30];
	size_t count = 0;
	for (size_t i = 0; i < reduced->count && count < COUNT_OF(words); i++) {
		const struct pack_check *check = pack_check(act->pack, reduced->items[i], (struct date){ 0 });
		const char *question = station_question(reduced->items[i]);
		words[count++] = question ? lang_words(act->lang, question) : check ? pack_words(act->pack, lang_tag(act->lang), check->words) : reduced->items[i];
	}
	return lang_list(act->lang, act->arena, words, count);
}

static struct str until_words(struct act *act, const struct pack_post *post, const struct peak_row *row)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Peak mode until {time}. Left out: {what}.")), { "time", station_time(act, post, row->ends) },
	                 { "what", station_reduced_words(act, &row->reduced) });
}

struct str station_peak_words(struct act *act, struct str code)
{
	struct error ignored;
	struct peak_row row;
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	if (!post || !station_peak(act, code, act->now, &row, &ignored) || uuid_zero(row.id))
		return STR("");
	return until_words(act, post, &row);
}

/* --- the page --- */

static struct str mode_words(struct act *act, struct str code)
{
	const struct pack_peak_mode *mode = pack_peak_mode(act->pack, code, (struct date){ 0 });
	return mode ? pack_words(act->pack, lang_tag(act->lang), mode->words) : code;
}

static json_t *peak_json(struct act *act, const struct pack_post *post, const struct peak_row *row)
{
	json_t *out = json_object();
	bool running = !row->ended && row->ends > act->now;
	json_put_str(out, "mode", mode_words(act, row->mode));
	json_put_str(out, "reason", row->reason);
	json_put_str(out, "who", station_officer(act, row->officer));
	json_put_str(out, "since", station_time(act, post, row->began));
	json_put_str(out, "until", station_time(act, post, row->ended ? row->ended : row->ends));
	json_put_str(out, "what", station_reduced_words(act, &row->reduced));
	json_put_str(out, "law", pack_article(act->pack, lang_tag(act->lang), row->law));
	json_put_str(out, "how", lang_words(act->lang, running                          ? WORDS("runs")
	                                               : str_is(row->why, "supervisor") ? WORDS("ended by a supervisor")
	                                                                                : WORDS("ended by its hour")));
	json_put_str(out, "end_to", running ? station_path(act, "/peak/", row->id, "/end") : STR(""));
	return out;
}

static json_t *modes_json(struct act *act, const struct pack_post *post)
{
	json_t *out = json_array();
	struct date today = lang_zone_day(station_zone(act, post), act->now);
	for (size_t i = 0; i < act->pack->peak_mode_count; i++) {
		const struct pack_peak_mode *mode = &act->pack->peak_modes[i];
		if (!pack_span_holds(mode->span, today))
			continue;
		json_t *row = json_object();
		const struct texts reduced = { (struct str *)mode->reduce.items, mode->reduce.count };
		json_put_str(row, "code", mode->code);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), mode->words));
		json_put_str(row, "about", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Left out: {what}. For {time} at most. {law}")), { "what", station_reduced_words(act, &reduced) },
		                                     { "time", lang_duration(act->lang, act->arena, mode->most_minutes * (int64_t)MINUTE_MS) },
		                                     { "law", pack_words(act->pack, lang_tag(act->lang), mode->law) }));
		json_put_yesno(row, "chosen", json_array_size(out) == 0);
		json_array_append_new(out, row);
	}
	return out;
}

static bool put_peaks(struct act *act, const struct pack_post *post, json_t *page, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "station.peaks");
	json_t *rows = json_array(), *all = json_array();
	struct str running = STR("");
	query_bind_text(query, "post", post->code);
	query_bind_int(query, "most", PEAKS_SHOWN);
	while (query_next(query)) {
		struct peak_row row = { 0 };
		query_row(query, &peak_row_fields, &row, act->arena);
		if (!row.ended && row.ends > act->now)
			running = until_words(act, post, &row);
		json_array_append_new(rows, peak_json(act, post, &row));
		json_array_append_new(all, fields_to_json(&peak_row_fields, &row));
	}
	json_put_str(page, "running", running);
	json_put_yesno(page, "any", json_array_size(rows) != 0);
	json_put(page, "rows", rows);
	json_put(data, "peaks", all);
	json_put_yesno(data, "running", running.len != 0);
	return query_end(query, err);
}

bool peak_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct station_query *asked = call->query;
	const struct pack_post *post = station_post(act, asked ? asked->post : STR(""), err);
	if (!post)
		return false;
	json_t *page = reply->page = json_object(), *data = reply->data = json_object();
	station_head(act, post, WORDS("Peak mode at {post}"), page);
	json_put_str(data, "post", post->code);
	json_t *modes = modes_json(act, post);
	json_put_yesno(page, "any_mode", json_array_size(modes) != 0);
	json_put(page, "modes", modes);
	return put_peaks(act, post, page, data, err);
}

/* The next time that the post's clock shows this hour. */
static int64_t next_time(const struct act *act, const struct pack_post *post, int minutes)
{
	const struct lang_zone *zone = station_zone(act, post);
	struct date day = lang_zone_day(zone, act->now);
	int64_t at = lang_zone_instant(zone, day, minutes);
	return at > act->now ? at : lang_zone_instant(zone, date_of_days(date_days(day) + 1), minutes);
}

bool peak_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct peak_form *form = call->form;
	const struct pack_post *post = station_post(act, form->post, err);
	if (!post)
		return false;
	int minutes = station_minutes(form->until);
	if (minutes < 0)
		finding_add(&act->findings, STR("until"), "bad_time", "Give the time by the post's clock: 1144 is 16 minutes to noon.");
	if (!station_findings(act, err, "peak mode") || !station_peak_begin(act, post, form->mode, form->reason, next_time(act, post, minutes), err))
		return false;
	station_back(act, reply, "/peak", post);
	reply->data = json_object();
	json_put_str(reply->data, "mode", form->mode);
	return true;
}

bool peak_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (!station_peak_end(act, call->id, err))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	return true;
}

const struct job station_jobs[] = {
	{ "station.paper", 10 * MINUTE_MS, paper_tell, "tell the supervisors which paper forms nobody accounted for" },
	{ "station.peaks", MINUTE_MS, end_peaks, "write down that a peak mode ended by its hour" },
	{ 0 }
};
