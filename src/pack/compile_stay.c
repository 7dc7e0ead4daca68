#include "compile.h"

#include "arena.h"

/* border.lim: what a stay that was too long costs and what excuses it; who may order an entry ban, for how long. And the questions asked of both. */

static struct line *section(struct compiler *compiler, enum keyword_id id)
{
	struct line_cursor cursor = { 0 };
	return next_top(compiler, &cursor, id);
}

/* ---- Overstays ---- */

static void compile_excuses(struct compiler *compiler, const struct line *line, struct pack_overstay *out)
{
	size_t count = 0;
	for (const struct line *child = first_child(line, KEY_EXCUSE); child; child = next_same(child))
		count += names_at(compiler, child, 0).count;
	struct pack_excuse *excuses = ARENA_ARRAY(compiler->arena, struct pack_excuse, count);
	for (const struct line *child = first_child(line, KEY_EXCUSE); child; child = next_same(child)) {
		struct pack_names names = names_at(compiler, child, 0);
		for (size_t i = 0; i < names.count; i++)
			excuses[out->excuse_count++] = (struct pack_excuse){ names.items[i], given(child, 1) };
	}
	out->excuses = excuses;
}

static void compile_step(struct compiler *compiler, const struct line *line, struct pack_tariff *out)
{
	struct pack_value value = { 0 };
	out->days = days_at(compiler, line, 0);
	out->span = span_at(compiler, line, 3, 5);
	value_at(compiler, line, 1, &value);
	out->micro = value.micro;
	out->currency = value.unit;
	if (out->days < 1)
		complain(compiler, line, 1, "P116", "a stay is too long by one day at least", STR(""), "write 1 days or more", STR(""));
	if (value.kind != PACK_MONEY || value.micro < 0 || !str_equal(value.unit, compiler->pack->head.currency))
		complain(compiler, line, 3, "P117", "this is no amount in the currency of the pack", value.unit, "write an amount as 40 EUR", compiler->pack->head.currency);
}

static void compile_overstay(struct compiler *compiler, const struct line *line)
{
	struct pack_overstay *out = &compiler->pack->overstay;
	const struct line *missing = first_child(line, KEY_MISSING_EXIT);
	struct pack_tariff *steps = ARENA_ARRAY(compiler->arena, struct pack_tariff, count_children(line, KEY_TARIFF));
	for (const struct line *child = first_child(line, KEY_TARIFF); child; child = next_same(child))
		compile_step(compiler, child, &steps[out->tariff_count++]);
	out->tariff = steps;
	compile_excuses(compiler, line, out);
	out->missing_exit_days = missing ? days_at(compiler, missing, 0) : 0;
	out->tell = missing ? text_at(compiler, missing, 2) : STR("");
	out->remedy = words_below(compiler, line, KEY_OVERSTAY_REMEDY);
	out->law = words_below(compiler, line, KEY_OVERSTAY_LAW);
	out->given = true;
}

/* ---- Bans ---- */

static void compile_limit(struct compiler *compiler, const struct line *line, struct pack_bans *out)
{
	if (!duration_at(compiler, line, 0, &out->limit, &out->limit_unit))
		return;
	bool weeks = str_is(out->limit_unit, "weeks"), years = str_is(out->limit_unit, "years");
	if (weeks || years) {
		out->limit *= weeks ? 7 : 12;
		out->limit_unit = weeks ? STR("days") : STR("months");
	}
	if (!str_is(out->limit_unit, "days") && !str_is(out->limit_unit, "months"))
		complain(compiler, line, 2, "P116", "this unit does not fit here", out->limit_unit, "use days, months or years", STR(""));
}

static void compile_bans(struct compiler *compiler, const struct line *line)
{
	struct pack_bans *out = &compiler->pack->bans;
	const struct line *may = first_child(line, KEY_MAY_BAN), *second = first_child(line, KEY_BAN_SECOND), *limit = first_child(line, KEY_BAN_LIMIT);
	const struct line *deadline = first_child(line, KEY_BAN_DEADLINE);
	out->may = may ? names_at(compiler, may, 1) : (struct pack_names){ NULL, 0 };
	out->second = second ? text_at(compiler, second, 0) : STR("");
	out->second_over = second && given(second, 2) ? days_at(compiler, second, 2) : 0;
	if (limit)
		compile_limit(compiler, limit, out);
	out->remedy = words_below(compiler, line, KEY_BAN_REMEDY);
	out->authority = words_below(compiler, line, KEY_BAN_AUTHORITY);
	out->law = words_below(compiler, line, KEY_BAN_LAW);
	out->deadline_days = deadline ? days_at(compiler, deadline, 0) : 0;
	out->given = true;
}

void compile_stays(struct compiler *compiler)
{
	struct line *overstay = section(compiler, KEY_OVERSTAY), *bans = section(compiler, KEY_BANS);
	if (overstay)
		compile_overstay(compiler, overstay);
	if (bans)
		compile_bans(compiler, bans);
}

/* ---- Questions ---- */

bool pack_overstay_excused(const struct pack *pack, struct str explanation, bool paper)
{
	for (size_t i = 0; i < pack->overstay.excuse_count; i++)
		if (str_equal(pack->overstay.excuses[i].code, explanation) && (paper || !pack->overstay.excuses[i].paper))
			return true;
	return false;
}

const struct pack_tariff *pack_overstay_tariff(const struct pack *pack, int days, struct date day)
{
	const struct pack_tariff *found = NULL;
	for (size_t i = 0; i < pack->overstay.tariff_count; i++) {
		const struct pack_tariff *step = &pack->overstay.tariff[i];
		if (step->days <= days && pack_span_holds(step->span, day) && (!found || step->days > found->days))
			found = step;
	}
	return found && found->micro > 0 ? found : NULL;
}

bool pack_ban_may(const struct pack *pack, const struct pack_names *roles)
{
	for (size_t i = 0; i < roles->count; i++)
		for (size_t j = 0; j < pack->bans.may.count; j++)
			if (str_equal(roles->items[i], pack->bans.may.items[j]))
				return true;
	return false;
}

struct date pack_ban_latest(const struct pack *pack, struct date from)
{
	const struct pack_bans *bans = &pack->bans;
	if (str_is(bans->limit_unit, "months"))
		return date_of_days(date_days(date_add_months(from, bans->limit)) - 1);
	return date_of_days(date_days(from) + bans->limit - 1);
}

struct str pack_ban_second(const struct pack *pack, struct date from, struct date until)
{
	const struct pack_bans *bans = &pack->bans;
	bool longer = !bans->second_over || date_days(until) - date_days(from) + 1 > bans->second_over;
	return longer ? bans->second : STR("");
}
