/* Functions of the language itself: their names, and how they are typed and evaluated. */
#ifndef LIMEN_RULE_CALL_H
#define LIMEN_RULE_CALL_H

#include "node.h"

struct scope {
	const struct rule_type *item;
	const struct scope *up;
};

struct checker {
	struct arena *arena;
	const struct rule_expression *expression;
	const struct rule_schema *schema;
	struct rule_diagnostics *diagnostics;
	const struct scope *scope;
};

struct frame {
	const struct rule_value *item;
	const struct frame *up;
};

struct evaluator {
	const struct rule_expression *expression;
	const struct rule_environment *environment;
	struct arena *arena;
	struct error *err;
	const struct frame *frame;
	size_t steps;
};

struct built_in {
	const char *name;
	uint8_t least, most;
	struct rule_type (*check)(struct checker *checker, struct rule_node *call);
	bool (*eval)(struct evaluator *evaluator, const struct rule_node *call, struct rule_value *out);
};

const struct built_in *rule_built_in(struct str name);
size_t rule_built_in_names(struct str *out, size_t size);

/* Checker: type of a node, written into it. */
struct rule_type rule_check_node(struct checker *checker, struct rule_node *node);
struct rule_type rule_check_within(struct checker *checker, struct rule_node *node, const struct rule_type *item);
struct rule_type rule_check_call(struct checker *checker, struct rule_node *call);
void rule_complain(struct checker *checker, const struct rule_node *node, enum rule_code code, struct str meant);
/* Makes the node of the type wanted where it is a literal; false when the two do not go together (then nothing was said). */
bool rule_fits(struct checker *checker, struct rule_node *node, const struct rule_type *want);
/* The common type of two nodes; complains and gives MISSING when there is none. */
struct rule_type rule_common(struct checker *checker, struct rule_node *a, struct rule_node *b, const struct rule_node *at);
void rule_want_yesno(struct checker *checker, struct rule_node *node);
struct rule_type rule_list_type(struct checker *checker, struct rule_type item, struct str item_name);

/* Evaluator. */
bool rule_eval_node(struct evaluator *evaluator, const struct rule_node *node, struct rule_value *out);
bool rule_eval_within(struct evaluator *evaluator, const struct rule_node *node, const struct rule_value *item,
                      struct rule_value *out);
bool rule_eval_call(struct evaluator *evaluator, const struct rule_node *call, struct rule_value *out);
bool rule_step(struct evaluator *evaluator, size_t steps);
struct rule_value rule_settled(struct evaluator *evaluator, const struct rule_value *value);
bool rule_eval_fail(struct evaluator *evaluator, const struct rule_node *node, const char *what, const char *todo);
bool rule_operate(struct evaluator *evaluator, const struct rule_node *node, enum operator operator,
                  const struct rule_value *a, const struct rule_value *b, struct rule_value *out);
enum kleene { KLEENE_NO, KLEENE_YES, KLEENE_OPEN };

/* A comparison of two values of one kind, neither missing; open where a partial date or a range leaves it open. */
enum kleene rule_order(enum operator operator, const struct rule_value *a, const struct rule_value *b);
enum kleene rule_same(const struct rule_value *a, const struct rule_value *b);
enum kleene rule_in_list(const struct rule_value *one, const struct rule_value *list);
/* Money of two currencies: an error. */
bool rule_one_currency(struct evaluator *evaluator, const struct rule_node *node, const struct rule_value *a,
                       const struct rule_value *b);
/* The day of a date or of an instant in the environment's zone; the empty date when it is partial. */
struct date rule_day_of(const struct evaluator *evaluator, const struct rule_value *value);
int64_t rule_local_ms(const struct evaluator *evaluator, int64_t ms, int sign);
bool rule_add_duration(struct evaluator *evaluator, const struct rule_node *node, const struct rule_value *moment,
                       struct rule_duration by, int sign, struct rule_value *out);

__extension__ typedef __int128 wide;

wide rule_divide(wide number, wide by); /* rounds half away from zero */
bool rule_number_out(struct evaluator *evaluator, const struct rule_node *node, wide number, int64_t *out);

#endif
