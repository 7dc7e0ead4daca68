/* How the language's own functions are typed; used by their table in call.c. */
#ifndef LIMEN_RULE_CALL_CHECK_H
#define LIMEN_RULE_CALL_CHECK_H

#include "call.h"

typedef struct rule_type rule_call_check(struct checker *checker, struct rule_node *call);

rule_call_check rule_check_age, rule_check_age_group, rule_check_exists, rule_check_text, rule_check_truth, rule_check_default;
rule_call_check rule_check_matches, rule_check_length, rule_check_count, rule_check_first, rule_check_any, rule_check_sum;
rule_call_check rule_check_most, rule_check_days, rule_check_day, rule_check_period, rule_check_round, rule_check_lookup;
rule_call_check rule_check_lookup_all;

#endif
