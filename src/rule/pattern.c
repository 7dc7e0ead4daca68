/* Patterns of matches(): a regular expression becomes a small program whose every state is followed at once (Thompson),
 * so a text of n characters takes at most n times the program's size, whatever the pattern. */
#include <string.h>

#include "arena.h"
#include "node.h"

enum { PATTERN_STATES_MOST = 2000, PATTERN_RANGES_MOST = 32, PATTERN_REPEAT_MOST = 64, PATTERN_NESTING_MOST = 16 };

struct range {
	uint32_t from, to;
};

enum op { OP_CHARACTER, OP_SPLIT, OP_JUMP, OP_START, OP_END, OP_MATCH };

struct state {
	enum op op;
	bool negated;
	uint16_t count;         /* of ranges */
	const struct range *ranges;
	uint32_t next, other;
};

struct rule_pattern {
	struct state *states;
	size_t count;
};

struct compiler {
	struct arena *arena;
	struct str text;
	size_t at;
	int depth;
	bool failed;
	struct rule_pattern *out;
};

static void alternatives(struct compiler *c);

static char look(const struct compiler *c)
{
	return c->at < c->text.len ? c->text.data[c->at] : 0;
}

static uint32_t emit(struct compiler *c, struct state state)
{
	if (c->out->count >= PATTERN_STATES_MOST) {
		c->failed = true;
		return 0;
	}
	c->out->states[c->out->count] = state;
	return (uint32_t)c->out->count++;
}

/* Room for one state before `from`: everything behind it moves. */
static void insert(struct compiler *c, uint32_t from, struct state state)
{
	struct rule_pattern *out = c->out;
	if (out->count >= PATTERN_STATES_MOST) {
		c->failed = true;
		return;
	}
	memmove(&out->states[from + 1], &out->states[from], (out->count - from) * sizeof *out->states);
	out->count++;
	for (size_t i = from + 1; i < out->count; i++) {
		out->states[i].next += out->states[i].next >= from;
		out->states[i].other += out->states[i].other >= from;
	}
	out->states[from] = state;
}

/* A copy of the states [from, to) at the end, with their jumps kept inside. */
static void repeat(struct compiler *c, const struct state *piece, uint32_t count, uint32_t from)
{
	uint32_t base = (uint32_t)c->out->count;
	for (uint32_t i = 0; i < count; i++) {
		struct state state = piece[i];
		state.next = state.next - from + base;
		state.other = state.other - from + base;
		emit(c, state);
	}
}

static void one_of(struct compiler *c, const struct range *ranges, size_t count, bool negated)
{
	struct range *kept = ARENA_ARRAY(c->arena, struct range, count + 1);
	if (count)
		memcpy(kept, ranges, count * sizeof *ranges);
	uint32_t at = emit(c, (struct state){ .op = OP_CHARACTER, .negated = negated, .count = (uint16_t)count, .ranges = kept });
	if (!c->failed)
		c->out->states[at].next = at + 1;
}

/* \d \w \s give ranges; other characters after \ mean themselves, letters and digits are refused. */
static size_t escaped(struct compiler *c, struct range *out)
{
	char kind = look(c);
	c->at++;
	static const struct { char kind; struct range ranges[4]; size_t count; } classes[] = {
		{ 'd', { { '0', '9' } }, 1 },
		{ 'w', { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } }, 4 },
		{ 's', { { ' ', ' ' }, { '\t', '\r' } }, 2 },
	};
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		if (classes[i].kind != kind)
			continue;
		memcpy(out, classes[i].ranges, classes[i].count * sizeof *out);
		return classes[i].count;
	}
	if (kind <= ' ' || kind == 127 || ascii_alpha(kind) || ascii_digit(kind))
		c->failed = true;
	out[0] = (struct range){ (uint8_t)kind, (uint8_t)kind };
	return 1;
}

static size_t class_item(struct compiler *c, struct range *out)
{
	if (look(c) == '\\') {
		c->at++;
		return escaped(c, out);
	}
	uint32_t from = utf8_next(c->text, &c->at), to = from;
	if (look(c) == '-' && c->at + 1 < c->text.len && c->text.data[c->at + 1] != ']') {
		c->at++;
		if (look(c) == '\\')
			c->failed = true;
		to = utf8_next(c->text, &c->at);
	}
	if (to < from)
		c->failed = true;
	out[0] = (struct range){ from, to };
	return 1;
}

static void class(struct compiler *c)
{
	struct range ranges[PATTERN_RANGES_MOST + 4] = { 0 };
	size_t count = 0;
	bool negated = look(c) == '^';
	c->at += negated;
	do {
		if (c->at >= c->text.len || count >= PATTERN_RANGES_MOST) {
			c->failed = true;
			return;
		}
		count += class_item(c, &ranges[count]);
	} while (look(c) != ']' && !c->failed);
	c->at++;
	one_of(c, ranges, count, negated);
}

static void atom(struct compiler *c)
{
	struct range ranges[4] = { 0 };
	char kind = look(c);
	if (strchr("*+?{}|)]", kind) || !kind) {
		c->failed = true;
	} else if (kind == '(') {
		c->at++;
		if (++c->depth > PATTERN_NESTING_MOST)
			c->failed = true;
		else
			alternatives(c);
		c->depth--;
		c->failed |= look(c) != ')';
		c->at++;
	} else if (kind == '[') {
		c->at++;
		class(c);
	} else if (kind == '.') {
		c->at++;
		one_of(c, ranges, 0, true);
	} else if (kind == '^' || kind == '$') {
		c->at++;
		uint32_t at = emit(c, (struct state){ .op = kind == '^' ? OP_START : OP_END });
		c->out->states[at].next = at + 1;
	} else {
		one_of(c, ranges, class_item(c, ranges), false);
	}
}

static bool count_of(struct compiler *c, int *out)
{
	size_t digits = 0;
	*out = 0;
	for (; ascii_digit(look(c)) && digits < 3; digits++)
		*out = *out * 10 + (c->text.data[c->at++] - '0');
	return digits && *out <= PATTERN_REPEAT_MOST;
}

/* {n} {n,} {m,n}: `most` -1 is without end */
static bool bounds(struct compiler *c, int *least, int *most)
{
	c->at++;
	if (!count_of(c, least))
		return false;
	*most = *least;
	if (look(c) == ',') {
		c->at++;
		*most = -1;
		if (look(c) != '}' && (!count_of(c, most) || *most < *least))
			return false;
	}
	bool closed = look(c) == '}';
	c->at++;
	return closed;
}

static void optional(struct compiler *c, uint32_t from)
{
	insert(c, from, (struct state){ .op = OP_SPLIT, .next = from + 1 });
	c->out->states[from].other = (uint32_t)c->out->count;
}

static void star(struct compiler *c, uint32_t from)
{
	optional(c, from);
	emit(c, (struct state){ .op = OP_JUMP, .next = from });
	c->out->states[from].other = (uint32_t)c->out->count;
}

static void times(struct compiler *c, uint32_t from, int least, int most)
{
	uint32_t count = (uint32_t)c->out->count - from;
	struct state *piece = ARENA_ARRAY(c->arena, struct state, count + 1);
	memcpy(piece, &c->out->states[from], count * sizeof *piece);
	c->out->count = from;
	for (int i = 0; i < least && !c->failed; i++)
		repeat(c, piece, count, from);
	for (int i = least; (i < most || (most < 0 && i == least)) && !c->failed; i++) {
		uint32_t start = (uint32_t)c->out->count;
		repeat(c, piece, count, from);
		if (c->failed)
			break;
		if (most < 0)
			star(c, start);
		else
			optional(c, start);
	}
}

static void quantified(struct compiler *c)
{
	uint32_t from = (uint32_t)c->out->count;
	atom(c);
	if (c->failed)
		return;
	int least = 1, most = 1;
	char kind = look(c);
	if (kind == '*' || kind == '+' || kind == '?') {
		c->at++;
		least = kind == '+';
		most = kind == '?' ? 1 : -1;
	} else if (kind == '{') {
		if (!bounds(c, &least, &most)) {
			c->failed = true;
			return;
		}
	} else {
		return;
	}
	times(c, from, least, most);
}

static void sequence(struct compiler *c)
{
	while (c->at < c->text.len && look(c) != '|' && look(c) != ')' && !c->failed)
		quantified(c);
}

static void alternatives(struct compiler *c)
{
	uint32_t from = (uint32_t)c->out->count;
	sequence(c);
	while (look(c) == '|' && !c->failed) {
		c->at++;
		insert(c, from, (struct state){ .op = OP_SPLIT, .next = from + 1 });
		uint32_t leave = emit(c, (struct state){ .op = OP_JUMP });
		if (c->failed)
			return;
		c->out->states[from].other = leave + 1;
		sequence(c);
		c->out->states[leave].next = (uint32_t)c->out->count;
	}
}

struct rule_pattern *rule_pattern_compile(struct arena *arena, struct str pattern)
{
	struct compiler c = { .arena = arena, .text = pattern };
	if (!utf8_valid(pattern) || pattern.len > RULE_TEXT_MOST)
		return NULL;
	c.out = ARENA_NEW(arena, struct rule_pattern);
	c.out->states = ARENA_ARRAY(arena, struct state, PATTERN_STATES_MOST + 1);
	alternatives(&c);
	if (c.failed || c.at < pattern.len)
		return NULL;
	emit(&c, (struct state){ .op = OP_MATCH });
	return c.failed ? NULL : c.out;
}

size_t rule_pattern_size(const struct rule_pattern *pattern)
{
	return pattern->count;
}

struct set {
	uint32_t *items;
	size_t count;
	uint32_t *seen;         /* seen[state] == round: already in the set */
	uint32_t round;
	uint32_t *stack;
};

/* Follows what needs no character, from one state. */
static void enter(const struct rule_pattern *p, struct set *set, uint32_t first, bool start, bool end)
{
	size_t depth = 0;
	set->stack[depth++] = first;
	while (depth) {
		uint32_t at = set->stack[--depth];
		if (set->seen[at] == set->round)
			continue;
		set->seen[at] = set->round;
		const struct state *state = &p->states[at];
		if (state->op == OP_SPLIT)
			set->stack[depth++] = state->other;
		if (state->op == OP_SPLIT || state->op == OP_JUMP || (state->op == OP_START && start) || (state->op == OP_END && end))
			set->stack[depth++] = state->next;
		else if (state->op == OP_CHARACTER || state->op == OP_MATCH)
			set->items[set->count++] = at;
	}
}

static bool in_ranges(const struct state *state, uint32_t c)
{
	for (size_t i = 0; i < state->count; i++) {
		if (c >= state->ranges[i].from && c <= state->ranges[i].to)
			return !state->negated;
	}
	return state->negated;
}

static bool matched(const struct rule_pattern *p, const struct set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		if (p->states[set->items[i]].op == OP_MATCH)
			return true;
	}
	return false;
}

bool rule_pattern_matches(const struct rule_pattern *p, struct str text, struct arena *arena)
{
	uint32_t *room = ARENA_ARRAY(arena, uint32_t, p->count * 5 + 2);
	struct set now = { room, 0, room + 2 * p->count, 1, room + 3 * p->count };
	uint32_t *spare = room + p->count;
	enter(p, &now, 0, true, !text.len);
	for (size_t at = 0; at < text.len && now.count;) {
		uint32_t c = utf8_next(text, &at);
		struct set next = { spare, 0, now.seen, now.round + 1, now.stack };
		for (size_t i = 0; i < now.count; i++) {
			const struct state *state = &p->states[now.items[i]];
			if (state->op == OP_CHARACTER && in_ranges(state, c))
				enter(p, &next, state->next, false, at >= text.len);
		}
		spare = now.items;
		now = next;
	}
	return matched(p, &now);
}
