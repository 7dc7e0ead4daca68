/* People and journeys of the demo, before anything is recorded. */
#ifndef LIMEN_DEMO_PEOPLE_H
#define LIMEN_DEMO_PEOPLE_H

#include "demo.h"

enum purpose_kind { TOURIST, VISITOR, BUSINESS, COMMUTER, DRIVER, STUDENT, HOMECOMER, TRANSIT_GUEST };

struct traveller {
	struct identity identity;
	struct str lines;              /* machine-readable lines of the document */
	enum purpose_kind kind;
	struct uuid record;            /* of the document */
	int family;                    /* travellers of one family share a number; 0 = alone */
};

/* One crossing that will be tried. */
struct journey {
	int64_t at;                    /* ms */
	int traveller;                 /* index */
	const struct pack_post *post;
	bool entry;
	struct str craft;
	bool refuse, claim;            /* what becomes of it */
	bool done;                     /* acted already, with the family */
};

/* Visitors who stay too long, by days past the last one of 90; negative: the stay goes on. The last one leaves in the last hour. */
enum { LINGERERS = 10, LINGERER_IN_TIME = 8, LINGERER_LEAVES = 9 };

struct people {
	struct arena *arena;
	const struct random *random;
	struct act *act;               /* for the pack */
	struct traveller *travellers;
	size_t count, size;
	struct journey *journeys;
	size_t journey_count, journey_size;
	struct str *forenames_f[64], *forenames_m[64], *surnames[64];
	size_t forename_f_count[64], forename_m_count[64], surname_count[64];
	int64_t start, end;            /* ms of the first day, and of the end of the last */
	int families;
	size_t lingerers[LINGERERS];   /* who entered once and stayed on: see people_make */
};

bool people_names(struct people *people, struct error *err);
/* Fills travellers and journeys until there are `most` crossings; journeys end up sorted by time. Some visitors linger. */
bool people_make(struct people *people, size_t most, struct error *err);
/* Before people_make: a traveller with a name of two words or more, as it stands on a list, but with another life. */
bool people_like(struct people *people, struct str name, struct error *err);

#endif
