/* What the files of pages share. Private to the room. */
#ifndef LIMEN_PACK_PAGES_H
#define LIMEN_PACK_PAGES_H

#include "house.h"
#include "lang.h"
#include "route.h"
#include "version.h"

#define FILE_QUERY_FIELDS(F, L) F(CODE, path, REQUIRED, 1, 1, 200, "path of the file in the pack")
#define FIELD_ROW_OF_file_query(...) FIELD_ROW(file_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_file_query(...) FIELD_LIST_ROW(file_query, __VA_ARGS__)
FIELDS_STRUCT(file_query, FILE_QUERY_FIELDS)

#define PRINT_QUERY_FIELDS(F, L) F(CODE, procedure, REQUIRED, 1, 1, 48, "name of the procedure")
#define FIELD_ROW_OF_print_query(...) FIELD_ROW(print_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_print_query(...) FIELD_LIST_ROW(print_query, __VA_ARGS__)
FIELDS_STRUCT(print_query, PRINT_QUERY_FIELDS)

struct str pack_short(struct str identity);                              /* its first digits */
struct str pack_path(struct act *act, struct str identity, const char *after);
const struct pack_version_row *pack_row_of(const struct pack_version_row *rows, size_t count, struct str identity);
json_t *pack_mistakes(struct act *act, const struct pack_diagnostics *found);
void pack_put_check(struct act *act, json_t *to, const struct pack_diagnostics *found);
void pack_put_difference(struct act *act, json_t *to, const struct pack *proposed);
json_t *pack_history(struct act *act, const struct pack_version_row *row);
struct str pack_state_words(struct act *act, const struct pack_version_row *row);
struct str pack_first_state(struct act *act);

route_handler pack_version_get, pack_file_get, pack_text_get, pack_print_get;

#endif
