#include "router.h"

#include <assert.h>
#include <string.h>

enum part_kind { PART_WORD, PART_ID, PART_NAME };

struct node {
	struct str word;
	enum part_kind kind;
	struct node *children, *next; /* children: words first, then {id}, then {name} */
	const struct served *of[METHODS];
};

struct router {
	struct node root;
	struct served *all;
	size_t count;
};

static bool name_char(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '.' || c == '_' || c == '-';
}

static bool word_sound(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!name_char(word.data[i]))
			return false;
	return word.len > 0 && word.len <= 64;
}

static struct node *child(struct arena *arena, struct node *parent, struct str part)
{
	enum part_kind kind = str_is(part, "{id}") ? PART_ID : str_is(part, "{name}") ? PART_NAME : PART_WORD;
	assert(kind != PART_WORD || word_sound(part));
	struct node **place = &parent->children;
	for (; *place && (*place)->kind <= kind; place = &(*place)->next)
		if ((*place)->kind == kind && (kind != PART_WORD || str_equal((*place)->word, part)))
			return *place;
	struct node *node = ARENA_NEW(arena, struct node);
	*node = (struct node){ .word = part, .kind = kind, .next = *place };
	*place = node;
	return node;
}

static void add(struct router *router, struct arena *arena, const struct served *served)
{
	struct str rest = str_of(served->route->path), part;
	struct node *node = &router->root;
	bool id = false, name = false;
	assert(str_starts(rest, STR("/")));
	rest = str_slice(rest, 1, rest.len);
	while (rest.len && str_cut(&rest, '/', &part)) {
		node = child(arena, node, part);
		assert(!(node->kind == PART_ID && id) && !(node->kind == PART_NAME && name));
		id |= node->kind == PART_ID;
		name |= node->kind == PART_NAME;
	}
	const struct served **place = &node->of[served->route->method];
	assert(!*place && "two routes with one method and path");
	*place = served;
}

struct router *router_new(struct arena *arena, const struct room *const *rooms)
{
	struct router *router = ARENA_NEW(arena, struct router);
	for (size_t i = 0; rooms[i]; i++)
		for (const struct route *route = rooms[i]->routes; route && route->path; route++)
			router->count++;
	router->all = ARENA_ARRAY(arena, struct served, router->count);
	size_t index = 0;
	for (size_t i = 0; rooms[i]; i++) {
		for (const struct route *route = rooms[i]->routes; route && route->path; route++, index++) {
			assert(route->handle && route->doc);
			assert(route->method == POST || !route->form);
			router->all[index] = (struct served){ route, i, index };
			add(router, arena, &router->all[index]);
		}
	}
	return router;
}

static bool part_fits(const struct node *node, struct str part, struct match *out)
{
	switch (node->kind) {
	case PART_WORD:
		return str_equal(node->word, part);
	case PART_ID:
		return part.len == UUID_TEXT - 1 && uuid_parse(part, &out->id);
	case PART_NAME:
		out->name = part;
		return word_sound(part);
	}
	return false;
}

static bool find(const struct node *node, struct str rest, struct match *out)
{
	struct str part, after = rest;
	if (!rest.data) {
		bool any = false;
		for (int i = 0; i < METHODS; i++)
			any |= (out->of[i] = node->of[i]) != NULL;
		out->get = node->of[GET];
		out->post = node->of[POST];
		return any;
	}
	str_cut(&after, '/', &part);
	for (const struct node *next = node->children; next; next = next->next) {
		struct match tried = *out;
		if (part_fits(next, part, &tried) && find(next, after, &tried)) {
			*out = tried;
			return true;
		}
	}
	return false;
}

bool router_find(const struct router *router, struct str path, struct match *out)
{
	*out = (struct match){ 0 };
	if (!str_starts(path, STR("/")) || path.len > 1000)
		return false;
	struct str rest = path.len == 1 ? (struct str){ 0 } : str_slice(path, 1, path.len);
	return find(&router->root, rest, out);
}

size_t router_count(const struct router *router)
{
	return router->count;
}

const struct served *router_at(const struct router *router, size_t index)
{
	return &router->all[index];
}
