/* Kinds of entry, tables and folds: what a room declares so that the journal can store, fold and rebuild.
 * Tables are a pure function of the entries and the bodies still there (see journal.h). */
#ifndef LIMEN_ENTRY_H
#define LIMEN_ENTRY_H

#include "field.h"

/* The coarse family that a header may tell. Stored: a number keeps its meaning for ever. */
enum entry_kind {
	KIND_READ = 1, KIND_INSPECTION = 2, KIND_CROSSING = 3, KIND_CASE = 4, KIND_PERSON = 5, KIND_LIST = 6, KIND_PACK = 7,
	KIND_ACCESS = 8, KIND_STATISTIC = 9, KIND_ERASE = 10, KIND_OUTBOX = 11, KIND_NODE = 12, KIND_SET = 13
};

enum {
	ENTRY_BLIND = 1 /* needs no head: nothing it says depends on what the record held (looks, scans) */
};

struct entry_type {
	const char *name;             /* "crossing.admit" */
	int version;                  /* of its fields */
	enum entry_kind kind;
	unsigned flags;
	const struct fields *fields;
	const char *doc;
};

/* Another record that an entry names: documents that a search showed, an escort, the person behind a document. */
struct entry_ref {
	struct uuid record;
	const char *role; /* "shown", "person", "escort" */
};

struct entry {
	struct uuid id;
	int64_t lane, seq, hlc;
	struct uuid record;
	const struct entry_type *type; /* NULL when this program does not know it: it folds after an upgrade */
	struct str type_name;
	int version;
	int64_t happened;              /* event time, ms; entry time is hlc >> 16 */
	struct uuid actor;             /* user, machine or node */
	struct str purpose;            /* purpose of the data protection law, by its code in the pack */
	struct uuid parent;            /* last entry of the record that the actor had seen; zero = none */
	struct str data;               /* JSON as first written; empty when the body was erased */
};

/* A projection: one table whose every row belongs to one record. Columns are `record` and those of `fields`. */
struct table {
	const char *name;
	const struct fields *row;
	const char *key;               /* columns of the primary key, comma-separated; "" = record alone */
	const char *const *indexes;    /* each "column, column"; ended by NULL; may be NULL */
};

struct row_set;
void rows_put(struct row_set *out, const struct table *table, const void *row);

/* A pure function from one record's entries, in order (hlc, id), to rows. No SQL, clock, random source, floating point, locale or look-up: what
 * the decision used is in the bodies. Erased bodies are skipped. */
struct fold {
	const char *name;
	int version;                                  /* raise it when the rows it makes change: the tables are rebuilt */
	const struct entry_type *const *reads;        /* ended by NULL */
	const struct table *const *writes;            /* ended by NULL */
	size_t state_size;                            /* of the zeroed state */
	/* `data` is the decoded body, a struct of entry->type->fields; it and all it points to live as long as `arena`. The entry's lane and seq are 0. */
	void (*apply)(void *state, const struct entry *entry, const void *data, struct arena *arena);
	void (*rows)(const void *state, struct uuid record, struct row_set *out);
};

#endif
