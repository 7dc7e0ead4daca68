/* What the files of this room share. */
#ifndef LIMEN_WATCH_LISTS_H
#define LIMEN_WATCH_LISTS_H

#include "route.h"
#include "watch.h"

extern const struct entry_type watch_import_type;
extern const struct entry_type watch_finding_type, watch_doubt_type;
extern const struct entry_type watch_entry_type, watch_change_type;
extern const struct fold watch_national_fold, watch_list_fold, watch_finding_fold;
extern const struct command watch_commands[];
extern const struct route watch_routes[];

/* Version that the next import or change of the list gets. */
bool watch_next_version(struct act *act, struct str code, int64_t *out, struct error *err);

/* Reads files of a format; every slice of the reading points into the arena or the files. */
bool watch_read(struct str format, const struct watch_file *files, size_t count, struct arena *arena, struct watch_reading *out,
                struct error *err);
/* The kept files of a version, read again; all in `arena`. */
bool watch_load(struct act *act, const struct watch_list_row *row, struct arena *arena, struct watch_reading *out, struct error *err);

/* 16 hexadecimal digits over all that an entry says: another entry, another mark. */
struct str watch_mark(struct arena *arena, const struct watch_entry *entry);

bool watch_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);

#endif
