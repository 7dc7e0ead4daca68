/* How the posts could work: peak modes, hours on paper, equipment and power. */
#include "grid.h"

#include "house.h"
#include "lang.h"
#include "pack.h"
#include "paper.h"
#include "station.h"
#include "store.h"

enum { HOUR_MS = 3600000, ITEMS_MOST = 4000 };

static const struct grid_choice by_post[] = { { "post", WORDS("Post") } };

/* --- peak modes --- */

static bool count_people(struct grid *grid, struct str post, int64_t since, int64_t until, int64_t counts[SEXES], struct error *err)
{
	struct query *query = db_query(grid->act->db, "analysis.people_between");
	query_bind_text(query, "post", post);
	query_bind_int(query, "since", since);
	query_bind_int(query, "until", until);
	while (query_next(query))
		counts[grid_sex(query_text(query, 0, grid->act->arena))] += query_int(query, 1);
	return query_end(query, err);
}

static bool put_peak(struct grid *grid, const struct peak_row *peak, struct error *err)
{
	struct act *act = grid->act;
	const struct pack_post *post = pack_post(act->pack, peak->post, (struct date){ 0 });
	const struct pack_peak_mode *mode = pack_peak_mode(act->pack, peak->mode, (struct date){ 0 });
	int64_t ended = peak->ended ? peak->ended : peak->ends < act->now ? peak->ends : act->now, people[SEXES] = { 0 };
	if (!count_people(grid, peak->post, peak->began, ended, people, err))
		return false;
	struct grid_row *row = grid_row(grid, uuid_str(act->arena, peak->id), str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(grid_post(act, peak->post)),
	                                STR_ARG(lang_date_time(act->lang, act->arena, act->house->zone(act->house, post ? post->zone : act->pack->head.zone), peak->began))));
	grid_text(row, 0, mode ? pack_words(act->pack, lang_tag(act->lang), mode->words) : peak->mode);
	grid_duration(grid, row, 1, (ended - peak->began) / 1000);
	grid_text(row, 2, station_reduced_words(act, &peak->reduced));
	grid_text(row, 3, peak->reason);
	grid_sexes(grid, row, 4, people);
	row->bar = (ended - peak->began) / 60000;
	row->bar_words = row->cells[1].shown;
	return true;
}

static bool fill_peaks(struct grid *grid, struct error *err)
{
	struct act *act = grid->act;
	struct peak_row *peaks = ARENA_ARRAY(act->arena, struct peak_row, 200);
	size_t count = 0;
	struct query *query = db_query(act->db, "analysis.peaks");
	query_bind_int(query, "since", grid->since);
	query_bind_int(query, "until", grid->until);
	query_bind_text(query, "post", grid->query.post);
	query_bind_int(query, "most", 200);
	while (count < 200 && query_next(query))
		query_row(query, &peak_row_fields, &peaks[count++], act->arena);
	if (!query_end(query, err))
		return false;
	grid->hides = !rights_have(act->actor.rights, CAN_SUPERVISE);
	for (size_t i = 0; i < count; i++)
		if (!put_peak(grid, &peaks[i], err))
			return false;
	grid->finding = lang_count(act->lang, act->arena, (int64_t)count, WORDS_MANY("{count} peak mode", "{count} peak modes"));
	return true;
}

static const char *const peak_columns[] = {
	WORDS("Mode"), WORDS("How long"), WORDS("Left out"), WORDS("What happened"), WORDS("Women, girls"), WORDS("Men, boys"), WORDS("X"), WORDS("Not known"), WORDS("All"), NULL,
};
static const char *const peak_machine[] = { "mode", "seconds", "reduced", "reason", "F", "M", "X", "U", "all" };
static const struct grid_kind peaks = {
	"/figures/peaks", "/figures/peaks.csv", "peaks.csv", WORDS("Peak modes"), WORDS("Each time that a post worked in peak mode, what it left out, and how many people were let in or out."),
	peak_columns, peak_machine, by_post, COUNT_OF(by_post), fill_peaks,
};

/* --- paper --- */

/* Minutes between the event and its entry, of a post: the one in the middle. The rows come by post and delay. */
static bool fill_paper(struct grid *grid, struct error *err)
{
	struct act *act = grid->act;
	struct query *query;
	int64_t total = 0;
	grid->hides = !rights_have(act->actor.rights, CAN_SUPERVISE);
	for (size_t i = 0; i < act->pack->post_count; i++) {
		struct str post = act->pack->posts[i].code;
		int64_t people[SEXES] = { 0 }, spoiled = 0, lost = 0, longest = 0, open[200], entered = 0;
		size_t missing;
		if (grid->query.post.len && !str_equal(grid->query.post, post))
			continue;
		query = db_query(act->db, "analysis.paper_entries");
		query_bind_text(query, "post", post);
		query_bind_text(query, "first", date_str(act->arena, grid->query.from));
		query_bind_text(query, "last", date_str(act->arena, grid->query.to));
		while (query_next(query)) {
			people[grid_sex(query_text(query, 0, act->arena))] += query_int(query, 1);
			entered += query_int(query, 1);
			longest = query_int(query, 2) > longest ? query_int(query, 2) : longest;
		}
		if (!query_end(query, err))
			return false;
		query = db_query(act->db, "analysis.paper_waste");
		query_bind_text(query, "post", post);
		query_bind_int(query, "since", grid->since);
		query_bind_int(query, "until", grid->until);
		while (query_next(query))
			*(str_is(query_text(query, 0, act->arena), "lost") ? &lost : &spoiled) = query_int(query, 1);
		if (!query_end(query, err) || !paper_open_numbers(act, post, open, COUNT_OF(open), &missing, err))
			return false;
		if (!entered && !spoiled && !lost && !missing)
			continue;
		struct grid_row *row = grid_row(grid, post, grid_post(act, post));
		grid_sexes(grid, row, 0, people);
		grid_duration(grid, row, 5, longest / 1000);
		grid_number(grid, row, 6, spoiled);
		grid_number(grid, row, 7, lost);
		grid_number(grid, row, 8, (int64_t)missing);
		row->bar = entered;
		row->bar_words = row->cells[4].shown;
		total += entered;
	}
	grid->finding = lang_count(act->lang, act->arena, total, WORDS_MANY("{count} crossing entered from paper", "{count} crossings entered from paper"));
	return true;
}

static const char *const paper_columns[] = {
	WORDS("Women, girls"), WORDS("Men, boys"), WORDS("X"), WORDS("Not known"), WORDS("All"), WORDS("Longest until entered"), WORDS("Spoiled"), WORDS("Lost"), WORDS("Not accounted for"), NULL,
};
static const char *const paper_machine[] = { "F", "M", "X", "U", "all", "longest_seconds", "spoiled", "lost", "missing" };
static const struct grid_kind papers = {
	"/figures/paper", "/figures/paper.csv", "paper.csv", WORDS("Entered from paper"), WORDS("Crossings that were written on numbered forms and entered later; they count in the hour in which they happened."),
	paper_columns, paper_machine, by_post, COUNT_OF(by_post), fill_paper,
};

/* --- equipment and power --- */

struct upkeep {
	struct grid_row *row;
	int64_t items, outages, all, out, part;  /* ms */
};

struct upkeeps {
	struct upkeep items[GRID_ROWS];
	size_t count;
};

static struct upkeep *upkeep_of(struct grid *grid, struct upkeeps *all, struct str code, struct str name)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_equal(all->items[i].row->code, code))
			return &all->items[i];
	struct upkeep *one = &all->items[all->count < GRID_ROWS ? all->count++ : GRID_ROWS - 1];
	*one = (struct upkeep){ .row = grid_row(grid, code, name) };
	return one;
}

static int64_t overlap(const struct grid *grid, int64_t began, int64_t ended)
{
	int64_t from = began > grid->since ? began : grid->since, to = ended && ended < grid->until ? ended : grid->until;
	return to > from ? to - from : 0;
}

static struct upkeep *upkeep_of_item(struct grid *grid, struct upkeeps *all, const struct equipment_row *item)
{
	struct act *act = grid->act;
	struct str kind = pack_code_words(act->pack, lang_tag(act->lang), STR("equipment_kinds"), item->kind);
	if (str_is(grid->query.by, "post"))
		return upkeep_of(grid, all, item->post, grid_post(act, item->post));
	if (str_is(grid->query.by, "kind"))
		return upkeep_of(grid, all, item->kind, kind);
	return upkeep_of(grid, all, str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(item->post), STR_ARG(item->serial)),
	                 str_format(act->arena, STR_FMT " " STR_FMT ", " STR_FMT, STR_ARG(kind), STR_ARG(item->serial), STR_ARG(grid_post(act, item->post))));
}

static bool read_items(struct grid *grid, struct upkeeps *all, struct error *err)
{
	struct query *query = db_query(grid->act->db, "analysis.equipment");
	query_bind_text(query, "post", grid->query.post);
	query_bind_int(query, "until", grid->until);
	query_bind_int(query, "most", ITEMS_MOST);
	while (query_next(query)) {
		struct equipment_row item = { 0 };
		query_row(query, &equipment_row_fields, &item, grid->act->arena);
		int64_t there = overlap(grid, item.registered, str_is(item.state, "gone") ? item.since : 0);
		if (!there)
			continue;
		struct upkeep *upkeep = upkeep_of_item(grid, all, &item);
		upkeep->items++;
		upkeep->all += there;
	}
	return query_end(query, err);
}

static bool read_outages(struct grid *grid, struct upkeeps *all, struct error *err)
{
	struct query *query = db_query(grid->act->db, "analysis.outages");
	query_bind_text(query, "post", grid->query.post);
	query_bind_int(query, "since", grid->since);
	query_bind_int(query, "until", grid->until);
	while (query_next(query)) {
		struct outage_row outage = { 0 };
		query_row(query, &outage_row_fields, &outage, grid->act->arena);
		const struct equipment_row item = { .kind = outage.kind, .post = outage.post, .serial = outage.serial };
		struct upkeep *upkeep = upkeep_of_item(grid, all, &item);
		upkeep->outages++;
		*(str_is(outage.state, "limited") ? &upkeep->part : &upkeep->out) += overlap(grid, outage.began, outage.ended);
	}
	return query_end(query, err);
}

/* Power is one more item of each post: out while there is none, in part while it runs on the battery alone. */
static bool read_power(struct grid *grid, struct upkeeps *all, struct error *err)
{
	struct act *act = grid->act;
	struct query *query = db_query(act->db, "analysis.power");
	query_bind_text(query, "post", grid->query.post);
	query_bind_int(query, "since", grid->since);
	query_bind_int(query, "until", grid->until);
	while (query_next(query)) {
		struct power_row span = { 0 };
		query_row(query, &power_row_fields, &span, act->arena);
		struct str name = str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(lang_words(act->lang, WORDS("Power"))), STR_ARG(grid_post(act, span.post)));
		struct upkeep *upkeep = upkeep_of(grid, all, str_format(act->arena, "power " STR_FMT, STR_ARG(span.post)), name);
		bool none = str_is(span.state, "none"), battery = str_is(span.state, "battery");
		int64_t time = overlap(grid, span.began, span.ended);
		upkeep->items = 1;
		upkeep->all += time;
		upkeep->outages += none;
		upkeep->out += none ? time : 0;
		upkeep->part += battery ? time : 0;
	}
	return query_end(query, err);
}

static bool fill_equipment(struct grid *grid, struct error *err)
{
	struct upkeeps *all = ARENA_NEW(grid->act->arena, struct upkeeps);
	int64_t there = 0, out = 0;
	if (!read_items(grid, all, err) || !read_outages(grid, all, err) || !read_power(grid, all, err))
		return false;
	for (size_t i = 0; i < all->count; i++) {
		struct upkeep *upkeep = &all->items[i];
		grid_number(grid, upkeep->row, 0, upkeep->items);
		grid_number(grid, upkeep->row, 1, upkeep->outages);
		grid_duration(grid, upkeep->row, 2, upkeep->out / 1000);
		grid_duration(grid, upkeep->row, 3, upkeep->part / 1000);
		grid_share(grid, upkeep->row, 4, upkeep->all - upkeep->out, upkeep->all);
		upkeep->row->bar = upkeep->all ? (upkeep->all - upkeep->out) * 1000 / upkeep->all : 0;
		upkeep->row->bar_words = upkeep->row->cells[4].shown;
		there += upkeep->all;
		out += upkeep->out;
	}
	int64_t share = there ? ((there - out) * 1000 + there / 2) / there : 0;
	grid->finding = LANG_FILL(grid->act->arena, lang_words(grid->act->lang, WORDS("Equipment and power were there {share} of the time")),
	                          { "share", lang_percent(grid->act->lang, grid->act->arena, share, 1) });
	return true;
}

static const char *const equipment_columns[] = { WORDS("Items"), WORDS("Times out of order"), WORDS("Out of order"), WORDS("Works in part"), WORDS("Available"), NULL };
static const char *const equipment_machine[] = { "items", "outages", "out_seconds", "part_seconds", "available_percent" };
static const struct grid_choice equipment_bys[] = { { "kind", WORDS("Kind") }, { "post", WORDS("Post") }, { "item", WORDS("Item") } };
static const struct grid_kind equipments = {
	"/figures/equipment", "/figures/equipment.csv", "equipment.csv", WORDS("Equipment and power"), WORDS("How much of the time each was there to work with, from the register of the posts."),
	equipment_columns, equipment_machine, equipment_bys, COUNT_OF(equipment_bys), fill_equipment,
};

GRID_HANDLERS(peaks, peaks)
GRID_HANDLERS(paper_figure, papers)
GRID_HANDLERS(equipment_figure, equipments)
