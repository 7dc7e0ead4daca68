/* Claims for protection: their fold. Referrals have theirs where the second line is (border). */
#include "registry.h"

#include "grown.h"

FIELDS_TABLE(claim, CLAIM_FIELDS)
FIELDS_TABLE(claim_answer, CLAIM_ANSWER_FIELDS)
FIELDS_TABLE(claim_row, CLAIM_ROW_FIELDS)
FIELDS_TABLE(referral, REFERRAL_FIELDS)

const struct entry_type claim_type = { "protection.claim", 1, KIND_CASE, ENTRY_BLIND, &claim_fields, "a person asked for protection" };
const struct entry_type claim_answer_type = { "protection.answer", 1, KIND_CASE, 0, &claim_answer_fields, "the authority answered a claim for protection" };
const struct entry_type referral_type = { "referral", 1, KIND_CASE, 0, &referral_fields, "an officer sent a person to the second line" };

static const char *const claim_indexes[] = { "happened", "open", NULL };
const struct table claim_table = { "claim", &claim_row_fields, "id", claim_indexes };

static void answer_claim(struct grown *list, const struct entry *entry, const struct claim_answer *answer)
{
	for (size_t i = 0; i < list->count; i++) {
		struct claim_row *row = (struct claim_row *)list->rows + i;
		if (!uuid_equal(row->id, answer->claim))
			continue;
		row->answer = answer->answer;
		row->answered = entry->happened;
		row->final = answer->final;
		row->law = answer->law;
		row->open = str_is(answer->answer, "received") || str_is(answer->answer, "admissible");
	}
}

static void claim_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	const struct claim *claim = data;
	if (entry->type == &claim_answer_type) {
		answer_claim(to, entry, data);
		return;
	}
	struct claim_row *row = grow(to, sizeof *row, arena);
	*row = (struct claim_row){
		.id = entry->id,
		.happened = entry->happened,
		.post = claim->post,
		.sex = claim->sex,
		.age_band = str_of(age_band(claim->born, time_date(entry->happened))),
		.open = true,
		.language = claim->language,
		.officer = entry->actor,
	};
}

static void claim_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct grown *list = from;
	for (size_t i = 0; i < list->count; i++)
		rows_put(out, &claim_table, (struct claim_row *)list->rows + i);
}

static const struct entry_type *const claim_reads[] = { &claim_type, &claim_answer_type, NULL };
static const struct table *const claim_writes[] = { &claim_table, NULL };
const struct fold claim_fold = { "claim", 2, claim_reads, claim_writes, sizeof(struct grown), claim_apply, claim_rows };
