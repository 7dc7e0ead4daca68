/* The figures in plain English, for the command line. */
#include "inside.h"

static const char *text(const json_t *object, const char *name)
{
	const char *found = json_string_value(json_object_get(object, name));
	return found ? found : "";
}

/* A number, or that it is too small to be told. */
static const char *number(struct arena *arena, const json_t *value)
{
	return json_is_null(value) ? "under 5" : str_c(arena, str_format(arena, "%lld", (long long)json_integer_value(value)));
}

static const char *of(struct arena *arena, const json_t *object, const char *name)
{
	return number(arena, json_object_get(object, name));
}

static void sexes(struct arena *arena, const json_t *count, struct buf *out)
{
	static const char *const names[] = { "women", "men", "X", "not known" };
	for (size_t i = 0; i < PAST_SEXES; i++) {
		const json_t *one = json_array_get(count, i);
		if (json_is_null(one) || json_integer_value(one))
			buf_format(out, "  %s %s", names[i], number(arena, one));
	}
	buf_c(out, '\n');
}

static void turns(struct arena *arena, const json_t *rows, struct buf *out)
{
	size_t i;
	const json_t *row;
	json_array_foreach(rows, i, row) {
		buf_format(out, "  %s: %s -> %s: %s;", text(row, "what"), text(row, "from"), text(row, "to"), of(arena, row, "all"));
		sexes(arena, json_object_get(row, "count"), out);
	}
}

static void whys(const json_t *rows, struct buf *out)
{
	static const struct { const char *code, *words; } reasons[] = {
		{ "fact", "the pack asks a fact that no entry holds" }, { "visa", "a visa that is known by its seal alone" }, { "post", "a pack does not know the post" },
		{ "recorded", "something was known then that is not kept" }, { "answer", "the other pack asks what nobody was asked" }, { "action", "a pack has no such action" },
		{ "procedure", "a pack has no such procedure" }, { "rule", "a rule could not be carried out" },
	};
	size_t i;
	const json_t *row;
	json_array_foreach(rows, i, row) {
		const char *words = "";
		for (size_t k = 0; k < COUNT_OF(reasons); k++)
			if (str_is(str_of(text(row, "code")), reasons[k].code))
				words = reasons[k].words;
		buf_format(out, "  not judged again: %lld, %s%s%s\n", (long long)json_integer_value(json_object_get(row, "count")), words, *text(row, "name") ? ": " : "", text(row, "name"));
	}
}

static void side_line(struct arena *arena, const json_t *figures, const char *name, const char *words, struct buf *out)
{
	const json_t *sides = json_object_get(figures, "sides");
	buf_format(out, "  %-40s %12s %12s\n", words, of(arena, json_array_get(sides, 0), name), of(arena, json_array_get(sides, 1), name));
}

/* The pack says how long such work takes, or there was none of it. */
static bool timed(const json_t *count, const json_t *amount, size_t side)
{
	return json_integer_value(json_array_get(amount, side)) || !json_integer_value(json_array_get(count, side));
}

static void sums(struct arena *arena, const json_t *rows, bool money, struct buf *out)
{
	size_t i;
	const json_t *row;
	json_array_foreach(rows, i, row) {
		const json_t *count = json_object_get(row, "count"), *amount = json_object_get(row, money ? "micro" : "ms");
		long long unit = money ? RULE_UNIT : 60000, before = json_integer_value(json_array_get(amount, 0)) / unit, after = json_integer_value(json_array_get(amount, 1)) / unit;
		buf_format(out, "  %-40s %12s %12s", text(row, "code"), number(arena, json_array_get(count, 0)), number(arena, json_array_get(count, 1)));
		if ((before || after) && (money || (timed(count, amount, 0) && timed(count, amount, 1))))
			buf_format(out, "   %lld -> %lld %s (%+lld)", before, after, money ? text(row, "currency") : "minutes", after - before);
		buf_c(out, '\n');
	}
}

static void nations(struct arena *arena, const json_t *rows, struct buf *out)
{
	size_t i;
	const json_t *row;
	json_array_foreach(rows, i, row) {
		const json_t *late = json_object_get(row, "late");
		buf_format(out, "  %-7s people %s, of whom otherwise %s; stays too long %s -> %s; entries judged otherwise:", *text(row, "code") ? text(row, "code") : "others",
		           of(arena, row, "people"), of(arena, row, "people_different"), number(arena, json_array_get(late, 0)), number(arena, json_array_get(late, 1)));
		sexes(arena, json_object_get(row, "different"), out);
	}
}

static void cases(struct arena *arena, const json_t *of_cases, struct buf *out)
{
	buf_format(out, "\nCases: %s; actions %s, judged again %s, otherwise %s:", of(arena, of_cases, "all"), of(arena, of_cases, "actions"), of(arena, of_cases, "judged"),
	           of(arena, of_cases, "all_different"));
	sexes(arena, json_object_get(of_cases, "different"), out);
	turns(arena, json_object_get(of_cases, "turns"), out);
	whys(json_object_get(of_cases, "not_judged"), out);
}

void past_text(struct arena *arena, const json_t *figures, struct buf *out)
{
	const json_t *packs = json_object_get(figures, "packs"), *crossings = json_object_get(figures, "crossings");
	buf_format(out, "%s to %s, version %s beside %s\n\n", text(figures, "from"), text(figures, "to"), text(json_array_get(packs, 0), "version"),
	           text(json_array_get(packs, 1), "version"));
	buf_format(out, "Crossings: %s, of them entries %s by %s people; judged again %s\n", of(arena, crossings, "all"), of(arena, crossings, "entries"), of(arena, crossings, "people"),
	           of(arena, crossings, "all_judged"));
	whys(json_object_get(figures, "not_judged"), out);
	buf_format(out, "Entries answered otherwise: %s:", of(arena, crossings, "all_different"));
	sexes(arena, json_object_get(crossings, "different"), out);
	buf_format(out, "People answered otherwise: %s:", of(arena, crossings, "all_persons_different"));
	sexes(arena, json_object_get(crossings, "persons_different"), out);
	turns(arena, json_object_get(figures, "turns"), out);
	buf_format(out, "\n  %-40s %12s %12s\n", "", text(json_array_get(packs, 0), "version"), text(json_array_get(packs, 1), "version"));
	side_line(arena, figures, "clear", "advice: clear", out);
	side_line(arena, figures, "look", "advice: look", out);
	side_line(arena, figures, "refer", "advice: refer", out);
	side_line(arena, figures, "limited", "entries with a limit of stay", out);
	side_line(arena, figures, "days", "days allowed to them", out);
	side_line(arena, figures, "none_left", "entries with no day left", out);
	side_line(arena, figures, "late", "stays that were too long", out);
	side_line(arena, figures, "late_days", "days too long", out);
	buf_text(out, "\nMoney\n");
	sums(arena, json_object_get(figures, "money"), true, out);
	buf_text(out, "\nWork\n");
	sums(arena, json_object_get(figures, "work"), false, out);
	buf_text(out, "\nBy nationality\n");
	nations(arena, json_object_get(figures, "nations"), out);
	cases(arena, json_object_get(figures, "cases"), out);
}
