#include "compile.h"

/* training/training.lim: exercises with invented travellers, and what is expected of the trainee. */

static bool is_action(struct str name)
{
	static const char *const actions[] = { "scan", "admit", "refer", "protection", "not_same", "same", "cannot_tell", "companion", "hear", "refuse", "note", "same_bearer", "group", "admit_along", "refer_along" };
	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (str_is(name, actions[i]))
			return true;
	return false;
}

static const struct pack_step *steps_below(struct compiler *compiler, const struct line *above, enum keyword_id id, size_t *count)
{
	size_t most = 0;
	for (const struct line *line = first_child(above, id); line; line = next_same(line))
		most++;
	struct pack_step *steps = ARENA_ARRAY(compiler->arena, struct pack_step, most);
	for (const struct line *line = first_child(above, id); line; line = next_same(line)) {
		steps[*count] = (struct pack_step){ text_at(compiler, line, 0), words_at(compiler, line, 1) };
		if (!is_action(steps[*count].action))
			complain(compiler, line, 1, "P120", "no officer's action has this name", steps[*count].action,
			         "use scan, admit, refer, protection, not_same, same, cannot_tell, companion, hear, refuse, note, same_bearer, group, admit_along or refer_along", STR(""));
		++*count;
	}
	return steps;
}

static int integer_below(struct compiler *compiler, const struct line *above, enum keyword_id id)
{
	const struct line *line = first_child(above, id);
	return line ? integer_at(compiler, line, 0) : 0;
}

static void whole_name(struct str rest, struct str *surname, struct str *given)
{
	*surname = rest;
	str_cut(&rest, ',', surname);
	*surname = str_trim(*surname);
	*given = str_trim(rest);
}

static void compile_born(struct compiler *compiler, const struct line *line, int at, struct date *out)
{
	struct str text = text_at(compiler, line, at);
	if (!date_parse(text, out) || !out->year)
		complain(compiler, line, at + 1, "P121", "this is no year and no date", text, "write '1984' or '1984-05-01'", STR(""));
}

/* 'SURNAME, GIVEN NAMES' MEX 'F' */
static void compile_bearer(struct compiler *compiler, const struct line *line, struct pack_scenario *out)
{
	whole_name(text_at(compiler, line, 0), &out->surname, &out->given);
	out->issuer = text_at(compiler, line, 1);
	out->sex = text_at(compiler, line, 2);
}

static void compile_along(struct compiler *compiler, const struct line *above, struct pack_scenario *out)
{
	size_t most = 0;
	for (const struct line *line = first_child(above, KEY_ALONG); line; line = next_same(line))
		most++;
	struct pack_along *along = ARENA_ARRAY(compiler->arena, struct pack_along, most);
	for (const struct line *line = first_child(above, KEY_ALONG); line; line = next_same(line)) {
		struct pack_along *one = &along[out->along_count++];
		whole_name(text_at(compiler, line, 0), &one->surname, &one->given);
		one->issuer = text_at(compiler, line, 1);
		one->sex = text_at(compiler, line, 2);
		compile_born(compiler, line, 3, &one->born);
	}
	out->along = along;
}

static void compile_scenario(struct compiler *compiler, const struct line *line, struct pack_scenario *out)
{
	const struct line *bearer = first_child(line, KEY_BEARER), *born = first_child(line, KEY_BEARER_BORN), *way = first_child(line, KEY_WAY);
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->brief = words_below(compiler, line, KEY_BRIEF);
	out->law = words_below(compiler, line, KEY_SCENARIO_LAW);
	out->scene = integer_below(compiler, line, KEY_SCENE);
	out->expired = integer_below(compiler, line, KEY_EXPIRED);
	out->entered = integer_below(compiler, line, KEY_ENTERED);
	out->renewed = integer_below(compiler, line, KEY_RENEWED);
	out->nationality = text_below(compiler, line, KEY_BEARER_NATIONALITY);
	out->document = text_below(compiler, line, KEY_BEARER_DOCUMENT);
	out->spoilt = text_below(compiler, line, KEY_SPOILT);
	out->exit = way && argument_is(way, 0, "exit");
	if (bearer)
		compile_bearer(compiler, bearer, out);
	if (born)
		compile_born(compiler, born, 0, &out->born);
	compile_along(compiler, line, out);
	out->expect = steps_below(compiler, line, KEY_EXPECT, &out->expect_count);
	out->never = steps_below(compiler, line, KEY_NEVER, &out->never_count);
}

void compile_training(struct compiler *compiler)
{
	struct line *line;
	struct pack *pack = compiler->pack;
	struct pack_scenario *scenarios = ARENA_ARRAY(compiler->arena, struct pack_scenario, count_top(compiler, KEY_SCENARIO));
	for EACH_TOP(compiler, KEY_SCENARIO, line)
		compile_scenario(compiler, line, &scenarios[pack->scenario_count++]);
	pack->scenarios = scenarios;
}
