#include "compile.h"

#include "arena.h"

/* border.lim: posts, blocs, stay rules, categories, refusal, watchlists, checks; roles and purposes.
 * Conditions are compiled later, when all that they may name is known: expression.c. */

/* The one section of this name; NULL when there is none. */
static struct line *section(struct compiler *compiler, enum keyword_id id)
{
	struct line_cursor cursor = { 0 };
	return next_top(compiler, &cursor, id);
}

/* Rows of a section: allocates for the children of one keyword and goes over them. */
#define SECTION(compiler, section_id, row_id, type, items, count, compile_row)                                  \
	do {                                                                                                    \
		struct line *above_ = section(compiler, section_id);                                            \
		type *rows_ = above_ ? ARENA_ARRAY((compiler)->arena, type, count_children(above_, row_id)) : NULL; \
		for (struct line *row_ = above_ ? first_child(above_, row_id) : NULL; row_; row_ = next_same(row_)) \
			compile_row(compiler, row_, &rows_[(count)++]);                                         \
		(items) = rows_;                                                                                \
	} while (0)

/* ---- Posts ---- */

static int32_t degrees(struct compiler *compiler, const struct line *line, struct str text, int most)
{
	int64_t value;
	if (rule_number_parse(text, &value) && value >= -most * RULE_UNIT && value <= most * RULE_UNIT)
		return (int32_t)value;
	complain(compiler, line, 1, "P116", "this is no place on earth", text, "write latitude and longitude in degrees, as 46.02, 7.41", STR(""));
	return 0;
}

void degrees_at(struct compiler *compiler, const struct line *line, int32_t *latitude, int32_t *longitude)
{
	struct pack_names numbers = names_at(compiler, line, 0);
	if (numbers.count != 2) {
		complain(compiler, line, 0, "P013", "a place is two numbers", STR(""), "write latitude and longitude in degrees, as 46.02, 7.41", STR(""));
		return;
	}
	*latitude = degrees(compiler, line, numbers.items[0], 90);
	*longitude = degrees(compiler, line, numbers.items[1], 180);
}

static void compile_lane(struct compiler *compiler, const struct line *line, struct pack_lane *out)
{
	out->number = integer_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->way = argument_is(line, 2, "both") ? LANE_BOTH : argument_is(line, 2, "exit") ? LANE_EXIT : LANE_ENTRY;
	if (out->number < 1 || out->number > 999)
		complain(compiler, line, 1, "P116", "this is no number of a lane", STR(""), "use 1 to 999", STR(""));
}

static void compile_post(struct compiler *compiler, const struct line *line, struct pack_post *out)
{
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	if (!pack_mode_parse(text_at(compiler, line, 2), &out->mode))
		out->mode = MODE_LAND;
	if (out->code.len > 16)
		complain(compiler, line, 0, "P116", "the code of a post is too long", out->code, "use at most 16 letters", STR(""));
	const struct line *place = first_child(line, KEY_PLACE);
	if (place)
		degrees_at(compiler, place, &out->latitude, &out->longitude);
	out->zone = text_below(compiler, line, KEY_POST_ZONE);
	if (!out->zone.len)
		out->zone = compiler->pack->head.zone;
	out->neighbour = text_below(compiler, line, KEY_NEIGHBOUR);
	out->span = span_below(compiler, line, KEY_POST_FROM, KEY_POST_UNTIL);
	struct pack_lane *lanes = ARENA_ARRAY(compiler->arena, struct pack_lane, count_children(line, KEY_LANE));
	for (const struct line *child = first_child(line, KEY_LANE); child; child = next_same(child))
		compile_lane(compiler, child, &lanes[out->count++]);
	out->lanes = lanes;
}

/* ---- Blocs and stay rules ---- */

static void compile_bloc(struct compiler *compiler, const struct line *line, struct pack_bloc *out)
{
	size_t count = 0;
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->law = words_below(compiler, line, KEY_BLOC_LAW);
	for (const struct line *child = first_child(line, KEY_MEMBERS); child; child = next_same(child))
		count += names_at(compiler, child, 0).count;
	struct pack_member *members = ARENA_ARRAY(compiler->arena, struct pack_member, count);
	for (const struct line *child = first_child(line, KEY_MEMBERS); child; child = next_same(child)) {
		struct pack_names names = names_at(compiler, child, 0);
		struct pack_span span = span_at(compiler, child, 2, 4);
		for (size_t i = 0; i < names.count; i++)
			members[out->count++] = (struct pack_member){ names.items[i], span };
	}
	out->members = members;
}

static void compile_stay_rule(struct compiler *compiler, const struct line *line, struct pack_stay_rule *out)
{
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->law = words_below(compiler, line, KEY_STAY_LAW);
	out->span = span_below(compiler, line, KEY_STAY_FROM, KEY_STAY_UNTIL);
	const struct line *allow = first_child(line, KEY_ALLOW), *window = first_child(line, KEY_WINDOW);
	out->unlimited = allow && given(allow, 0);
	if (allow && given(allow, 0) == given(allow, 1))
		complain(compiler, allow, 0, "P013", "the line does not say how long", STR(""), "write 'allow unlimited' or 'allow 90 days'", STR(""));
	else if (allow && !out->unlimited && duration_at(compiler, allow, 1, &out->allow, &out->allow_unit)) {
		if (str_is(out->allow_unit, "weeks") || str_is(out->allow_unit, "years")) {
			out->allow *= str_is(out->allow_unit, "weeks") ? 7 : 12;
			out->allow_unit = str_is(out->allow_unit, "weeks") ? STR("days") : STR("months");
		}
		if (str_is(out->allow_unit, "minutes") || str_is(out->allow_unit, "working days"))
			complain(compiler, allow, 2, "P116", "this unit does not fit here", out->allow_unit, "use hours, days or months", STR(""));
	}
	out->window = window ? days_at(compiler, window, 0) : 0;
	if (window && (!str_is(out->allow_unit, "days") || out->allow > out->window))
		complain(compiler, window, 0, "P116", "the window does not fit what is allowed", STR(""),
		         "allow days, and no more than the window has", STR(""));
	const struct line *counts = first_child(line, KEY_COUNTS);
	struct pack_names days = counts ? names_at(compiler, counts, 0) : (struct pack_names){ NULL, 0 };
	for (size_t i = 0; i < days.count; i++) {
		out->counts_entry_day |= str_is(days.items[i], "entry_day");
		out->counts_exit_day |= str_is(days.items[i], "exit_day");
		out->counts_extension |= str_is(days.items[i], "extension");
		out->counts_permit |= str_is(days.items[i], "permit");
	}
}

/* ---- Categories and refusal ---- */

static void compile_category(struct compiler *compiler, const struct line *line, struct pack_category *out)
{
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->law = words_below(compiler, line, KEY_CATEGORY_LAW);
	out->ask = names_below(compiler, line, KEY_ASK);
	out->waive = names_below(compiler, line, KEY_WAIVE);
	out->span = span_below(compiler, line, KEY_CATEGORY_FROM, KEY_CATEGORY_UNTIL);
	struct pack_names may = names_below(compiler, line, KEY_MAY);
	for (size_t i = 0; i < may.count; i++)
		out->may |= str_is(may.items[i], "admit") ? MAY_ADMIT : str_is(may.items[i], "refer") ? MAY_REFER : str_is(may.items[i], "transit") ? MAY_TRANSIT : MAY_REFUSE;
}

static void compile_refusal(struct compiler *compiler, const struct line *line)
{
	struct pack_refusal *out = &compiler->pack->refusal;
	const struct line *may = first_child(line, KEY_MAY_REFUSE), *second = first_child(line, KEY_SECOND);
	const struct line *deadline = first_child(line, KEY_DEADLINE);
	out->may = may ? names_at(compiler, may, 1) : (struct pack_names){ NULL, 0 };
	out->second = second ? text_at(compiler, second, 0) : STR("");
	out->remedy = words_below(compiler, line, KEY_REMEDY);
	out->authority = words_below(compiler, line, KEY_APPEAL_AUTHORITY);
	out->law = words_below(compiler, line, KEY_REFUSAL_LAW);
	out->deadline_days = deadline ? days_at(compiler, deadline, 0) : 0;
}

static void compile_disclosure(struct compiler *compiler, const struct line *line)
{
	struct pack_disclosure *out = &compiler->pack->disclosure;
	out->withhold = names_below(compiler, line, KEY_WITHHOLD);
	out->unseen = names_below(compiler, line, KEY_UNSEEN);
	out->words = words_below(compiler, line, KEY_WITHHELD_WORDS);
	out->remedy = words_below(compiler, line, KEY_DISCLOSURE_REMEDY);
	out->law = words_below(compiler, line, KEY_DISCLOSURE_LAW);
}

/* ---- Watchlists and checks ---- */

static enum advice advice_at(const struct line *above, enum keyword_id id)
{
	const struct line *line = first_child(above, id);
	if (!line || argument_is(line, 0, "information") || argument_is(line, 0, "note"))
		return ADVICE_NOTE;
	return argument_is(line, 0, "care") ? ADVICE_CARE : argument_is(line, 0, "look") ? ADVICE_LOOK : ADVICE_REFER;
}

static void compile_watchlist(struct compiler *compiler, const struct line *line, struct pack_watchlist *out)
{
	const struct line *visible = first_child(line, KEY_VISIBLE), *limit = first_child(line, KEY_LIMIT), *kept = first_child(line, KEY_KEPT);
	const struct line *second = first_child(line, KEY_SAME_SECOND);
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->law = words_below(compiler, line, KEY_WATCH_LAW);
	out->means = advice_at(line, KEY_MEANS);
	out->instruction = words_below(compiler, line, KEY_INSTRUCTION);
	out->visible = visible && argument_is(visible, 0, "second_line") ? VISIBLE_SECOND_LINE : VISIBLE_FIRST_LINE;
	out->kept_here = kept && argument_is(kept, 0, "here");
	out->second = second ? text_at(compiler, second, 0) : STR("");
	out->span = span_below(compiler, line, KEY_WATCH_FROM, KEY_WATCH_UNTIL);
	if (!limit)
		return;
	out->amber_hours = hours_at(compiler, limit, 1);
	out->red_hours = hours_at(compiler, limit, 3);
	if (out->amber_hours > out->red_hours)
		complain(compiler, limit, 0, "P116", "the list would be red before it is amber", STR(""), "make amber the shorter time", STR(""));
}

static void compile_check(struct compiler *compiler, const struct line *line, struct pack_check *out)
{
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->failed = advice_at(line, KEY_FAILED);
	out->undetermined = advice_at(line, KEY_UNDETERMINED);
	out->rule = words_below(compiler, line, KEY_RULE);
	out->law = words_below(compiler, line, KEY_CHECK_LAW);
	out->span = span_below(compiler, line, KEY_CHECK_FROM, KEY_CHECK_UNTIL);
}

static void compile_peak_mode(struct compiler *compiler, const struct line *line, struct pack_peak_mode *out)
{
	const struct line *most = first_child(line, KEY_AT_MOST);
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->law = words_below(compiler, line, KEY_PEAK_LAW);
	out->reduce = names_below(compiler, line, KEY_REDUCE);
	out->span = span_below(compiler, line, KEY_PEAK_FROM, KEY_PEAK_UNTIL);
	out->most_minutes = most ? minutes_at(compiler, most, 0) : 0;
}

void compile_border(struct compiler *compiler)
{
	struct pack *pack = compiler->pack;
	SECTION(compiler, KEY_POSTS, KEY_POST, struct pack_post, pack->posts, pack->post_count, compile_post);
	SECTION(compiler, KEY_BLOCS, KEY_BLOC, struct pack_bloc, pack->blocs, pack->bloc_count, compile_bloc);
	SECTION(compiler, KEY_STAY_RULES, KEY_STAY_RULE, struct pack_stay_rule, pack->stay_rules, pack->stay_rule_count, compile_stay_rule);
	SECTION(compiler, KEY_CATEGORIES, KEY_CATEGORY, struct pack_category, pack->categories, pack->category_count, compile_category);
	SECTION(compiler, KEY_WATCHLISTS, KEY_WATCHLIST, struct pack_watchlist, pack->watchlists, pack->watchlist_count, compile_watchlist);
	SECTION(compiler, KEY_CHECKS, KEY_CHECK, struct pack_check, pack->checks, pack->check_count, compile_check);
	SECTION(compiler, KEY_PEAK_MODES, KEY_PEAK_MODE, struct pack_peak_mode, pack->peak_modes, pack->peak_mode_count, compile_peak_mode);
	struct line *refusal = section(compiler, KEY_REFUSAL);
	if (refusal)
		compile_refusal(compiler, refusal);
	compile_stays(compiler);
	struct line *disclosure = section(compiler, KEY_DISCLOSURE);
	if (disclosure)
		compile_disclosure(compiler, disclosure);
}

/* ---- Roles and purposes ---- */

void compile_people(struct compiler *compiler)
{
	struct line *line;
	struct pack *pack = compiler->pack;
	struct pack_role *roles = ARENA_ARRAY(compiler->arena, struct pack_role, count_top(compiler, KEY_ROLE));
	for EACH_TOP(compiler, KEY_ROLE, line) {
		struct pack_role *role = &roles[pack->role_count++];
		*role = (struct pack_role){ text_at(compiler, line, 0), words_at(compiler, line, 1), names_below(compiler, line, KEY_RIGHTS) };
	}
	pack->roles = roles;
	struct pack_purpose *purposes = ARENA_ARRAY(compiler->arena, struct pack_purpose, count_top(compiler, KEY_PURPOSE));
	for EACH_TOP(compiler, KEY_PURPOSE, line) {
		struct pack_purpose *purpose = &purposes[pack->purpose_count++];
		*purpose = (struct pack_purpose){ text_at(compiler, line, 0), words_at(compiler, line, 1),
			                          words_below(compiler, line, KEY_GROUND), names_below(compiler, line, KEY_TASKS) };
	}
	pack->purposes = purposes;
}
