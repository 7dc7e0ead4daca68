/* What the files about fields share. Private to the room. */
#ifndef LIMEN_FIELD_INNER_H
#define LIMEN_FIELD_INNER_H

#include "field.h"

/* A value given as text, checked against its field; what does not fit is a finding at `place`. */
bool field_take_string(const struct field *field, struct str text, void *to, struct arena *arena, struct str place, struct findings *findings);
bool field_take_int(const struct field *field, int64_t value, int64_t *out, struct str place, struct findings *findings);
bool field_given(const struct field *field, const void *value);

/* fields_from_data by a tree of all values: for what its one pass does not take. */
bool fields_from_tree(const struct fields *fields, struct str data, void *record, struct arena *arena);

#endif
