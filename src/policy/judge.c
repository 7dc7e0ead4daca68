/* One entry into the country under one pack: by the judges that a booth has. */
#include "inside.h"

/* What the entry of a crossing says of the person, as of then. */
static bool was_known(const struct subject *subject, struct uuid permit)
{
	for (size_t i = 0; i < subject->permit_count; i++)
		if (uuid_equal(subject->permits[i].id, permit))
			return true;
	return uuid_zero(permit);
}

/* The zone and the chip were read then and are not kept with the crossing; no pack changes what they said. */
static bool of_reading(const struct check_line *line)
{
	return str_starts(line->check, STR("mrz.")) || str_starts(line->check, STR("chip."));
}

static void leave_out_readings(struct check_list *checks)
{
	size_t kept = 0;
	for (size_t i = 0; i < checks->count; i++)
		if (!of_reading(&checks->items[i]))
			checks->items[kept++] = checks->items[i];
	checks->count = kept;
}

/* Does the category ask for what the rule of entry says? A resident's permit, a laissez-passer or a crew's list stand for themselves. */
static bool rests_on_rule(const struct pack *pack, const struct pack_category *category)
{
	size_t at;
	return category == &pack->categories[pack->category_count - 1] || str_find(category->when_text, STR("entry.need"), &at) || str_find(category->when_text, STR("visa"), &at);
}

bool judge_entry(struct past *past, int side, const struct subject *then, const struct movement_row *row, struct answer *out, const char **code,
                 struct str *name, struct error *err)
{
	static const char *const rooms[] = { "papers", "stay", NULL };
	struct act act = *past->act;
	struct subject subject = *then;
	struct check_list checks = { .arena = past->arena };
	struct stay_account account;
	act.arena = past->arena;
	act.pack = past->plan->packs[side];
	subject.post = pack_post(act.pack, row->post, row->day);
	*out = (struct answer){ 0 };
	*code = !subject.post ? "post" : !was_known(then, row->permit) ? "visa" : NULL;
	*name = !subject.post ? row->post : STR("");
	if (*code)
		return true;
	subject_judge(&act, &subject);
	if (subject.verdict.uncertain || !subject.verdict.category) {
		*code = "fact";
		*name = subject.verdict.missing;
		return true;
	}
	if (!inspect_run_of(&act, &subject, rooms, &checks, err))
		return false;
	leave_out_readings(&checks);
	stay_of(&subject, true, past->arena, &account);
	out->category = subject.verdict.category;
	out->advice = inspect_advice(&subject, &checks);
	out->unlimited = account.unlimited || (!subject.verdict.stay && !subject.permit);
	out->days = out->unlimited ? 0 : stay_days_most(&subject, &account);
	if (out->days > 0)
		out->until = date_of_days(date_days(row->day) + out->days - 1);
	out->rests = rests_on_rule(act.pack, out->category);
	out->need = subject.verdict.entry_found ? subject.verdict.entry.need : NEED_NONE;
	return true;
}

static bool before(struct date a, struct date b)
{
	return date_whole(a) && date_whole(b) && date_compare(a, b) < 0;
}

/* What the officer gave less than the rule stays so under the other rule; what an authority gave more, too. */
static struct date last_day(const struct answer *answer, struct date given, bool narrower, struct date extended)
{
	struct date last = answer->until;
	if (answer->unlimited)
		return narrower ? given : (struct date){ 0 };
	if (!date_whole(last) || (narrower && before(given, last)))
		last = given;
	return before(last, extended) ? extended : last;
}

void judge_stays(struct answer answers[PAST_SIDES], const struct movement_row *row, const struct movement_row *exit)
{
	bool extended = date_whole(row->granted_until);
	struct date given = extended ? row->granted_until : row->stay_until;
	bool narrower = answers[0].unlimited ? date_whole(given) && row->days > 0 : before(given, answers[0].until);
	for (int side = 0; side < PAST_SIDES; side++) {
		answers[side].until = last_day(&answers[side], given, narrower, extended ? row->stay_until : (struct date){ 0 });
		if (exit && before(answers[side].until, exit->day))
			answers[side].late = date_days(exit->day) - date_days(answers[side].until);
	}
}
