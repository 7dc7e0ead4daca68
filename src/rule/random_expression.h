/* For tests: random expressions of every kind, and random worlds to evaluate them in. The same seed gives the same. */
#ifndef LIMEN_RANDOM_EXPRESSION_H
#define LIMEN_RANDOM_EXPRESSION_H

#include "reference.h"

struct chance {
	uint64_t state;
};

size_t chance_below(struct chance *chance, size_t many);
bool chance_of(struct chance *chance, unsigned percent);

struct random_world {
	struct rule_schema schema;          /* the same for all worlds */
	struct rule_environment environment;
	struct reference reference;
	struct rule_object names;
};

/* What the evaluator is given and the reference, too: names, tables, functions, a calendar, a zone. `kept` lives on. */
void random_schema(struct arena *kept, struct random_world *world);
/* New values: many missing, partial dates, hours that come twice. */
void random_values(struct arena *arena, struct chance *chance, struct random_world *world);
struct str random_expression(struct arena *arena, struct chance *chance);

#endif
