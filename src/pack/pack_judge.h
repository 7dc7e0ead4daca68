/* What the pack's law says about a crossing: the rule of entry, the category, who may refuse.
 *
 * Pure functions of pack, facts and day. They say what the law foresees and which line of the pack said so; a person decides.
 * A fact that is not known stays not known: rules use three-valued logic, and what hung on it is named. */
#ifndef LIMEN_PACK_JUDGE_H
#define LIMEN_PACK_JUDGE_H

#include "pack.h"

/* What a category may ask (`ask`) or need not ask (`waive`, which also takes names of checks). */
#define PACK_QUESTIONS(Q) \
	Q(purpose,     "Purpose of the journey") \
	Q(days,        "Days of the stay") \
	Q(address,     "Address during the stay") \
	Q(host,        "Who receives the person") \
	Q(means,       "Means for the stay") \
	Q(onward,      "Onward or return ticket") \
	Q(from_place,  "Where the journey comes from") \
	Q(to_place,    "Where the journey goes") \
	Q(carrier,     "Carrier") \
	Q(craft,       "Flight, train, vessel or vehicle") \
	Q(companion,   "Who accompanies a child") \
	Q(consent,     "Consent of those who have custody of a child") \
	Q(health,      "Health papers") \
	Q(validity,    "How long the document must be valid") \
	Q(identity,    "How identity was established without papers") \
	Q(intention,   "What the person wants to do")

/* Names that conditions of the pack may use (rule.h is the language):
 *   person.nationalities .age .child .alone .crew .transit .border_resident .family_of_member
 *   document.kind .issuer .expires     permit.kind     visa.kind .rule
 *   crossing.purpose .direction .mode .post     entry.need .stay_rule     protection_claim
 *   bloc('name') = the countries of a bloc on the day; param('name') */

enum pack_answer { PACK_UNKNOWN, PACK_NO, PACK_YES };

enum { PACK_FACT_CODES = 6 };

struct pack_codes {
	struct str items[PACK_FACT_CODES];
	size_t count;
};

/* What the rules may ask about a crossing. Empty or PACK_UNKNOWN = not known, which a rule then says. */
struct pack_facts {
	struct pack_codes nationalities;        /* those shown by papers at hand, the presented document's first */
	int age_least, age_most;                /* whole years; age_most 0 and age_least 0 with age_known false */
	bool age_known;
	enum pack_answer alone;                 /* a child without an adult who answers for it */
	enum pack_answer crew;                  /* of the craft, with a seafarer's or crew document */
	enum pack_answer transit;               /* does not leave the transit area, or leaves again by the next connection */
	enum pack_answer border_resident;       /* holds a border resident's pass for this border */
	enum pack_answer family_of_member;      /* family member of a citizen of the state or of a bloc, who moves with that person */
	enum pack_answer protection_claim;      /* asked for protection, not answered yet */
	struct str document_kind;               /* list document_kinds: P, PD ... */
	struct str document_issuer;             /* list countries */
	struct date document_expires;
	struct str permit_kind;                 /* of the state's own permit in hand: residence, work, study ... ; empty = none */
	struct str visa_kind, visa_rule;        /* of the state's own visa in hand; its stay rule */
	struct pack_codes residence;            /* other states whose residence permit is at hand */
	struct pack_codes visas_of;             /* other states whose visa is at hand */
	struct str purpose;                     /* list travel_purposes */
	struct str direction;                   /* "entry" or "exit" */
	enum pack_mode mode;                    /* of the post */
	struct str post;
};

enum pack_need { NEED_NONE, NEED_ON_ARRIVAL, NEED_AUTHORISATION, NEED_TRANSIT_VISA, NEED_VISA };

struct pack_entry {                     /* a row of table entry_rules */
	enum pack_need need;
	struct str stay_rule;
	int passport_months;            /* the document must be valid for so long after the stay */
	enum pack_answer onward;        /* an onward ticket is asked for */
	struct str health;              /* code of list health_rules, or empty */
	struct words article;
	struct str nationality;         /* the one of several that the row was found for */
	int row;                        /* of the CSV file, from 2: the rule behind it */
};

const char *pack_need_name(enum pack_need need);                 /* "none", "on_arrival" ... */
/* The rule of entry. Of several nationalities, permits and visas at hand, the most favourable answer. False when no row answers,
 * which the check of the pack excludes. The country's own nationals: NEED_NONE. */
bool pack_entry_need(const struct pack *pack, const struct pack_facts *facts, struct date day, struct pack_entry *out);

struct pack_verdict {
	const struct pack_category *category;
	const struct pack_stay_rule *stay;  /* NULL when the paper names a rule that the pack does not know */
	struct pack_entry entry;
	bool entry_found;
	bool uncertain;                 /* an earlier category could not be judged: `missing` says what for */
	struct str missing;             /* the first fact that was missing, "document.kind"; lives as long as the pack */
};

/* The first category that holds. A condition that cannot be judged for want of a fact does not hold, and `uncertain` is set. */
void pack_category(const struct pack *pack, const struct pack_facts *facts, struct date day, struct pack_verdict *out);

struct pack_may_refuse {
	bool may;                       /* for these roles, this category, these facts */
	const char *why_not;            /* "citizen", "category", "protection_claim", "role", or "" */
	struct str second;              /* role whose confirmation is needed; empty = none */
};

void pack_may_refuse(const struct pack *pack, const struct pack_facts *facts, const struct pack_category *category,
                     const struct pack_names *roles, struct date day, struct pack_may_refuse *out);

/* Any other table: `asked` in the order of its asked columns (empty = not known), answers in the order of its answered ones.
 * The count of rows found; at most `size` are given. A value that its column cannot take counts as not known. */
struct pack_row {
	const struct str *cells;        /* canonical text of each answer */
	size_t count;
};
const struct pack_table *pack_table(const struct pack *pack, struct str name);
size_t pack_table_lookup(struct arena *arena, const struct pack_table *table, const struct str *asked, size_t asked_count,
                         struct date day, struct pack_row *out, size_t size);

#endif
