/* What came of being sent to the second line: gaps between women, men, girls and boys show here. */
#include "grid.h"

#include "lang.h"
#include "pack.h"
#include "registry.h"
#include "store.h"

struct second {
	struct str code;
	int64_t all[SEXES], refused[SEXES], admitted, protection, open, waited, decided;
};

struct seconds {
	struct second rows[GRID_ROWS];
	size_t count;
};

static struct second *second_of(struct seconds *seconds, struct str code)
{
	for (size_t i = 0; i < seconds->count; i++)
		if (str_equal(seconds->rows[i].code, code))
			return &seconds->rows[i];
	if (seconds->count == GRID_ROWS)
		return &seconds->rows[GRID_ROWS - 1];
	seconds->rows[seconds->count].code = code;
	return &seconds->rows[seconds->count++];
}

static struct str second_code(struct grid *grid, const struct query *query)
{
	struct act *act = grid->act;
	struct date born;
	if (str_is(grid->query.by, "nationality"))
		return grid_first(act->arena, query_text(query, 4, act->arena));
	if (str_is(grid->query.by, "post"))
		return query_text(query, 1, act->arena);
	if (!str_is(grid->query.by, "age"))
		return query_text(query, 0, act->arena);
	bool known = date_parse(query_text(query, 5, act->arena), &born);
	return str_of(age_band(known ? born : (struct date){ 0 }, grid->query.to));
}

static void add_second(struct second *to, const struct query *query, struct arena *arena)
{
	struct str outcome = query_text(query, 2, arena);
	int sex = grid_sex(query_text(query, 3, arena));
	int64_t opened = query_int(query, 6), closed = query_int(query, 7);
	to->all[sex]++;
	to->refused[sex] += str_is(outcome, "refuse");
	to->admitted += str_is(outcome, "admit");
	to->protection += str_is(outcome, "protection");
	to->open += !closed;
	if (closed > opened) {
		to->waited += (closed - opened) / 1000;
		to->decided++;
	}
}

static void put_second(struct grid *grid, struct str name, const struct second *second)
{
	struct grid_row *row = grid_row(grid, second->code, name);
	int64_t all = 0, refused = 0;
	for (int sex = 0; sex < SEXES; sex++) {
		grid_people(grid, row, sex * 2, second->all[sex]);
		grid_share(grid, row, sex * 2 + 1, second->refused[sex], second->all[sex]);
		all += second->all[sex];
		refused += second->refused[sex];
	}
	grid_people(grid, row, 8, all);
	grid_people(grid, row, 9, second->admitted);
	grid_people(grid, row, 10, refused);
	grid_people(grid, row, 11, second->protection);
	grid_people(grid, row, 12, second->open);
	if (second->decided)
		grid_duration(grid, row, 13, second->waited / second->decided);
	row->bar = str_is(second->code, "all") ? 0 : all; /* the sum would dwarf its parts */
	row->bar_words = row->cells[8].shown;
}

static bool fill_second(struct grid *grid, struct error *err)
{
	struct act *act = grid->act;
	struct seconds *seconds = ARENA_NEW(act->arena, struct seconds);
	struct second total = { .code = STR("all") };
	int64_t all = 0;
	struct query *query = db_query(act->db, "analysis.second_line");
	query_bind_int(query, "since", grid->since);
	query_bind_int(query, "until", grid->until);
	query_bind_text(query, "post", grid->query.post);
	while (query_next(query)) {
		add_second(second_of(seconds, second_code(grid, query)), query, act->arena);
		add_second(&total, query, act->arena);
	}
	if (!query_end(query, err))
		return false;
	grid->hides = !rights_have(act->actor.rights, CAN_SUPERVISE);
	for (size_t i = 0; i < seconds->count; i++)
		put_second(grid, grid_name(grid, seconds->rows[i].code), &seconds->rows[i]);
	if (seconds->count > 1 && !grid->hides)
		put_second(grid, lang_words(act->lang, WORDS("All")), &total);
	for (int sex = 0; sex < SEXES; sex++)
		all += total.all[sex];
	grid->finding = all < 5 && grid->hides ? lang_words(act->lang, WORDS("Too few to publish"))
	                                       : lang_count(act->lang, act->arena, all, WORDS_MANY("{count} person sent to the second line", "{count} people sent to the second line"));
	return true;
}

static const char *const second_columns[] = {
	WORDS("Women, girls"), WORDS("Women, girls: refused"), WORDS("Men, boys"), WORDS("Men, boys: refused"), WORDS("X"), WORDS("X: refused"), WORDS("Sex not known"), WORDS("Sex not known: refused"),
	WORDS("All"), WORDS("Admitted"), WORDS("Refused"), WORDS("Protection"), WORDS("Open"), WORDS("Mean time to the decision"), NULL,
};
static const char *const second_machine[] = {
	"F", "F_refused_percent", "M", "M_refused_percent", "X", "X_refused_percent", "U", "U_refused_percent", "all", "admitted", "refused", "protection", "open", "mean_seconds",
};
static const struct grid_choice second_bys[] = {
	{ "reason", WORDS("Reason"), "referral_reasons" }, { "post", WORDS("Post") }, { "nationality", WORDS("Nationality") }, { "age", WORDS("Age") },
};
static const struct grid_kind second_line = {
	"/figures/second-line", "/figures/second-line.csv", "second-line.csv", WORDS("Second line"),
	WORDS("Who was sent to the second line and what came of it. Refused is the share of those who were sent."),
	second_columns, second_machine, second_bys, COUNT_OF(second_bys), fill_second,
};

GRID_HANDLERS(second_figure, second_line)
