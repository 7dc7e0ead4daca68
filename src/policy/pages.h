/* Forms and handlers of the room's pages. Private to the room. */
#ifndef LIMEN_POLICY_PAGES_H
#define LIMEN_POLICY_PAGES_H

#include "route.h"

#define PAST_FORM_FIELDS(F, L) \
	F(DATE, from, REQUIRED, 1, 0, 0, "first day of the crossings and cases that are judged again") \
	F(DATE, to,   REQUIRED, 1, 0, 0, "last day")
#define FIELD_ROW_OF_past_form(...) FIELD_ROW(past_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_past_form(...) FIELD_LIST_ROW(past_form, __VA_ARGS__)
FIELDS_STRUCT(past_form, PAST_FORM_FIELDS)

#define MEASURE_QUERY_FIELDS(F, L) \
	F(CODE, procedure, 0, 1, 0, 48, "procedure; the first that has indicators when left out") \
	F(DATE, from,      0, 1, 0, 0,  "first day; a year before the last when left out") \
	F(DATE, to,        0, 1, 0, 0,  "last day; today when left out")
#define FIELD_ROW_OF_measure_query(...) FIELD_ROW(measure_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_measure_query(...) FIELD_LIST_ROW(measure_query, __VA_ARGS__)
FIELDS_STRUCT(measure_query, MEASURE_QUERY_FIELDS)

route_handler past_get, past_post, simulation_get, measures_get;
struct command_line;
bool measures_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

#endif
