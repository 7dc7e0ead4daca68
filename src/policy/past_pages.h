/* Forms and handlers of the room's pages. Private to the room. */
#ifndef LIMEN_PAST_PAGES_H
#define LIMEN_PAST_PAGES_H

#include "route.h"

#define PAST_FORM_FIELDS(F, L) \
	F(DATE, from, REQUIRED, 1, 0, 0, "first day of the crossings and cases that are judged again") \
	F(DATE, to,   REQUIRED, 1, 0, 0, "last day")
#define FIELD_ROW_OF_past_form(...) FIELD_ROW(past_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_past_form(...) FIELD_LIST_ROW(past_form, __VA_ARGS__)
FIELDS_STRUCT(past_form, PAST_FORM_FIELDS)

route_handler past_get, past_post, simulation_get;

#endif
