/* Finds the route of a path. Constant parts win over {id}, {id} over {name}. Immutable once made. */
#ifndef LIMEN_WEB_ROUTER_H
#define LIMEN_WEB_ROUTER_H

#include "room.h"

struct served {
	const struct route *route;
	size_t room;                 /* its place among the rooms */
	size_t index;                /* its place among all routes */
};

struct match {
	const struct served *get, *post; /* either may be NULL */
	const struct served *of[METHODS]; /* by method, those among them */
	struct uuid id;
	struct str name;
};

struct router;
/* Two equal routes, a path that is no path, two {id} in one path: bugs (assert). */
struct router *router_new(struct arena *arena, const struct room *const *rooms);
bool router_find(const struct router *router, struct str path, struct match *out); /* false: nothing has this path */
size_t router_count(const struct router *router);
const struct served *router_at(const struct router *router, size_t index);

#endif
