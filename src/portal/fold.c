/* Who acts in a case as which party. */
#include <string.h>

#include "portal.h"

FIELDS_TABLE(case_party, CASE_PARTY_FIELDS)
FIELDS_TABLE(case_party_row, CASE_PARTY_ROW_FIELDS)

const struct entry_type case_party_type = { "case.party", 1, KIND_CASE, 0, &case_party_fields, "Somebody acts in a case as one of its parties, or does so no more" };

static const char *const indexes[] = { "account", "email_key", NULL };
static const struct table party_table = { "case_party", &case_party_row_fields, "record, place", indexes };

enum { PARTIES_MOST = 40 };

struct parties {
	struct case_party_row rows[PARTIES_MOST];
	bool here[PARTIES_MOST];
	size_t count;
};

static bool same(const struct case_party_row *row, const struct case_party *party)
{
	return str_equal(row->party, party->party) && (uuid_zero(party->account) ? str_equal(row->email_key, party->email_key) : uuid_equal(row->account, party->account));
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct parties *parties = to;
	const struct case_party *party = data;
	(void)arena;
	for (size_t i = 0; i < parties->count; i++)
		if (parties->here[i] && same(&parties->rows[i], party))
			parties->here[i] = false;
	if (party->ended || parties->count == PARTIES_MOST)
		return;
	parties->rows[parties->count] = (struct case_party_row){ (int64_t)parties->count + 1, party->party, party->account, party->email_key, party->name, entry->happened };
	parties->here[parties->count++] = true;
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct parties *parties = from;
	(void)record;
	for (size_t i = 0; i < parties->count; i++)
		if (parties->here[i])
			rows_put(out, &party_table, &parties->rows[i]);
}

static const struct entry_type *const reads[] = { &case_party_type, NULL };
static const struct table *const writes[] = { &party_table, NULL };
const struct fold case_party_fold = { "case_party", 1, reads, writes, sizeof(struct parties), apply, rows };
